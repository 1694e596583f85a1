// A small chart under the main one, with its title and controls, and where there is something to remark, a line
// below.
import type { ReactNode } from "react";
import { Panel } from "../primitives/Panel.tsx";
import { type FigureSpec, useFigure } from "./useFigure.tsx";

export interface TracePanelProps extends FigureSpec {
  note?: ReactNode;
  /** Before the chart's own controls. */
  controls?: ReactNode;
  /** Below the chart; nothing where there is nothing to say. */
  remark?: ReactNode;
}

export function TracePanel({ note, controls, remark, ...spec }: TracePanelProps) {
  const { actions, body } = useFigure(spec);
  return (
    <Panel
      title={spec.title}
      note={note}
      actions={
        <>
          {controls}
          {actions}
        </>
      }
    >
      {body}
      {remark}
    </Panel>
  );
}
