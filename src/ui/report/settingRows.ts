// A config as a report lists it: every setting with the words and symbol of the form, its value, and what the
// default would have been.
import { flattenConfig } from "../../domain/configPaths.ts";
import { configDifferences } from "../../domain/keptRun.ts";
import { defaultRunConfig, type RunConfig } from "../../domain/runConfig.ts";
import { t } from "../../strings/strings.ts";
import type { ConfigField } from "../train/configField.ts";
import { configGroups } from "../train/configFields.ts";

export interface SettingRow {
  path: string;
  label: string;
  symbol: string | null;
  value: string;
  default: string;
  differs: boolean;
}

export interface SettingGroup {
  id: string;
  title: string;
  rows: SettingRow[];
}

/** Said elsewhere in a report. */
const LEFT_OUT: ReadonlySet<string> = new Set(["schemaVersion"]);

/** Groups and settings in the form's order; what has no field in the form comes last. */
export function settingGroups(config: RunConfig): SettingGroup[] {
  const values = flattenConfig(config);
  const defaults = flattenConfig(defaultRunConfig(config.encoder.kind));
  const differing = new Set(configDifferences(config, null).map(({ path }) => path));
  const rowOf = (path: string, field: ConfigField | null): SettingRow => ({
    path,
    label: field?.label ?? path,
    symbol: field?.symbol ?? null,
    value: inWords(values.get(path), field),
    default: inWords(defaults.get(path), field),
    differs: differing.has(path),
  });
  const left = new Set([...values.keys()].filter((path) => !LEFT_OUT.has(path)));
  const groups = configGroups(config.encoder.kind).map(({ id, title, fields }) => ({
    id: id as string,
    title,
    rows: fields.flatMap((field) => (left.delete(field.path) ? [rowOf(field.path, field)] : [])),
  }));
  const others = {
    id: "others",
    title: t("report:settings.others"),
    rows: [...left].map((path) => rowOf(path, null)),
  };
  return [...groups, others].filter(({ rows }) => rows.length > 0);
}

function inWords(value: unknown, field: ConfigField | null): string {
  if (value === null || value === undefined) {
    return (field?.kind === "number" && field.emptyMeaning) || t("report:settings.none");
  }
  if (typeof value === "boolean") {
    return field?.kind === "flag" ? (value ? field.yes : field.no) : yesOrNo(value);
  }
  if (typeof value === "object") {
    const entries = Object.entries(value).map(([name, weight]) => `${name} ${String(weight)}`);
    return entries.join("; ");
  }
  if (field?.kind === "choice") {
    return field.options.find((option) => option.value === value)?.label ?? String(value);
  }
  return value === "" ? t("report:settings.none") : String(value);
}

function yesOrNo(value: boolean): string {
  return t(value ? "report:settings.yes" : "report:settings.no");
}
