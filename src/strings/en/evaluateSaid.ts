// What the worker says of studies, verdicts and measurements, and in notices, as it says it: templates, see
// strings/said.ts.
export default {
  // PRMs and ways of choosing
  thisRun: "This run",
  retrained: "Retrained, learned weights",
  vanilla: "Vanilla",
  imagesHidden: "{{saidPrm}}, images hidden",
  weightedVote: "{{saidPrm}}, weighted vote",
  majority: "Majority vote",
  random: "Any candidate (pass@1)",
  oracle: "Oracle: any correct",
  style: "Best model, chain unread",
  position: "Step's position alone",

  // Groups of questions
  withImage: "with an image",
  withoutImage: "without an image",
  notNamed: "not named",
  step: "1 step",
  steps: "{{number}} steps",

  // Trainings of a study
  learnedWeights: "Learned weights",
  bilevel: "Bilevel run itself",
  vanillaLong: "Vanilla, twice the steps",
  permuted: "Learned weights, permuted",
  fineTuned: "Vanilla, fine-tuned on the meta set",
  harmfulLeftOut: "Oracle: harmful domains left out",
  cleanDomains: "{{saidControl}}, clean domains",
  withSeed: "{{saidLabel}}, seed {{seed}}",
  generatingClean: "Generating clean domains",
  deciding: "Deciding on kept meta chains",
  testing: "Measuring on the test candidates",
  verdictTitle: "Is it real?",

  // Ablations and their variants
  paper: "Paper's ablations",
  upperLearningRate: "Upper learning rate",
  unroll: "Unroll",
  asSet: "As set",
  noAggregationLoss: "Without the aggregation loss",
  noBilevel: "Without bilevel optimisation",
  noSteps: "Without structured steps",

  // What goes on in a study or a measurement
  preparing: "Preparing",
  interruptedStudy: "Interrupted by a reload; {{done}} of {{all}} trainings are done",
  stoppedReport: "Stopped; the report tells of what was done",
  stoppedEarly: "Stopped before there was enough to report on",
  measuringPrms: "Measuring {{place}} of {{number}} PRMs",
  stepMetrics: "Step metrics",
  evaluating: "Evaluating: {{saidPrm}}",
  evaluatingIntervals: "Evaluating: intervals",

  // Notices
  deviceLost:
    "The device ({{saidDevice}}) was lost: {{reason}} Going on from step {{step}} on {{saidNow}}.",
  deviceLostAgain:
    "The device ({{saidDevice}}) was lost {{times}} times in short order: {{reason}} Going on from step {{step}} on {{saidNow}}.",
  deviceInParts:
    "The device ({{saidDevice}}) has no memory for batches of {{size}}: they are computed in {{parts}} parts, with the same result. Going on from step {{step}} on {{saidNow}}.",
  deviceFull:
    "The device ({{saidDevice}}) has no memory for this run, not even in {{parts}} parts a batch. Going on from step {{step}} on {{saidNow}}.",
  kernelPlain:
    "The driver of {{saidDevice}} could not build the kernel “{{kernel}}” ({{reason}}). Going on from step {{step}} on {{saidNow}} with its plain twin, which is slower.",
  kernelElsewhere:
    "The driver of {{saidDevice}} could not build the kernel “{{kernel}}” ({{reason}}). Going on from step {{step}} on {{saidNow}}, which computes the same in other ways.",
  notFinite:
    "The device computed numbers in lower steps {{from}} to {{to}} that are not finite, and did not when it made them again: training goes on at step {{step}}.",
  otherDevice: "The device of before is not there ({{reason}}); going on with another.",
  referenceGpu: "WebGPU with the reference engine",
  referenceWasm: "WebAssembly with the reference engine",
  studyLost: "A study was interrupted and cannot go on: {{saidReason}}.",
  dataGone: "the data it was about are no longer loaded",
  notEvaluated: "The candidates could not be evaluated: {{reason}}",

  // What a head on vectors reads
  allDirections: "all {{width}} directions of the vectors, centred and scaled",
  someDirections:
    "{{number}} of {{width}} directions of the vectors, with {{share}} % of their variance",

  // The verdict's headline
  headNothing:
    "Nothing could be judged: no test candidates with known answers are loaded, and too few meta chains are kept to decide by.",
  headMetaBenefit:
    "Learning the weights helped: {{gain}} AUROC ({{low}} to {{high}}) on kept meta chains; no test candidates with known answers are loaded.",
  headMetaHarm:
    "Learning the weights did harm: {{gain}} AUROC ({{low}} to {{high}}) on kept meta chains; no test candidates with known answers are loaded.",
  headMetaNone:
    "No evidence of benefit: {{gain}} AUROC ({{low}} to {{high}}) on kept meta chains; no test candidates with known answers are loaded.",
  headBenefit:
    "Learning the weights raised best-of-{{n}} by {{points}} points (95 % interval {{low}} to {{high}}) over a vanilla PRM given as much computing.",
  headHarm:
    "Learning the weights lowered best-of-{{n}} by {{points}} points (95 % interval of the change {{low}} to {{high}}) against vanilla.",
  headNone:
    "Learning the weights changed best-of-{{n}} by {{points}} points ({{low}} to {{high}}) against {{saidControl}}: {{saidMeaning}}.",
  asMuchComputing: "a vanilla PRM given as much computing",
  plainVanilla: "vanilla",
  littleHarm: "too little to call it harm, and no evidence of benefit",
  noEvidence: "that is no evidence of benefit",
  littleBenefit: "too little to call it benefit",
  anotherControl: "but another control does as well, so that is no evidence of benefit",

  // Its reasons
  against: "Against {{saidControl}}: {{points}} points ({{low}} to {{high}}), {{saidMeaning}}.",
  atSameSteps: "vanilla at the same steps",
  atTwiceSteps: "vanilla at twice the steps",
  otherDomains: "the same weights on other domains",
  better: "better",
  worse: "worse",
  noDifference: "no clear difference",
  notComputing: "so more computing alone does not explain it",
  computing: "so more computing would do as well",
  dealsMatter:
    "better than {{beaten}} of {{all}} random deals: it matters which domain has which weight",
  dealsTooFew:
    "better than {{beaten}} of {{all}} random deals: too few to say that it matters which domain has which weight",
  dealsAlike: "so weights dealt out at random would do as well",
  missing: "Not there to compare with: {{saidMissing}}.",
  missingPermuted: "permuted weights",
  missingSeed: "a second seed",
  missingLongPermuted: "vanilla at twice the steps, permuted weights",
  missingLongSeed: "vanilla at twice the steps, a second seed",
  missingPermutedSeed: "permuted weights, a second seed",
  missingAll: "vanilla at twice the steps, permuted weights, a second seed",
  agreementUntold:
    "There are too few domains and seeds to tell whether the seeds agree on the weights.",
  agreement:
    "The {{seeds}} seeds agree on which domains count more (rank correlation {{value}}, chance gives {{low}} to {{high}}).",
  noAgreement:
    "The {{seeds}} seeds agree on the weights no more than chance (rank correlation {{value}}, chance gives {{low}} to {{high}}).",
  recommendedLearned:
    "Before any test file was looked at: learned weights recommended. {{saidReason}}",
  recommendedUniform:
    "Before any test file was looked at: uniform weights recommended. {{saidReason}}",

  // Why which weights are recommended
  judgeBetter:
    "Learned weights judge unseen chains better: AUROC {{learned}} with learned weights, {{uniform}} with uniform ones, on {{chains}} meta chains of {{questions}} questions that were kept from training (better in {{share}} % of resamples).",
  judgeWorse:
    "Learned weights judge unseen chains worse: AUROC {{learned}} with learned weights, {{uniform}} with uniform ones, on {{chains}} meta chains of {{questions}} questions that were kept from training.",
  judgeAlike:
    "Learned weights are not clearly better: AUROC {{learned}} with learned weights, {{uniform}} with uniform ones, on {{chains}} meta chains of {{questions}} questions that were kept from training (better in {{share}} % of resamples; {{asked}} % are asked for). Uniform weights are the safe choice.",
  judgeBlind: "{{saidReason}} Neither judges them better than chance.",

  // What tempers the verdict
  cautionStopped: "Stopped early: {{done}} of {{planned}} trainings were made.",
  cautionFew:
    "Only {{questions}} of {{all}} questions have the {{n}} candidates that best-of-{{bestOf}} takes.",
  cautionStyle:
    "The candidates are by several models; choosing by the model alone, without reading, is right in {{style}} %, the learned weights' PRM in {{share}} %. A PRM that knows the models' style looks good here: compare within a model.",
  cautionFineTunedBetter:
    "Fine-tuning a vanilla PRM on the same meta set does better still: learned weights are {{points}} points ({{low}} to {{high}}) against it.",
  cautionFineTunedAlike:
    "Fine-tuning a vanilla PRM on the same meta set does about as well (learned weights {{points}} points ({{low}} to {{high}}) against it).",
  cautionOracle:
    "There was more to gain: leaving out the planted harmful domains is {{points}} points better than the learned weights.",
  cautionDisagree:
    "The seeds do not agree on the weights, so do not read much into single domains.",
  cautionSpread: "The weights spread all the same ({{low}} to {{high}}): spread is no evidence.",
  cautionClean:
    "Where all domains are equally clean the weights spread from {{low}} to {{high}} too.",
  cautionCleanGain:
    "Where all domains are equally clean the weights spread from {{low}} to {{high}} too, with a gain of {{points}} points ({{from}} to {{to}}).",
  cautionUnclearMeta:
    "The kept meta chains alone were not clear enough to recommend the learned weights; the test candidates are.",
  cautionMetaBelied:
    "The kept meta chains had favoured the learned weights; the test candidates do not bear that out.",
  cautionUnseen:
    "With {{questions}} questions a gain below about {{points}} points could not have been seen.",
} as const;
