// The run that was under way when the page went, and the way on.
import { Play, Square } from "lucide-react";
import { useEffect, useState } from "react";
import type { PrmRole } from "../../domain/run.ts";
import type { WorkspaceStatus } from "../../domain/workspace.ts";
import { Button } from "../primitives/Button.tsx";
import { useControls, useRun, useStudio, useWorkspace } from "../StudioContext.ts";
import { formatStep } from "../train/formatRun.ts";
import { formatAgo } from "./formatAgo.ts";
import { Note } from "./Note.tsx";

const SUBJECTS: Record<PrmRole, string> = {
  main: "Training",
  retrained: "Retraining with the learned weights",
  vanilla: "Training vanilla for comparison",
};

export function InterruptedNote() {
  const interrupted = useWorkspace(({ status }) => status.interrupted);
  return interrupted === null ? null : <Interrupted interrupted={interrupted} />;
}

function Interrupted({
  interrupted,
}: {
  interrupted: NonNullable<WorkspaceStatus["interrupted"]>;
}) {
  const { run } = useStudio();
  const canGoOn = useControls("main") === "resume";
  const canStop = useControls("canStop");
  const role = useRun((now) => now.role);
  const { at, step, totalSteps } = interrupted;
  return (
    <Note
      label="Interrupted training"
      tone="accent"
      headline={
        <>
          {SUBJECTS[role]} was interrupted at step {formatStep(step)} of {formatStep(totalSteps)},{" "}
          <Ago at={at} />.
        </>
      }
      actions={
        <>
          <Button
            variant="primary"
            icon={<Play />}
            disabled={!canGoOn}
            onClick={() => void run.getState().resume()}
          >
            Go on
          </Button>
          <Button
            icon={<Square />}
            disabled={!canStop}
            title={`Ends it at step ${formatStep(step)} and keeps it in Runs`}
            onClick={() => void run.getState().stop()}
          >
            Stop here
          </Button>
        </>
      }
    >
      Everything up to there is here.
    </Note>
  );
}

const MINUTE_MS = 60_000;

/** Passing minutes are no news to be read out. */
function Ago({ at }: { at: string }) {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <time dateTime={at} aria-live="off">
      {formatAgo(at, now)}
    </time>
  );
}
