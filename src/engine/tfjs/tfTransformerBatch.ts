// Token sequences of one batch on the device: padded to one length, with the tables of their positions
// and the sparse matrices that sum gradients by token and by place.
import * as tf from "@tensorflow/tfjs-core";
import type { EncodedSequences } from "../encoders/encoded.ts";
import { ROTARY_BASE, type TransformerLayout } from "../prm/layout.ts";
import { groupingCsr } from "./csr.ts";
import { type CsrTensors, csrTensors } from "./csrMatMul.ts";

/** Sequences are padded to a multiple of this, so that shapes, and device buffers, are few. */
const LENGTH_BUCKET = 16;

/** Which row of a matrix each row of another is, and the sum back: [rows of the one, rows of the other]. */
export interface RowPicks {
  /** 0 where padded. */
  rowOf: tf.Tensor1D;
  /** A padded row is in no sum. */
  sums: CsrTensors;
}

/** B sequences of T places; R scores, padding included. h: dimensions of a head. */
export interface SequenceTensors {
  /** B, padding included. */
  count: number;
  /** T */
  length: number;
  /** Row of the token table of each place, [B·T]. */
  tokens: RowPicks;
  /** s of each place, 0 where padded, [B·T, 1]. */
  surprisal: tf.Tensor2D;
  /** Place of each score, [R] of [B·T]. */
  scores: RowPicks;
  /** cos and sin of each position's angles, divided by ⁴√h, [T, h]. */
  cos: tf.Tensor2D;
  sin: tf.Tensor2D;
  /** (u_1, u_2) · halfTurn = (−u_2, u_1) of the halves of a head, [h, h]. */
  halfTurn: tf.Tensor2D;
  /** 0 where place i sees place j, else far below any attention score, [T, T]. */
  causal: tf.Tensor2D;
}

/** Below it, exp(score − largest score) is 0. */
const UNSEEN = -1e9;

function rowPicks(rows: Int32Array, rowCount: number): RowPicks {
  return {
    rowOf: tf.tensor1d(
      rows.map((row) => Math.max(row, 0)),
      "int32",
    ),
    sums: csrTensors(groupingCsr(rows, rowCount, 1)),
  };
}

/**
 * cos and sin of t · base^(−2p/h), both halves of a head alike. Queries and keys are both multiplied by
 * them: the fourth root of h in each makes √h in their product.
 */
function rotaryTables(length: number, headSize: number) {
  const half = headSize / 2;
  const scale = headSize ** -0.25;
  const table = (f: (angle: number) => number) =>
    tf.tensor2d(
      Float32Array.from({ length: length * headSize }, (_, i) => {
        const place = Math.floor(i / headSize);
        const pair = (i % headSize) % half;
        return scale * f(place * ROTARY_BASE ** (-pair / half));
      }),
      [length, headSize],
    );
  const halfTurn = new Float32Array(headSize * headSize);
  for (let p = 0; p < half; p++) {
    halfTurn[(p + half) * headSize + p] = -1;
    halfTurn[p * headSize + p + half] = 1;
  }
  return {
    cos: table(Math.cos),
    sin: table(Math.sin),
    halfTurn: tf.tensor2d(halfTurn, [headSize, headSize]),
  };
}

function causalMask(length: number): tf.Tensor2D {
  const mask = new Float32Array(length * length);
  for (let t = 0; t < length; t++) mask.fill(UNSEEN, t * length + t + 1, (t + 1) * length);
  return tf.tensor2d(mask, [length, length]);
}

/**
 * The listed sequences (repeats allowed) as `count` of the device, the rest empty; their scores as
 * `scoreCount`, the rest of nothing. Padding stands behind the tokens, where no score sees it.
 */
export function sequenceTensors(
  layout: TransformerLayout,
  sequences: EncodedSequences,
  indices: ArrayLike<number>,
  count: number,
  scoreCount: number,
): SequenceTensors {
  const { width, heads, vocabulary } = layout.encoder;
  let longest = 1;
  for (let i = 0; i < indices.length; i++) {
    const s = indices[i]!;
    longest = Math.max(longest, sequences.start[s + 1]! - sequences.start[s]!);
  }
  const length = Math.ceil(longest / LENGTH_BUCKET) * LENGTH_BUCKET;
  const tokens = new Int32Array(count * length).fill(-1);
  const surprisal = new Float32Array(count * length);
  const places = new Int32Array(scoreCount).fill(-1);
  let score = 0;
  for (let i = 0; i < indices.length; i++) {
    const s = indices[i]!;
    const [from, to] = [sequences.start[s]!, sequences.start[s + 1]!];
    tokens.set(sequences.tokens.subarray(from, to), i * length);
    surprisal.set(sequences.surprisal.subarray(from, to), i * length);
    for (let at = sequences.scoreStart[s]!; at < sequences.scoreStart[s + 1]!; at++) {
      places[score++] = i * length + sequences.scoreAt[at]!;
    }
  }
  return {
    count,
    length,
    tokens: rowPicks(tokens, vocabulary),
    surprisal: tf.tensor2d(surprisal, [count * length, 1]),
    scores: rowPicks(places, count * length),
    causal: causalMask(length),
    ...rotaryTables(length, width / heads),
  };
}
