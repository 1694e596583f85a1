// What there is to say of keeping the work, at the top of every view: a run that waits to go on, a full disk,
// another tab that keeps the work, a browser that keeps nothing, a newer version of the app.
import { useView, useWorkspace } from "../StudioContext.ts";
import { InterruptedNote } from "./InterruptedNote.tsx";
import { KeepingProblem } from "./KeepingProblem.tsx";
import { NewerVersionNote } from "./NewerVersionNote.tsx";
import { OwnerNote } from "./OwnerNote.tsx";
import styles from "./WorkspaceNotes.module.css";

export function WorkspaceNotes() {
  const isTrain = useView((state) => state.view === "train");
  const owner = useWorkspace(({ status }) => status.owner);
  return (
    // Always there, so that what comes into it is read out.
    <div className={styles["notes"]} aria-live="polite">
      {isTrain && <InterruptedNote />}
      {owner === "this" ? <KeepingProblem /> : <OwnerNote />}
      <NewerVersionNote />
    </div>
  );
}
