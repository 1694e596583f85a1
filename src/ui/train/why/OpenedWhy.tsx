// "Why a weight moved", opened: alignment and cosine over time, all domains in a table, and the meta chains behind
// one of them.
import { t } from "../../../strings/strings.ts";
import { formatStep } from "../formatRun.ts";
import { type DomainSignal, RECENT_UPPER_STEPS } from "./domainSignals.ts";
import { PullSection } from "./PullSection.tsx";
import { SignalTable } from "./SignalTable.tsx";
import { AlignmentChart, CosineChart } from "./WhyCharts.tsx";
import styles from "./WhyPanel.module.css";

export interface OpenedWhyProps {
  rows: readonly DomainSignal[];
  /** Names of the domains that stand out. */
  inQuestion: readonly string[];
  /** The last lower step looked at; infinite where it is the last there is. */
  until: number;
  domains: readonly string[];
  /** The domain whose chains are offered first. */
  preset: string | null;
}

export function OpenedWhy({ rows, inQuestion, until, domains, preset }: OpenedWhyProps) {
  return (
    <>
      <p className={styles["about"]}>{t("why:about")}</p>
      <div className={styles["columns"]}>
        <div className={styles["charts"]}>
          <AlignmentChart domains={inQuestion} />
          <CosineChart domains={inQuestion} />
        </div>
        <div className={styles["signals"]}>
          <p className={styles["window"]}>
            {Number.isFinite(until)
              ? t("why:windowUntil", {
                  number: RECENT_UPPER_STEPS,
                  step: formatStep(Math.round(until)),
                })
              : t("why:window", { number: RECENT_UPPER_STEPS })}
          </p>
          <SignalTable rows={rows} inQuestion={inQuestion} />
        </div>
      </div>
      <PullSection domains={domains} preset={preset} />
    </>
  );
}
