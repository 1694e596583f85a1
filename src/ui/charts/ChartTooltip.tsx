// The values at the pointer as a small table beside it: largest first, as the lines lie, the one nearest to the
// pointer marked. For the eyes alone: others hear the cursor's value.
import { useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { t } from "../../strings/strings.ts";
import { useCharts } from "../StudioContext.ts";
import type { Point } from "./ChartOverlay.tsx";
import styles from "./ChartTooltip.module.css";
import type { ChartGeometry } from "./chartGeometry.ts";
import type { ChartSeries } from "./chartSeries.ts";
import { pointAt, readLine } from "./legend.ts";
import { SeriesSwatch } from "./SeriesSwatch.tsx";
import { rowsAround } from "./tooltipRows.ts";

export interface ChartTooltipProps {
  /** In the chart's pixels. */
  point: Point;
  geometry: ChartGeometry;
  series: readonly ChartSeries[];
  formatValue: (value: number) => string;
  /** A place in words: "step 1,400". */
  placeOf: (x: number) => string;
}

const MOST_ROWS = 10;
/** Between pointer and box, and between box and the edge of the window. */
const GAP = 14;

export function ChartTooltip(props: ChartTooltipProps) {
  const { point, geometry, series, formatValue, placeOf } = props;
  const hoverX = useCharts((charts) => charts.hoverX);
  const anchor = useRef<HTMLSpanElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const at = hoverX ?? geometry.xAt(point.x);
  const isSmoothed = series.some(({ smooth }) => smooth !== null);
  const all = series.flatMap((one) => {
    const index = pointAt(one.x, at);
    const value = readLine(one)[index] ?? Number.NaN;
    const row = { one, value, raw: one.raw[index] ?? Number.NaN, x: one.x[index] ?? at };
    return Number.isFinite(value) ? [row] : [];
  });
  const { rows, nearest, left } = rowsAround(all, geometry.valueAt(point.y), MOST_ROWS);

  // Beside the pointer, on the side with more room, and within the window.
  useLayoutEffect(() => {
    const [from, element] = [anchor.current?.getBoundingClientRect(), box.current];
    if (from === undefined || element === null) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const fitsRight = from.left + GAP + width < innerWidth - GAP;
    const x = fitsRight ? from.left + GAP : from.left - GAP - width;
    const y = Math.min(from.top - height / 2, innerHeight - height - GAP);
    element.style.transform = `translate(${Math.round(Math.max(2, x))}px, ${Math.round(Math.max(2, y))}px)`;
  });

  if (rows.length === 0) return null;
  return (
    <>
      <span ref={anchor} className={styles["anchor"]} style={{ left: point.x, top: point.y }} />
      {createPortal(
        <div ref={box} className={styles["box"]} aria-hidden="true" data-chart-tooltip="">
          <table>
            <thead>
              <tr>
                <th colSpan={2}>{placeOf(nearest?.x ?? at)}</th>
                <th>{isSmoothed && t("charts:tooltip.value")}</th>
                {isSmoothed && <th>{t("charts:tooltip.raw")}</th>}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ one, value, raw }) => (
                <tr key={one.id} data-nearest={one === nearest?.one || undefined}>
                  <td>
                    <SeriesSwatch color={one.color} dash={one.dash} />
                  </td>
                  <td className={styles["name"]}>{one.name}</td>
                  <td className={styles["value"]}>{formatValue(value)}</td>
                  {isSmoothed && (
                    <td className={styles["raw"]}>{one.smooth !== null && formatValue(raw)}</td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
          {left > 0 && (
            <p className={styles["more"]}>{t("charts:tooltip.more", { count: left })}</p>
          )}
        </div>,
        document.body,
      )}
    </>
  );
}
