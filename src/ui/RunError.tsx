// What went wrong with the run, and the way on where there is one.
import { RotateCw } from "lucide-react";
import { t } from "../strings/strings.ts";
import { Button } from "./primitives/Button.tsx";
import { ErrorNote } from "./primitives/ErrorNote.tsx";
import styles from "./RunError.module.css";
import { useRun, useStudio, useWorkspace } from "./StudioContext.ts";
import { formatStep } from "./train/formatRun.ts";

export function RunError() {
  const error = useRun((run) => run.error);
  const saved = useWorkspace(({ status }) => status.saved);
  const isWhole = useRun((run) => saved !== null && saved.step >= run.totalSteps);
  const { run } = useStudio();
  if (error === null) return null;
  // Nothing goes on without the worker, and only a fresh page brings a fresh one.
  const reload =
    error.code !== "worker"
      ? null
      : saved === null || isWhole
        ? t("header:error.reload")
        : t("header:error.goOn", { step: formatStep(saved.step) });
  return (
    <div className={styles["error"]}>
      <ErrorNote error={error} onDismiss={run.getState().dismissError}>
        {reload !== null && (
          <Button icon={<RotateCw />} onClick={() => location.reload()}>
            {reload}
          </Button>
        )}
      </ErrorNote>
    </div>
  );
}
