// The upper loss on the GPU: step logits to chain logits, chain logits to L_meta, and back to the step
// logits' gradient; one dispatch of one workgroup. The plain definitions are prm/aggregate.ts and
// prm/metaLoss.ts; formulas are chosen to be stable in float32.
import type { Aggregation, MetaLoss } from "../../domain/runConfig.ts";
import type { ChainBatch } from "../prm/chainBatch.ts";
import { baseRateLogit, VARIANCE_FLOOR } from "../prm/metaLoss.ts";
import {
  type GpuRecorder,
  type GpuVector,
  type KernelSource,
  WORKGROUP_SIZE,
} from "./gpuRecorder.ts";
import type { GpuScopes } from "./gpuSpace.ts";

/** log1p and expm1 to float32 accuracy: WGSL's log is only absolutely accurate near 1. */
const STABLE_FUNCTIONS = `
fn sigmoid(z: f32) -> f32 { return 1.0 / (1.0 + exp(-z)); }

// log(1 + t), t in [0, 1]: 2 atanh(t / (2 + t)) as a series.
fn logOnePlus(t: f32) -> f32 {
  let y = t / (t + 2.0);
  let q = y * y;
  let series = q * (1.0 / 3.0 + q * (1.0 / 5.0 + q * (1.0 / 7.0 + q * (1.0 / 9.0
    + q * (1.0 / 11.0 + q * (1.0 / 13.0))))));
  return 2.0 * y * (1.0 + series);
}

// -log(sigmoid(z))
fn negativeLogSigmoid(z: f32) -> f32 { return max(-z, 0.0) + logOnePlus(exp(-abs(z))); }

// exp(s) - 1, s in [0, 0.5]
fn expMinusOneSmall(s: f32) -> f32 {
  return s * (1.0 + s * (1.0 / 2.0) * (1.0 + s * (1.0 / 3.0) * (1.0 + s * (1.0 / 4.0) * (1.0
    + s * (1.0 / 5.0) * (1.0 + s * (1.0 / 6.0) * (1.0 + s * (1.0 / 7.0) * (1.0 + s / 8.0)))))));
}

// Logit of the probability exp(-s), s > 0, and minus its derivative by s.
fn logitOfNegativeLog(given: f32) -> vec2f {
  let s = max(given, 1e-37);
  if (s < 0.5) {
    let small = expMinusOneSmall(s);
    return vec2f(-log(small), 1.0 / small + 1.0);
  }
  let complement = 1.0 - exp(-s);
  return vec2f(-(s + log(complement)), 1.0 / complement);
}`;

/** Sets chainLogit[c] and slope[step] from logit[from .. to). */
const AGGREGATES: Record<Aggregation, string> = {
  meanLogit: `
    var sum = 0.0;
    for (var i = begin; i < to; i++) { sum += logit[i]; slope[i] = 1.0 / n; }
    chainLogit[c] = sum / n;`,
  last: `
    for (var i = begin; i < to; i++) { slope[i] = select(0.0, 1.0, i + 1u == to); }
    chainLogit[c] = logit[to - 1u];`,
  min: `
    var lowest = begin;
    for (var i = begin; i < to; i++) {
      slope[i] = 0.0;
      if (logit[i] < logit[lowest]) { lowest = i; }
    }
    slope[lowest] = 1.0;
    chainLogit[c] = logit[lowest];`,
  product: `
    var total = 0.0;
    for (var i = begin; i < to; i++) { total += negativeLogSigmoid(logit[i]); }
    let chain = logitOfNegativeLog(total);
    for (var i = begin; i < to; i++) { slope[i] = chain.y * sigmoid(-logit[i]); }
    chainLogit[c] = chain.x;`,
  meanLogP: `
    var total = 0.0;
    for (var i = begin; i < to; i++) { total += negativeLogSigmoid(logit[i]); }
    let chain = logitOfNegativeLog(total / n);
    for (var i = begin; i < to; i++) { slope[i] = chain.y * sigmoid(-logit[i]) / n; }
    chainLogit[c] = chain.x;`,
  // logit of the mean score = log Σσ(z) − log Σσ(−z), each with its largest term taken out.
  logMeanP: `
    var right = -3e38;
    var wrong = -3e38;
    for (var i = begin; i < to; i++) {
      right = max(right, -negativeLogSigmoid(logit[i]));
      wrong = max(wrong, -negativeLogSigmoid(-logit[i]));
    }
    var rightSum = 0.0;
    var wrongSum = 0.0;
    for (var i = begin; i < to; i++) {
      rightSum += exp(-negativeLogSigmoid(logit[i]) - right);
      wrongSum += exp(-negativeLogSigmoid(-logit[i]) - wrong);
    }
    let logRight = right + log(rightSum);
    let logWrong = wrong + log(wrongSum);
    for (var i = begin; i < to; i++) {
      let z = logit[i];
      slope[i] = exp(-negativeLogSigmoid(z) - logRight) * sigmoid(-z)
        + exp(-negativeLogSigmoid(-z) - logWrong) * sigmoid(z);
    }
    chainLogit[c] = logRight - logWrong;`,
};

/** σ(a') against y, where a' is what the loss makes of the chain logit; sums go through \`total\`. */
const SQUARED_ERROR = `
  var loss = 0.0;
  var gradientSum = 0.0;
  var alongSum = 0.0;
  for (var c = lane; c < chains; c += ${WORKGROUP_SIZE}u) {
    let moved = (chainLogit[c] - mean) / deviation;
    let score = sigmoid(moved + shift);
    let error = score - label[c];
    let g = 2.0 * error * score * (1.0 - score) / count;
    chainGradient[c] = g;
    loss += error * error / count;
    gradientSum += g;
    alongSum += g * moved;
  }
  let lossTotal = total(lane, loss);`;

/** `sloped`: Σ_c s_c a_c of slopes that stand where labels do; the way back from a loss that is known already. */
const META_LOSSES: Record<MetaLoss | "sloped", string> = {
  sloped: `
  var loss = 0.0;
  for (var c = lane; c < chains; c += ${WORKGROUP_SIZE}u) {
    chainGradient[c] = label[c];
    loss += label[c] * chainLogit[c];
  }
  let lossTotal = total(lane, loss);`,
  mse: `
  let mean = 0.0;
  let deviation = 1.0;
  let shift = 0.0;
  ${SQUARED_ERROR}`,
  centered: `
  var logitSum = 0.0;
  for (var c = lane; c < chains; c += ${WORKGROUP_SIZE}u) { logitSum += chainLogit[c]; }
  let mean = total(lane, logitSum) / count;
  let deviation = 1.0;
  let shift = setting[0];
  ${SQUARED_ERROR}
  let centre = total(lane, gradientSum) / count;
  for (var c = lane; c < chains; c += ${WORKGROUP_SIZE}u) { chainGradient[c] -= centre; }`,
  standardized: `
  var logitSum = 0.0;
  for (var c = lane; c < chains; c += ${WORKGROUP_SIZE}u) { logitSum += chainLogit[c]; }
  let mean = total(lane, logitSum) / count;
  var squares = 0.0;
  for (var c = lane; c < chains; c += ${WORKGROUP_SIZE}u) {
    squares += (chainLogit[c] - mean) * (chainLogit[c] - mean);
  }
  let deviation = sqrt(total(lane, squares) / count + ${VARIANCE_FLOOR});
  let shift = setting[0];
  ${SQUARED_ERROR}
  let centre = total(lane, gradientSum) / count;
  let along = total(lane, alongSum) / count;
  for (var c = lane; c < chains; c += ${WORKGROUP_SIZE}u) {
    let standard = (chainLogit[c] - mean) / deviation;
    chainGradient[c] = (chainGradient[c] - centre - standard * along) / deviation;
  }`,
  pairwise: `
  let pairs = setting[1];
  var loss = 0.0;
  for (var c = lane; c < chains; c += ${WORKGROUP_SIZE}u) {
    let isCorrect = label[c] == 1.0;
    var g = 0.0;
    if (pairs > 0.0) {
      for (var other = 0u; other < chains; other++) {
        if ((label[other] == 1.0) == isCorrect) { continue; }
        let margin = select(-1.0, 1.0, isCorrect) * (chainLogit[c] - chainLogit[other]);
        g += sigmoid(-margin);
        // Each pair is met from both its ends.
        loss += 0.5 * negativeLogSigmoid(margin) / pairs;
      }
      g *= select(1.0, -1.0, isCorrect) / pairs;
    }
    chainGradient[c] = g;
  }
  let lossTotal = total(lane, loss);`,
};

function metaLossKernel(metaLoss: MetaLoss | "sloped", aggregation: Aggregation): KernelSource {
  return {
    name: `metaLoss ${metaLoss} ${aggregation}`,
    bindings: [
      { name: "logit", type: "array<f32>" },
      { name: "chainStart", type: "array<u32>" },
      { name: "label", type: "array<f32>" },
      { name: "setting", type: "array<f32>" },
      { name: "chainLogit", type: "array<f32>", isWritten: true },
      { name: "chainGradient", type: "array<f32>", isWritten: true },
      { name: "slope", type: "array<f32>", isWritten: true },
      { name: "lossOut", type: "array<f32>", isWritten: true },
    ],
    code: `${STABLE_FUNCTIONS}
var<workgroup> shared_: array<f32, ${WORKGROUP_SIZE}>;

// The lanes' sum, the same in every lane; added up in the order of the lanes.
fn total(lane: u32, value: f32) -> f32 {
  workgroupBarrier();
  shared_[lane] = value;
  workgroupBarrier();
  var sum = 0.0;
  for (var i = 0u; i < ${WORKGROUP_SIZE}u; i++) { sum += shared_[i]; }
  return sum;
}

@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(local_invocation_index) lane: u32) {
  let chains = u32(setting[2]);
  let count = f32(chains);
  for (var c = lane; c < chains; c += ${WORKGROUP_SIZE}u) {
    let begin = chainStart[c];
    let to = chainStart[c + 1u];
    let n = f32(to - begin);
    ${AGGREGATES[aggregation]}
  }
  // Each lane reads below what it wrote above, but pairwise reads every chain's logit.
  storageBarrier();
  ${META_LOSSES[metaLoss]}
  for (var c = lane; c < chains; c += ${WORKGROUP_SIZE}u) {
    for (var i = chainStart[c]; i < chainStart[c + 1u]; i++) { slope[i] *= chainGradient[c]; }
  }
  if (lane == 0u) { lossOut[0] = lossTotal; }
}`,
  };
}

/** The chains of a meta batch, as the upper loss needs them. */
export interface GpuChains {
  chainCount: number;
  /** Places of each chain's step logits, [chains + 1]. */
  chainStart: GpuVector;
  /** y, [chains] */
  labels: GpuVector;
  /** Logit of the base rate, pairs of a correct and a wrong chain, number of chains. */
  settings: GpuVector;
}

export function uploadChains(recorder: GpuRecorder, { start, isCorrect }: ChainBatch): GpuChains {
  const chainCount = isCorrect.length;
  const correct = isCorrect.reduce((sum, y) => sum + y, 0);
  return {
    chainCount,
    chainStart: recorder.uploadOnce(start),
    labels: recorder.uploadOnce(Float32Array.from(isCorrect)),
    settings: recorder.uploadOnce(
      Float32Array.of(baseRateLogit(isCorrect), correct * (chainCount - correct), chainCount),
    ),
  };
}

/** L_meta, [1], and dL_meta/dz of every step logit; and the chains' own logits, [chains]. */
export function recordMetaLoss(
  recorder: GpuRecorder,
  scopes: GpuScopes,
  kinds: { metaLoss: MetaLoss | "sloped"; aggregation: Aggregation },
  logits: GpuVector,
  chains: GpuChains,
): { loss: GpuVector; logitGradient: GpuVector; chainLogits: GpuVector } {
  const chainLogits = scopes.allocate(chains.chainCount);
  const chainGradient = scopes.allocate(chains.chainCount);
  const logitGradient = scopes.allocate(logits.length);
  const loss = scopes.allocate(1);
  recorder.dispatch(
    metaLossKernel(kinds.metaLoss, kinds.aggregation),
    [
      logits,
      chains.chainStart,
      chains.labels,
      chains.settings,
      chainLogits,
      chainGradient,
      logitGradient,
      loss,
    ],
    1,
  );
  return { loss, logitGradient, chainLogits };
}
