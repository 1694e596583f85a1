// The weights as a table in the place of their picture.
import { useMemo } from "react";
import { ChartTable } from "../charts/table/ChartTable.tsx";
import { useRunVersion } from "../charts/useRunVersion.ts";
import { useXRange } from "../charts/useXRange.ts";
import { useCharts, useRun, useView } from "../StudioContext.ts";
import { WEIGHT_CHART } from "./WeightChart.tsx";
import { weightsData } from "./weightsData.ts";

export function WeightsTable({ height }: { height: number }) {
  const version = useRunVersion(0);
  const trace = useRun((run) => run.main);
  const unit = useCharts((charts) => charts.xUnit);
  const scale = useCharts((charts) => charts.scales[WEIGHT_CHART] ?? "linear");
  const slots = useView((view) => view.domainSlots);
  const range = useXRange();
  const data = useMemo(
    // The history is changed in place: the version says when.
    () => weightsData({ trace: version < 0 ? null : trace, unit, range, slots, scale }),
    [version, trace, unit, range, slots, scale],
  );
  return <ChartTable data={data} height={height} />;
}
