// One of the small multiples: a domain's line over those of all, its name and its weight at the cursor.
import { memo } from "react";
import { t } from "../../strings/strings.ts";
import type { ChartGeometry } from "../charts/chartGeometry.ts";
import type { ChartSeries } from "../charts/chartSeries.ts";
import { nearestPoint } from "../charts/nearestPoint.ts";
import { DomainSwatch } from "../primitives/DomainSwatch.tsx";
import { useCharts, useStudio, useView } from "../StudioContext.ts";
import { formatWeight } from "./formatRun.ts";
import styles from "./SmallMultiples.module.css";

/** As in the style sheet. */
const HEAD_HEIGHT = 20;

export interface MultipleProps {
  name: string;
  /** With its tier, where tiers are shown. */
  written: string;
  slot: number;
  geometry: ChartGeometry;
  /** Of the picture, in pixels. */
  height: number;
  series: ChartSeries | null;
  path: string;
  linesId: string;
  /** Only charts at the edges of the grid carry the numbers of the axes that all share. */
  isLeft: boolean;
  isBottom: boolean;
  low: number;
  high: number;
  ticks: readonly number[];
  formatTick: (x: number) => string;
}

export function Multiple(props: MultipleProps) {
  const { name, written, slot, geometry, series } = props;
  const { view, charts } = useStudio();
  const isPinned = useView((state) => state.pinnedDomains.includes(name));
  const hoverX = useCharts((state) => state.hoverX);
  const at = hoverX === null || series === null ? -1 : nearestPoint(series.x, hoverX);
  const value = formatWeight(series?.raw.at(at) ?? 1, 3);
  const words = { name: written, weight: value };
  return (
    <li className={styles["cell"]}>
      <button
        type="button"
        className={styles["chart"]}
        style={{ height: HEAD_HEIGHT + props.height }}
        aria-pressed={isPinned}
        aria-label={isPinned ? t("race:multiples.unpin", words) : t("race:multiples.pin", words)}
        title={written}
        onPointerEnter={() => view.getState().hoverDomain(name)}
        onPointerMove={(event) => {
          const { left } = event.currentTarget.getBoundingClientRect();
          charts.getState().hoverAt(geometry.xAt(event.clientX - left));
        }}
        onPointerLeave={() => {
          view.getState().hoverDomain(null);
          charts.getState().hoverAt(null);
        }}
        onFocus={() => view.getState().hoverDomain(name)}
        onBlur={() => {
          view.getState().hoverDomain(null);
          charts.getState().hoverAt(null);
        }}
        onClick={() => view.getState().togglePin(name)}
      >
        <span className={styles["head"]}>
          <DomainSwatch slot={slot} />
          <span className={styles["name"]}>{written}</span>
        </span>
      </button>
      {/* Over the button rather than in it: its name says it in words. */}
      <Picture {...props} />
      <span className={styles["cursor"]} />
      <span className={styles["value"]} aria-hidden="true">
        {value}
      </span>
    </li>
  );
}

const Picture = memo(function Picture(props: MultipleProps) {
  const { geometry, height, series, path, linesId, isLeft, isBottom, low, high } = props;
  const { ticks, formatTick } = props;
  const { plot } = geometry;
  const right = plot.left + plot.width;
  const floor = plot.top + plot.height;
  const [first, last] = [ticks[0], ticks.at(-1)];
  return (
    <svg
      className={styles["picture"]}
      width={right + plot.right}
      height={height}
      aria-hidden="true"
    >
      <path className={styles["axis"]} d={`M${plot.left} ${plot.top}V${floor}H${right}`} />
      <path className={styles["one"]} d={`M${plot.left} ${geometry.yOf(1)}H${right}`} />
      {isLeft &&
        [low, 1, high].map((tick) => (
          <text key={tick} x={plot.left - 4} y={geometry.yOf(tick) + 3} textAnchor="end">
            {Number(tick.toPrecision(2))}
          </text>
        ))}
      {isBottom && first !== undefined && last !== undefined && (
        <>
          <text x={geometry.xOf(first)} y={height - 3}>
            {formatTick(first)}
          </text>
          {last > first && (
            <text x={geometry.xOf(last)} y={height - 3} textAnchor="end">
              {formatTick(last)}
            </text>
          )}
        </>
      )}
      <svg
        aria-hidden="true"
        x={plot.left}
        y={plot.top - 2}
        width={plot.width + 1}
        height={plot.height + 4}
        viewBox={`${plot.left} ${plot.top - 2} ${plot.width + 1} ${plot.height + 4}`}
      >
        <use className={styles["others"]} href={`#${linesId}`} />
        <path
          className={styles["own"]}
          d={path}
          stroke={series?.color ?? "none"}
          strokeDasharray={series?.dash ?? "none"}
        />
      </svg>
    </svg>
  );
});
