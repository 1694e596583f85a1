// Whether a score means what it says: the mean label of steps against their mean score, ten bins a PRM.
// On the diagonal a score of .7 is right seven times in ten.

import { CartesianGrid, ReferenceLine, Scatter, ScatterChart, XAxis, YAxis, ZAxis } from "recharts";
import type { StepScorerReport } from "../../domain/evaluation.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { useBox } from "../charts/useBox.ts";
import styles from "./CalibrationChart.module.css";
import { prmColor } from "./methodLook.ts";

const TICKS = [0, 0.25, 0.5, 0.75, 1];
const TICK_TEXT = { fill: "var(--text-muted)", fontSize: 11 };
const AXIS = {
  type: "number",
  domain: [0, 1],
  ticks: TICKS,
  niceTicks: "none",
  interval: 0,
  tick: TICK_TEXT,
  tickLine: false,
} as const;

export function CalibrationChart({ scorers }: { scorers: readonly StepScorerReport[] }) {
  const [ref, box] = useBox<HTMLDivElement>();
  const prms = scorers.map(({ scorer, label }) => ({ id: scorer, label, step: 0 }));
  return (
    <figure className={styles["figure"]}>
      <figcaption className={styles["caption"]}>{t("evaluate:steps.calibration")}</figcaption>
      <div
        ref={ref}
        className={styles["chart"]}
        role="img"
        aria-label={t("evaluate:steps.calibrationLabel", {
          prms: scorers.map(({ label }) => said(label)).join(t("train:listSeparator")),
        })}
      >
        {box !== null && (
          <ScatterChart
            width={box.width}
            height={box.height}
            margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
            accessibilityLayer={false}
          >
            <CartesianGrid stroke="var(--grid)" />
            <XAxis {...AXIS} dataKey="meanScore" height={22} stroke="var(--border-strong)" />
            <YAxis {...AXIS} dataKey="meanLabel" width={36} axisLine={false} />
            <ZAxis dataKey="steps" range={[14, 120]} />
            <ReferenceLine
              segment={[
                { x: 0, y: 0 },
                { x: 1, y: 1 },
              ]}
              stroke="var(--reference)"
              strokeDasharray="4 4"
            />
            {scorers.map((scorer) => (
              <Scatter
                key={scorer.scorer}
                data={scorer.calibration.filter(({ steps }) => steps > 0)}
                fill={prmColor(scorer.scorer, prms)}
                line={{ stroke: prmColor(scorer.scorer, prms), strokeWidth: 1.75 }}
                lineType="joint"
                isAnimationActive={false}
              />
            ))}
          </ScatterChart>
        )}
      </div>
      <ul className={styles["legend"]}>
        {scorers.map(({ scorer, label }) => (
          <li key={scorer}>
            <span style={{ color: prmColor(scorer, prms) }} aria-hidden="true">
              ●
            </span>{" "}
            {said(label)}
          </li>
        ))}
      </ul>
    </figure>
  );
}
