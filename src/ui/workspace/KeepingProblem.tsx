// What could not be kept, or not be brought back, and what to do about it: first of all, make room.
import { HardDrive, RotateCw } from "lucide-react";
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

function FullNote() {
  const { run, storage, workspace } = useStudio();
  const saved = useWorkspace(({ status }) => status.saved);
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
          : "This browser has no room left: not everything here is kept."
      }
      actions={
        <>
          <Button variant="primary" icon={<HardDrive />} onClick={() => storage.getState().open()}>
            Make room…
          </Button>
          <Button
            icon={<RotateCw />}
            disabled={isPaused && !canResume}
            onClick={() => void (isPaused ? run.getState().resume() : workspace.getState().save())}
          >
            Try again
          </Button>
        </>
      }
    >
      Nothing is lost while this page is open.{kept} Remove something that is no longer needed, or
      free space on the disk, then try again.
    </Note>
  );
}
