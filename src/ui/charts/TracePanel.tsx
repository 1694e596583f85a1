// A small chart under the main one, with its title, and where there is something to remark, a line below.
import type { ReactNode } from "react";
import { Panel } from "../primitives/Panel.tsx";
import { TraceFigure, type TraceFigureProps } from "./TraceFigure.tsx";

export interface TracePanelProps extends Omit<TraceFigureProps, "label"> {
  title: string;
  note?: string;
  /** Below the chart; nothing where there is nothing to say. */
  remark?: ReactNode;
}

export function TracePanel({ title, note, remark, ...figure }: TracePanelProps) {
  return (
    <Panel title={title} note={note}>
      <TraceFigure label={`${title} against lower steps`} {...figure} />
      {remark}
    </Panel>
  );
}
