// Where the zoom of the charts ends, as a lower step of the main run, for those who say what was up to there.
import { convertX } from "../../store/traceUnits.ts";
import { useCharts, useRun, useView } from "../StudioContext.ts";

/** Infinity where nothing is zoomed, or the zoom has no place in the run. */
export function useZoomEnd(): number {
  const unit = useCharts((charts) => charts.xUnit);
  const end = useView((view) => view.zoom?.[1] ?? Number.POSITIVE_INFINITY);
  const step = useRun(({ main }) =>
    main === null || end === Number.POSITIVE_INFINITY
      ? end
      : convertX(main.history.points(), unit, "step", end),
  );
  return Number.isNaN(step) ? Number.POSITIVE_INFINITY : step;
}
