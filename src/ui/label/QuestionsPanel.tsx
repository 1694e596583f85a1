// Which questions are labelled: files of one's own, or the built-in suite's; what was read, by domain, and
// what was wrong with it.
import { FlaskConical } from "lucide-react";
import { useId, useState } from "react";
import { Trans } from "react-i18next";
import type { LabelQuestionsSummary } from "../../domain/labelling.ts";
import { hasLabelJob } from "../../store/labelStore.ts";
import { t } from "../../strings/strings.ts";
import type { DroppedFile } from "../data/collectDroppedFiles.ts";
import { FileButtons } from "../data/FileButtons.tsx";
import { formatCount } from "../data/formatNumber.ts";
import { Button } from "../primitives/Button.tsx";
import { NumberField } from "../primitives/NumberField.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { useLabel, useStudio } from "../StudioContext.ts";
import styles from "./QuestionsPanel.module.css";

const SAMPLE = "questions.jsonl";
const SUITE_QUESTIONS = 4;
/** More than these are counted, not listed. */
const SHOWN_PROBLEMS = 8;

export interface QuestionsPanelProps {
  onFiles: (files: DroppedFile[]) => void;
}

export function QuestionsPanel({ onFiles }: QuestionsPanelProps) {
  const questions = useLabel((state) => state.questions);
  const isHeld = useLabel((state) => hasLabelJob(state.status) || state.pending !== null);
  const hasJob = useLabel((state) => hasLabelJob(state.status));
  return (
    <Panel title={t("label:questions.title")} guide="labels" note={t("label:questions.note")}>
      <div className={styles["content"]}>
        <div className={styles["zone"]}>
          <p className={styles["about"]}>{t("label:questions.drop")}</p>
          <FileButtons
            isDisabled={isHeld}
            filesLabel={t("label:questions.filesLabel")}
            folderLabel={t("label:questions.folderLabel")}
            onFiles={onFiles}
          />
        </div>
        <SuiteQuestions isDisabled={isHeld} />
        {hasJob && <p className={styles["about"]}>{t("label:questions.held")}</p>}
        {questions === null ? <WhatAFileLooksLike /> : <WhatWasRead questions={questions} />}
      </div>
    </Panel>
  );
}

function SuiteQuestions({ isDisabled }: { isDisabled: boolean }) {
  const { label } = useStudio();
  const id = useId();
  const [count, setCount] = useState<number | null>(SUITE_QUESTIONS);
  const isValid = count !== null && Number.isInteger(count) && count >= 1 && count <= 1000;
  return (
    <form
      className={styles["suite"]}
      aria-label={t("label:questions.suiteForm")}
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid) void label.getState().openSuite(count);
      }}
    >
      <Button type="submit" icon={<FlaskConical />} disabled={isDisabled || !isValid}>
        {t("label:questions.trySuite")}
      </Button>
      <span className={styles["count"]}>
        <NumberField
          id={id}
          className={styles["number"]}
          inputMode="numeric"
          value={count}
          isInvalid={!isValid}
          disabled={isDisabled}
          onChange={setCount}
        />
        <label htmlFor={id}>{t("label:questions.perDomain")}</label>
      </span>
      {!isValid && (
        <p className={styles["issue"]} role="alert">
          {t("label:questions.perDomainIssue")}
        </p>
      )}
    </form>
  );
}

function WhatAFileLooksLike() {
  return (
    <div className={styles["empty"]}>
      <p>{t("label:questions.fileAbout")}</p>
      <pre className={styles["example"]}>
        {exampleLine(t("label:questions.exampleQuestion"), t("label:questions.exampleAnswer"))}
      </pre>
      <p>
        <Trans t={t} i18nKey="label:questions.imageAbout" components={{ code: <code /> }} />{" "}
        <a href={`samples/${SAMPLE}`} download={SAMPLE}>
          {t("label:questions.sample")}
        </a>
      </p>
    </div>
  );
}

/** A line of a question file, broken for a narrow column. */
function exampleLine(question: string, answer: string): string {
  return `{"question": ${JSON.stringify(question)},\n "answer": ${JSON.stringify(answer)}}`;
}

function WhatWasRead({ questions }: { questions: LabelQuestionsSummary }) {
  const { domains, problems } = questions;
  const withImage = domains.reduce((sum, domain) => sum + domain.withImage, 0);
  return (
    <div className={styles["read"]}>
      <p role="status" className={styles["total"]}>
        {readWords(questions, withImage)}
      </p>
      {domains.length > 0 && (
        <ul className={styles["domains"]} aria-label={t("label:questions.byDomain")}>
          {domains.map((domain) => (
            <li
              key={domain.name}
              title={t("label:questions.withImage", { images: formatCount(domain.withImage) })}
            >
              <span className={styles["name"]}>{domain.name}</span> {formatCount(domain.questions)}
            </li>
          ))}
        </ul>
      )}
      {problems.length > 0 && (
        <details className={styles["problems"]} open={problems.length <= SHOWN_PROBLEMS}>
          <summary>
            {t("label:questions.problems", {
              count: problems.length,
              shown: formatCount(problems.length),
            })}
          </summary>
          <ul>
            {problems.slice(0, SHOWN_PROBLEMS).map(({ file, line, field, message }) => (
              <li key={`${file} ${line} ${field} ${message}`}>
                <strong>
                  {file}
                  {line !== null && t("label:questions.line", { line: formatCount(line) })}
                  {field !== null && t("label:questions.field", { field })}
                </strong>
                : {message}
              </li>
            ))}
            {problems.length > SHOWN_PROBLEMS && (
              <li>
                {t("label:questions.more", { more: formatCount(problems.length - SHOWN_PROBLEMS) })}
              </li>
            )}
          </ul>
        </details>
      )}
    </div>
  );
}

function readWords(
  { questions, domains, isSuite }: LabelQuestionsSummary,
  withImage: number,
): string {
  const figures = {
    questions: t("label:questions.questions", { count: questions, shown: formatCount(questions) }),
    domains: t("label:questions.domains", {
      count: domains.length,
      shown: formatCount(domains.length),
    }),
    images: formatCount(withImage),
  };
  if (isSuite) {
    return withImage > 0
      ? t("label:questions.readSuiteImages", figures)
      : t("label:questions.readSuite", figures);
  }
  return withImage > 0
    ? t("label:questions.readImages", figures)
    : t("label:questions.read", figures);
}
