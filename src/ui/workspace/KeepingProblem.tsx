// What could not be kept, or not be brought back, and what to do about it: first of all, make room.
import { HardDrive, Play, RotateCw } from "lucide-react";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { useControls, useRun, useStudio, useWorkspace } from "../StudioContext.ts";
import { formatStep } from "../train/formatRun.ts";
import { Note } from "./Note.tsx";

export function KeepingProblem() {
  const { workspace } = useStudio();
  const problem = useWorkspace(({ status }) => status.problem);
  const isDismissed = useWorkspace((state) => state.isNoteDismissed);
  if (problem === null) return null;
  if (problem.code === "full") return <FullNote />;
  if (isDismissed) return null;
  return (
    <Note
      label={t("workspace:keeping")}
      tone="warning"
      headline={problem.message}
      onDismiss={workspace.getState().dismissNote}
    >
      {problem.hint}
    </Note>
  );
}

/** The run has paused for it once; who goes on all the same may, and is kept again once there is room. */
function FullNote() {
  const { run, storage, workspace } = useStudio();
  const saved = useWorkspace(({ status }) => status.saved);
  const isInterrupted = useWorkspace(({ status }) => status.interrupted !== null);
  const isPaused = useRun(({ state }) => state === "paused");
  const canResume = useControls("main") === "resume";
  return (
    <Note
      label={t("workspace:keeping")}
      tone="warning"
      headline={isPaused ? t("workspace:full.paused") : t("workspace:full.unkept")}
      actions={
        <>
          <Button variant="primary" icon={<HardDrive />} onClick={() => storage.getState().open()}>
            {t("workspace:full.makeRoom")}
          </Button>
          {!isPaused && (
            <Button icon={<RotateCw />} onClick={() => void workspace.getState().save()}>
              {t("workspace:full.tryAgain")}
            </Button>
          )}
          {isPaused && !isInterrupted && (
            <Button
              icon={<Play />}
              disabled={!canResume}
              title={t("workspace:full.goOnAbout")}
              onClick={() => void run.getState().resume()}
            >
              {t("workspace:full.goOn")}
            </Button>
          )}
        </>
      }
    >
      {saved === null
        ? t("workspace:full.about")
        : t("workspace:full.aboutKept", { step: formatStep(saved.step) })}
    </Note>
  );
}
