// Which run a chart of the Train view shows, and how far it is.
import { useRun } from "../StudioContext.ts";
import { runCaption } from "../train/weightsData.ts";

export function useRunCaption(): string {
  const main = useRun((run) => run.main);
  const step = useRun((run) => run.main?.history.steps().at(-1) ?? 0);
  return runCaption(main, step);
}
