// Who answers the questions: the suite's own policy, or an endpoint the user names.
import { useId } from "react";
import type { GeneratorKind } from "../../store/labelDraft.ts";
import { t } from "../../strings/strings.ts";
import { Panel } from "../primitives/Panel.tsx";
import { useLabel, useStudio } from "../StudioContext.ts";
import { EndpointFields } from "./EndpointFields.tsx";
import styles from "./GeneratorPanel.module.css";
import { LabelField, useIsLocked } from "./LabelField.tsx";
import { SUITE_FIELDS } from "./labelFields.ts";

const KINDS: readonly GeneratorKind[] = ["suite", "endpoint"];

export function GeneratorPanel() {
  const { label } = useStudio();
  const chosen = useLabel((state) => state.draft.kind);
  const isSuite = useLabel((state) => state.questions?.isSuite ?? true);
  const isLocked = useIsLocked("kind");
  const name = useId();
  return (
    <Panel title={t("label:generator.title")} guide="labels" note={t("label:generator.note")}>
      <div className={styles["content"]}>
        <fieldset className={styles["kinds"]}>
          <legend className="visuallyHidden">{t("label:generator.legend")}</legend>
          {KINDS.map((kind) => (
            <label key={kind} className={styles["kind"]} data-chosen={kind === chosen}>
              <input
                type="radio"
                name={name}
                checked={kind === chosen}
                disabled={isLocked || (kind === "suite" && !isSuite)}
                onChange={() => label.getState().setGenerator(kind)}
              />
              <span>
                <span className={styles["name"]}>{t(`label:generator.kinds.${kind}`)}</span>
                <span className={styles["about"]}>
                  {kind === "suite" && !isSuite
                    ? t("label:generator.notSuite")
                    : t(`label:generator.about.${kind}`)}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
        {chosen === "suite" ? (
          SUITE_FIELDS.map((field) => <LabelField key={field.path} field={field} />)
        ) : (
          <EndpointFields />
        )}
      </div>
    </Panel>
  );
}
