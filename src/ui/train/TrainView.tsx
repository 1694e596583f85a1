// The Train view: progress, the weights, losses and held-out measures, results, and the config.
import { t } from "../../strings/strings.ts";
import { ChartTools } from "../charts/ChartTools.tsx";
import { ConfigPanel } from "./ConfigPanel.tsx";
import { GradientPanel } from "./GradientPanel.tsx";
import { BestOfPanel, StepAurocPanel } from "./HeldOutPanels.tsx";
import { LowerLossPanel, MetaLossPanel } from "./LossPanels.tsx";
import { ResultsPanel } from "./ResultsPanel.tsx";
import { RunStrip } from "./RunStrip.tsx";
import styles from "./TrainView.module.css";
import { WeightsPanel } from "./WeightsPanel.tsx";
import { WhyPanel } from "./why/WhyPanel.tsx";

export function TrainView() {
  return (
    <div className={styles["view"]}>
      <div className={styles["charts"]}>
        <RunStrip />
        <WeightsPanel />
        <WhyPanel />
        <ChartTools />
        <div className={styles["small"]}>
          <LowerLossPanel />
          <MetaLossPanel />
          <GradientPanel />
          <BestOfPanel />
          <StepAurocPanel />
        </div>
        <ResultsPanel />
        <p className={styles["privacy"]}>{t("train:privacy")}</p>
      </div>
      <aside className={styles["config"]}>
        <ConfigPanel />
      </aside>
    </div>
  );
}
