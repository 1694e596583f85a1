// What could not be kept, or not be brought back, and what to do about it: first of all, make room.
import { HardDrive, Play, RotateCw } from "lucide-react";
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
      label="Keeping the work"
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
  const kept = saved === null ? "" : ` Everything up to step ${formatStep(saved.step)} is kept.`;
  return (
    <Note
      label="Keeping the work"
      tone="warning"
      headline={
        isPaused
          ? "The run is paused: this browser has no room left to keep it."
          : "This browser has no room left: what is done here now is not kept."
      }
      actions={
        <>
          <Button variant="primary" icon={<HardDrive />} onClick={() => storage.getState().open()}>
            Make room…
          </Button>
          {!isPaused && (
            <Button icon={<RotateCw />} onClick={() => void workspace.getState().save()}>
              Try again
            </Button>
          )}
          {isPaused && !isInterrupted && (
            <Button
              icon={<Play />}
              disabled={!canResume}
              title="Also without room: it is kept again as soon as there is some"
              onClick={() => void run.getState().resume()}
            >
              Go on
            </Button>
          )}
        </>
      }
    >
      Nothing is lost while this page is open.{kept} Remove something that is no longer needed, or
      free space on the disk; then all of it is kept again.
    </Note>
  );
}
