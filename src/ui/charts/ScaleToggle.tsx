// Whether a chart's value axis is logarithmic; remembered for each chart.
import type { ValueScale } from "../../store/chartStore.ts";
import { t } from "../../strings/strings.ts";
import { useStudio } from "../StudioContext.ts";
import styles from "./ScaleToggle.module.css";

export interface ScaleToggleProps {
  /** Of the chart. */
  id: string;
  title: string;
  scale: ValueScale;
}

export function ScaleToggle({ id, title, scale }: ScaleToggleProps) {
  const { charts } = useStudio();
  const isLog = scale === "log";
  return (
    <button
      type="button"
      className={styles["toggle"]}
      aria-pressed={isLog}
      aria-label={t("charts:log.name", { title })}
      title={t("charts:log.title")}
      onClick={() => charts.getState().setScale(id, isLog ? "linear" : "log")}
    >
      <span aria-hidden="true">{t("charts:log.button")}</span>
    </button>
  );
}
