// Causal attention of one head within one sequence, forward and back. Four queries at a time: their
// scores over all keys they may see are a few tiles, softmax runs over them while they are near, and
// the next product reads them. Keys and values come packed in panels of eight (see matmul.ts).
//
// Query row r stands at token position(r) and sees the keys 0 … position(r). Probabilities beyond are
// written as zeros up to a multiple of 8, so that products may run over whole panels.
import { exp4, laneSum, madd } from "./simd";
import { outerTile, tile } from "./matmul";

// @ts-ignore: decorator
@inline
function positionOf(positions: usize, row: i32): i32 {
  return positions === 0 ? row : load<i32>(positions + (<usize>row << 2));
}

/** Keys that the block of four rows at `row` needs, up to a whole panel. */
// @ts-ignore: decorator
@inline
function keysOf(positions: usize, row: i32, rows: i32): i32 {
  return (positionOf(positions, min(row + 3, rows - 1)) + 8) & ~7;
}

/** q · kᵀ of four query rows over `keys` keys, to scores. */
// @ts-ignore: decorator
@inline
function scoreTiles(q: usize, ld: usize, keyPanels: usize, keys: i32, headSize: i32, scores: usize, lds: usize): void {
  const panelBytes = <usize>headSize << 5;
  for (let c = 0; c < keys; c += 8, keyPanels += panelBytes) {
    tile(q, ld, keyPanels, headSize, scores + (<usize>c << 2), lds, false);
  }
}

/**
 * Lowers each score by slope · distance, but for a constant of the row that softmax does not see: key j's
 * gains slope · (j − seen), `seen` the number of keys of the row.
 */
// @ts-ignore: decorator
@inline
function biasRow(scores: usize, seen: i32, keys: i32, slope: f32): void {
  if (slope === 0) return;
  for (let j = 0; j < keys; j++) {
    const at = scores + (<usize>j << 2);
    store<f32>(at, load<f32>(at) + slope * <f32>(j - seen));
  }
}

/** Softmax over the first `seen` of `keys` scores, zeros behind; its largest score and 1 / Σ to stats. */
function softmaxRow(scores: usize, seen: i32, keys: i32, stats: usize): void {
  const end = scores + (<usize>seen << 2);
  const wholeEnd = (end + 15 - scores) / 16 * 16 + scores;
  for (let at = end; at < wholeEnd; at += 4) store<f32>(at, -3e38);
  let largest4 = f32x4.splat(-3e38);
  for (let at = scores; at < wholeEnd; at += 16) largest4 = f32x4.pmax(v128.load(at), largest4);
  const largest = max(
    max(f32x4.extract_lane(largest4, 0), f32x4.extract_lane(largest4, 1)),
    max(f32x4.extract_lane(largest4, 2), f32x4.extract_lane(largest4, 3)),
  );
  const shift = f32x4.splat(largest);
  let sum4 = f32x4.splat(0);
  for (let at = scores; at < wholeEnd; at += 16) {
    const share = exp4(f32x4.sub(v128.load(at), shift));
    sum4 = f32x4.add(sum4, share);
    v128.store(at, share);
  }
  const inverse = <f32>1 / laneSum(sum4);
  const factor = f32x4.splat(inverse);
  for (let at = scores; at < wholeEnd; at += 16) v128.store(at, f32x4.mul(v128.load(at), factor));
  memory.fill(end, 0, <usize>(keys - seen) << 2);
  store<f32>(stats, largest);
  store<f32>(stats, inverse, 4);
}

/**
 * out [rows, head] = softmax(q · kᵀ) · v. q is scaled already. keyPanels: packTransposed of the keys;
 * valuePanels: packColumns of the values, `paddedTokens` deep. scores: room for 4 rows. stats: [rows, 2].
 * distanceSlope: what a score is lowered by for each place between query and key.
 * Where the head is half a panel wide, out's next four columns are overwritten too.
 */
export function attend(
  q: usize,
  ld: usize,
  positions: usize,
  rows: i32,
  keyPanels: usize,
  valuePanels: usize,
  paddedTokens: i32,
  headSize: i32,
  distanceSlope: f32,
  scores: usize,
  lds: usize,
  stats: usize,
  out: usize,
): void {
  const valuePanelBytes = <usize>paddedTokens << 5;
  for (let r = 0; r < rows; r += 4) {
    const keys = keysOf(positions, r, rows);
    scoreTiles(q + <usize>r * ld, ld, keyPanels, keys, headSize, scores, lds);
    const count = min(4, rows - r);
    for (let i = 0; i < count; i++) {
      const seen = positionOf(positions, r + i) + 1;
      biasRow(scores + <usize>i * lds, seen, keys, distanceSlope);
      softmaxRow(scores + <usize>i * lds, seen, keys, stats + (<usize>(r + i) << 3));
    }
    let panel = valuePanels;
    for (let c = 0; c < headSize; c += 8, panel += valuePanelBytes) {
      tile(scores, lds, panel, keys, out + <usize>r * ld + (<usize>c << 2), ld, false);
    }
  }
}

/**
 * Gradients of `attend`: dq, dk, dv [·, head] are written, all with stride ld. keyColumns: packColumns
 * of the keys; valueRows: packTransposed of the values. shares and slopes: room for all rows, stride lds.
 */
export function attendBack(
  q: usize,
  ld: usize,
  positions: usize,
  rows: i32,
  tokens: i32,
  keyPanels: usize,
  keyColumns: usize,
  valueRows: usize,
  paddedTokens: i32,
  headSize: i32,
  distanceSlope: f32,
  shares: usize,
  slopes: usize,
  lds: usize,
  stats: usize,
  dOut: usize,
  dq: usize,
  dk: usize,
  dv: usize,
): void {
  const columnPanelBytes = <usize>paddedTokens << 5;
  for (let r = 0; r < rows; r += 4) {
    const keys = keysOf(positions, r, rows);
    const p = shares + <usize>r * lds;
    const s = slopes + <usize>r * lds;
    scoreTiles(q + <usize>r * ld, ld, keyPanels, keys, headSize, p, lds);
    scoreTiles(dOut + <usize>r * ld, ld, valueRows, keys, headSize, s, lds);
    const count = min(4, rows - r);
    for (let i = 0; i < count; i++) {
      const row = p + <usize>i * lds;
      const slopeRow = s + <usize>i * lds;
      const seen = positionOf(positions, r + i) + 1;
      const end = <usize>seen << 2;
      biasRow(row, seen, keys, distanceSlope);
      const shift = v128.load_splat<f32>(stats + (<usize>(r + i) << 3));
      const factor = v128.load_splat<f32>(stats + (<usize>(r + i) << 3), 4);
      for (let at: usize = 0; at < end; at += 16) {
        v128.store(row + at, f32x4.mul(exp4(f32x4.sub(v128.load(row + at), shift)), factor));
      }
      memory.fill(row + end, 0, <usize>(keys - seen) << 2);
      let along = f32x4.splat(0);
      for (let at: usize = 0; at < end; at += 16) {
        along = madd(v128.load(row + at), v128.load(slopeRow + at), along);
      }
      const mean = f32x4.splat(laneSum(along));
      const whole = <usize>keys << 2;
      for (let at: usize = 0; at < whole; at += 16) {
        v128.store(slopeRow + at, f32x4.mul(v128.load(row + at), f32x4.sub(v128.load(slopeRow + at), mean)));
      }
    }
    let panel = keyColumns;
    for (let c = 0; c < headSize; c += 8, panel += columnPanelBytes) {
      tile(s, lds, panel, keys, dq + <usize>r * ld + (<usize>c << 2), ld, false);
    }
  }
  // Keys and values j … j + 3 are moved by the queries from the first that sees j.
  let first = 0;
  for (let j = 0; j < tokens; j += 4) {
    while (first < rows && positionOf(positions, first) < j) first++;
    const count = rows - first;
    const from = <usize>first * lds + (<usize>j << 2);
    const query = q + <usize>first * ld;
    const change = dOut + <usize>first * ld;
    for (let c = 0; c < headSize; c += 8) {
      const column = <usize>c << 2;
      const to = <usize>j * ld + column;
      outerTile(slopes + from, lds, query + column, ld, count, dk + to, ld, false);
      outerTile(shares + from, lds, change + column, ld, count, dv + to, ld, false);
    }
  }
}
