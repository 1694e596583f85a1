// Learned weights by domain: a dot a run in its colour, all runs on one axis, so that agreement and
// disagreement are seen at a glance.
import { useMemo } from "react";
import { t } from "../../strings/strings.ts";
import { finiteExtent, niceAxis } from "../charts/niceAxis.ts";
import { formatWeight } from "../train/formatRun.ts";
import styles from "./FinalWeights.module.css";
import type { FinalWeightRow, OverlaidRun } from "./overlayLines.ts";

export interface FinalWeightsProps {
  runs: readonly OverlaidRun[];
  rows: readonly FinalWeightRow[];
  focus: string | null;
}

export function FinalWeights({ runs, rows, focus }: FinalWeightsProps) {
  const axis = useMemo(() => {
    const [low, high] = finiteExtent(...rows.map(({ weights }) => weights), [1]);
    return niceAxis(Math.min(low, 0.9), Math.max(high, 1.1), 4);
  }, [rows]);
  const at = (weight: number) => `${(100 * (weight - axis.low)) / (axis.high - axis.low)}%`;
  return (
    <div className={styles["chart"]}>
      <ul className={styles["rows"]} aria-label={t("charts:overlay.learnedLabel")}>
        {rows.map(({ domain, weights }) => (
          <li key={domain} className={styles["row"]}>
            <span className={styles["domain"]} title={domain}>
              {domain}
            </span>
            <span className={styles["track"]}>
              <span className={styles["reference"]} style={{ left: at(1) }} />
              {runs.map(({ id, name, color }, index) => {
                const weight = weights[index] ?? Number.NaN;
                if (!Number.isFinite(weight)) return null;
                const words = t("charts:overlay.learnedDot", {
                  name,
                  weight: formatWeight(weight),
                });
                return (
                  <span
                    key={id}
                    role="img"
                    aria-label={words}
                    title={words}
                    className={styles["dot"]}
                    data-faded={focus !== null && focus !== id}
                    style={{ left: at(weight), background: color }}
                  />
                );
              })}
            </span>
          </li>
        ))}
      </ul>
      <div className={styles["axis"]} aria-hidden="true">
        {axis.ticks.map((tick) => (
          <span key={tick} style={{ left: at(tick) }}>
            {tick}
          </span>
        ))}
      </div>
    </div>
  );
}
