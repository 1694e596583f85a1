// How the labels are made: chains and rollouts, when a step may stop early, how answers are checked, what
// it may cost, and the words in which the questions are put.
import { readConfigPath } from "../../domain/configPaths.ts";
import { ANSWER_CHECKS } from "../../domain/labelling.ts";
import { t } from "../../strings/strings.ts";
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

export function PlanPanel() {
  const { label } = useStudio();
  const isEndpoint = useLabel((state) => state.draft.kind === "endpoint");
  const isLocked = useIsLocked("rollouts");
  return (
    <Panel
      title={t("label:plan.title")}
      guide="labels"
      actions={
        <Button variant="ghost" disabled={isLocked} onClick={() => label.getState().resetForm()}>
          {t("label:plan.defaults")}
        </Button>
      }
    >
      <form
        className={styles["form"]}
        aria-label={t("label:plan.form")}
        onSubmit={(event) => event.preventDefault()}
      >
        <div className={styles["column"]}>
          <h3 className={styles["title"]}>{t("label:plan.rollouts")}</h3>
          {ROLLOUT_FIELDS.map((field) => (
            <LabelField key={field.path} field={field} />
          ))}
          <Adaptive />
        </div>
        <div className={styles["column"]}>
          <h3 className={styles["title"]}>{t("label:plan.answers")}</h3>
          <AnswerCheckField />
          <h3 className={styles["title"]}>{t("label:plan.budget")}</h3>
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
        label={t("label:plan.stopEarly")}
        isChecked={isOn}
        isDisabled={isLocked}
        onChange={(next) => label.getState().setField("adaptive.isOn", next)}
      />
      <p className={styles["about"]}>
        {isOn
          ? t("label:plan.early", {
              atLeast: String(atLeast),
              percent,
              width: String(width),
              rollouts: String(rollouts),
            })
          : t("label:plan.notEarly", { rollouts: String(rollouts) })}
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
        label={t("label:plan.comparedAs")}
        explanation={t(`label:plan.checksAbout.${kind}`)}
        control={({ isInvalid, ...control }) => (
          <Select
            {...control}
            isInvalid={isInvalid}
            value={kind}
            options={ANSWER_CHECKS.map((known) => ({
              value: known,
              label: t(`label:plan.checks.${known}`),
            }))}
            disabled={isLocked}
            onChange={(next) => label.getState().setField("check.kind", next)}
          />
        )}
      />
      {(kind === "auto" || kind === "numeric") && <LabelField field={TOLERANCE_FIELD} />}
    </>
  );
}
