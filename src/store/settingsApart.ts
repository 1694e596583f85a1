// The settings at which what the form holds is apart from what a run was made with.
import { type DifferingSetting, differingSettings } from "../domain/configPaths.ts";
import { encoderKindOf, type RunConfig } from "../domain/runConfig.ts";

/** Left open in the form, these are what the run found there was: no difference. */
const LEFT_OPEN: Readonly<Record<string, unknown>> = { "encoder.width": 0, "encoder.features": "" };

/** In the config's order, `from` being the form's value and `to` the run's. */
export function settingsApart(draft: unknown, run: RunConfig): DifferingSetting[] {
  const isFrozen = encoderKindOf(draft) === "frozen";
  return differingSettings(draft, run).filter(
    ({ path, from }) => !(isFrozen && path in LEFT_OPEN && from === LEFT_OPEN[path]),
  );
}
