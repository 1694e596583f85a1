// The layers that transformers here are made of, in typed arrays, in float64; see transformerPrm.ts and
// languageModel.ts. One sequence at a time.
import {
  NORM_EPSILON,
  type ParameterBlock,
  ROTARY_BASE,
  type TransformerLayerLayout,
} from "../prm/layout.ts";
import type { FloatArray } from "./arraySpace.ts";

/** [rows, columns], row-major. */
export interface Matrix {
  rows: number;
  columns: number;
  values: Float64Array;
}

export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/** x · W, W a block [x.columns, outputs]. */
export function project(x: Matrix, params: FloatArray, weight: ParameterBlock): Matrix {
  const outputs = weight.size / x.columns;
  const out = zeros(x.rows, outputs);
  for (let t = 0; t < x.rows; t++) {
    const to = t * outputs;
    for (let i = 0; i < x.columns; i++) {
      const value = x.values[t * x.columns + i]!;
      const from = weight.offset + i * outputs;
      for (let j = 0; j < outputs; j++) out.values[to + j]! += value * params[from + j]!;
    }
  }
  return out;
}

function addInto(x: Matrix, added: Matrix): void {
  for (let i = 0; i < x.values.length; i++) x.values[i]! += added.values[i]!;
}

/** Each row to mean 0 and variance 1: (x − mean) / √(variance + ε), the variance biased. */
export function norm(x: Matrix): Matrix {
  const { rows, columns } = x;
  const out = zeros(rows, columns);
  for (let t = 0; t < rows; t++) {
    const row = x.values.subarray(t * columns, (t + 1) * columns);
    let mean = 0;
    for (const value of row) mean += value / columns;
    let variance = 0;
    for (const value of row) variance += (value - mean) ** 2 / columns;
    const deviation = Math.sqrt(variance + NORM_EPSILON);
    for (let i = 0; i < columns; i++) out.values[t * columns + i] = (row[i]! - mean) / deviation;
  }
  return out;
}

function silu(x: Matrix): Matrix {
  return { ...x, values: x.values.map((value) => value / (1 + Math.exp(-value))) };
}

/** One head's columns of a [tokens, 3d] matrix of queries, keys and values. */
interface Head {
  /** First column. */
  at: number;
  /** h, the head's dimensions. */
  size: number;
}

/** Turns pairs (u_p, u_{p+h/2}) of each row by the row's position, in place. */
function rotate(x: Matrix, { at, size }: Head): void {
  const half = size / 2;
  for (let t = 0; t < x.rows; t++) {
    for (let p = 0; p < half; p++) {
      const angle = t * ROTARY_BASE ** ((-2 * p) / size);
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      const low = t * x.columns + at + p;
      const u = x.values[low]!;
      const v = x.values[low + half]!;
      x.values[low] = u * cos - v * sin;
      x.values[low + half] = v * cos + u * sin;
    }
  }
}

function dotRows(x: Matrix, row: number, at: number, otherRow: number, otherAt: number, n: number) {
  let sum = 0;
  for (let i = 0; i < n; i++) {
    sum += x.values[row * x.columns + at + i]! * x.values[otherRow * x.columns + otherAt + i]!;
  }
  return sum;
}

/** How a layer's attention tells places apart. */
export interface AttentionPlaces {
  heads: number;
  /** What a score is lowered by for each place between query and key, one a head; null: rotary positions. */
  slopes: readonly number[] | null;
}

/** softmax(causal q·kᵀ/√h) · v of every head, [tokens, d], from [tokens, 3d]; may rotate queries and keys in place. */
function attend(qkv: Matrix, { heads, slopes }: AttentionPlaces): Matrix {
  const width = qkv.columns / 3;
  const size = width / heads;
  const out = zeros(qkv.rows, width);
  for (let head = 0; head < heads; head++) {
    const query = head * size;
    const key = width + query;
    const value = 2 * width + query;
    if (!slopes) {
      rotate(qkv, { at: query, size });
      rotate(qkv, { at: key, size });
    }
    const slope = slopes?.[head] ?? 0;
    for (let t = 0; t < qkv.rows; t++) {
      const scores = Float64Array.from(
        { length: t + 1 },
        (_, j) => dotRows(qkv, t, query, j, key, size) / Math.sqrt(size) - slope * (t - j),
      );
      const largest = scores.reduce((a, b) => Math.max(a, b));
      const shares = scores.map((score) => Math.exp(score - largest));
      const total = shares.reduce((a, b) => a + b);
      for (let j = 0; j <= t; j++) {
        const share = shares[j]! / total;
        for (let i = 0; i < size; i++) {
          out.values[t * width + query + i]! += share * qkv.values[j * qkv.columns + value + i]!;
        }
      }
    }
  }
  return out;
}

/** Row t: the first half of row t − 1 (zeros before the first), the second half of row t. */
function shifted(x: Matrix): Matrix {
  const half = x.columns / 2;
  const out = zeros(x.rows, x.columns);
  out.values.forEach((_, i) => {
    const from = i % x.columns < half ? i - x.columns : i;
    out.values[i] = from < 0 ? 0 : x.values[from]!;
  });
  return out;
}

/** One layer on x, in place; with distance slopes its attention reads shifted rows. */
export function applyLayer(
  x: Matrix,
  params: FloatArray,
  layer: TransformerLayerLayout,
  places: AttentionPlaces,
): void {
  const read = places.slopes ? shifted(norm(x)) : norm(x);
  const attended = attend(project(read, params, layer.queryKeyValue), places);
  addInto(x, project(attended, params, layer.attentionOutput));
  addInto(x, project(silu(project(norm(x), params, layer.up)), params, layer.down));
}
