// How the labels are made: chains and rollouts, when a step may stop early, how answers are checked, what
// it may cost, and the words in which the questions are put.
import { readConfigPath } from "../../domain/configPaths.ts";
import { ANSWER_CHECKS, type AnswerCheck } from "../../domain/labelling.ts";
import { Button } from "../primitives/Button.tsx";
import { Field } from "../primitives/Field.tsx";
import { Panel } from "../primitives/Panel.tsx";
import { Select } from "../primitives/Select.tsx";
import { Switch } from "../primitives/Switch.tsx";
import { useLabel, useStudio } from "../StudioContext.ts";
import { LabelField, useIsLocked } from "./LabelField.tsx";
import {
  ADAPTIVE_FIELDS,
  BUDGET_FIELDS,
  PRICE_FIELDS,
  ROLLOUT_FIELDS,
  TOLERANCE_FIELD,
} from "./labelFields.ts";
import styles from "./PlanPanel.module.css";
import { PromptEditor } from "./PromptEditor.tsx";

const CHECKS: Record<AnswerCheck, { label: string; about: string }> = {
  auto: {
    label: "automatic",
    about: "Told for each question by what its right answer looks like.",
  },
  exact: { label: "text", about: "The same words; case and blanks aside." },
  numeric: { label: "numbers", about: "Fractions, percent and units are understood." },
  choice: { label: "choices", about: "The same letter, as “(B)”, “B.” or “the answer is B”." },
  latex: { label: "formulas", about: "Boxed LaTeX, its writing evened out." },
};

export function PlanPanel() {
  const { label } = useStudio();
  const isEndpoint = useLabel((state) => state.draft.kind === "endpoint");
  const isLocked = useIsLocked("rollouts");
  return (
    <Panel
      title="3 · Plan"
      guide="labels"
      actions={
        <Button variant="ghost" disabled={isLocked} onClick={() => label.getState().resetForm()}>
          Use defaults
        </Button>
      }
    >
      <form
        className={styles["form"]}
        aria-label="Plan"
        onSubmit={(event) => event.preventDefault()}
      >
        <div className={styles["column"]}>
          <h3 className={styles["title"]}>Chains and rollouts</h3>
          {ROLLOUT_FIELDS.map((field) => (
            <LabelField key={field.path} field={field} />
          ))}
          <Adaptive />
        </div>
        <div className={styles["column"]}>
          <h3 className={styles["title"]}>Answers</h3>
          <AnswerCheckField />
          <h3 className={styles["title"]}>Budget</h3>
          {BUDGET_FIELDS.map((field) => (
            <LabelField key={field.path} field={field} />
          ))}
          {isEndpoint && PRICE_FIELDS.map((field) => <LabelField key={field.path} field={field} />)}
        </div>
        {isEndpoint && <PromptEditor />}
      </form>
    </Panel>
  );
}

/** When a step's rollouts stop before R, and the sentence that says so with the numbers at hand. */
function Adaptive() {
  const { label } = useStudio();
  const read = (path: string) => (state: { draft: unknown }) => readConfigPath(state.draft, path);
  const isOn = useLabel(read("adaptive.isOn")) === true;
  const [atLeast, width, confidence, rollouts] = [
    useLabel(read("adaptive.atLeast")),
    useLabel(read("adaptive.width")),
    useLabel(read("adaptive.confidence")),
    useLabel(read("rollouts")),
  ];
  const isLocked = useIsLocked("adaptive.isOn");
  const percent = Math.round(Number(confidence) * 1000) / 10;
  return (
    <>
      <Switch
        label="Stop early where the label is clear"
        isChecked={isOn}
        isDisabled={isLocked}
        onChange={(next) => label.getState().setField("adaptive.isOn", next)}
      />
      <p className={styles["about"]}>
        {isOn
          ? `From ${atLeast} rollouts on, a step stops once the ${percent} % interval of its accuracy is no wider than ${width}: soon where nearly all end alike, after all ${rollouts} where they differ. Stopping early does not bend the label: it is the unbiased estimate for rollouts that stop by this rule.`
          : `Every step gets all ${rollouts} rollouts.`}
      </p>
      {isOn && ADAPTIVE_FIELDS.map((field) => <LabelField key={field.path} field={field} />)}
    </>
  );
}

function AnswerCheckField() {
  const { label } = useStudio();
  const value = useLabel((state) => readConfigPath(state.draft, "check.kind"));
  const kind = ANSWER_CHECKS.find((known) => known === value) ?? "auto";
  const isLocked = useIsLocked("check.kind");
  return (
    <>
      <Field
        label="Compared as"
        explanation={CHECKS[kind].about}
        control={({ isInvalid, ...control }) => (
          <Select
            {...control}
            isInvalid={isInvalid}
            value={kind}
            options={ANSWER_CHECKS.map((known) => ({ value: known, label: CHECKS[known].label }))}
            disabled={isLocked}
            onChange={(next) => label.getState().setField("check.kind", next)}
          />
        )}
      />
      {(kind === "auto" || kind === "numeric") && <LabelField field={TOLERANCE_FIELD} />}
    </>
  );
}
