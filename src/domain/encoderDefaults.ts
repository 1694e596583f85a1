// The encoders a PRM can have, and the defaults of training that depend on which one it is.

export const ENCODER_KINDS = ["lexical", "transformer", "frozen"] as const;
export type EncoderKind = (typeof ENCODER_KINDS)[number];

/** What stands on a frozen encoder's vectors. */
export const HEAD_KINDS = ["linear", "mlp", "attention"] as const;
export type HeadKind = (typeof HEAD_KINDS)[number];

/** Steps of the transformer's language model. */
export const LANGUAGE_STEPS = 750;

interface MethodDefaults {
  lower: { steps: number; batchSize: number; learningRate: number; weightDecay: number };
  upper: {
    unroll: number;
    warmupSteps: number;
    learningRate: number;
    metaBatchSize: number;
    trainBatchSize: number;
    hessianBatchSize: number;
    cosineEvery: number;
  };
  /** Scoring a chain costs the transformer far more than the lexical encoder: fewer are measured. */
  evaluation: { every: number; questions: number };
}

/** Batches of the lexical encoder and of a frozen one's head are of rows (step prefixes), the transformer's of whole chains. */
export const ENCODER_DEFAULTS: Readonly<Record<EncoderKind, MethodDefaults>> = {
  lexical: {
    lower: { steps: 1500, batchSize: 128, learningRate: 3e-3, weightDecay: 0.1 },
    upper: {
      unroll: 15,
      warmupSteps: 50,
      learningRate: 0.12,
      metaBatchSize: 80,
      trainBatchSize: 512,
      hessianBatchSize: 96,
      // About three hundredths of a run's time.
      cosineEvery: 15,
    },
    evaluation: { every: 10, questions: 100 },
  },
  transformer: {
    // Short: the PRM soon makes use of surprisal; trained for long it goes on to the cues of the shards' style.
    lower: { steps: 300, batchSize: 64, learningRate: 3e-3, weightDecay: 0.1 },
    upper: {
      unroll: 15,
      warmupSteps: 30,
      learningRate: 0.15,
      metaBatchSize: 64,
      trainBatchSize: 64,
      hessianBatchSize: 32,
      cosineEvery: 5,
    },
    evaluation: { every: 10, questions: 50 },
  },
  frozen: {
    // A head is soon learned, and its hypergradients are noisier than they cost: few upper steps, on large batches.
    // Not fewer than thirty, though: from there on what does not stand out from noise is drawn towards 1.
    lower: { steps: 600, batchSize: 512, learningRate: 3e-3, weightDecay: 0.1 },
    upper: {
      unroll: 18,
      warmupSteps: 50,
      learningRate: 0.15,
      metaBatchSize: 160,
      trainBatchSize: 1536,
      hessianBatchSize: 384,
      cosineEvery: 5,
    },
    evaluation: { every: 5, questions: 100 },
  },
};
