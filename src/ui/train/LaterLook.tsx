// The looks of the weights that are not needed for the first picture, fetched when they are first chosen.
import { Component, lazy, type ReactNode, Suspense } from "react";
import { t } from "../../strings/strings.ts";
import styles from "./WeightsPanel.module.css";

const SmallMultiples = lazy(async () => ({
  default: (await import("./SmallMultiples.tsx")).SmallMultiples,
}));
const RaceView = lazy(async () => ({ default: (await import("./race/RaceView.tsx")).RaceView }));
const WeightsTable = lazy(async () => ({
  default: (await import("./WeightsTable.tsx")).WeightsTable,
}));

export interface LaterLookProps {
  look: "multiples" | "race" | "table";
  domains: readonly string[];
}

const TABLE_HEIGHT = 420;

export function LaterLook({ look, domains }: LaterLookProps) {
  return (
    <Fetched key={look}>
      <Suspense
        fallback={
          <p className={styles["later"]} role="status">
            {t("race:multiples.loading")}
          </p>
        }
      >
        {look === "multiples" && <SmallMultiples domains={domains} />}
        {look === "race" && <RaceView domains={domains} />}
        {look === "table" && <WeightsTable height={TABLE_HEIGHT} />}
      </Suspense>
    </Fetched>
  );
}

/** A look that cannot be fetched says so, and leaves the rest of the page as it is. */
class Fetched extends Component<{ children: ReactNode }, { hasFailed: boolean }> {
  override state = { hasFailed: false };
  static getDerivedStateFromError() {
    return { hasFailed: true };
  }
  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <p className={styles["later"]} role="alert">
        {t("race:multiples.failed")}
      </p>
    );
  }
}
