// The given weights of mode "fixed", a number a domain; they are rescaled to mean 1 when the run starts.

import { readConfigPath } from "../../domain/configPaths.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { DomainSwatch } from "../primitives/DomainSwatch.tsx";
import { NumberField } from "../primitives/NumberField.tsx";
import { useConfig, useCorpus, useRun, useStudio, useView } from "../StudioContext.ts";
import styles from "./FixedWeightsFields.module.css";

export function FixedWeightsFields() {
  const { config, run } = useStudio();
  const given = useConfig((state) => readConfigPath(state.draft, "fixedWeights"));
  const issues = useConfig((state) => state.issues);
  const summary = useCorpus((state) => state.summary);
  const slots = useView((view) => view.domainSlots);
  const hasRun = useRun((state) => state.main !== null && state.config?.mode === "bilevel");
  const names = (summary?.domains ?? []).flatMap(({ name, isEnabled }) =>
    isEnabled ? [name] : [],
  );
  const weightOf = (name: string): number => {
    const value = readConfigRecord(given)[name];
    return typeof value === "number" ? value : 1;
  };
  /** Always a number for each domain that trains and none other: the worker takes nothing else. */
  const write = (changed: Record<string, number>) => {
    const all = Object.fromEntries(
      names.map((name) => [name, Object.hasOwn(changed, name) ? changed[name] : weightOf(name)]),
    );
    config.getState().setField("fixedWeights", all);
  };
  const isComplete = names.every((name) => Object.hasOwn(readConfigRecord(given), name));
  return (
    <fieldset className={styles["fields"]}>
      <legend className={styles["legend"]}>{t("config:fixed.title")}</legend>
      <p className={styles["about"]}>
        {t("config:fixed.about")} {!isComplete && t("config:fixed.incomplete")}
      </p>
      <div className={styles["buttons"]}>
        <Button onClick={() => write(Object.fromEntries(names.map((name) => [name, 1])))}>
          {t("config:fixed.allOne")}
        </Button>
        <Button
          disabled={!hasRun}
          onClick={() => {
            const history = run.getState().main?.history;
            const last = history?.lastWeights();
            const learned = history?.domains.map((name, place) => [name, last?.[place] ?? 1]);
            write(Object.fromEntries(learned ?? []));
          }}
        >
          {t("config:fixed.asLearned")}
        </Button>
      </div>
      {names.map((name) => (
        <div key={name} className={styles["row"]}>
          <DomainSwatch slot={slots[name] ?? 0} />
          <span className={styles["name"]}>{name}</span>
          <NumberField
            aria-label={t("config:fixed.weightOf", { domain: name })}
            className={styles["number"] ?? ""}
            value={weightOf(name)}
            isInvalid={issues[`fixedWeights.${name}`] !== undefined}
            onChange={(value) => write({ [name]: value ?? Number.NaN })}
          />
          {issues[`fixedWeights.${name}`] !== undefined && (
            <span className={styles["issue"]}>{said(issues[`fixedWeights.${name}`] ?? "")}</span>
          )}
        </div>
      ))}
    </fieldset>
  );
}

function readConfigRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
