// What all charts share: what they are drawn against, smoothing, the order of legends, and the way back from a zoom.
import { PinOff, ZoomOut } from "lucide-react";
import { useId } from "react";
import { LEGEND_ORDERS } from "../../store/chartStore.ts";
import { X_UNITS } from "../../store/traceUnits.ts";
import { t } from "../../strings/strings.ts";
import { GuideLink } from "../primitives/GuideLink.tsx";
import { IconButton } from "../primitives/IconButton.tsx";
import { SegmentedControl } from "../primitives/SegmentedControl.tsx";
import { Select } from "../primitives/Select.tsx";
import { useCharts, useStudio, useView } from "../StudioContext.ts";
import styles from "./ChartTools.module.css";
import { formatX } from "./xAxis.ts";

/** Decays the slider stops at, finer where a step is felt more. */
const DECAYS = [0, 0.3, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99];

export function ChartTools() {
  const { view, charts } = useStudio();
  const orderId = useId();
  const unit = useCharts((state) => state.xUnit);
  const order = useCharts((state) => state.legendOrder);
  const zoom = useView((state) => state.zoom);
  const pinned = useView((state) => state.pinnedDomains);
  return (
    <div className={styles["tools"]}>
      <span className={styles["group"]}>
        <span aria-hidden="true">{t("charts:x.choose")}</span>
        <SegmentedControl
          label={t("charts:x.choose")}
          value={unit}
          segments={X_UNITS.map((value) => ({ value, label: t(`charts:x.units.${value}`) }))}
          onChange={charts.getState().setXUnit}
        />
      </span>
      <Smoothing />
      <span className={styles["group"]}>
        <label htmlFor={orderId}>{t("charts:tools.legend")}</label>
        <Select
          id={orderId}
          value={order}
          options={LEGEND_ORDERS.map((value) => ({
            value,
            label: t(`charts:tools.orders.${value}`),
          }))}
          onChange={charts.getState().setLegendOrder}
        />
      </span>
      <span className={styles["zoom"]}>
        {zoom === null
          ? t("charts:tools.hint")
          : t(`charts:tools.zoomed.${unit}`, {
              low: formatX(unit, zoom[0]),
              high: formatX(unit, zoom[1]),
            })}
      </span>
      <span className={styles["buttons"]}>
        <IconButton
          label={t(`charts:tools.showAll.${unit}`)}
          disabled={zoom === null}
          onClick={() => view.getState().zoomTo(null)}
        >
          <ZoomOut />
        </IconButton>
        <IconButton
          label={
            pinned.length === 0
              ? t("charts:tools.clearPins")
              : t("charts:tools.clearCountedPins", { count: pinned.length })
          }
          disabled={pinned.length === 0}
          onClick={() => view.getState().clearPins()}
        >
          <PinOff />
        </IconButton>
        <GuideLink section="charts" />
      </span>
    </div>
  );
}

function Smoothing() {
  const { view } = useStudio();
  const id = useId();
  const decay = useView((state) => state.smoothing);
  // A decay that came from elsewhere stands at the nearest stop.
  const stop = DECAYS.reduce(
    (best, value, index) =>
      Math.abs(value - decay) < Math.abs((DECAYS[best] ?? 0) - decay) ? index : best,
    0,
  );
  const words = decay === 0 ? t("charts:tools.off") : `EMA ${decay}`;
  return (
    <span className={styles["group"]} title={t("charts:tools.smoothingTitle")}>
      <label htmlFor={id}>{t("charts:tools.smoothing")}</label>
      <input
        id={id}
        type="range"
        className={styles["slider"]}
        min={0}
        max={DECAYS.length - 1}
        step={1}
        value={stop}
        aria-valuetext={words}
        onChange={(event) => {
          const chosen = DECAYS[Number(event.target.value)];
          if (chosen !== undefined) view.getState().setSmoothing(chosen);
        }}
      />
      <output htmlFor={id} className={styles["decay"]}>
        {words}
      </output>
    </span>
  );
}
