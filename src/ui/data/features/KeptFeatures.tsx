// What the browser keeps of earlier readings, and the button that forgets it.
import { useState } from "react";
import type { FeatureCacheSize } from "../../../domain/featureCache.ts";
import { t } from "../../../strings/strings.ts";
import { Button } from "../../primitives/Button.tsx";
import { useFeatures, useStudio } from "../../StudioContext.ts";
import { formatBytes, formatCount } from "../formatNumber.ts";
import styles from "./FeaturesPanel.module.css";

export function KeptFeatures() {
  const actions = useStudio().features.getState();
  const kept = useFeatures((state) => state.kept);
  const [isClearing, setClearing] = useState(false);
  if (kept === null || (kept.entries === 0 && kept.modelBytes === 0)) return null;
  return (
    <p className={styles["kept"]}>
      <span>{words(kept)}</span>
      <Button
        disabled={isClearing}
        onClick={() => {
          setClearing(true);
          void actions.clearKept().finally(() => setClearing(false));
        }}
      >
        {t("features:kept.clear")}
      </Button>
    </p>
  );
}

function words({ entries, bytes, modelBytes }: FeatureCacheSize): string {
  const figures = {
    count: entries,
    shown: formatCount(entries),
    bytes: formatBytes(bytes),
    modelBytes: formatBytes(modelBytes),
  };
  if (entries === 0) return t("features:kept.models", figures);
  return modelBytes === 0
    ? t("features:kept.vectors", figures)
    : t("features:kept.vectorsAndModels", figures);
}
