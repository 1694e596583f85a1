// An endpoint's address, model and key; whether it can be reached from this page, and what to do where not.
import { PlugZap } from "lucide-react";
import { useId } from "react";
import { readConfigPath } from "../../domain/configPaths.ts";
import {
  corsAdvice,
  ENDPOINT_PRESETS,
  mixedContentAdvice,
  presetOf,
} from "../../domain/labelEndpoints.ts";
import { draftUrl } from "../../store/labelDraft.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { formatCount } from "../data/formatNumber.ts";
import { Button } from "../primitives/Button.tsx";
import { ErrorNote } from "../primitives/ErrorNote.tsx";
import { Field } from "../primitives/Field.tsx";
import { Select } from "../primitives/Select.tsx";
import { Switch } from "../primitives/Switch.tsx";
import { TextField } from "../primitives/TextField.tsx";
import { useLabel, useStudio } from "../StudioContext.ts";
import { Disclosure } from "./Disclosure.tsx";
import styles from "./EndpointFields.module.css";
import { KeyField } from "./KeyField.tsx";
import { LabelField, useIsLocked } from "./LabelField.tsx";
import { MORE_ENDPOINT_FIELDS } from "./labelFields.ts";

const OTHER = "other";

function servers() {
  return [
    ...ENDPOINT_PRESETS.map(({ id, name }) => ({ value: id as string, label: name })),
    { value: OTHER, label: t("label:endpoint.another") },
  ];
}

export function EndpointFields() {
  const id = useId();
  const { label } = useStudio();
  const { setField } = label.getState();
  const url = useLabel((state) => draftUrl(state.draft));
  const model = useLabel((state) => String(readConfigPath(state.draft, "endpoint.model") ?? ""));
  const sendsImages = useLabel((state) => readConfigPath(state.draft, "endpoint.sendsImages"));
  const urlIssue = useLabel((state) => state.issues["endpoint.url"]);
  const modelIssue = useLabel((state) => state.issues["endpoint.model"]);
  const hasMoreIssue = useLabel((state) =>
    MORE_ENDPOINT_FIELDS.some(({ path }) => state.issues[path] !== undefined),
  );
  const probe = useLabel((state) => state.probe);
  const isUrlLocked = useIsLocked("endpoint.url");
  const isLocked = useIsLocked("endpoint.model");
  const mixed = mixedContentAdvice(url, location.origin);
  return (
    <>
      <div className={styles["grid"]}>
        <label htmlFor={`${id}server`}>{t("label:endpoint.server")}</label>
        <Select
          id={`${id}server`}
          value={presetOf(url)?.id ?? OTHER}
          options={servers()}
          disabled={isUrlLocked}
          onChange={(chosen) => {
            const preset = ENDPOINT_PRESETS.find((known) => known.id === chosen);
            setField("endpoint.url", preset?.url ?? "");
          }}
        />
        <label htmlFor={`${id}url`}>{t("label:endpoint.address")}</label>
        <TextField
          id={`${id}url`}
          type="url"
          value={url}
          placeholder="https://…/v1"
          isInvalid={urlIssue !== undefined}
          aria-describedby={`${id}urlIssue`}
          disabled={isUrlLocked}
          onChange={(next) => setField("endpoint.url", next)}
        />
        <p id={`${id}urlIssue`} className={styles["issue"]} hidden={urlIssue === undefined}>
          {said(urlIssue ?? "")}
        </p>
        <label htmlFor={`${id}model`}>{t("label:endpoint.model")}</label>
        <TextField
          id={`${id}model`}
          value={model}
          list={`${id}models`}
          placeholder={t("label:endpoint.modelPlaceholder")}
          // Not yet given is not wrong.
          isInvalid={modelIssue !== undefined && model !== ""}
          aria-describedby={`${id}modelIssue`}
          disabled={isLocked}
          onChange={(next) => setField("endpoint.model", next)}
        />
        <datalist id={`${id}models`}>
          {probe.state === "reached" &&
            probe.models.map((name) => <option key={name} value={name} />)}
        </datalist>
        <p
          id={`${id}modelIssue`}
          className={model === "" ? styles["about"] : styles["issue"]}
          hidden={modelIssue === undefined}
        >
          {said(modelIssue ?? "")}
        </p>
        <KeyField isDisabled={isUrlLocked} />
      </div>
      {mixed !== null && <p className={styles["warning"]}>{said(mixed)}</p>}
      <div className={styles["probe"]}>
        <Button
          icon={<PlugZap />}
          disabled={urlIssue !== undefined || probe.state === "testing"}
          onClick={() => void label.getState().testConnection()}
        >
          {probe.state === "testing" ? t("label:endpoint.testing") : t("label:endpoint.test")}
        </Button>
        <p role="status" className={styles["found"]}>
          {probe.state === "reached" && wordsOf(probe.models, model)}
        </p>
      </div>
      {probe.state === "failed" && (
        <ErrorNote
          error={{
            ...probe.error,
            hint: said(
              probe.error.hint === "" ? corsAdvice(url, location.origin) : probe.error.hint,
            ),
          }}
        />
      )}
      <Disclosure title={t("label:endpoint.more")} hasIssue={hasMoreIssue}>
        {MORE_ENDPOINT_FIELDS.map((field) => (
          <LabelField key={field.path} field={field} />
        ))}
        <ContinuationField />
        <Switch
          label={t("label:endpoint.sendsImages")}
          isChecked={sendsImages === true}
          isDisabled={isLocked}
          onChange={(isSent) => setField("endpoint.sendsImages", isSent)}
        />
      </Disclosure>
    </>
  );
}

/** How a step's rollouts go on from the steps before. */
function ContinuationField() {
  const { label } = useStudio();
  const value = useLabel((state) => readConfigPath(state.draft, "endpoint.continuation"));
  const chosen = value === "prefill" ? "prefill" : "ask";
  const isLocked = useIsLocked("endpoint.continuation");
  return (
    <Field
      label={t("label:endpoint.goesOn")}
      explanation={t(`label:endpoint.continuationsAbout.${chosen}`)}
      control={(control) => (
        <Select
          {...control}
          value={chosen}
          options={(["ask", "prefill"] as const).map((known) => ({
            value: known,
            label: t(`label:endpoint.continuations.${known}`),
          }))}
          disabled={isLocked}
          onChange={(next) => label.getState().setField("endpoint.continuation", next)}
        />
      )}
    />
  );
}

function wordsOf(models: readonly string[], chosen: string): string {
  if (models.length === 0) return t("label:endpoint.noModels");
  const [count, shown] = [models.length, formatCount(models.length)];
  if (models.includes(chosen) || chosen === "") {
    return t("label:endpoint.reached", { count, shown });
  }
  const first = `${models.slice(0, 4).join(", ")}${models.length > 4 ? "…" : ""}`;
  return t("label:endpoint.notAmong", { count, shown, chosen, models: first });
}
