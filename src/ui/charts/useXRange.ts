// The range of x all charts show: the zoom, or the whole run as planned.
import { useMemo } from "react";
import { defaultRunConfig, type RunConfig } from "../../domain/runConfig.ts";
import type { RunStoreState } from "../../store/runStore.ts";
import type { XUnit } from "../../store/traceUnits.ts";
import { useCharts, useConfig, useRun, useView } from "../StudioContext.ts";
import type { StepRange } from "./chartGeometry.ts";

/** While the field is wrong. */
const UNKNOWN = defaultRunConfig();
/** A run of unknown length is given room in jumps of this factor, so that its axis moves rarely. */
const JUMP = 1.25;
const SHORTEST_MS = 1000;

/** Upper steps that a config makes. */
export function upperStepsOf({ lower, upper }: RunConfig): number {
  return Math.max(1, Math.floor((lower.steps - upper.warmupSteps) / upper.unroll));
}

/** Where the time axis ends: the longest run's end; while it goes on, about where that is going to be. */
export function endOfTime(run: Pick<RunStoreState, "main" | "retrained" | "vanilla">): number {
  let longest = SHORTEST_MS;
  for (const trace of [run.main, run.retrained, run.vanilla]) {
    const { steps, elapsedMs } = trace?.history.points() ?? { steps: [], elapsedMs: [] };
    const [step, elapsed] = [steps[steps.length - 1] ?? 0, elapsedMs[elapsedMs.length - 1] ?? 0];
    const planned = trace?.config.lower.steps ?? 0;
    const isWhole = step === 0 || step >= planned;
    longest = Math.max(longest, isWhole ? elapsed : roundedUp((elapsed * planned) / step));
  }
  return longest;
}

function roundedUp(ms: number): number {
  return JUMP ** Math.ceil(Math.log(Math.max(1, ms)) / Math.log(JUMP));
}

export function useXRange(): StepRange {
  const unit = useCharts((charts) => charts.xUnit);
  const zoom = useView((view) => view.zoom);
  const planned = useConfig((state) => wholeOf(unit, state.config ?? UNKNOWN));
  const whole = useRun((run) => {
    if (unit === "time") return endOfTime(run);
    return run.config === null ? null : wholeOf(unit, run.config);
  });
  return useMemo(() => {
    if (zoom !== null) return { low: zoom[0], high: zoom[1] };
    return { low: 0, high: whole ?? planned };
  }, [zoom, whole, planned]);
}

function wholeOf(unit: XUnit, config: RunConfig): number {
  return unit === "upper" ? upperStepsOf(config) : config.lower.steps;
}
