// The paper's ablations and the two sweeps of the upper level that everybody asks about, as variants of
// one config; a study trains them all and compares each with the first, the config itself.
import { readConfigPath, writeConfigPath } from "./configPaths.ts";
import { checkRunConfig, type RunConfig } from "./runConfig.ts";
import type { StudyVariant } from "./study.ts";

export const ABLATION_IDS = ["paper", "upperLearningRate", "unroll"] as const;
export type AblationId = (typeof ABLATION_IDS)[number];

export interface Ablation {
  /** Title of the study; reports of the same title replace one another. */
  title: string;
  /** One sentence: what the comparison tells. */
  explanation: string;
}

export const ABLATIONS: Readonly<Record<AblationId, Ablation>> = {
  paper: {
    title: "Paper's ablations",
    explanation:
      "Takes away, one at a time, the aggregation loss (the meta loss judges single steps), bilevel optimisation (all weights stay 1) and structured steps (every response is one step).",
  },
  upperLearningRate: {
    title: "Upper learning rate",
    explanation: "How fast the weights move: a third of what is set, and three times as much.",
  },
  unroll: {
    title: "Unroll",
    explanation:
      "Lower steps between two moves of the weights: a third of what is set, and three times as many.",
  },
};

const FACTORS = [
  { factor: 1 / 3, word: "⅓ ×" },
  { factor: 3, word: "3 ×" },
] as const;

/**
 * The variants of one ablation; the first is the config itself, learning its weights. Variants that the
 * schema does not allow, or that equal the config, are left out.
 */
export function ablationVariants(config: RunConfig, id: AblationId): StudyVariant[] {
  // Whatever the form trains now, there is nothing to ablate where no weights are learned.
  const base: RunConfig = { ...config, mode: "bilevel", fixedWeights: null };
  const asSet: StudyVariant = { label: "As set", config: base, responses: "steps" };
  switch (id) {
    case "paper":
      return [
        asSet,
        {
          label: "Without the aggregation loss",
          config: { ...base, upper: { ...base.upper, metaUnit: "step" } },
          responses: "steps",
        },
        {
          label: "Without bilevel optimisation",
          config: { ...base, mode: "vanilla" },
          responses: "steps",
        },
        { label: "Without structured steps", config: base, responses: "whole" },
      ];
    case "upperLearningRate":
      return [asSet, ...scaled(base, "upper.learningRate", (value) => shorten(value))];
    case "unroll":
      return [asSet, ...scaled(base, "upper.unroll", (value) => Math.max(1, Math.round(value)))];
    default:
      return id satisfies never;
  }
}

/** Three digits, so that a third of .06 reads .02. */
function shorten(value: number): number {
  return Number(value.toPrecision(3));
}

function scaled(base: RunConfig, path: string, round: (value: number) => number): StudyVariant[] {
  const set = Number(readConfigPath(base, path));
  return FACTORS.flatMap(({ factor, word }) => {
    const value = round(set * factor);
    const checked = checkRunConfig(writeConfigPath(base, path, value));
    if (!checked.success || value === set) return [];
    return [{ label: `${word} (${value})`, config: checked.data, responses: "steps" as const }];
  });
}
