// A small chart under the main one, with its title.
import { Panel } from "../primitives/Panel.tsx";
import { TraceFigure, type TraceFigureProps } from "./TraceFigure.tsx";

export interface TracePanelProps extends Omit<TraceFigureProps, "label"> {
  title: string;
  note?: string;
}

export function TracePanel({ title, note, ...figure }: TracePanelProps) {
  return (
    <Panel title={title} note={note}>
      <TraceFigure label={`${title} against lower steps`} {...figure} />
    </Panel>
  );
}
