// Who answers the questions: the suite's own policy, or an endpoint the user names.
import { useId } from "react";
import type { GeneratorKind } from "../../store/labelDraft.ts";
import { Panel } from "../primitives/Panel.tsx";
import { useLabel, useStudio } from "../StudioContext.ts";
import { EndpointFields } from "./EndpointFields.tsx";
import styles from "./GeneratorPanel.module.css";
import { LabelField, useIsLocked } from "./LabelField.tsx";
import { SUITE_FIELDS } from "./labelFields.ts";

const KINDS: { kind: GeneratorKind; label: string; about: string }[] = [
  {
    kind: "suite",
    label: "The suite's policy",
    about: "Built in, for the suite's own questions. No server, nothing to pay.",
  },
  {
    kind: "endpoint",
    label: "A language model",
    about: "Any endpoint that speaks the OpenAI protocol: Ollama, llama.cpp, vLLM, a hosted one.",
  },
];

export function GeneratorPanel() {
  const { label } = useStudio();
  const chosen = useLabel((state) => state.draft.kind);
  const isSuite = useLabel((state) => state.questions?.isSuite ?? true);
  const isLocked = useIsLocked("kind");
  const name = useId();
  return (
    <Panel title="2 · Generator" guide="labels" note="writes the chains and the rollouts">
      <div className={styles["content"]}>
        <fieldset className={styles["kinds"]}>
          <legend className="visuallyHidden">Generator</legend>
          {KINDS.map(({ kind, label: words, about }) => (
            <label key={kind} className={styles["kind"]} data-chosen={kind === chosen}>
              <input
                type="radio"
                name={name}
                checked={kind === chosen}
                disabled={isLocked || (kind === "suite" && !isSuite)}
                onChange={() => label.getState().setGenerator(kind)}
              />
              <span>
                <span className={styles["name"]}>{words}</span>
                <span className={styles["about"]}>
                  {kind === "suite" && !isSuite
                    ? "Answers the suite's own questions only; these are others."
                    : about}
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
