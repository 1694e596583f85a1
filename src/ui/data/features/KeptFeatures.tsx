// What the browser keeps of earlier readings, and the button that forgets it.
import { useState } from "react";
import { Button } from "../../primitives/Button.tsx";
import { useFeatures, useStudio } from "../../StudioContext.ts";
import { formatBytes, formatCounted } from "../formatNumber.ts";
import styles from "./FeaturesPanel.module.css";

export function KeptFeatures() {
  const actions = useStudio().features.getState();
  const kept = useFeatures((state) => state.kept);
  const [isClearing, setClearing] = useState(false);
  if (kept === null || (kept.entries === 0 && kept.modelBytes === 0)) return null;
  const parts = [
    kept.entries > 0 &&
      `${formatBytes(kept.bytes)} of vectors (of ${formatCounted(kept.entries, "chain or image", "chains or images")})`,
    kept.modelBytes > 0 && `${formatBytes(kept.modelBytes)} of models`,
  ].filter(Boolean);
  return (
    <p className={styles["kept"]}>
      <span>Kept in this browser for the next time: {parts.join(", ")}.</span>
      <Button
        disabled={isClearing}
        onClick={() => {
          setClearing(true);
          void actions.clearKept().finally(() => setClearing(false));
        }}
      >
        Clear
      </Button>
    </p>
  );
}
