// How far the run is kept, quietly: what a reload or a crash would bring back.
import { Check, CloudOff } from "lucide-react";
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
        content={
          owner === "other"
            ? "Another tab keeps the data and the run. This run is in Runs once it has ended; until then it is in this page alone."
            : "Nothing can be kept in this browser: the run is gone when this page is closed."
        }
      >
        <button type="button" className={styles["mark"]} data-kept={false}>
          <CloudOff aria-hidden="true" />
          Not kept
        </button>
      </Tooltip>
    );
  }
  if (step === null) return null;
  return (
    <Tooltip
      content={
        isWhole
          ? "The whole run is kept in this browser, on this machine: after a reload, a crash or a restart of the browser it is here again."
          : `Everything up to step ${formatStep(step)} is kept in this browser, on this machine: after a reload, a crash or a restart of the browser the run goes on from there.`
      }
    >
      <button type="button" className={styles["mark"]} data-kept={true}>
        <Check aria-hidden="true" />
        {isWhole ? "Kept" : `Kept at step ${formatStep(step)}`}
      </button>
    </Tooltip>
  );
}
