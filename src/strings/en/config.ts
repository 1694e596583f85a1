// The settings of a run: labels, explanations, choices.

export default {
  title: "Configuration",
  preset: "Preset",
  presetAbout: "Sets the method as a whole; seed, data, device, mode and encoder stay.",
  presets: {
    custom: "Custom",
    default: "Default",
    paper: "Paper (DARTS, plain MSE)",
  },
  useDefaults: "Use defaults",
  differences: {
    asItStands: "Taken as it stands when you press Train.",
    wrong: "A field is wrong: correct it to train.",
    sameAsRun: "Same as the run.",
    sameAsLast: "Same as the last run.",
    fromRun_one: "{{count}} differs from the run",
    fromRun_other: "{{count}} differ from the run",
    fromLast_one: "{{count}} differs from the last run",
    fromLast_other: "{{count}} differ from the last run",
    restart: "Restart with changes",
  },
  runHas: "The current run has {{value}}",
  runValue: "run: {{value}}",
  none: "none",
  others: "others",
  parameters: "{{number}} parameters",
  getFeatures: "Get features",
  notLoaded: "“{{name}}” is not loaded",
  notLoadedOption: "{{name}} (not loaded)",
  fixed: {
    title: "Given weights",
    about: "Rescaled to mean 1 at the start.",
    incomplete: "Not all domains have one yet: press one of the buttons.",
    allOne: "All 1",
    asLearned: "As learned now",
    weightOf: "Weight of {{domain}}",
  },
  changed_one: "{{count}} changed",
  changed_other: "{{count}} changed",
  suiteAnew: "Generated anew at the next start when this changes.",
  suiteUnused: "Your own files are loaded; these settings have no effect on them.",
  groups: {
    run: "Run",
    encoder: "Encoder size",
    suite: "Built-in suite",
    lower: "Lower level",
    upper: "Upper level",
    upperAdvanced: "Upper level, advanced",
    evaluation: "Evaluation",
  },
  /** What a batch is of. */
  items: {
    rows: "rows (step prefixes)",
    chains: "chains",
  },
  fields: {
    mode: {
      label: "Mode",
      explanation: "Learn the domain weights, keep them at 1, or give them.",
    },
    seed: { label: "Seed", explanation: "Same seed, same data, same run." },
    backend: {
      label: "Backend",
      explanation: "Reference: TensorFlow.js, slower, to compare with.",
    },
    encoder: {
      kind: {
        label: "Encoder",
        lexical: "Counts n-grams, facts and copies: quick to learn.",
        transformer: "Reads the chain token by token; nothing is made by hand.",
        frozen: "A small head on the vectors of a pretrained model that stays as it is.",
      },
      features: {
        label: "Features",
        explanation:
          "The pretrained model's vectors that the head is trained on, from the Data view.",
      },
      blind: {
        label: "Images",
        explanation:
          "Hidden: the PRM is trained and scores on the text alone, which shows what the images are worth.",
      },
      buckets: {
        label: "Hash buckets",
        explanation: "Rows of the embedding table; n-grams are hashed into them.",
      },
      embedding: {
        label: "Embedding width",
        explanation: "Numbers a bucket is embedded into.",
      },
      hidden: {
        label: "Hidden width",
        explanation: "Units of the PRM's hidden layer.",
        ofHead: "Units of the MLP's hidden layer; the other heads have none.",
      },
      vocabulary: {
        label: "Vocabulary",
        explanation:
          "Byte-pair tokens learned from the texts of the training and meta chains, at most.",
      },
      layers: { label: "Layers", explanation: "Attention and MLP, one after the other." },
      width: {
        label: "Width",
        explanation: "Numbers a token is embedded into; a multiple of 4 × heads.",
      },
      heads: { label: "Heads", explanation: "Parts each attention is split into." },
      context: {
        label: "Context",
        explanation: "Tokens read at once; longer chains are read in pieces.",
      },
      languageModel: {
        steps: {
          label: "Language model steps",
          explanation:
            "A small language model first learns the texts of the training and meta chains, without their labels; the PRM reads how surprising each token is to it. 0: none.",
        },
      },
      head: {
        label: "Head",
        explanation:
          "What is trained on the vectors: a linear head (the paper's), a small MLP, or attention over the steps so far.",
      },
      projection: {
        label: "Directions",
        explanation:
          "The vectors are first brought down to so many directions, chosen on the training data; 0: the head reads them whole.",
      },
    },
    suite: {
      variant: {
        label: "Variant",
        explanation: "Planted quality, or a control in which there is nothing to gain.",
      },
      seed: {
        label: "Data seed",
        explanation: "Empty: the run's seed makes the data too.",
        empty: "as run",
      },
    },
    lower: {
      steps: {
        label: "Lower steps",
        explanation: "AdamW steps on the PRM's parameters φ in the whole run.",
      },
      batchSize: { label: "Batch size", explanation: "Training {{items}} a lower step." },
      learningRate: {
        label: "Learning rate",
        explanation: "AdamW's, at the start of the schedule.",
      },
      clipNorm: {
        label: "Gradient clip",
        explanation: "Longest gradient; a longer one is scaled down to it.",
      },
      schedule: { label: "Schedule", explanation: "Cosine falls to 0 at the last step." },
      weightDecay: { label: "Weight decay", explanation: "Decoupled, times the learning rate." },
      beta1: { label: "Momentum decay", explanation: "AdamW's mean of gradients." },
      beta2: { label: "Variance decay", explanation: "AdamW's mean of squared gradients." },
      epsilon: { label: "Epsilon", explanation: "Keeps AdamW's denominator off zero." },
    },
    upper: {
      estimator: {
        label: "Estimator",
        explanation: "How the hypergradient approximates H⁻¹ ∇L_meta.",
      },
      metaLoss: {
        label: "Meta loss",
        explanation: "What chain scores are held to on the meta set.",
      },
      aggregation: {
        label: "Aggregation",
        explanation: "Makes one chain score of the step logits.",
      },
      learningRate: { label: "Learning rate", explanation: "Adam's, on the raw weights r." },
      unroll: { label: "Unroll", explanation: "Lower steps between two upper steps." },
      warmupSteps: { label: "Warm-up", explanation: "Lower steps before the first upper step." },
      schedule: {
        label: "Schedule",
        explanation: "Of the upper learning rate; cosine falls to 0.",
      },
      metaBatchSize: {
        label: "Meta batch",
        explanation: "Whole chains of the meta set an upper step.",
      },
      trainBatchSize: {
        label: "Train batch",
        explanation: "Training {{items}} on which h_k of every domain is measured.",
      },
      hessianBatchSize: {
        label: "Hessian batch",
        explanation: "Training {{items}} of each Hessian-vector product.",
      },
      metaUnit: {
        label: "Meta unit",
        explanation:
          "What the meta loss judges by the answer: chains (the paper's), or each step alone.",
      },
      probeRadius: {
        label: "Probe radius",
        explanation: "Length of the finite difference, ε = R/‖v‖.",
      },
      damping: { label: "Damping", explanation: "Of the tracked and CG estimators." },
      terms: {
        label: "Terms",
        explanation: "Hessian-vector products an upper step, for Neumann and CG.",
      },
      beta1: { label: "Momentum decay", explanation: "Adam's mean of hypergradients." },
      beta2: { label: "Variance decay", explanation: "Adam's mean of squared hypergradients." },
      shrinkage: {
        label: "Shrinkage",
        explanation:
          "Draws what was learned towards 1 where h_k does not stand out from its noise (at 4: |t| < 2 counts 1); from 30 upper steps on; 0: not.",
      },
      cosineEvery: {
        label: "Cosine every",
        explanation:
          "Upper steps between two measurements of cos(∇ℓ_k, v), shown under Why a weight moved.",
      },
    },
    evaluation: {
      every: { label: "Every", explanation: "Upper steps between two held-out measurements." },
      questions: {
        label: "Questions",
        explanation: "Held-out questions measured while it trains; all at the end.",
      },
    },
    heldOut: {
      metaShare: {
        label: "Kept of meta set",
        explanation:
          "Share of its questions the upper level never sees; they decide between learned and uniform weights.",
      },
      shardShare: {
        label: "Kept of shards",
        explanation:
          "Share of each domain's questions kept from training; step metrics are measured there.",
      },
    },
  },
  choices: {
    mode: { bilevel: "bilevel", vanilla: "vanilla", fixed: "fixed" },
    encoder: { lexical: "lexical", transformer: "transformer", frozen: "pretrained" },
    backend: {
      auto: "auto",
      webgpu: "WebGPU",
      cpu: "processor",
      referenceWebgpu: "reference, WebGPU",
      referenceWasm: "reference, wasm",
    },
    head: { linear: "linear", mlp: "MLP", attention: "attention" },
    images: { shown: "shown", hidden: "hidden (blind)" },
    variant: { planted: "planted", clean: "clean", noisy: "noisy" },
    schedule: { cosine: "cosine", constant: "constant" },
    estimator: {
      tracked: "tracked",
      darts: "DARTS",
      dartsPreconditioned: "DARTS + precond.",
      unroll: "one-step unroll",
      neumann: "Neumann",
      cg: "CG",
    },
    metaLoss: {
      standardized: "standardized",
      centered: "centered MSE",
      mse: "MSE (paper)",
      pairwise: "pairwise",
    },
    aggregation: {
      meanLogit: "mean logit",
      last: "last step",
      min: "minimum",
      product: "product",
      meanLogP: "mean log p",
      logMeanP: "log mean p",
    },
    metaUnit: { chain: "whole chain", step: "single step" },
  },
  /** How a chain's step logits are made one score, for every view. */
  aggregations: {
    meanLogit: "Mean logit",
    last: "Last step",
    min: "Lowest step",
    product: "Product",
    meanLogP: "Mean log p",
    logMeanP: "Log mean p",
  },
} as const;
