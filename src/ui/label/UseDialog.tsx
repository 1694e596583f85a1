// Puts the labels into Data: beside what is there, or in its place.
import { useId, useState } from "react";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
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
    view.getState().notify(t("label:use.done"), {
      label: t("label:use.show"),
      act: () => view.getState().show("data"),
    });
  }

  return (
    <Dialog
      title={t("label:use.title")}
      explanation={t("label:use.about")}
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
    >
      <fieldset className={styles["choices"]}>
        <legend className="visuallyHidden">{t("label:use.mode")}</legend>
        <label>
          <input
            type="radio"
            name={name}
            checked={!isReplacing}
            onChange={() => setReplacing(false)}
          />
          {present === null
            ? t("label:use.add")
            : t("label:use.addTo", { source: said(present.source) })}
        </label>
        <label>
          <input
            type="radio"
            name={name}
            checked={isReplacing}
            onChange={() => setReplacing(true)}
          />
          {t("label:use.replace")}
        </label>
      </fieldset>
      {isHeld && <p className={styles["about"]}>{t("label:use.held")}</p>}
      {error !== null && <ErrorNote error={error} />}
      <div className={styles["buttons"]}>
        <Button onClick={onClose}>{t("label:use.cancel")}</Button>
        <Button variant="primary" disabled={isHeld || isPending} onClick={() => void use()}>
          {isReplacing ? t("label:use.replaceData") : t("label:use.addData")}
        </Button>
      </div>
    </Dialog>
  );
}
