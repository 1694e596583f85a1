// The number fields of the labeller's form: where each is bound, its symbol, and by which name its words are
// kept (label:fields). Limits and messages come from the schema alone.
import type label from "../../strings/en/label.ts";
import { t } from "../../strings/strings.ts";

export interface LabelNumberField {
  /** Dotted path in the draft. */
  path: string;
  /** Of its words. */
  name: keyof typeof label.fields;
  symbol?: string;
  /** What an empty field means; fields without it must be filled. */
  empty?: keyof typeof label.empties;
}

export const ROLLOUT_FIELDS: readonly LabelNumberField[] = [
  { path: "chainsPerQuestion", name: "chainsPerQuestion" },
  { path: "rollouts", name: "rollouts", symbol: "R" },
];

export const ADAPTIVE_FIELDS: readonly LabelNumberField[] = [
  { path: "adaptive.atLeast", name: "atLeast" },
  { path: "adaptive.width", name: "width" },
  { path: "adaptive.confidence", name: "confidence" },
];

export const TOLERANCE_FIELD: LabelNumberField = { path: "check.tolerance", name: "tolerance" };

export const BUDGET_FIELDS: readonly LabelNumberField[] = [
  { path: "budget.requests", name: "maxRequests", empty: "noLimit" },
  { path: "budget.tokens", name: "maxTokensInAll", empty: "noLimit" },
];

export const PRICE_FIELDS: readonly LabelNumberField[] = [
  { path: "price.input", name: "inputPrice", empty: "free" },
  { path: "price.output", name: "outputPrice", empty: "free" },
];

export const SUITE_FIELDS: readonly LabelNumberField[] = [
  { path: "suite.errorRate", name: "errorRate" },
  { path: "suite.seed", name: "seed" },
];

export const MORE_ENDPOINT_FIELDS: readonly LabelNumberField[] = [
  { path: "endpoint.temperature", name: "temperature" },
  { path: "endpoint.maxTokens", name: "maxTokens" },
  { path: "endpoint.concurrency", name: "concurrency" },
  { path: "endpoint.timeoutMs", name: "timeoutMs" },
  { path: "endpoint.retries", name: "retries" },
];

const ALL_FIELDS: readonly LabelNumberField[] = [
  ...ROLLOUT_FIELDS,
  ...ADAPTIVE_FIELDS,
  TOLERANCE_FIELD,
  ...BUDGET_FIELDS,
  ...PRICE_FIELDS,
  ...SUITE_FIELDS,
  ...MORE_ENDPOINT_FIELDS,
];

/** What the page calls the field at a path of the draft. */
export function labelFieldName(path: string): string {
  const field = ALL_FIELDS.find((known) => known.path === path);
  if (field !== undefined) return t(`label:fields.${field.name}.label`);
  if (path === "endpoint.url") return t("label:endpoint.address");
  if (path === "endpoint.model") return t("label:endpoint.model");
  return path === "prompt" ? t("label:prompt.label") : path;
}
