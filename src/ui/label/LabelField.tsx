// One number of the labeller's form: bound to the draft, with the schema's message, closed while a job
// holds it.
import { readConfigPath } from "../../domain/configPaths.ts";
import { isLooseSetting } from "../../domain/labelResume.ts";
import { canResumeLabels, hasLabelJob } from "../../store/labelStore.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Field } from "../primitives/Field.tsx";
import { NumberField } from "../primitives/NumberField.tsx";
import { useLabel, useStudio } from "../StudioContext.ts";
import type { LabelNumberField } from "./labelFields.ts";

/** True while a job keeps this field as it is; see isLooseSetting for what stays open in a pause. */
export function useIsLocked(path: string): boolean {
  return useLabel(
    ({ status }) =>
      hasLabelJob(status) &&
      !(canResumeLabels(status) && isLooseSetting(path.replace(/^endpoint\./, "generator."))),
  );
}

export function LabelField({ field }: { field: LabelNumberField }) {
  const { label } = useStudio();
  const value = useLabel((state) => readConfigPath(state.draft, field.path));
  const issue = useLabel((state) => said(state.issues[field.path] ?? "")) || undefined;
  const isLocked = useIsLocked(field.path);
  return (
    <Field
      label={t(`label:fields.${field.name}.label`)}
      symbol={field.symbol}
      explanation={t(`label:fields.${field.name}.about`)}
      issue={issue}
      control={(control) => (
        <NumberField
          {...control}
          value={typeof value === "number" ? value : value === null ? null : Number.NaN}
          isEmptyAllowed={field.empty !== undefined}
          placeholder={field.empty && t(`label:empties.${field.empty}`)}
          disabled={isLocked}
          onChange={(next) => label.getState().setField(field.path, next)}
        />
      )}
    />
  );
}
