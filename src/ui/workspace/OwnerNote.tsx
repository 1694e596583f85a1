// Who keeps the work, where it is not this page: another tab, or nobody.
import { useState } from "react";
import { isRunUnderWay } from "../data/isRunUnderWay.ts";
import { Button } from "../primitives/Button.tsx";
import { Dialog } from "../primitives/Dialog.tsx";
import { useCorpus, useRun, useStudio, useWorkspace } from "../StudioContext.ts";
import { Note } from "./Note.tsx";
import styles from "./WorkspaceNotes.module.css";

export function OwnerNote() {
  const { workspace } = useStudio();
  const owner = useWorkspace(({ status }) => status.owner);
  const problem = useWorkspace(({ status }) => status.problem);
  const isTakenOver = useWorkspace((state) => state.isTakenOver);
  const isDismissed = useWorkspace((state) => state.isNoteDismissed);
  if (isDismissed || owner === "this" || owner === "opening") return null;
  const { dismissNote } = workspace.getState();
  if (owner === "nobody") {
    return (
      <Note
        label="Keeping the work"
        tone="warning"
        headline="What you do here is gone when this page is closed: nothing can be kept in this browser."
        onDismiss={dismissNote}
      >
        {problem !== null && [problem.message, problem.hint].filter(Boolean).join(". ")}
      </Note>
    );
  }
  return (
    <Note
      label="Keeping the work"
      tone="warning"
      headline={
        isTakenOver
          ? "Another tab took over: it keeps the data and the run from now on."
          : "DreamPRM Studio is open in another tab, which keeps its data and run."
      }
      actions={<UseHere label={isTakenOver ? "Take it back" : "Use it here"} />}
      onDismiss={dismissNote}
    >
      {isTakenOver
        ? "Nothing that is done here is kept any more, except runs that end: those are in Runs."
        : "What you do here stays in this page, except runs that end: those are in Runs."}
    </Note>
  );
}

/** The page is loaded anew; asks first where something of its own would go with that. */
function UseHere({ label }: { label: string }) {
  const { workspace } = useStudio();
  const isUnderWay = useRun((run) => isRunUnderWay(run.state));
  const hasFiles = useCorpus(({ opened }) => opened.length > 0);
  const [isAsking, setAsking] = useState(false);
  const { useHere: takeOver } = workspace.getState();
  return (
    <>
      <Button
        variant="primary"
        onClick={() => {
          if (isUnderWay || hasFiles) setAsking(true);
          else takeOver();
        }}
      >
        {label}
      </Button>
      <Dialog
        title={`${label}?`}
        explanation="This page is loaded anew with the data and the run of the other tab."
        isOpen={isAsking}
        onOpenChange={setAsking}
      >
        <p>
          {isUnderWay
            ? "The run under way in this page is lost with that; stop it first to have it in Runs."
            : "The files loaded in this page are lost with that; they can be loaded again."}
        </p>
        <div className={styles["buttons"]}>
          <Button onClick={() => setAsking(false)}>Stay as it is</Button>
          <Button variant="primary" onClick={takeOver}>
            {label}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
