// The labeller's form: a draft that may be wrong for a while, with both generators' settings side by
// side, so that looking at one loses nothing of the other; and the checked spec once it is right.
import type { z } from "../base/zod.ts";
import { readConfigPath, writeConfigPath } from "../domain/configPaths.ts";
import { ENDPOINT_PRESETS } from "../domain/labelEndpoints.ts";
import { type LabelSpec, labelSpecSchema } from "../domain/labelling.ts";

export type GeneratorKind = LabelSpec["generator"]["kind"];
type SettingsOf<K extends GeneratorKind> = Omit<
  Extract<LabelSpec["generator"], { kind: K }>,
  "kind"
>;

/** What the form shows: a spec whose values may be wrong, its generators by name ("endpoint.url"). */
export interface LabelDraft extends Record<string, unknown> {
  kind: GeneratorKind;
}

export interface CheckedDraft {
  draft: LabelDraft;
  /** Null while something is wrong. */
  spec: LabelSpec | null;
  /** The schema's message by field of the draft. */
  issues: Readonly<Record<string, string>>;
}

const FIRST_URL = ENDPOINT_PRESETS[0]?.url ?? "";

function defaultsOf(generator: z.input<typeof labelSpecSchema>["generator"]): LabelSpec {
  return labelSpecSchema.parse({ generator });
}

export function defaultLabelDraft(): LabelDraft {
  const { generator: suite, ...rest } = defaultsOf({ kind: "suite" });
  const { generator: endpoint } = defaultsOf({ kind: "endpoint", url: FIRST_URL, model: "none" });
  return {
    ...rest,
    kind: "suite",
    suite: settingsOf(suite),
    endpoint: { ...settingsOf(endpoint), model: "" },
  };
}

function settingsOf({ kind: _, ...settings }: LabelSpec["generator"]) {
  return settings;
}

export function checkLabelDraft(draft: LabelDraft): CheckedDraft {
  const { kind, suite, endpoint, ...rest } = draft;
  const settings = kind === "suite" ? suite : endpoint;
  const parsed = labelSpecSchema.safeParse({
    ...rest,
    generator: { kind, ...(settings as SettingsOf<typeof kind>) },
  });
  if (parsed.success) return { draft, spec: parsed.data, issues: {} };
  const issues: Record<string, string> = {};
  for (const { path, message } of parsed.error.issues) {
    const [head, ...tail] = path;
    const field = head === "generator" ? [kind, ...tail] : path;
    issues[field.join(".")] ??= message;
  }
  return { draft, spec: null, issues };
}

/** A spec to estimate by: the model's name changes nothing there, and is often the last to be known. */
export function specToEstimate(draft: LabelDraft): LabelSpec | null {
  const isNamed = readConfigPath(draft, "endpoint.model") !== "";
  const named = isNamed ? draft : { ...draft, ...writeConfigPath(draft, "endpoint.model", "any") };
  return checkLabelDraft(named).spec;
}

/** The draft with a job's spec in it; what the other generator had stays. */
export function draftOfSpec(draft: LabelDraft, spec: LabelSpec): LabelDraft {
  const { generator, ...rest } = spec;
  return { ...draft, ...rest, kind: generator.kind, [generator.kind]: settingsOf(generator) };
}

/** The endpoint's address as it stands in the form. */
export function draftUrl(draft: LabelDraft): string {
  const url = readConfigPath(draft, "endpoint.url");
  return typeof url === "string" ? url : "";
}
