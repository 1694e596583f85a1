// Accuracy against the number of candidates: a line a method, its 95 % interval as a band, N on a scale
// of doublings.

import { Area, CartesianGrid, ComposedChart, Line, Tooltip, XAxis, YAxis } from "recharts";
import type { EvaluationReport, MethodCurve } from "../../domain/evaluation.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { niceAxis } from "../charts/niceAxis.ts";
import { useBox } from "../charts/useBox.ts";
import { formatPercent } from "../train/formatRun.ts";
import styles from "./BestOfChart.module.css";
import { formatShareRange } from "./formatGain.ts";
import { methodLook } from "./methodLook.ts";

export interface BestOfChartProps {
  report: EvaluationReport;
  /** Those that are drawn. */
  curves: readonly MethodCurve[];
  /** Drawn strong, the others faint; null for all alike. */
  emphasized: string | null;
}

const TICK_TEXT = { fill: "var(--text-muted)", fontSize: 11 };
const MARGIN = { top: 8, right: 14, bottom: 0, left: 0 };

type ChartRow = { n: number } & Record<string, number | [number, number]>;

/** A row an N, with a value and a band a curve. */
function rowsOf(curves: readonly MethodCurve[], sizes: readonly number[]): ChartRow[] {
  return sizes.map((n) => {
    const row: ChartRow = { n };
    for (const { id, points } of curves) {
      const point = points.find((at) => at.n === n);
      if (point === undefined) continue;
      row[id] = point.accuracy.value;
      row[`${id} band`] = [point.accuracy.low, point.accuracy.high];
    }
    return row;
  });
}

export function BestOfChart({ report, curves, emphasized }: BestOfChartProps) {
  const [ref, box] = useBox<HTMLElement>();
  const { sizes } = report;
  const shares = curves.flatMap(({ points }) =>
    points.flatMap(({ accuracy }) => [accuracy.low, accuracy.high]),
  );
  const axis = niceAxis(Math.min(...shares), Math.max(...shares), 5);
  const opacityOf = (id: string) => (emphasized === null || emphasized === id ? 1 : 0.25);
  return (
    <figure
      ref={ref}
      className={styles["chart"]}
      aria-label={t("evaluate:curves.chart", { n: sizes.at(-1) ?? 1 })}
    >
      {box !== null && (
        <ComposedChart
          width={box.width}
          height={box.height}
          data={rowsOf(curves, sizes)}
          margin={MARGIN}
          accessibilityLayer={false}
        >
          <CartesianGrid stroke="var(--grid)" vertical={false} />
          <XAxis
            type="number"
            dataKey="n"
            scale="log"
            domain={[sizes[0] ?? 1, sizes.at(-1) ?? 1]}
            ticks={[...sizes]}
            interval={0}
            niceTicks="none"
            tick={TICK_TEXT}
            tickLine={false}
            stroke="var(--border-strong)"
            height={22}
          />
          <YAxis
            type="number"
            domain={[axis.low, axis.high]}
            ticks={axis.ticks}
            niceTicks="none"
            interval={0}
            tickFormatter={(share: number) => `${Number((100 * share).toFixed(1))} %`}
            tick={TICK_TEXT}
            tickLine={false}
            axisLine={false}
            width={48}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: "var(--border-strong)" }}
            content={({ active, label }) =>
              active === true ? (
                <PointTip curves={curves} report={report} n={Number(label)} />
              ) : null
            }
          />
          {curves.map((curve) => (
            <Area
              key={`${curve.id} band`}
              dataKey={(row: ChartRow) => row[`${curve.id} band`]}
              type="linear"
              stroke="none"
              fill={methodLook(curve, report.prms).color}
              fillOpacity={0.13 * opacityOf(curve.id)}
              activeDot={false}
              isAnimationActive={false}
            />
          ))}
          {curves.map((curve) => {
            const { color, dash, width } = methodLook(curve, report.prms);
            return (
              <Line
                key={curve.id}
                dataKey={(row: ChartRow) => row[curve.id]}
                type="linear"
                stroke={color}
                strokeWidth={width}
                strokeDasharray={dash}
                strokeOpacity={opacityOf(curve.id)}
                dot={{ r: 2.5, fill: color, strokeWidth: 0, fillOpacity: opacityOf(curve.id) }}
                activeDot={{ r: 4, strokeWidth: 0 }}
                isAnimationActive={false}
              />
            );
          })}
        </ComposedChart>
      )}
    </figure>
  );
}

interface PointTipProps {
  curves: readonly MethodCurve[];
  report: EvaluationReport;
  n: number;
}

function PointTip({ curves, report, n }: PointTipProps) {
  const points = curves
    .flatMap((curve) => {
      const point = curve.points.find((at) => at.n === n);
      return point === undefined ? [] : [{ curve, point }];
    })
    .sort((a, b) => b.point.accuracy.value - a.point.accuracy.value);
  return (
    <div className={styles["tip"]}>
      <p className={styles["tipHead"]}>{t("evaluate:curves.candidates", { count: n })}</p>
      {points.map(({ curve, point }) => (
        <p key={curve.id} className={styles["tipRow"]}>
          <span style={{ color: methodLook(curve, report.prms).color }} aria-hidden="true">
            ●
          </span>
          <span>{said(curve.label)}</span>
          <strong>{formatPercent(point.accuracy.value)}</strong>
          <span className={styles["tipRange"]}>{formatShareRange(point.accuracy)}</span>
        </p>
      ))}
    </div>
  );
}
