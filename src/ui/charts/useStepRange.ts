// The range of lower steps all charts show: the zoom, or the whole run as planned.
import { useMemo } from "react";
import { defaultRunConfig } from "../../domain/runConfig.ts";
import { useConfig, useRun, useView } from "../StudioContext.ts";
import type { StepRange } from "./chartGeometry.ts";

/** While the field is wrong. */
const UNKNOWN_STEPS = defaultRunConfig().lower.steps;

export function useStepRange(): StepRange {
  const zoom = useView((view) => view.zoom);
  const planned = useConfig((state) => state.config?.lower.steps ?? UNKNOWN_STEPS);
  const total = useRun((run) => run.config?.lower.steps) ?? planned;
  return useMemo(() => {
    if (zoom !== null) return { low: zoom[0], high: zoom[1] };
    return { low: 0, high: total };
  }, [zoom, total]);
}
