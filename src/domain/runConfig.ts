// The one configuration of a run. The form, the URL, the command line and run.json share it.

import { StudioError } from "../base/errors.ts";
import { z } from "../base/zod.ts";
import {
  ENCODER_DEFAULTS,
  ENCODER_KINDS,
  type EncoderKind,
  HEAD_KINDS,
  LANGUAGE_STEPS,
} from "./encoderDefaults.ts";

export const CONFIG_VERSION = 1;

export const MODES = ["bilevel", "vanilla", "fixed"] as const;
/**
 * The fused engine on WebGPU or on the processor; the reference engine (TensorFlow.js, operation by
 * operation) on WebGPU or WebAssembly, which is slower and there to compare with.
 */
export const BACKENDS = ["auto", "webgpu", "cpu", "referenceWebgpu", "referenceWasm"] as const;
export const SUITE_VARIANTS = ["planted", "clean", "noisy"] as const;
export const ESTIMATORS = [
  "tracked",
  "darts",
  "dartsPreconditioned",
  "unroll",
  "neumann",
  "cg",
] as const;
export const META_LOSSES = ["standardized", "centered", "mse", "pairwise"] as const;
export const AGGREGATIONS = [
  "meanLogit",
  "last",
  "min",
  "product",
  "meanLogP",
  "logMeanP",
] as const;
export const SCHEDULES = ["cosine", "constant"] as const;
/** What the meta loss judges: whole chains, or (the paper's ablation) every step by its chain's answer. */
export const META_UNITS = ["chain", "step"] as const;

export type Mode = (typeof MODES)[number];
export type BackendChoice = (typeof BACKENDS)[number];
export type SuiteVariant = (typeof SUITE_VARIANTS)[number];
export type Estimator = (typeof ESTIMATORS)[number];
export type MetaLoss = (typeof META_LOSSES)[number];
export type MetaUnit = (typeof META_UNITS)[number];
export type Aggregation = (typeof AGGREGATIONS)[number];

const count = (max: number) => z.number().int().min(1).max(max);
const rate = z.number().positive().max(10);

/** Images are hidden from the PRM, in training and in scoring. */
const blind = z.boolean().default(false);

const lexicalSchema = z.strictObject({
  kind: z.literal("lexical"),
  /** Hash buckets, the rows of the embedding table. */
  buckets: z
    .number()
    .int()
    .min(64)
    .max(1 << 18)
    .default(4096),
  /** Width of the embedding. */
  embedding: count(512).default(16),
  /** Width of the hidden layer. */
  hidden: count(2048).default(16),
  blind,
});

const transformerSchema = z
  .strictObject({
    kind: z.literal("transformer"),
    /** Tokens of the byte-pair vocabulary learned from the corpus, at most; of pictures, three in eight are their codes. */
    vocabulary: z.number().int().min(128).max(8192).default(512),
    layers: count(12).default(2),
    /** Width d of the residual stream. */
    width: z.number().int().min(16).max(512).multipleOf(16).default(64),
    heads: count(16).default(4),
    /** Tokens a sequence may have; longer chains are read in pieces. */
    context: z.number().int().min(32).max(1024).default(256),
    /** A small language model of the corpus, trained first; the PRM reads how surprising each token is to it. */
    languageModel: z
      .strictObject({
        /** Steps of its training; 0: there is none, and no token is surprising. */
        steps: z.number().int().min(0).max(100_000).default(LANGUAGE_STEPS),
      })
      .prefault({}),
    blind,
  })
  .refine(({ width, heads }) => width % (4 * heads) === 0, {
    path: ["heads"],
    error: "width must be a multiple of 4 × heads",
  });

/** A small head on the vectors of a frozen, pretrained encoder. */
const frozenSchema = z.strictObject({
  kind: z.literal("frozen"),
  /** Id of the feature set; "": the only one there is. */
  features: z.string().max(500).default(""),
  /** d, numbers a vector; 0: as many as the features have. A run's own config names them. */
  width: z.number().int().min(0).max(65_536).default(0),
  head: z.enum(HEAD_KINDS).default("linear"),
  /** Width of the mlp's hidden layer. */
  hidden: count(2048).default(64),
  /** r: the head is trained on so many directions of the vectors; 0: on the vectors themselves. */
  projection: z.number().int().min(0).max(4096).default(256),
  blind,
});

export const encoderSchema = z
  .discriminatedUnion("kind", [lexicalSchema, transformerSchema, frozenSchema])
  .prefault({ kind: "lexical" });

const lowerSchema = (defaults: (typeof ENCODER_DEFAULTS)[EncoderKind]["lower"]) =>
  z.strictObject({
    steps: count(1_000_000).default(defaults.steps),
    /** Items a lower step: rows of the lexical encoder, chains of the transformer. */
    batchSize: count(8192).default(defaults.batchSize),
    learningRate: rate.default(defaults.learningRate),
    schedule: z.enum(SCHEDULES).default("cosine"),
    weightDecay: z.number().min(0).max(10).default(defaults.weightDecay),
    beta1: z.number().min(0).lt(1).default(0.9),
    beta2: z.number().min(0).lt(1).default(0.999),
    epsilon: z.number().positive().max(1).default(1e-8),
    /** Largest norm of the gradient; a longer one is scaled down to it. */
    clipNorm: z.number().positive().max(1e6).default(1),
  });

const upperSchema = (defaults: (typeof ENCODER_DEFAULTS)[EncoderKind]["upper"]) =>
  z.strictObject({
    estimator: z.enum(ESTIMATORS).default("tracked"),
    metaLoss: z.enum(META_LOSSES).default("standardized"),
    aggregation: z.enum(AGGREGATIONS).default("meanLogit"),
    metaUnit: z.enum(META_UNITS).default("chain"),
    /** U: lower steps between two upper steps. */
    unroll: count(10_000).default(defaults.unroll),
    learningRate: rate.default(defaults.learningRate),
    /** Of the upper learning rate, over the lower steps: late hypergradients, on steps learned by heart, mislead. */
    schedule: z.enum(SCHEDULES).default("cosine"),
    beta1: z.number().min(0).lt(1).default(0.9),
    beta2: z.number().min(0).lt(1).default(0.999),
    /** Lower steps before the first upper step. */
    warmupSteps: z.number().int().min(0).max(1_000_000).default(defaults.warmupSteps),
    /** Whole chains in a meta batch. */
    metaBatchSize: count(8192).default(defaults.metaBatchSize),
    /** Items in the train batch of the hypergradient's mixed derivative: two forward passes, all domains. */
    trainBatchSize: count(65_536).default(defaults.trainBatchSize),
    /** Items in the train batch of each Hessian-vector product: two gradients. */
    hessianBatchSize: count(65_536).default(defaults.hessianBatchSize),
    /** R: length of the finite-difference probe, ε = R/‖v‖. */
    probeRadius: z.number().positive().max(1).default(0.01),
    /** λ of the tracked and CG estimators. */
    damping: z.number().min(0).max(1).default(0.05),
    /** Hessian-vector products an upper step, for neumann and cg. */
    terms: count(200).default(5),
    /** Draws a learned weight towards 1 where its hypergradient does not stand out from noise; see learnedWeights. */
    shrinkage: z.number().min(0).max(1000).default(4),
    /**
     * Upper steps between two measurements of each domain's cosine with v, K small gradients each; of more
     * than sixteen domains accordingly more.
     */
    cosineEvery: count(10_000).default(defaults.cosineEvery),
  });

const evaluationSchema = (defaults: (typeof ENCODER_DEFAULTS)[EncoderKind]["evaluation"]) =>
  z.strictObject({
    /** Upper steps (or lower/U in vanilla mode) between two held-out measurements. */
    every: count(10_000).default(defaults.every),
    /** Held-out questions measured during training; all of them at the end. */
    questions: count(100_000).default(defaults.questions),
  });

const configSchema = (kind: EncoderKind) =>
  z.strictObject({
    schemaVersion: z.literal(CONFIG_VERSION).default(CONFIG_VERSION),
    mode: z.enum(MODES).default("bilevel"),
    seed: z.number().int().min(0).max(0xffffffff).default(1),
    backend: z.enum(BACKENDS).default("auto"),
    suite: z
      .strictObject({
        variant: z.enum(SUITE_VARIANTS).default("planted"),
        /** null: the run's own seed makes the data too. */
        seed: z.number().int().min(0).max(0xffffffff).nullable().default(null),
      })
      .prefault({}),
    encoder: encoderSchema,
    lower: lowerSchema(ENCODER_DEFAULTS[kind].lower).prefault({}),
    upper: upperSchema(ENCODER_DEFAULTS[kind].upper).prefault({}),
    evaluation: evaluationSchema(ENCODER_DEFAULTS[kind].evaluation).prefault({}),
    /** What is kept from training, chosen by question. */
    heldOut: z
      .strictObject({
        /** Of the meta set, kept from the upper level: it decides between learned and uniform weights. */
        metaShare: z.number().min(0).max(0.9).default(0.2),
        /** Of each shard, kept from the lower level: step metrics are measured on it. */
        shardShare: z.number().min(0).max(0.9).default(0.1),
      })
      .prefault({}),
    /** Domain weights of mode "fixed", by domain name; rescaled to mean 1. */
    fixedWeights: z.record(z.string(), z.number().min(0)).nullable().default(null),
  });

/** The schema of a config by its encoder's kind: the limits are the same, the defaults are not. */
const SCHEMAS = {
  lexical: configSchema("lexical"),
  transformer: configSchema("transformer"),
  frozen: configSchema("frozen"),
};

export type RunConfig = z.output<typeof SCHEMAS.lexical>;
export type RunConfigInput = z.input<typeof SCHEMAS.lexical>;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** The encoder's kind that a config names; lexical where it names none that there is. */
export function encoderKindOf(input: unknown): EncoderKind {
  const encoder = isRecord(input) ? input["encoder"] : undefined;
  const named = isRecord(encoder) ? encoder["kind"] : undefined;
  return ENCODER_KINDS.find((kind) => kind === named) ?? "lexical";
}

/** Checks a config and fills in what it leaves out by the defaults of its encoder. */
export function checkRunConfig(input: unknown): z.ZodSafeParseResult<RunConfig> {
  const kind = encoderKindOf(input);
  const encoder = isRecord(input) ? input["encoder"] : undefined;
  // The union is told apart by the kind, which may be left out as everything else.
  const named =
    isRecord(input) && isRecord(encoder) ? { ...input, encoder: { kind, ...encoder } } : input;
  return SCHEMAS[kind].safeParse(named);
}

/** The defaults of an encoder, complete. */
export function defaultRunConfig(kind: EncoderKind = "lexical"): RunConfig {
  return parseRunConfig({ encoder: { kind } });
}

/**
 * Checks a config from outside (form, URL, file, command line) and fills in defaults.
 * Throws StudioError("config") naming every field at fault and its value.
 */
export function parseRunConfig(input: unknown): RunConfig {
  const parsed = checkRunConfig(input);
  if (parsed.success) return parsed.data;
  throw new StudioError(
    "config",
    configIssues(parsed.error)
      .map((issue) => `${issue.path}: ${issue.message}`)
      .join("; "),
    "Correct the named fields; everything left out takes its default.",
  );
}

export interface ConfigIssue {
  /** Dotted path, e.g. "lower.learningRate"; "config" for the whole. */
  path: string;
  message: string;
}

export function configIssues(error: z.ZodError): ConfigIssue[] {
  return error.issues.map((issue) => ({
    path: issue.path.length > 0 ? issue.path.join(".") : "config",
    message: issue.message,
  }));
}
