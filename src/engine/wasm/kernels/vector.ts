// Kernels over whole vectors: the vector space's operations and AdamW. Vectors start on 64 bytes and
// are padded to a multiple of 64, so that element-wise kernels may run over the end to a whole vector of
// lanes; sums stop at the length.
import { laneSum, madd } from "./simd";

/** a = 0 */
export function clear(a: usize, length: i32): void {
  memory.fill(a, 0, <usize>length << 2);
}

/** out = a + factor · b */
export function addScaled(a: usize, b: usize, factor: f32, out: usize, length: i32): void {
  const f = f32x4.splat(factor);
  for (let end = a + (<usize>length << 2); a < end; a += 16, b += 16, out += 16) {
    v128.store(out, madd(f, v128.load(b), v128.load(a)));
  }
}

/** out = factor · a */
export function scale(a: usize, factor: f32, out: usize, length: i32): void {
  const f = f32x4.splat(factor);
  for (let end = a + (<usize>length << 2); a < end; a += 16, out += 16) {
    v128.store(out, f32x4.mul(f, v128.load(a)));
  }
}

export function multiply(a: usize, b: usize, out: usize, length: i32): void {
  for (let end = a + (<usize>length << 2); a < end; a += 16, b += 16, out += 16) {
    v128.store(out, f32x4.mul(v128.load(a), v128.load(b)));
  }
}

export function divide(a: usize, b: usize, out: usize, length: i32): void {
  for (let end = a + (<usize>length << 2); a < end; a += 16, b += 16, out += 16) {
    v128.store(out, f32x4.div(v128.load(a), v128.load(b)));
  }
}

export function squareRoot(a: usize, out: usize, length: i32): void {
  for (let end = a + (<usize>length << 2); a < end; a += 16, out += 16) {
    v128.store(out, f32x4.sqrt(v128.load(a)));
  }
}

/** out = 1 where a is not zero, else 0 */
export function isNonZero(a: usize, out: usize, length: i32): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  for (let end = a + (<usize>length << 2); a < end; a += 16, out += 16) {
    v128.store(out, v128.and(f32x4.ne(v128.load(a), zero), one));
  }
}

export function addConstant(a: usize, constant: f32, out: usize, length: i32): void {
  const c = f32x4.splat(constant);
  for (let end = a + (<usize>length << 2); a < end; a += 16, out += 16) {
    v128.store(out, f32x4.add(v128.load(a), c));
  }
}

/** Floats summed in float32 before the sum goes on in float64. */
const BLOCK: usize = 256;

/** Σ a_i b_i, in float64 over blocks. */
export function dot(a: usize, b: usize, length: i32): f64 {
  const end = a + (<usize>length << 2);
  const whole = a + ((<usize>length & ~15) << 2);
  let total: f64 = 0;
  while (a < whole) {
    const blockEnd = min(a + (BLOCK << 2), whole);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (; a < blockEnd; a += 64, b += 64) {
      s0 = madd(v128.load(a), v128.load(b), s0);
      s1 = madd(v128.load(a, 16), v128.load(b, 16), s1);
      s2 = madd(v128.load(a, 32), v128.load(b, 32), s2);
      s3 = madd(v128.load(a, 48), v128.load(b, 48), s3);
    }
    total += <f64>laneSum(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
  }
  for (; a < end; a += 4, b += 4) total += <f64>load<f32>(a) * <f64>load<f32>(b);
  return total;
}

/** Σ a_i, in float64. */
export function sum(a: usize, length: i32): f64 {
  let total: f64 = 0;
  for (let end = a + (<usize>length << 2); a < end; a += 4) total += <f64>load<f32>(a);
  return total;
}

/** The number at out += Σ a_i */
export function addSumTo(out: usize, a: usize, length: i32): void {
  store<f32>(out, load<f32>(out) + <f32>sum(a, length));
}

/** out += a; for the ordered sum of the shards' gradients. */
export function addTo(out: usize, a: usize, length: i32): void {
  for (let end = a + (<usize>length << 2); a < end; a += 16, out += 16) {
    v128.store(out, f32x4.add(v128.load(out), v128.load(a)));
  }
}

/**
 * One AdamW step in place over parameters and both moments, of clip · gradient:
 * m ← β1 m + (1 − β1) g; v ← β2 v + (1 − β2) g²; φ ← keep φ − rate · m / (√v · rootScale + ε), where
 * keep = 1 − rate₀ · decay and rate and rootScale hold the bias corrections.
 */
export function adamW(
  params: usize,
  first: usize,
  second: usize,
  gradient: usize,
  length: i32,
  clip: f32,
  beta1: f32,
  oneMinusBeta1: f32,
  beta2: f32,
  oneMinusBeta2: f32,
  keep: f32,
  rate: f32,
  rootScale: f32,
  epsilon: f32,
): void {
  const c = f32x4.splat(clip);
  const b1 = f32x4.splat(beta1);
  const c1 = f32x4.splat(oneMinusBeta1);
  const b2 = f32x4.splat(beta2);
  const c2 = f32x4.splat(oneMinusBeta2);
  const k = f32x4.splat(keep);
  const r = f32x4.splat(rate);
  const s = f32x4.splat(rootScale);
  const e = f32x4.splat(epsilon);
  const end = params + (<usize>length << 2);
  for (; params < end; params += 16, first += 16, second += 16, gradient += 16) {
    const g = f32x4.mul(c, v128.load(gradient));
    const m = madd(b1, v128.load(first), f32x4.mul(c1, g));
    const v = madd(b2, v128.load(second), f32x4.mul(c2, f32x4.mul(g, g)));
    v128.store(first, m);
    v128.store(second, v);
    const step = f32x4.div(f32x4.mul(r, m), madd(f32x4.sqrt(v), s, e));
    v128.store(params, f32x4.sub(f32x4.mul(k, v128.load(params)), step));
  }
}
