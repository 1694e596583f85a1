// Which run a chart of the Train view shows, and how far it is.
import { t } from "../../strings/strings.ts";
import { useRun } from "../StudioContext.ts";
import { formatStep } from "../train/formatRun.ts";

export function useRunCaption(): string {
  const main = useRun((run) => run.main);
  const step = useRun((run) => run.main?.history.steps().at(-1) ?? 0);
  if (main === null) return t("charts:captions.none");
  return t("charts:captions.run", {
    seed: main.config.seed,
    step: formatStep(step),
    steps: formatStep(main.config.lower.steps),
  });
}
