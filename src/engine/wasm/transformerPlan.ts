// Where everything of a transformer stands in the kernels' memory: packed weights, one workspace a
// thread, one gradient a shard. Plain data, so that a helper thread can be given it.
import { ATTENTION_SLOPES, type LanguageLayout } from "../language/languageLayout.ts";
import { MLP_FACTOR, type TransformerLayout } from "../prm/layout.ts";
import { roundUp, type WasmMemory } from "./wasmMemory.ts";

/** What the engine runs: the PRM, or the language model whose surprisals it reads. */
export type TransformerNetwork = TransformerLayout | LanguageLayout;

export function isLanguage(layout: TransformerNetwork): layout is LanguageLayout {
  return "next" in layout;
}

/** Byte addresses of a matrix's weights in panels (see kernels/matmul.ts). */
export interface PackedWeight {
  /** For x · W. */
  forward: number;
  /** For dy · Wᵀ. */
  back: number;
}

export interface PackedLayer {
  query: PackedWeight;
  key: PackedWeight;
  value: PackedWeight;
  attentionOutput: PackedWeight;
  up: PackedWeight;
  down: PackedWeight;
}

/** Activations of one layer that its backward pass needs, for the longest sequence. */
export interface LayerActivations {
  /** norm(x) and 1/deviation; of the rows with queries in the last layer. */
  normed: number;
  inverse: number;
  /** What queries, keys and values are made of: normed, or its rows shifted in the language model. */
  input: number;
  queryNormed: number;
  query: number;
  key: number;
  value: number;
  /** Largest score and 1 / Σ exp of each row, [heads, rows, 2]. */
  stats: number;
  attended: number;
  mlpNormed: number;
  mlpInverse: number;
  /** silu(norm(x) · up) and its slope, [rows, 4d]. */
  hidden: number;
  hiddenSlope: number;
}

/** What one thread computes in. */
export interface Workspace {
  layers: LayerActivations[];
  /** The residual stream, [tokens, d]; and its rows at the scores. */
  stream: number;
  scoreStream: number;
  scoreNormed: number;
  scoreInverse: number;
  /** Gradients of the two streams, and of whatever is being passed back. */
  streamGradient: number;
  scoreStreamGradient: number;
  rowGradient: number;
  otherGradient: number;
  queryGradient: number;
  keyGradient: number;
  valueGradient: number;
  hiddenGradient: number;
  /** Attention of one head: packed keys and values, and [tokens, tokens] twice. */
  keyPanels: number;
  keyColumns: number;
  valueColumns: number;
  valueRows: number;
  shares: number;
  slopes: number;
  /** Next-token logits of NEXT_ROWS rows; 0 but in the language model. */
  nextLogits: number;
}

/** Rows whose next-token logits are computed at a time. */
export const NEXT_ROWS = 16;

export interface TransformerPlan {
  layout: TransformerNetwork;
  layers: PackedLayer[];
  /** The language model's output matrix, null in a PRM. */
  next: PackedWeight | null;
  /** What attention is lowered by with distance, a slope a head. */
  distanceSlopes: readonly number[];
  /** Rotary tables, [tokens, h/2]; no turn in the language model. */
  cosines: number;
  sines: number;
  workspaces: Workspace[];
  /** One gradient of φ a shard, `gradientBytes` apart; 0 where only scores are computed. */
  gradients: number;
  gradientBytes: number;
  shards: number;
  strides: Strides;
  /** Words (int32) that threads and jobs share; see shards.ts. */
  control: number;
}

/** Bytes from row to row. An odd number of cache lines: rows then do not fall on each other's places. */
export interface Strides {
  width: number;
  hidden: number;
  scores: number;
  nextLogits: number;
}

/** Sizes that the memory is planned for. */
export interface TransformerSizes {
  /** Tokens of the longest sequence. */
  tokens: number;
  /** Most scores of one sequence. */
  scores: number;
  threads: number;
  hasGradients: boolean;
}

/** Shards of a batch. Fixed, so that sums do not depend on how many threads there are. */
const MOST_SHARDS = 8;
/** Bytes that the shards' gradients may take together, before there are fewer shards. */
const SHARD_BYTES = 1 << 28;

export function shardCount(layout: TransformerNetwork): number {
  return Math.max(1, Math.min(MOST_SHARDS, Math.floor(SHARD_BYTES / (4 * layout.size))));
}

export const CONTROL_WORDS = 64;

/** Bytes the plan takes. */
export function planBytes(layout: TransformerNetwork, sizes: TransformerSizes): number {
  let bytes = 0;
  makePlan(layout, sizes, (count) => {
    bytes += roundUp(count + count / 8, 64) + 64;
    return 0;
  });
  return bytes;
}

/** Allocates everything; zeroed once, so that padding holds numbers. */
export function allocatePlan(
  layout: TransformerNetwork,
  sizes: TransformerSizes,
  memory: WasmMemory,
): TransformerPlan {
  return makePlan(layout, sizes, (bytes) => {
    const { at } = memory.allocate(bytes);
    memory.f32.fill(0, at / 4, at / 4 + Math.ceil(bytes / 4));
    return at;
  });
}

function makePlan(
  layout: TransformerNetwork,
  sizes: TransformerSizes,
  allocate: (bytes: number) => number,
): TransformerPlan {
  const { width, heads } = layout.encoder;
  const headPadded = roundUp(width / heads, 8);
  // Kernels work on 4 rows and 8 keys at a time.
  const tokens = roundUp(sizes.tokens, 8);
  const scores = roundUp(sizes.scores, 8);
  const strides: Strides = {
    width: oddLines(width + 8),
    hidden: oddLines(MLP_FACTOR * width),
    scores: oddLines(tokens),
    nextLogits: isLanguage(layout) ? oddLines(layout.next.shape[1]!) : 0,
  };
  const pack = (inputs: number, outputs: number): PackedWeight => ({
    forward: allocate(4 * inputs * outputs),
    back: allocate(4 * inputs * outputs),
  });
  const rows = (count: number) => allocate(count * strides.width);
  const hiddenRows = (count: number) => allocate(count * strides.hidden);
  const headPanels = () => allocate(4 * tokens * headPadded);

  const layerActivations = (l: number): LayerActivations => {
    const isLast = l === layout.layers.length - 1;
    const queries = isLast ? scores : tokens;
    const normed = rows(tokens);
    const input = isLanguage(layout) ? rows(tokens) : normed;
    return {
      normed,
      inverse: allocate(4 * tokens),
      input,
      queryNormed: isLast ? rows(queries) : input,
      query: rows(queries),
      key: rows(tokens),
      value: rows(tokens),
      stats: allocate(8 * heads * queries),
      attended: rows(queries),
      mlpNormed: rows(queries),
      mlpInverse: allocate(4 * queries),
      hidden: hiddenRows(queries),
      hiddenSlope: hiddenRows(queries),
    };
  };
  const workspace = (): Workspace => ({
    layers: layout.layers.map((_, l) => layerActivations(l)),
    stream: rows(tokens),
    scoreStream: rows(scores),
    scoreNormed: rows(scores),
    scoreInverse: allocate(4 * scores),
    streamGradient: rows(tokens),
    scoreStreamGradient: rows(scores),
    rowGradient: rows(tokens),
    otherGradient: rows(tokens),
    queryGradient: rows(tokens),
    keyGradient: rows(tokens),
    valueGradient: rows(tokens),
    hiddenGradient: hiddenRows(layout.layers.length > 1 ? tokens : scores),
    keyPanels: headPanels(),
    keyColumns: headPanels(),
    valueColumns: headPanels(),
    valueRows: headPanels(),
    shares: allocate(tokens * strides.scores),
    slopes: allocate(tokens * strides.scores),
    nextLogits: isLanguage(layout) ? allocate(NEXT_ROWS * strides.nextLogits) : 0,
  });

  const shards = shardCount(layout);
  const gradientBytes = roundUp(4 * layout.size, 64);
  return {
    layout,
    layers: layout.layers.map(() => ({
      query: pack(width, width),
      key: pack(width, width),
      value: pack(width, width),
      attentionOutput: pack(width, width),
      up: pack(width, MLP_FACTOR * width),
      down: pack(MLP_FACTOR * width, width),
    })),
    next: isLanguage(layout) ? pack(width, layout.next.shape[1]!) : null,
    distanceSlopes: isLanguage(layout) ? ATTENTION_SLOPES : new Array<number>(heads).fill(0),
    cosines: allocate(2 * tokens * (width / heads)),
    sines: allocate(2 * tokens * (width / heads)),
    workspaces: Array.from({ length: sizes.threads }, workspace),
    gradients: sizes.hasGradients ? allocate(shards * gradientBytes) : 0,
    gradientBytes,
    shards,
    strides,
    control: allocate(4 * CONTROL_WORDS),
  };
}

/** Bytes of a row of at least `floats`, an odd number of 64-byte lines. */
function oddLines(floats: number): number {
  const lines = Math.ceil(floats / 16);
  return 64 * (lines % 2 === 1 ? lines : lines + 1);
}
