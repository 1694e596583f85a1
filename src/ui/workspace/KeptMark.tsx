// How far the run is kept, quietly: what a reload or a crash would bring back.
import { Check, CloudOff } from "lucide-react";
import { t } from "../../strings/strings.ts";
import { Tooltip } from "../primitives/Tooltip.tsx";
import { useRun, useWorkspace } from "../StudioContext.ts";
import { formatStep } from "../train/formatRun.ts";
import styles from "./KeptMark.module.css";

export function KeptMark() {
  const owner = useWorkspace(({ status }) => status.owner);
  const step = useWorkspace(({ status }) => status.saved?.step ?? null);
  const hasRun = useRun((run) => run.config !== null);
  const isWhole = useRun((run) => step !== null && step >= run.totalSteps);
  if (owner === "opening" || !hasRun) return null;
  if (owner !== "this") {
    return (
      <Tooltip
        content={owner === "other" ? t("workspace:mark.otherTab") : t("workspace:mark.nobody")}
      >
        <button type="button" className={styles["mark"]} data-kept={false}>
          <CloudOff aria-hidden="true" />
          {t("workspace:mark.notKept")}
        </button>
      </Tooltip>
    );
  }
  if (step === null) return null;
  return (
    <Tooltip
      content={
        isWhole
          ? t("workspace:mark.wholeAbout")
          : t("workspace:mark.stepAbout", { step: formatStep(step) })
      }
    >
      <button type="button" className={styles["mark"]} data-kept={true}>
        <Check aria-hidden="true" />
        {isWhole ? t("workspace:mark.whole") : t("workspace:mark.step", { step: formatStep(step) })}
      </button>
    </Tooltip>
  );
}
