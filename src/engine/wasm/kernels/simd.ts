// Building blocks of all kernels: four float32 lanes at a time, raw pointers in bytes.
// MADD is set by the build: 1 compiles to relaxed SIMD's fused multiply-add, 0 to a product and a sum.

/** a · b + c */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (MADD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** The sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function laneSum(a: v128): f32 {
  return (
    f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1) + (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3))
  );
}

/** 1.5 · 2^23: added to a small number, it leaves the nearest integer in the low bits. */
const ROUNDING: f32 = 12582912;

/**
 * e^x within 3 units of the last place; below −87.3 and above 88 that of the bound, so never infinite.
 * x = n ln 2 + r, e^r by Cephes' polynomial, ln 2 in two parts so that r keeps its digits. pmin and
 * pmax are one instruction where min and max are many; they keep a NaN that comes first.
 */
// @ts-ignore: decorator
@inline
export function exp4(value: v128): v128 {
  const x = f32x4.pmin(f32x4.pmax(value, f32x4.splat(-87.3)), f32x4.splat(88.0));
  const rounded = madd(x, f32x4.splat(1.44269504088896341), f32x4.splat(ROUNDING));
  const n = f32x4.sub(rounded, f32x4.splat(ROUNDING));
  let r = madd(n, f32x4.splat(-0.693359375), x);
  r = madd(n, f32x4.splat(2.12194440e-4), r);
  let p = madd(f32x4.splat(1.9875691500e-4), r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(madd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  const power = i32x4.shl(i32x4.add(rounded, i32x4.splat(127)), 23);
  return f32x4.mul(p, power);
}

/** 1 / (1 + e^−x) */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** out[i] = e^x[i], for the tests. Both padded to whole vectors. */
export function exponential(x: usize, out: usize, length: i32): void {
  for (let end = x + (<usize>length << 2); x < end; x += 16, out += 16) {
    v128.store(out, exp4(v128.load(x)));
  }
}
