// One small chart a domain, all with the same axes: its line in colour over the others, faint. The cursor goes
// through all of them (and the page's other charts) at once; a click pins a domain, arrow keys move the cursor.
import { type KeyboardEvent, useEffect, useId, useMemo, useRef } from "react";
import { t } from "../../strings/strings.ts";
import { type ChartGeometry, chartGeometry } from "../charts/chartGeometry.ts";
import type { ChartSeries } from "../charts/chartSeries.ts";
import { linePath } from "../charts/linePath.ts";
import { logAxis } from "../charts/logAxis.ts";
import { moveCursor } from "../charts/moveCursor.ts";
import { pointRange, sampleRegularly } from "../charts/samplePoints.ts";
import { useBox } from "../charts/useBox.ts";
import { useRunVersion } from "../charts/useRunVersion.ts";
import { useXRange } from "../charts/useXRange.ts";
import { xTicks } from "../charts/xAxis.ts";
import { useCharts, useCorpus, useRun, useStudio, useView } from "../StudioContext.ts";
import { Multiple } from "./Multiple.tsx";
import styles from "./SmallMultiples.module.css";
import { tieredName } from "./tierNames.ts";
import { WEIGHT_CHART } from "./WeightChart.tsx";
import { weightAxis } from "./weightLines.ts";
import { weightsFromStart } from "./weightsData.ts";

const LEAST_WIDTH = 156;
const GAP = 10;
const PLOT_HEIGHT = 92;
const POINTS_A_LINE = 160;
const INSETS = { top: 5, right: 6, bottom: 16, left: 30 };
const ALL_EQUAL = [1, 1] as const;

export function SmallMultiples({ domains }: { domains: readonly string[] }) {
  const { charts } = useStudio();
  const version = useRunVersion(0.1);
  const main = useRun((run) => run.main);
  const slots = useView((view) => view.domainSlots);
  const unit = useCharts((state) => state.xUnit);
  const scale = useCharts((state) => state.scales[WEIGHT_CHART] ?? "linear");
  const range = useXRange();
  const linesId = useId();
  const isTierShown = useView((view) => view.isTierShown);
  const summary = useCorpus((corpus) => corpus.summary);
  const tiers = new Map(summary?.domains.map(({ name, tier }) => [name, tier]));
  const [ref, box] = useBox<HTMLDivElement>();
  const columns = columnsFor(box?.width ?? 0, domains.length);
  const width = Math.floor(((box?.width ?? 0) - (columns - 1) * GAP) / columns);
  const series = useMemo(
    // The history is changed in place: the version says when.
    () => (main === null || version < 0 ? [] : weightsFromStart(main, unit, slots)),
    [main, version, unit, slots],
  );
  const [low, high] = main?.history.weightExtent() ?? ALL_EQUAL;
  const axis = useMemo(
    () => (scale === "log" ? logAxis(low, high) : weightAxis([low, high])),
    [scale, low, high],
  );
  const geometry = useMemo(
    () =>
      width > INSETS.left + INSETS.right
        ? chartGeometry({ width, height: PLOT_HEIGHT }, INSETS, range, axis)
        : null,
    [width, range, axis],
  );
  const paths = useMemo(
    () => (geometry === null ? [] : series.map((one) => pathOf(one, geometry))),
    [series, geometry],
  );
  const ticks = useMemo(() => xTicks(unit, range, 2), [unit, range]);

  // The cursor is moved by a variable of the whole grid: no chart is redrawn for it.
  const grid = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const follow = (at: number | null) => {
      const x = at === null || geometry === null ? Number.NaN : geometry.xOf(at);
      const isInside =
        geometry !== null &&
        x >= geometry.plot.left - 0.5 &&
        x <= geometry.plot.left + geometry.plot.width + 0.5;
      grid.current?.style.setProperty("--cursor", isInside ? `${x}px` : "-9px");
    };
    follow(charts.getState().hoverX);
    return charts.subscribe((state, before) => {
      if (state.hoverX !== before.hoverX) follow(state.hoverX);
    });
  }, [charts, geometry]);

  function onKeyDown(event: KeyboardEvent<HTMLElement>): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    const to = moveCursor(event.key, charts.getState().hoverX, series[0]?.x ?? [], range);
    if (to === null) return;
    event.preventDefault();
    charts.getState().hoverAt(to);
  }

  return (
    <div ref={ref} className={styles["multiples"]}>
      <svg width="0" height="0" className={styles["shared"]} aria-hidden="true">
        <defs>
          <path id={linesId} d={paths.join("")} fill="none" />
        </defs>
      </svg>
      {geometry !== null && (
        <ul
          ref={grid}
          className={styles["grid"]}
          style={{ gridTemplateColumns: `repeat(${columns}, ${width}px)`, gap: GAP }}
          aria-label={t("race:multiples.label")}
          onKeyDown={onKeyDown}
        >
          {domains.map((name, place) => (
            <Multiple
              key={name}
              name={name}
              written={isTierShown ? tieredName(name, tiers.get(name) ?? null) : name}
              slot={slots[name] ?? place}
              geometry={geometry}
              height={PLOT_HEIGHT}
              series={series[place] ?? null}
              path={paths[place] ?? ""}
              linesId={linesId}
              isLeft={place % columns === 0}
              isBottom={place >= domains.length - columns}
              low={axis.low}
              high={axis.high}
              ticks={ticks.ticks}
              formatTick={ticks.format}
            />
          ))}
        </ul>
      )}
    </div>
  );
}

/** As many as there is room for, then as few as give the same number of rows. */
function columnsFor(width: number, count: number): number {
  if (count === 0) return 1;
  const most = Math.max(1, Math.floor((width + GAP) / (LEAST_WIDTH + GAP)));
  return Math.ceil(count / Math.ceil(count / most));
}

/** What lies in the range, and one point beyond each end. */
function pathOf({ x, raw }: ChartSeries, geometry: ChartGeometry): string {
  const { plot } = geometry;
  const [inside, insideEnd] = pointRange(
    x,
    geometry.xAt(plot.left),
    geometry.xAt(plot.left + plot.width),
  );
  const first = Math.max(0, inside - 1);
  const end = Math.min(x.length, insideEnd + 1);
  const indices = sampleRegularly(first, end, POINTS_A_LINE);
  if (first < end && indices[0] !== first) indices.unshift(first);
  return linePath(
    indices.map((index) => x[index] ?? 0),
    indices.map((index) => raw[index] ?? Number.NaN),
    geometry.xOf,
    geometry.yOf,
  );
}
