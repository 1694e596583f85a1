// Heads on a frozen encoder's vectors over a batch of rows: the lower loss, and the linear head's passes. Vectors
// and weights are padded with zeros to whole blocks of 8 floats; `bytes` is a padded vector's length and,
// in the table of vectors, its stride. The lower passes go forward and back while a row is in the cache.
import { madd, sigmoid4 } from "./simd";

/** Entry i of a list of integers. */
// @ts-ignore: decorator
@inline
export function entry(list: usize, i: i32): i32 {
  return load<i32>(list + (<usize>i << 2));
}

/** Address of the newest vector of the batch's row i; beyond the batch's end that of its last row. */
// @ts-ignore: decorator
@inline
function newestAt(values: usize, bytes: usize, newest: usize, rows: usize, i: i32, count: i32): usize {
  return values + <usize>entry(newest, entry(rows, min(i, count - 1))) * bytes;
}

/** Lanes: x0 · w, x1 · w, x2 · w, x3 · w. */
// @ts-ignore: decorator
@inline
function dots4(x0: usize, x1: usize, x2: usize, x3: usize, w: usize, bytes: usize): v128 {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  for (const end = w + bytes; w < end; w += 32) {
    const w0 = v128.load(w);
    const w1 = v128.load(w, 16);
    a0 = madd(v128.load(x0), w0, a0);
    a1 = madd(v128.load(x0, 16), w1, a1);
    b0 = madd(v128.load(x1), w0, b0);
    b1 = madd(v128.load(x1, 16), w1, b1);
    c0 = madd(v128.load(x2), w0, c0);
    c1 = madd(v128.load(x2, 16), w1, c1);
    d0 = madd(v128.load(x3), w0, d0);
    d1 = madd(v128.load(x3, 16), w1, d1);
    x0 += 32;
    x1 += 32;
    x2 += 32;
    x3 += 32;
  }
  const a = f32x4.add(a0, a1);
  const b = f32x4.add(b0, b1);
  const c = f32x4.add(c0, c1);
  const d = f32x4.add(d0, d1);
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** out += s[0] x0 + s[1] x1 + s[2] x2 + s[3] x3, the four numbers of s at their address. */
// @ts-ignore: decorator
@inline
function addScaled4(x0: usize, x1: usize, x2: usize, x3: usize, s: usize, out: usize, bytes: usize): void {
  const s0 = v128.load_splat<f32>(s);
  const s1 = v128.load_splat<f32>(s, 4);
  const s2 = v128.load_splat<f32>(s, 8);
  const s3 = v128.load_splat<f32>(s, 12);
  for (const end = out + bytes; out < end; out += 16) {
    const low = madd(s1, v128.load(x1), madd(s0, v128.load(x0), v128.load(out)));
    const high = madd(s3, v128.load(x3), f32x4.mul(s2, v128.load(x2)));
    v128.store(out, f32x4.add(low, high));
    x0 += 16;
    x1 += 16;
    x2 += 16;
    x3 += 16;
  }
}

/** The four float32 numbers list[i0] … list[i3]. */
// @ts-ignore: decorator
@inline
function lanes(list: usize, i0: i32, i1: i32, i2: i32, i3: i32): v128 {
  let out = v128.load_splat<f32>(list + (<usize>i0 << 2));
  out = f32x4.replace_lane(out, 1, load<f32>(list + (<usize>i1 << 2)));
  out = f32x4.replace_lane(out, 2, load<f32>(list + (<usize>i2 << 2)));
  return f32x4.replace_lane(out, 3, load<f32>(list + (<usize>i3 << 2)));
}

/** sums[k] += value */
// @ts-ignore: decorator
@inline
function addTo(sums: usize, k: i32, value: f32): void {
  const at = sums + (<usize>k << 3);
  store<f64>(at, load<f64>(at) + <f64>value);
}

/**
 * The lower loss of the batch's rows i … i + 3 from their logits: adds the squared errors to sums [K, f64]
 * and gives dL/dz, scale being 2/N; zero beyond the batch's end. alpha 0: no slopes are wanted.
 */
// @ts-ignore: decorator
@inline
export function errors4(
  logits: v128,
  rows: usize,
  i: i32,
  count: i32,
  labels: usize,
  domains: usize,
  alpha: usize,
  scale: f32,
  sums: usize,
): v128 {
  const last = count - 1;
  const r0 = entry(rows, i);
  const r1 = entry(rows, min(i + 1, last));
  const r2 = entry(rows, min(i + 2, last));
  const r3 = entry(rows, min(i + 3, last));
  const k0 = entry(domains, r0);
  const k1 = entry(domains, r1);
  const k2 = entry(domains, r2);
  const k3 = entry(domains, r3);
  const scores = sigmoid4(logits);
  const error = f32x4.sub(scores, lanes(labels, r0, r1, r2, r3));
  const squares = f32x4.mul(error, error);
  addTo(sums, k0, f32x4.extract_lane(squares, 0));
  if (i < last) addTo(sums, k1, f32x4.extract_lane(squares, 1));
  if (i + 1 < last) addTo(sums, k2, f32x4.extract_lane(squares, 2));
  if (i + 2 < last) addTo(sums, k3, f32x4.extract_lane(squares, 3));
  if (alpha === 0) return error;
  const factor = f32x4.mul(f32x4.splat(scale), lanes(alpha, k0, k1, k2, k3));
  const slope = f32x4.mul(scores, f32x4.sub(f32x4.splat(1), scores));
  const slopes = f32x4.mul(f32x4.mul(factor, error), slope);
  const isRow = i32x4.le_s(i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3)), i32x4.splat(last));
  return v128.and(slopes, isRow);
}

/** losses[k] = scale · sums[k], and the sums are zero again. */
// @ts-ignore: decorator
@inline
export function finishLosses(sums: usize, domains: i32, scale: f64, losses: usize): void {
  for (let k = 0; k < domains; k++, sums += 8, losses += 4) {
    store<f32>(losses, <f32>(load<f64>(sums) * scale));
    store<f64>(sums, 0);
  }
}

/**
 * ℓ_k [domainCount] from the logits, and unless alpha [domainCount] is 0 dL/dz of each row. slopes: [count],
 * padded to a multiple of 4 as the logits are, and written in any case; sums: [domainCount] of float64, all zero before and after.
 */
export function rowErrors(
  logits: usize,
  rows: usize,
  count: i32,
  labels: usize,
  domains: usize,
  domainCount: i32,
  alpha: usize,
  sums: usize,
  losses: usize,
  slopes: usize,
): void {
  const scale: f32 = <f32>2 / <f32>count;
  for (let i = 0; i < count; i += 4) {
    const at = <usize>i << 2;
    v128.store(slopes + at, errors4(v128.load(logits + at), rows, i, count, labels, domains, alpha, scale, sums));
  }
  finishLosses(sums, domainCount, 1 / <f64>count, losses);
}

/** z = x · weight + bias of each row's newest vector; logits padded to a multiple of 4. */
export function linearLogits(
  values: usize,
  bytes: usize,
  newest: usize,
  rows: usize,
  count: i32,
  weight: usize,
  bias: f32,
  logits: usize,
): void {
  for (let i = 0; i < count; i += 4, logits += 16) {
    const x0 = newestAt(values, bytes, newest, rows, i, count);
    const x1 = newestAt(values, bytes, newest, rows, i + 1, count);
    const x2 = newestAt(values, bytes, newest, rows, i + 2, count);
    const x3 = newestAt(values, bytes, newest, rows, i + 3, count);
    v128.store(logits, f32x4.add(f32x4.splat(bias), dots4(x0, x1, x2, x3, weight, bytes)));
  }
}

/** gradient += Σ_i slopes[i] · x_i over the rows' newest vectors; slopes zero beyond the count. */
export function linearBack(
  values: usize,
  bytes: usize,
  newest: usize,
  rows: usize,
  count: i32,
  slopes: usize,
  gradient: usize,
): void {
  for (let i = 0; i < count; i += 4, slopes += 16) {
    const x0 = newestAt(values, bytes, newest, rows, i, count);
    const x1 = newestAt(values, bytes, newest, rows, i + 1, count);
    const x2 = newestAt(values, bytes, newest, rows, i + 2, count);
    const x3 = newestAt(values, bytes, newest, rows, i + 3, count);
    addScaled4(x0, x1, x2, x3, slopes, gradient, bytes);
  }
}

/** Bytes of rows that the fused pass goes over twice: they are still in the nearest cache. */
const GROUP_BYTES: usize = 16384;

/** linearLogits, rowErrors and linearBack in one, a few rows at a time; `slopes` holds their logits first. */
export function linearLower(
  values: usize,
  bytes: usize,
  newest: usize,
  rows: usize,
  count: i32,
  weight: usize,
  bias: f32,
  labels: usize,
  domains: usize,
  domainCount: i32,
  alpha: usize,
  sums: usize,
  losses: usize,
  slopes: usize,
  gradient: usize,
): void {
  const scale: f32 = <f32>2 / <f32>count;
  const group = max(4, <i32>(GROUP_BYTES / bytes) & ~3);
  for (let first = 0; first < count; first += group) {
    const end = min(first + group, count);
    linearLogits(values, bytes, newest, rows + (<usize>first << 2), end - first, weight, bias, slopes + (<usize>first << 2));
    for (let i = first; i < end; i += 4) {
      const at = slopes + (<usize>i << 2);
      v128.store(at, errors4(v128.load(at), rows, i, count, labels, domains, alpha, scale, sums));
    }
    linearBack(values, bytes, newest, rows + (<usize>first << 2), end - first, slopes + (<usize>first << 2), gradient);
  }
  finishLosses(sums, domainCount, 1 / <f64>count, losses);
}
