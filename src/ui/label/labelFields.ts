// The number fields of the labeller's form: label, symbol, one line of explanation. Limits and messages
// come from the schema alone.

export interface LabelFieldText {
  /** Dotted path in the draft. */
  path: string;
  label: string;
  symbol?: string;
  explanation: string;
  /** What an empty field means; fields without it must be filled. */
  emptyMeaning?: string;
}

export const ROLLOUT_FIELDS: readonly LabelFieldText[] = [
  {
    path: "chainsPerQuestion",
    label: "Chains a question",
    explanation: "Answers written for each question; every step of each is labelled.",
  },
  {
    path: "rollouts",
    label: "Rollouts a step",
    symbol: "R",
    explanation: "A step's label is the share of R fresh completions from it that end right.",
  },
];

export const ADAPTIVE_FIELDS: readonly LabelFieldText[] = [
  {
    path: "adaptive.atLeast",
    label: "At least",
    explanation: "Rollouts before a step may stop.",
  },
  {
    path: "adaptive.width",
    label: "Interval no wider than",
    explanation: "Of the step's accuracy, which lies between 0 and 1.",
  },
  {
    path: "adaptive.confidence",
    label: "Confidence",
    explanation: "Of that interval; 0.9 is 90 %.",
  },
];

export const TOLERANCE_FIELD: LabelFieldText = {
  path: "check.tolerance",
  label: "Tolerance",
  explanation: "Of numbers, as a share of the right one; 0.01 is one percent.",
};

export const BUDGET_FIELDS: readonly LabelFieldText[] = [
  {
    path: "budget.requests",
    label: "Requests at most",
    explanation: "Pauses there; raise it to go on.",
    emptyMeaning: "no limit",
  },
  {
    path: "budget.tokens",
    label: "Tokens at most",
    explanation: "Read and written together.",
    emptyMeaning: "no limit",
  },
];

export const PRICE_FIELDS: readonly LabelFieldText[] = [
  {
    path: "price.input",
    label: "Price of reading",
    explanation: "Dollars a million tokens; for showing the cost.",
    emptyMeaning: "free",
  },
  {
    path: "price.output",
    label: "Price of writing",
    explanation: "Dollars a million tokens.",
    emptyMeaning: "free",
  },
];

export const SUITE_FIELDS: readonly LabelFieldText[] = [
  {
    path: "suite.errorRate",
    label: "Slips",
    explanation: "How often the policy gets a step wrong, 0 to 1.",
  },
  {
    path: "suite.seed",
    label: "Policy's seed",
    explanation: "Same seed, same chains and labels.",
  },
];

export const MORE_ENDPOINT_FIELDS: readonly LabelFieldText[] = [
  {
    path: "endpoint.temperature",
    label: "Temperature",
    explanation: "0 writes the same answer every time, which makes rollouts useless.",
  },
  {
    path: "endpoint.maxTokens",
    label: "Tokens an answer",
    explanation: "At most. Answers cut off there count as no rollout.",
  },
  {
    path: "endpoint.concurrency",
    label: "At once",
    explanation: "Requests under way together.",
  },
  {
    path: "endpoint.timeoutMs",
    label: "Time limit",
    explanation: "Milliseconds a request may take.",
  },
  {
    path: "endpoint.retries",
    label: "Tries again",
    explanation: "After errors that pass: 429, 5xx, no connection, no time left.",
  },
];

const ALL_FIELDS: readonly LabelFieldText[] = [
  ...ROLLOUT_FIELDS,
  ...ADAPTIVE_FIELDS,
  TOLERANCE_FIELD,
  ...BUDGET_FIELDS,
  ...PRICE_FIELDS,
  ...SUITE_FIELDS,
  ...MORE_ENDPOINT_FIELDS,
];

const OTHER_NAMES: Record<string, string> = {
  "endpoint.url": "Address",
  "endpoint.model": "Model",
  prompt: "Prompt",
};

/** What the page calls the field at a path of the draft. */
export function labelFieldName(path: string): string {
  return ALL_FIELDS.find((field) => field.path === path)?.label ?? OTHER_NAMES[path] ?? path;
}
