// Who keeps the work, where it is not this page: another tab, or nobody.
import { useState } from "react";
import { t } from "../../strings/strings.ts";
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
        label={t("workspace:keeping")}
        tone="warning"
        headline={t("workspace:owner.nobody")}
        onDismiss={dismissNote}
      >
        {problem !== null && [problem.message, problem.hint].filter(Boolean).join(". ")}
      </Note>
    );
  }
  return (
    <Note
      label={t("workspace:keeping")}
      tone="warning"
      headline={isTakenOver ? t("workspace:owner.takenOver") : t("workspace:owner.other")}
      actions={<UseHere isTakenOver={isTakenOver} />}
      onDismiss={dismissNote}
    >
      {isTakenOver ? t("workspace:owner.takenOverAbout") : t("workspace:owner.otherAbout")}
    </Note>
  );
}

/** The page is loaded anew; asks first where something of its own would go with that. */
function UseHere({ isTakenOver }: { isTakenOver: boolean }) {
  const label = isTakenOver ? t("workspace:owner.takeBack") : t("workspace:owner.use");
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
        title={
          isTakenOver ? t("workspace:owner.takeBackQuestion") : t("workspace:owner.useQuestion")
        }
        explanation={t("workspace:owner.anew")}
        isOpen={isAsking}
        onOpenChange={setAsking}
      >
        <p>{isUnderWay ? t("workspace:owner.runLost") : t("workspace:owner.filesLost")}</p>
        <div className={styles["buttons"]}>
          <Button onClick={() => setAsking(false)}>{t("workspace:owner.stay")}</Button>
          <Button variant="primary" onClick={takeOver}>
            {label}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
