// Names of the lines at their ends, spread so that none covers another, with a thin line back to
// where each belongs.
import { t } from "../../strings/strings.ts";
import type { ChartGeometry } from "./chartGeometry.ts";
import styles from "./EndLabels.module.css";
import { spreadLabels } from "./spreadLabels.ts";

export interface EndLabel {
  id: string;
  name: string;
  text: string;
  color: string;
  /** Where the line ends. */
  value: number;
  /** A CSS variable or number. */
  opacity: string;
  isPinned: boolean;
}

export interface EndLabelsProps {
  geometry: ChartGeometry;
  labels: readonly EndLabel[];
  /** Where the lines end, in the chart's unit. */
  endX: number;
  width: number;
  /** Off where there is room for the names alone. */
  isValueShown: boolean;
  onHover: (id: string | null) => void;
  onPin: (id: string) => void;
}

const LABEL_HEIGHT = 15;
const LEADER = 14;

export function EndLabels(props: EndLabelsProps) {
  const { geometry, labels, endX: end, width, isValueShown, onHover, onPin } = props;
  const { plot } = geometry;
  const ends = labels.map((label) => geometry.yOf(label.value));
  const centres = spreadLabels(ends, {
    height: LABEL_HEIGHT,
    top: 0,
    bottom: plot.top + plot.height + plot.bottom,
  });
  // At the ends of the lines, wherever those are by now; never left of the plot.
  const endX = Math.min(plot.left + plot.width, Math.max(plot.left, geometry.xOf(end)));
  const clampY = (y: number) => Math.min(plot.top + plot.height, Math.max(plot.top, y));
  return (
    <div className={styles["layer"]}>
      <svg className={styles["leaders"]} aria-hidden="true">
        {labels.map((label, index) => {
          const y = clampY(ends[index] ?? 0);
          const to = centres[index] ?? y;
          return (
            <path
              key={label.id}
              d={`M${endX + 2} ${y}L${endX + LEADER - 2} ${to}`}
              style={{ opacity: label.opacity, stroke: label.color }}
            />
          );
        })}
      </svg>
      {labels.map((label, index) => (
        <button
          key={label.id}
          type="button"
          data-part="endLabel"
          className={styles["label"]}
          // Drawn by the style sheet: text of its own would have to be the beginning of the button's name.
          data-value={isValueShown ? label.text : undefined}
          aria-pressed={label.isPinned}
          aria-label={t(label.isPinned ? "charts:weights.unpin" : "charts:weights.pin", {
            name: label.name,
            weight: label.text,
          })}
          title={label.name}
          style={{
            opacity: label.opacity,
            color: `color-mix(in oklab, ${label.color} 65%, var(--text))`,
            left: endX + LEADER,
            width: width - LEADER,
            transform: `translateY(${(centres[index] ?? 0) - LABEL_HEIGHT / 2}px)`,
          }}
          onPointerEnter={() => onHover(label.id)}
          onPointerLeave={() => onHover(null)}
          onFocus={() => onHover(label.id)}
          onBlur={() => onHover(null)}
          onClick={() => onPin(label.id)}
        >
          <span className={styles["name"]}>{label.name}</span>
        </button>
      ))}
    </div>
  );
}
