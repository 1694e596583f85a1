// Which questions are labelled: files of one's own, or the built-in suite's; what was read, by domain, and
// what was wrong with it.
import { FlaskConical } from "lucide-react";
import { useId, useState } from "react";
import type { LabelQuestionsSummary } from "../../domain/labelling.ts";
import { hasLabelJob } from "../../store/labelStore.ts";
import type { DroppedFile } from "../data/collectDroppedFiles.ts";
import { FileButtons } from "../data/FileButtons.tsx";
import { formatCount, formatCounted } from "../data/formatNumber.ts";
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
    <Panel title="1 · Questions" guide="labels" note="with their right answers">
      <div className={styles["content"]}>
        <div className={styles["zone"]}>
          <p className={styles["about"]}>
            Drop question files anywhere here, one a domain, with the images they name.
          </p>
          <FileButtons
            isDisabled={isHeld}
            filesLabel="Question files"
            folderLabel="Folder of question files"
            onFiles={onFiles}
          />
        </div>
        <SuiteQuestions isDisabled={isHeld} />
        {hasJob && (
          <p className={styles["about"]}>
            These questions belong to the labels at hand. Discard those to label others.
          </p>
        )}
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
      aria-label="Questions of the built-in suite"
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid) void label.getState().openSuite(count);
      }}
    >
      <Button type="submit" icon={<FlaskConical />} disabled={isDisabled || !isValid}>
        Try it with the suite
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
        <label htmlFor={id}>questions a domain</label>
      </span>
      {!isValid && (
        <p className={styles["issue"]} role="alert">
          From 1 to 1,000 questions a domain.
        </p>
      )}
    </form>
  );
}

function WhatAFileLooksLike() {
  return (
    <div className={styles["empty"]}>
      <p>
        A question file holds one question a line (JSONL), a list (JSON) or a table (Parquet), plain
        or in a ZIP. Its name is the domain's:
      </p>
      <pre className={styles["example"]}>
        {
          '{"question": "A rope of 24 m is cut into 4 equal pieces. How long is one?",\n "answer": "6 m"}'
        }
      </pre>
      <p>
        <code>image_path</code> names an image beside it, if there is one.{" "}
        <a href={`samples/${SAMPLE}`} download={SAMPLE}>
          Download a small sample
        </a>
      </p>
    </div>
  );
}

function WhatWasRead({ questions }: { questions: LabelQuestionsSummary }) {
  const { domains, problems } = questions;
  const withImage = domains.reduce((sum, domain) => sum + domain.withImage, 0);
  return (
    <div className={styles["read"]}>
      <p role="status" className={styles["total"]}>
        {formatCounted(questions.questions, "question")} in{" "}
        {formatCounted(domains.length, "domain")}
        {withImage > 0 && `, ${formatCount(withImage)} with an image`}
        {questions.isSuite && ", from the built-in suite"}
      </p>
      {domains.length > 0 && (
        <ul className={styles["domains"]} aria-label="Questions by domain">
          {domains.map((domain) => (
            <li key={domain.name} title={`${domain.withImage} with an image`}>
              <span className={styles["name"]}>{domain.name}</span> {formatCount(domain.questions)}
            </li>
          ))}
        </ul>
      )}
      {problems.length > 0 && (
        <details className={styles["problems"]} open={problems.length <= SHOWN_PROBLEMS}>
          <summary>{formatCounted(problems.length, "problem")}</summary>
          <ul>
            {problems.slice(0, SHOWN_PROBLEMS).map(({ file, line, field, message }) => (
              <li key={`${file} ${line} ${field} ${message}`}>
                <strong>
                  {file}
                  {line !== null && `, line ${formatCount(line)}`}
                  {field !== null && `, “${field}”`}
                </strong>
                : {message}
              </li>
            ))}
            {problems.length > SHOWN_PROBLEMS && (
              <li>and {formatCount(problems.length - SHOWN_PROBLEMS)} more</li>
            )}
          </ul>
        </details>
      )}
    </div>
  );
}
