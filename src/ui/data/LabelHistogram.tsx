// The spread of a domain's Monte-Carlo labels over [0,1], small enough for a table cell; the counts
// are its accessible text.

import { t } from "../../strings/strings.ts";
import { formatCount } from "./formatNumber.ts";
import styles from "./LabelHistogram.module.css";

const BAR_WIDTH = 6;
const GAP = 1;
const HEIGHT = 20;

export function LabelHistogram({ counts, color }: { counts: readonly number[]; color: string }) {
  const highest = Math.max(...counts, 1);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const binWidth = 1 / Math.max(1, counts.length);
  const text = counts
    .map((count, bin) => ({ count, from: bin * binWidth }))
    .filter(({ count }) => count > 0)
    .map(({ count, from }) =>
      t("data:domains.bin", {
        from: from.toFixed(1),
        to: (from + binWidth).toFixed(1),
        labels: formatCount(count),
      }),
    )
    .join(", ");
  const width = counts.length * (BAR_WIDTH + GAP) - GAP;
  return (
    <svg
      className={styles["histogram"]}
      role="img"
      aria-label={
        total === 0 ? t("data:domains.noLabels") : t("data:domains.labels", { spread: text })
      }
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
    >
      <title>{total === 0 ? t("data:domains.noLabels") : text}</title>
      <line className={styles["base"]} x1="0" x2={width} y1={HEIGHT - 0.5} y2={HEIGHT - 0.5} />
      {counts.map((count, bin) => {
        // A bin that holds anything at all stays visible.
        const height = count === 0 ? 0 : Math.max(1.5, (count / highest) * (HEIGHT - 1));
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
            key={bin}
            x={bin * (BAR_WIDTH + GAP)}
            y={HEIGHT - 1 - height}
            width={BAR_WIDTH}
            height={height}
            fill={color}
          />
        );
      })}
    </svg>
  );
}
