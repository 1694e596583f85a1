// A head on a frozen encoder's vectors in typed arrays: one row forward and back. For scoring, and in
// float64 as the yardstick of the other engines.
import type { EncodedVectors } from "../encoders/encoded.ts";
import type {
  AttentionHeadLayout,
  HeadLayout,
  LinearHeadLayout,
  MlpHeadLayout,
} from "../prm/layout.ts";
import type { FloatArray } from "./arraySpace.ts";
import type { RowNetwork } from "./rowEngine.ts";

export type HeadPrm = RowNetwork<EncodedVectors>;

function dot(
  params: FloatArray,
  at: number,
  values: Float32Array,
  from: number,
  length: number,
): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += params[at + i]! * values[from + i]!;
  return sum;
}

/** gradient[at ..] += factor · values[from ..] */
function addTo(
  gradient: FloatArray,
  at: number,
  values: Float32Array,
  from: number,
  length: number,
  factor: number,
): void {
  for (let i = 0; i < length; i++) gradient[at + i]! += factor * values[from + i]!;
}

/** Where the newest step's vector starts in `values`. */
function newestAt({ prefix, prefixStart, width }: EncodedVectors, row: number): number {
  return prefix[prefixStart[row + 1]! - 1]! * width;
}

function linearHead({ inputs, outputWeight, outputBias }: LinearHeadLayout): HeadPrm {
  return {
    forward: (params, vectors, row) =>
      dot(params, outputWeight.offset, vectors.values, newestAt(vectors, row), inputs) +
      params[outputBias.offset]!,
    backward(_params, vectors, row, logitGradient, gradient) {
      const x = newestAt(vectors, row);
      addTo(gradient, outputWeight.offset, vectors.values, x, inputs, logitGradient);
      gradient[outputBias.offset]! += logitGradient;
    },
  };
}

function mlpHead(layout: MlpHeadLayout): HeadPrm {
  const { inputs, hiddenWeight, hiddenBias, outputWeight, outputBias } = layout;
  const hidden = hiddenBias.size;
  const active = new Float64Array(hidden);
  const slope = new Float64Array(hidden);
  const delta = new Float64Array(hidden);
  return {
    forward(params, vectors, row) {
      const x = newestAt(vectors, row);
      for (let j = 0; j < hidden; j++) active[j] = params[hiddenBias.offset + j]!;
      for (let i = 0; i < inputs; i++) {
        const value = vectors.values[x + i]!;
        const base = hiddenWeight.offset + i * hidden;
        for (let j = 0; j < hidden; j++) active[j]! += value * params[base + j]!;
      }
      let logit = params[outputBias.offset]!;
      for (let j = 0; j < hidden; j++) {
        const sum = active[j]!;
        const gate = 1 / (1 + Math.exp(-sum));
        active[j] = sum * gate;
        slope[j] = gate * (1 + sum * (1 - gate));
        logit += active[j]! * params[outputWeight.offset + j]!;
      }
      return logit;
    },
    backward(params, vectors, row, logitGradient, gradient) {
      const x = newestAt(vectors, row);
      gradient[outputBias.offset]! += logitGradient;
      for (let j = 0; j < hidden; j++) {
        gradient[outputWeight.offset + j]! += logitGradient * active[j]!;
        delta[j] = logitGradient * params[outputWeight.offset + j]! * slope[j]!;
        gradient[hiddenBias.offset + j]! += delta[j]!;
      }
      for (let i = 0; i < inputs; i++) {
        const value = vectors.values[x + i]!;
        const base = hiddenWeight.offset + i * hidden;
        for (let j = 0; j < hidden; j++) gradient[base + j]! += value * delta[j]!;
      }
    },
  };
}

function attentionHead(layout: AttentionHeadLayout): HeadPrm {
  const { inputs, query, pooledWeight, outputWeight, outputBias } = layout;
  const scale = 1 / Math.sqrt(inputs);
  /** Of the row that was last read: a_j, and x_j·v. */
  let shares: number[] = [];
  let pooled: number[] = [];
  /** Σ_j a_j x_j·v */
  let mean = 0;
  const placesOf = ({ prefix, prefixStart, width }: EncodedVectors, row: number) =>
    Array.from(prefix.subarray(prefixStart[row], prefixStart[row + 1]), (vector) => vector * width);
  return {
    forward(params, vectors, row) {
      const { values } = vectors;
      const places = placesOf(vectors, row);
      const scores = places.map((x) => scale * dot(params, query.offset, values, x, inputs));
      const largest = Math.max(...scores);
      const powers = scores.map((score) => Math.exp(score - largest));
      const sum = powers.reduce((total, power) => total + power, 0);
      shares = powers.map((power) => power / sum);
      pooled = places.map((x) => dot(params, pooledWeight.offset, values, x, inputs));
      mean = shares.reduce((total, share, j) => total + share * pooled[j]!, 0);
      const newest = dot(params, outputWeight.offset, values, newestAt(vectors, row), inputs);
      return newest + mean + params[outputBias.offset]!;
    },
    backward(_params, vectors, row, logitGradient, gradient) {
      const { values } = vectors;
      placesOf(vectors, row).forEach((x, j) => {
        const share = logitGradient * shares[j]!;
        addTo(gradient, pooledWeight.offset, values, x, inputs, share);
        addTo(gradient, query.offset, values, x, inputs, share * scale * (pooled[j]! - mean));
      });
      const newest = newestAt(vectors, row);
      addTo(gradient, outputWeight.offset, values, newest, inputs, logitGradient);
      gradient[outputBias.offset]! += logitGradient;
    },
  };
}

export function createHeadPrm(layout: HeadLayout): HeadPrm {
  switch (layout.head) {
    case "linear":
      return linearHead(layout);
    case "mlp":
      return mlpHead(layout);
    case "attention":
      return attentionHead(layout);
    default:
      return layout satisfies never;
  }
}

/** Logits of all rows, [rows]. */
export function scoreVectors(
  layout: HeadLayout,
  params: FloatArray,
  vectors: EncodedVectors,
): Float64Array {
  const prm = createHeadPrm(layout);
  const logits = new Float64Array(vectors.count);
  for (let row = 0; row < vectors.count; row++) logits[row] = prm.forward(params, vectors, row);
  return logits;
}
