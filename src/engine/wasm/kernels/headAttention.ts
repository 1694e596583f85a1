// The attention head over a batch of rows: logits, and the gradients of query, pooled weight and weight. As in
// head.ts, vectors are padded to `bytes`; a row's whole prefix is read forward and back while it is in the cache.
import { entry, errors4, finishLosses } from "./head";
import { exp4, laneSum, madd } from "./simd";

/**
 * z of one row: x_n · weight + Σ_j a_j x_j · pooled + bias over its `length` vectors, a = softmax_j(x_j ·
 * query · scale). Leaves a_j in shares and x_j · pooled minus its mean in pulls, both padded to a multiple of 4.
 */
// @ts-ignore: decorator
@inline
function attendRow(
  values: usize,
  bytes: usize,
  prefix: usize,
  length: i32,
  query: usize,
  pooled: usize,
  weight: usize,
  bias: f32,
  scale: f32,
  shares: usize,
  pulls: usize,
): f32 {
  let largest: f32 = -Infinity;
  let x: usize = values;
  for (let j = 0; j < length; j++) {
    x = values + <usize>entry(prefix, j) * bytes;
    let q0 = f32x4.splat(0);
    let q1 = q0;
    let p0 = q0;
    let p1 = q0;
    for (let at: usize = 0; at < bytes; at += 32) {
      const x0 = v128.load(x + at);
      const x1 = v128.load(x + at, 16);
      q0 = madd(x0, v128.load(query + at), q0);
      q1 = madd(x1, v128.load(query + at, 16), q1);
      p0 = madd(x0, v128.load(pooled + at), p0);
      p1 = madd(x1, v128.load(pooled + at, 16), p1);
    }
    const score = scale * laneSum(f32x4.add(q0, q1));
    largest = max(largest, score);
    store<f32>(shares + (<usize>j << 2), score);
    store<f32>(pulls + (<usize>j << 2), laneSum(f32x4.add(p0, p1)));
  }
  const offset = f32x4.splat(largest);
  for (let j = 0; j < length; j += 4) {
    const at = shares + (<usize>j << 2);
    v128.store(at, exp4(f32x4.sub(v128.load(at), offset)));
  }
  let sum: f32 = 0;
  for (let j = 0; j < length; j++) sum += load<f32>(shares + (<usize>j << 2));
  let mean: f32 = 0;
  for (let j = 0; j < length; j++) {
    const at = <usize>j << 2;
    const share = load<f32>(shares + at) / sum;
    store<f32>(shares + at, share);
    mean += share * load<f32>(pulls + at);
  }
  for (let j = 0; j < length; j++) {
    const at = pulls + (<usize>j << 2);
    store<f32>(at, load<f32>(at) - mean);
  }
  // The newest is the last that was read.
  let w0 = f32x4.splat(0);
  let w1 = w0;
  for (let at: usize = 0; at < bytes; at += 32) {
    w0 = madd(v128.load(x + at), v128.load(weight + at), w0);
    w1 = madd(v128.load(x + at, 16), v128.load(weight + at, 16), w1);
  }
  return laneSum(f32x4.add(w0, w1)) + mean + bias;
}

/** Back from one row's dL/dz: adds to the gradients of query, pooled weight and weight. */
// @ts-ignore: decorator
@inline
function attendRowBack(
  values: usize,
  bytes: usize,
  prefix: usize,
  length: i32,
  slope: f32,
  scale: f32,
  shares: usize,
  pulls: usize,
  query: usize,
  pooled: usize,
  weight: usize,
): void {
  let x: usize = values;
  for (let j = 0; j < length; j++) {
    x = values + <usize>entry(prefix, j) * bytes;
    const share = slope * load<f32>(shares + (<usize>j << 2));
    const toPooled = f32x4.splat(share);
    const toQuery = f32x4.splat(share * scale * load<f32>(pulls + (<usize>j << 2)));
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = v128.load(x + at);
      v128.store(pooled + at, madd(toPooled, value, v128.load(pooled + at)));
      v128.store(query + at, madd(toQuery, value, v128.load(query + at)));
    }
  }
  const own = f32x4.splat(slope);
  for (let at: usize = 0; at < bytes; at += 16) {
    v128.store(weight + at, madd(own, v128.load(x + at), v128.load(weight + at)));
  }
}

/**
 * Logits of rows that attend to their prefix. What the way back needs is left in shares and pulls, row by
 * row, each row's padded to a multiple of 4. weights: query, pooled weight and weight, `bytes` each.
 */
export function attentionLogits(
  values: usize,
  bytes: usize,
  start: usize,
  prefix: usize,
  rows: usize,
  count: i32,
  weights: usize,
  bias: f32,
  scale: f32,
  shares: usize,
  pulls: usize,
  logits: usize,
): void {
  for (let i = 0; i < count; i++, logits += 4) {
    const row = entry(rows, i);
    const from = entry(start, row);
    const length = entry(start, row + 1) - from;
    const list = prefix + (<usize>from << 2);
    const logit = attendRow(
      values, bytes, list, length, weights, weights + bytes, weights + 2 * bytes, bias, scale, shares, pulls,
    );
    store<f32>(logits, logit);
    const used = <usize>((length + 3) & ~3) << 2;
    shares += used;
    pulls += used;
  }
}

/** Back from dL/dz of the rows that attentionLogits was called with; gradient as its weights. */
export function attentionBack(
  values: usize,
  bytes: usize,
  start: usize,
  prefix: usize,
  rows: usize,
  count: i32,
  slopes: usize,
  scale: f32,
  shares: usize,
  pulls: usize,
  gradient: usize,
): void {
  for (let i = 0; i < count; i++, slopes += 4) {
    const row = entry(rows, i);
    const from = entry(start, row);
    const length = entry(start, row + 1) - from;
    const list = prefix + (<usize>from << 2);
    attendRowBack(
      values, bytes, list, length, load<f32>(slopes), scale, shares, pulls,
      gradient, gradient + bytes, gradient + 2 * bytes,
    );
    const used = <usize>((length + 3) & ~3) << 2;
    shares += used;
    pulls += used;
  }
}

/** attentionLogits, rowErrors and attentionBack in one; shares and pulls have room for the longest row. */
export function attentionLower(
  values: usize,
  bytes: usize,
  start: usize,
  prefix: usize,
  rows: usize,
  count: i32,
  weights: usize,
  bias: f32,
  scale: f32,
  shares: usize,
  pulls: usize,
  labels: usize,
  domains: usize,
  domainCount: i32,
  alpha: usize,
  sums: usize,
  losses: usize,
  slopes: usize,
  gradient: usize,
): void {
  const share: f32 = <f32>2 / <f32>count;
  for (let i = 0; i < count; i++, slopes += 4) {
    const row = entry(rows, i);
    const from = entry(start, row);
    const length = entry(start, row + 1) - from;
    const list = prefix + (<usize>from << 2);
    const logit = attendRow(
      values, bytes, list, length, weights, weights + bytes, weights + 2 * bytes, bias, scale, shares, pulls,
    );
    const all = errors4(f32x4.splat(logit), rows, i, i + 1, labels, domains, alpha, share, sums);
    store<f32>(slopes, f32x4.extract_lane(all, 0));
    attendRowBack(
      values, bytes, list, length, load<f32>(slopes), scale, shares, pulls,
      gradient, gradient + bytes, gradient + 2 * bytes,
    );
  }
  finishLosses(sums, domainCount, 1 / <f64>count, losses);
}
