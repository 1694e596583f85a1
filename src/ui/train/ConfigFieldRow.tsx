// One field of the config: bound to the draft, with its issue and whether it differs from the run.
import { memo } from "react";
import { readConfigPath } from "../../domain/configPaths.ts";
import { said } from "../../strings/said.ts";
import { t } from "../../strings/strings.ts";
import { Badge } from "../primitives/Badge.tsx";
import { Field } from "../primitives/Field.tsx";
import { NumberField } from "../primitives/NumberField.tsx";
import { Select } from "../primitives/Select.tsx";
import { useConfig, useStudio } from "../StudioContext.ts";
import type { ConfigField } from "./configField.ts";
import { FeatureSetSelect } from "./FeatureSetSelect.tsx";

export interface ConfigFieldRowProps {
  field: ConfigField;
  /** The value of the current run where it differs; undefined where it does not. */
  runValue?: string | undefined;
}

export const ConfigFieldRow = memo(function ConfigFieldRow({
  field,
  runValue,
}: ConfigFieldRowProps) {
  const { config } = useStudio();
  const value = useConfig((state) => readConfigPath(state.draft, field.path));
  const issue = useConfig((state) => said(state.issues[field.path] ?? "")) || undefined;
  const set = (next: unknown) => config.getState().setField(field.path, next);
  return (
    <Field
      label={field.label}
      symbol={field.symbol}
      explanation={field.explanation}
      guide={field.guide}
      issue={issue}
      mark={
        runValue !== undefined && (
          <Badge tone="warning" title={t("config:runHas", { value: runValue })}>
            {t("config:runValue", { value: runValue })}
          </Badge>
        )
      }
      control={({ isInvalid, ...control }) =>
        field.kind === "choice" ? (
          <Select
            {...control}
            name={field.path}
            isInvalid={isInvalid}
            value={String(value)}
            options={
              field.options.some((option) => option.value === value)
                ? field.options
                : // A value from the address that is no choice: shown as it is, with the issue below.
                  [{ value: String(value), label: String(value) }, ...field.options]
            }
            onChange={set}
          />
        ) : field.kind === "featureSet" ? (
          <FeatureSetSelect
            {...control}
            isInvalid={isInvalid}
            value={String(value)}
            onChange={set}
          />
        ) : field.kind === "flag" ? (
          <Select
            {...control}
            name={field.path}
            isInvalid={isInvalid}
            value={String(value)}
            options={[
              { value: "false", label: field.no },
              { value: "true", label: field.yes },
            ]}
            onChange={(choice) => set(choice === "true")}
          />
        ) : (
          <NumberField
            {...control}
            name={field.path}
            isInvalid={isInvalid}
            value={typeof value === "number" ? value : value === null ? null : Number.NaN}
            isEmptyAllowed={field.emptyMeaning !== undefined}
            placeholder={field.emptyMeaning}
            onChange={set}
          />
        )
      }
    />
  );
});
