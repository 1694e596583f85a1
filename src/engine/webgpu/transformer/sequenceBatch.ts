// Token sequences on the GPU, and batches of them: a batch uploads a few numbers an item, its tokens are
// placed on the GPU.
import type { EncodedSequences } from "../../encoders/encoded.ts";
import { type GpuRecorder, type GpuVector, workgroupsFor } from "../gpuRecorder.ts";
import type { GpuScopes } from "../gpuSpace.ts";
import { BATCH, BATCH_ITEM } from "./bindings.ts";
import { TOKENS_A_WORD, type TokenKernels } from "./tokenKernels.ts";

/** Tokens whose weight gradients one invocation adds up, unless there would be too many splits. */
const TOKENS_A_SPLIT = 256;
const MAX_SPLITS = 32;

/** A set's sequences, uploaded once. */
export interface ResidentSequences {
  encoded: EncodedSequences;
  /** Each token and the bits of its surprisal. */
  tokens: GpuVector;
  /** First token, first score, domain, 0 of each sequence, and of the end of the last. */
  sequences: GpuVector;
  /** Place in its sequence and bits of the label of each score. */
  scores: GpuVector;
}

export interface SequenceBatch {
  /** N, R */
  tokens: number;
  scores: number;
  /** How many of them buffers have room for: batches of about one size use the same buffers. */
  tokenRoom: number;
  scoreRoom: number;
  splits: number;
  /** See BATCH. */
  upload: GpuVector;
  /** Of each token and of each score; see the `place` kernel. */
  place: GpuVector;
  scored: GpuVector;
  /** s of each token. */
  surprisal: GpuVector;
}

/** Each integer and the bits of the float that goes with it. */
function besideBits(integers: Int32Array, floats: Float32Array): Uint32Array {
  const pairs = new Uint32Array(2 * integers.length);
  const asFloats = new Float32Array(pairs.buffer);
  for (let i = 0; i < integers.length; i++) {
    pairs[2 * i] = integers[i]!;
    asFloats[2 * i + 1] = floats[i]!;
  }
  return pairs;
}

/** labels: one a score; domains: one a sequence; 0 where they are not given. */
export function residentSequences(
  recorder: GpuRecorder,
  encoded: EncodedSequences,
  labels: Float32Array | null,
  domains: Int32Array | null,
): ResidentSequences {
  const { count, start, scoreStart, scoreAt } = encoded;
  const sequences = new Uint32Array(4 * (count + 1));
  for (let s = 0; s <= count; s++) {
    sequences.set([start[s]!, scoreStart[s]!, domains?.[s] ?? 0, 0], 4 * s);
  }
  return {
    encoded,
    tokens: recorder.upload(besideBits(encoded.tokens, encoded.surprisal)),
    sequences: recorder.upload(sequences),
    scores: recorder.upload(
      besideBits(encoded.scoreAt, labels ?? new Float32Array(scoreAt.length)),
    ),
  };
}

/** The next of eight sizes between powers of two. */
function roomFor(count: number): number {
  const step = Math.max(TOKENS_A_WORD, 2 ** (Math.floor(Math.log2(count)) - 3));
  return Math.ceil(count / step) * step;
}

/** Packs the sequences `items` one after the other. lossShare: 1 / (items · stepsAnItem). */
export function sequenceBatch(
  recorder: GpuRecorder,
  scopes: GpuScopes,
  kernels: TokenKernels,
  set: ResidentSequences,
  items: ArrayLike<number>,
  lossShare: number,
): SequenceBatch {
  const { start, scoreStart } = set.encoded;
  const upload = new Uint32Array(BATCH.items + BATCH_ITEM * items.length);
  let tokens = 0;
  let scores = 0;
  for (let i = 0; i < items.length; i++) {
    const s = items[i]!;
    upload.set([s, tokens, scores], BATCH.items + BATCH_ITEM * i);
    tokens += start[s + 1]! - start[s]!;
    scores += scoreStart[s + 1]! - scoreStart[s]!;
  }
  const tokenRoom = roomFor(tokens);
  const scoreRoom = roomFor(scores);
  const tokensASplit = Math.max(TOKENS_A_SPLIT, 4 * Math.ceil(tokenRoom / (4 * MAX_SPLITS)));
  const splits = Math.ceil(tokenRoom / tokensASplit);
  upload[BATCH.tokens] = tokens;
  upload[BATCH.scores] = scores;
  upload[BATCH.sequences] = items.length;
  upload[BATCH.words] = tokenRoom / TOKENS_A_WORD;
  upload[BATCH.splits] = splits;
  upload[BATCH.tokensASplit] = tokensASplit;
  upload[BATCH.scoresASplit] = Math.ceil(scores / splits);
  new Float32Array(upload.buffer)[BATCH.lossShare] = lossShare;
  const batch = {
    tokens,
    scores,
    tokenRoom,
    scoreRoom,
    splits,
    upload: scopes.upload(upload),
    place: scopes.allocate(4 * tokenRoom),
    scored: scopes.allocate(4 * scoreRoom),
    surprisal: scopes.allocate(tokenRoom),
  };
  recorder.dispatch(
    kernels.place,
    [
      batch.upload,
      set.tokens,
      set.sequences,
      set.scores,
      batch.place,
      batch.surprisal,
      batch.scored,
    ],
    workgroupsFor(tokens),
  );
  return batch;
}
