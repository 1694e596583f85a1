// Every field of the config as the form shows it: label, the symbol it has in the paper, one line of
// explanation. Limits and messages come from the schema alone. Which fields there are, and what a batch
// is of, depends on the encoder.
import { ENCODER_KINDS, type EncoderKind } from "../../domain/encoderDefaults.ts";
import { BACKENDS, MODES, SCHEDULES, SUITE_VARIANTS } from "../../domain/runConfig.ts";
import { type ConfigGroup, type FeatureSetFieldText, ITEMS, options } from "./configField.ts";
import { ENCODER_FIELDS } from "./encoderFields.ts";
import { upperGroups } from "./upperFields.ts";

/** Beside the encoder itself: without features a head has nothing to be trained on. */
const FEATURE_SET: FeatureSetFieldText = {
  kind: "featureSet",
  path: "encoder.features",
  label: "Features",
  explanation: "The pretrained model's vectors that the head is trained on, from the Data view.",
};

const groupsOf = (kind: EncoderKind): readonly ConfigGroup[] => [
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
        kind: "choice",
        path: "encoder.kind",
        label: "Encoder",
        explanation: {
          lexical: "Counts n-grams, facts and copies: quick to learn.",
          transformer: "Reads the chain token by token; nothing is made by hand.",
          frozen: "A small head on the vectors of a pretrained model that stays as it is.",
        }[kind],
        options: options(ENCODER_KINDS, {
          lexical: "lexical",
          transformer: "transformer",
          frozen: "pretrained",
        }),
      },
      ...(kind === "frozen" ? [FEATURE_SET] : []),
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
        explanation: "Reference: TensorFlow.js, slower, to compare with.",
        options: options(BACKENDS, {
          auto: "auto",
          webgpu: "WebGPU",
          cpu: "processor",
          referenceWebgpu: "reference, WebGPU",
          referenceWasm: "reference, wasm",
        }),
      },
    ],
  },
  {
    title: "Encoder size",
    isBasic: false,
    fields: ENCODER_FIELDS[kind],
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
        explanation: `Training ${ITEMS[kind]} a lower step.`,
      },
      {
        kind: "number",
        path: "lower.learningRate",
        label: "Learning rate",
        explanation: "AdamW's, at the start of the schedule.",
      },
      {
        kind: "number",
        path: "lower.clipNorm",
        label: "Gradient clip",
        explanation: "Longest gradient; a longer one is scaled down to it.",
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
  ...upperGroups(kind),
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
      {
        kind: "number",
        path: "heldOut.metaShare",
        label: "Kept of meta set",
        explanation:
          "Share of its questions the upper level never sees; they decide between learned and uniform weights.",
      },
      {
        kind: "number",
        path: "heldOut.shardShare",
        label: "Kept of shards",
        explanation:
          "Share of each domain's questions kept from training; step metrics are measured there.",
      },
    ],
  },
];

/** The form's groups by the encoder that is chosen. */
export const CONFIG_GROUPS: Readonly<Record<EncoderKind, readonly ConfigGroup[]>> = {
  lexical: groupsOf("lexical"),
  transformer: groupsOf("transformer"),
  frozen: groupsOf("frozen"),
};
