// Clears the run away. One that was never kept is gone with that: then it asks first.
import { RotateCcw } from "lucide-react";
import { useState } from "react";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { Dialog } from "../primitives/Dialog.tsx";
import { useControls, useRun, useStudio } from "../StudioContext.ts";
import { formatStep } from "./formatRun.ts";
import styles from "./ResetButton.module.css";

export function ResetButton() {
  const { run } = useStudio();
  const canReset = useControls("canReset");
  const canStop = useControls("canStop");
  const step = useRun((now) => now.step);
  // Runs that have finished or were stopped are in Runs.
  const isUnkept = useRun(
    ({ state, main }) =>
      (state === "paused" || state === "failed") && main !== null && main.history.length > 0,
  );
  const [isAsking, setAsking] = useState(false);
  const { reset, stop } = run.getState();
  return (
    <>
      <Button
        disabled={!canReset}
        icon={<RotateCcw />}
        title={t("train:reset.about")}
        onClick={() => {
          if (isUnkept) setAsking(true);
          else void reset();
        }}
      >
        {t("train:reset.button")}
      </Button>
      <Dialog
        title={t("train:reset.title")}
        explanation={t("train:reset.explanation", { steps: formatStep(step) })}
        isOpen={isAsking}
        onOpenChange={setAsking}
      >
        <div className={styles["buttons"]}>
          <Button onClick={() => setAsking(false)}>{t("train:reset.cancel")}</Button>
          {canStop && (
            <Button
              onClick={() => {
                setAsking(false);
                void stop();
              }}
            >
              {t("train:reset.keep")}
            </Button>
          )}
          <Button
            variant="danger"
            onClick={() => {
              setAsking(false);
              void reset();
            }}
          >
            {t("train:reset.discard")}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
