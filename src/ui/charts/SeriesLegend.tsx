// The names of a chart's lines with their values: now, or at the step under the pointer.
import { useView } from "../StudioContext.ts";
import { nearestPoint } from "./nearestPoint.ts";
import styles from "./SeriesLegend.module.css";

export interface LegendItem {
  id: string;
  name: string;
  color: string;
  dash?: string;
  steps: ArrayLike<number>;
  values: ArrayLike<number>;
}

export interface SeriesLegendProps {
  items: readonly LegendItem[];
  formatValue: (value: number) => string;
}

export function SeriesLegend({ items, formatValue }: SeriesLegendProps) {
  const hoverStep = useView((view) => view.hoverStep);
  return (
    <ul className={styles["legend"]}>
      {items.map(({ id, name, color, dash, steps, values }) => {
        const at = hoverStep === null ? values.length - 1 : nearestPoint(steps, hoverStep);
        return (
          <li key={id} className={styles["item"]}>
            <svg width="16" height="8" aria-hidden="true" className={styles["swatch"]}>
              <line
                x1="0"
                x2="16"
                y1="4"
                y2="4"
                strokeWidth="2"
                stroke={color}
                strokeDasharray={dash}
              />
            </svg>
            <span className={styles["name"]}>{name}</span>
            <span className={styles["value"]}>{formatValue(values[at] ?? Number.NaN)}</span>
          </li>
        );
      })}
    </ul>
  );
}
