// Puts the labels into Data: beside what is there, or in its place.
import { useId, useState } from "react";
import { isRunUnderWay } from "../data/isRunUnderWay.ts";
import { Button } from "../primitives/Button.tsx";
import { Dialog } from "../primitives/Dialog.tsx";
import { ErrorNote } from "../primitives/ErrorNote.tsx";
import { useCorpus, useLabel, useRun, useStudio } from "../StudioContext.ts";
import styles from "./LabelDialog.module.css";

export function UseDialog({ onClose }: { onClose: () => void }) {
  const { label, view } = useStudio();
  const name = useId();
  const present = useCorpus((state) => state.summary);
  const areSuiteLabels = useLabel((state) => state.questions?.isSuite === true);
  const error = useLabel((state) => state.error);
  const isPending = useLabel((state) => state.pending !== null);
  const isHeld = useRun(({ state }) => isRunUnderWay(state));
  // The suite's own questions go with its meta set; one's own questions are meant to take its place.
  const [isReplacing, setReplacing] = useState(present?.isSuite === true && !areSuiteLabels);

  async function use(): Promise<void> {
    if (!(await label.getState().use(isReplacing))) return;
    onClose();
    view.getState().notify("The labels are in Data.", {
      label: "Show",
      act: () => view.getState().show("data"),
    });
  }

  return (
    <Dialog
      title="Use the labels in Data"
      explanation="The labelled chains become training shards, one a domain. Training with learned weights needs a meta set beside them."
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <fieldset className={styles["choices"]}>
        <legend className="visuallyHidden">What happens to the present data</legend>
        <label>
          <input
            type="radio"
            name={name}
            checked={!isReplacing}
            onChange={() => setReplacing(false)}
          />
          Add to the present data{present === null ? "" : ` (${present.source})`}
        </label>
        <label>
          <input
            type="radio"
            name={name}
            checked={isReplacing}
            onChange={() => setReplacing(true)}
          />
          Replace it
        </label>
      </fieldset>
      {isHeld && (
        <p className={styles["about"]}>
          A run is under way, and its weights belong to the domains as they are. Stop or reset it
          first.
        </p>
      )}
      {error !== null && <ErrorNote error={error} />}
      <div className={styles["buttons"]}>
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" disabled={isHeld || isPending} onClick={() => void use()}>
          {isReplacing ? "Replace the data" : "Add to the data"}
        </Button>
      </div>
    </Dialog>
  );
}
