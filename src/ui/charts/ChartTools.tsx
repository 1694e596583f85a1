// What all charts share: smoothing, and the way back from a zoom.
import { ZoomOut } from "lucide-react";
import { useId } from "react";
import { Button } from "../primitives/Button.tsx";
import { Select } from "../primitives/Select.tsx";
import { useStudio, useView } from "../StudioContext.ts";
import { formatStep } from "../train/formatRun.ts";
import styles from "./ChartTools.module.css";

const DECAYS = ["0", "0.6", "0.8", "0.9", "0.97"] as const;
const OPTIONS = DECAYS.map((value) => ({
  value,
  label: value === "0" ? "off" : `moving average (EMA) ${value}`,
}));

export function ChartTools() {
  const { view } = useStudio();
  const smoothingId = useId();
  const smoothing = useView((state) => state.smoothing);
  const zoom = useView((state) => state.zoom);
  const pinned = useView((state) => state.pinnedDomains);
  return (
    <div className={styles["tools"]}>
      <span className={styles["smoothing"]}>
        <label htmlFor={smoothingId}>Smoothing of losses</label>
        <Select
          id={smoothingId}
          value={DECAYS.find((decay) => Number(decay) === smoothing) ?? "0.8"}
          options={OPTIONS}
          onChange={(value) => view.getState().setSmoothing(Number(value))}
        />
      </span>
      <span className={styles["zoom"]}>
        {zoom === null
          ? "Drag over a chart to zoom, double-click to see all."
          : `Steps ${formatStep(Math.round(zoom[0]))} to ${formatStep(Math.round(zoom[1]))}`}
      </span>
      <Button
        disabled={zoom === null}
        icon={<ZoomOut />}
        onClick={() => view.getState().zoomTo(null)}
      >
        Show all steps
      </Button>
      <Button
        disabled={pinned.length === 0}
        onClick={() => view.getState().clearPins()}
        title="Escape"
      >
        Clear pins{pinned.length > 0 ? ` (${pinned.length})` : ""}
      </Button>
    </div>
  );
}
