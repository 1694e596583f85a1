// Every field of the config as the form shows it: label, the symbol it has in the paper, one line of
// explanation. Limits and messages come from the schema alone.
import {
  AGGREGATIONS,
  BACKENDS,
  ESTIMATORS,
  META_LOSSES,
  MODES,
  SCHEDULES,
  SUITE_VARIANTS,
} from "../../domain/runConfig.ts";

interface FieldText {
  /** Dotted path in the config. */
  path: string;
  label: string;
  symbol?: string;
  explanation: string;
}

export interface NumberFieldText extends FieldText {
  kind: "number";
  /** What an empty field means; fields without it must be filled. */
  emptyMeaning?: string;
}

export interface ChoiceFieldText extends FieldText {
  kind: "choice";
  options: readonly { value: string; label: string }[];
}

export type ConfigField = NumberFieldText | ChoiceFieldText;

export interface ConfigGroup {
  title: string;
  /** Shown without being opened. */
  isBasic: boolean;
  fields: readonly ConfigField[];
}

function options<V extends string>(values: readonly V[], labels: Record<V, string>) {
  return values.map((value) => ({ value, label: labels[value] }));
}

export const CONFIG_GROUPS: readonly ConfigGroup[] = [
  {
    title: "Run",
    isBasic: true,
    fields: [
      {
        kind: "choice",
        path: "mode",
        label: "Mode",
        symbol: "α",
        explanation: "Learn the domain weights, keep them at 1, or give them.",
        options: options(MODES, { bilevel: "bilevel", vanilla: "vanilla", fixed: "fixed" }),
      },
      {
        kind: "number",
        path: "seed",
        label: "Seed",
        explanation: "Same seed, same data, same run.",
      },
      {
        kind: "choice",
        path: "backend",
        label: "Backend",
        explanation: "The device to train on; auto takes the best one there is.",
        options: options(BACKENDS, { auto: "auto", webgpu: "WebGPU", wasm: "wasm", cpu: "CPU" }),
      },
    ],
  },
  {
    title: "Built-in suite",
    isBasic: false,
    fields: [
      {
        kind: "choice",
        path: "suite.variant",
        label: "Variant",
        explanation: "Planted quality, or a control in which there is nothing to gain.",
        options: options(SUITE_VARIANTS, { planted: "planted", clean: "clean", noisy: "noisy" }),
      },
      {
        kind: "number",
        path: "suite.seed",
        label: "Data seed",
        explanation: "Empty: the run's seed makes the data too.",
        emptyMeaning: "as run",
      },
    ],
  },
  {
    title: "Lower level",
    isBasic: false,
    fields: [
      {
        kind: "number",
        path: "lower.steps",
        label: "Lower steps",
        explanation: "AdamW steps on the PRM's parameters φ in the whole run.",
      },
      {
        kind: "number",
        path: "lower.batchSize",
        label: "Batch size",
        explanation: "Training rows (prefixes) a lower step.",
      },
      {
        kind: "number",
        path: "lower.learningRate",
        label: "Learning rate",
        explanation: "AdamW's, at the start of the schedule.",
      },
      {
        kind: "choice",
        path: "lower.schedule",
        label: "Schedule",
        explanation: "Cosine falls to 0 at the last step.",
        options: options(SCHEDULES, { cosine: "cosine", constant: "constant" }),
      },
      {
        kind: "number",
        path: "lower.weightDecay",
        label: "Weight decay",
        explanation: "Decoupled, times the learning rate.",
      },
      {
        kind: "number",
        path: "lower.beta1",
        label: "Momentum decay",
        symbol: "β₁",
        explanation: "AdamW's mean of gradients.",
      },
      {
        kind: "number",
        path: "lower.beta2",
        label: "Variance decay",
        symbol: "β₂",
        explanation: "AdamW's mean of squared gradients.",
      },
      {
        kind: "number",
        path: "lower.epsilon",
        label: "Epsilon",
        symbol: "ε",
        explanation: "Keeps AdamW's denominator off zero.",
      },
    ],
  },
  {
    title: "Upper level",
    isBasic: true,
    fields: [
      {
        kind: "choice",
        path: "upper.estimator",
        label: "Estimator",
        symbol: "v",
        explanation: "How the hypergradient approximates H⁻¹ ∇L_meta.",
        options: options(ESTIMATORS, {
          tracked: "tracked",
          darts: "DARTS",
          dartsPreconditioned: "DARTS + precond.",
          unroll: "one-step unroll",
          neumann: "Neumann",
          cg: "CG",
        }),
      },
      {
        kind: "choice",
        path: "upper.metaLoss",
        label: "Meta loss",
        symbol: "L_meta",
        explanation: "What chain scores are held to on the meta set.",
        options: options(META_LOSSES, {
          standardized: "standardized",
          centered: "centered MSE",
          mse: "MSE (paper)",
          pairwise: "pairwise",
        }),
      },
      {
        kind: "choice",
        path: "upper.aggregation",
        label: "Aggregation",
        symbol: "A",
        explanation: "Makes one chain score of the step logits.",
        options: options(AGGREGATIONS, {
          meanLogit: "mean logit",
          last: "last step",
          min: "minimum",
          product: "product",
          meanLogP: "mean log p",
          logMeanP: "log mean p",
        }),
      },
      {
        kind: "number",
        path: "upper.learningRate",
        label: "Learning rate",
        explanation: "Adam's, on the raw weights r.",
      },
      {
        kind: "number",
        path: "upper.unroll",
        label: "Unroll",
        symbol: "U",
        explanation: "Lower steps between two upper steps.",
      },
    ],
  },
  {
    title: "Upper level, advanced",
    isBasic: false,
    fields: [
      {
        kind: "number",
        path: "upper.warmupSteps",
        label: "Warm-up",
        explanation: "Lower steps before the first upper step.",
      },
      {
        kind: "choice",
        path: "upper.schedule",
        label: "Schedule",
        explanation: "Of the upper learning rate; cosine falls to 0.",
        options: options(SCHEDULES, { cosine: "cosine", constant: "constant" }),
      },
      {
        kind: "number",
        path: "upper.metaBatchSize",
        label: "Meta batch",
        explanation: "Whole chains of the meta set an upper step.",
      },
      {
        kind: "number",
        path: "upper.trainBatchSize",
        label: "Train batch",
        explanation: "Rows on which h_k of every domain is measured.",
      },
      {
        kind: "number",
        path: "upper.hessianBatchSize",
        label: "Hessian batch",
        symbol: "H",
        explanation: "Rows of each Hessian-vector product.",
      },
      {
        kind: "number",
        path: "upper.probeRadius",
        label: "Probe radius",
        symbol: "R",
        explanation: "Length of the finite difference, ε = R/‖v‖.",
      },
      {
        kind: "number",
        path: "upper.damping",
        label: "Damping",
        symbol: "λ",
        explanation: "Of the tracked and CG estimators.",
      },
      {
        kind: "number",
        path: "upper.terms",
        label: "Terms",
        explanation: "Hessian-vector products an upper step, for Neumann and CG.",
      },
      {
        kind: "number",
        path: "upper.beta1",
        label: "Momentum decay",
        symbol: "β₁",
        explanation: "Adam's mean of hypergradients.",
      },
      {
        kind: "number",
        path: "upper.beta2",
        label: "Variance decay",
        symbol: "β₂",
        explanation: "Adam's mean of squared hypergradients.",
      },
    ],
  },
  {
    title: "Encoder",
    isBasic: false,
    fields: [
      {
        kind: "number",
        path: "encoder.buckets",
        label: "Hash buckets",
        explanation: "Rows of the embedding table; n-grams are hashed into them.",
      },
      {
        kind: "number",
        path: "encoder.embedding",
        label: "Embedding width",
        explanation: "Numbers a bucket is embedded into.",
      },
      {
        kind: "number",
        path: "encoder.hidden",
        label: "Hidden width",
        explanation: "Units of the PRM's hidden layer.",
      },
    ],
  },
  {
    title: "Evaluation",
    isBasic: false,
    fields: [
      {
        kind: "number",
        path: "evaluation.every",
        label: "Every",
        explanation: "Upper steps between two held-out measurements.",
      },
      {
        kind: "number",
        path: "evaluation.questions",
        label: "Questions",
        explanation: "Held-out questions measured while it trains; all at the end.",
      },
    ],
  },
];
