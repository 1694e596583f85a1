// The prompt in which questions are put: edited as it is, or seen filled in with the first question.
import { useId, useState } from "react";
import {
  FIVE_STEP_PROMPT,
  fillPrompt,
  promptTemplate,
  QUESTION_PLACE,
} from "../../domain/labelPrompt.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { useLabel, useStudio } from "../StudioContext.ts";
import { useIsLocked } from "./LabelField.tsx";
import styles from "./PromptEditor.module.css";

export function PromptEditor() {
  const id = useId();
  const { label } = useStudio();
  const prompt = useLabel((state) => String(state.draft["prompt"] ?? ""));
  const issue = useLabel((state) => said(state.issues["prompt"] ?? "")) || undefined;
  const first = useLabel((state) => state.questions?.first ?? null);
  const isLocked = useIsLocked("prompt");
  const [isPreview, setPreview] = useState(false);
  // What is typed stays as typed: while the field is emptied it must not fill itself again.
  const [isEmptied, setEmptied] = useState(false);
  const template = isEmptied && prompt === "" ? "" : promptTemplate(prompt);

  function write(text: string): void {
    setEmptied(text === "");
    label.getState().setField("prompt", text === FIVE_STEP_PROMPT ? "" : text);
  }

  return (
    <section className={styles["editor"]} aria-labelledby={`${id}title`}>
      <div className={styles["head"]}>
        <h3 id={`${id}title`} className={styles["title"]}>
          <label htmlFor={id}>{t("label:prompt.label")}</label>
        </h3>
        <Button
          variant="ghost"
          disabled={isLocked || (prompt === "" && !isEmptied)}
          onClick={() => write(FIVE_STEP_PROMPT)}
        >
          {t("label:prompt.reset")}
        </Button>
        <Button aria-pressed={isPreview} onClick={() => setPreview(!isPreview)}>
          {isPreview ? t("label:prompt.edit") : t("label:prompt.preview")}
        </Button>
      </div>
      {isPreview ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolled region must be reachable by keyboard
        <section className={styles["preview"]} aria-label={t("label:prompt.filledIn")} tabIndex={0}>
          {fillPrompt(promptTemplate(prompt), {
            question: first?.question ?? t("label:prompt.noQuestion"),
          })}
        </section>
      ) : (
        <textarea
          id={id}
          className={styles["text"]}
          rows={14}
          spellCheck={false}
          value={template}
          placeholder={t("label:prompt.placeholder")}
          aria-invalid={issue !== undefined || undefined}
          aria-describedby={`${id}about`}
          disabled={isLocked}
          onChange={(event) => write(event.target.value)}
        />
      )}
      <p id={`${id}about`} className={issue === undefined ? styles["about"] : styles["issue"]}>
        {issue ?? t("label:prompt.about", { place: QUESTION_PLACE })}
      </p>
    </section>
  );
}
