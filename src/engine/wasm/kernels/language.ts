// The next token's loss over a vocabulary: a row's logits against the token behind the row's place.
import { exp4, laneSum } from "./simd";

/** out[r] = −log softmax(logits[r])[tokens[places[r] + 1]]. columns: a multiple of 4. */
export function surprisalRows(
  logits: usize,
  ld: usize,
  rows: i32,
  columns: i32,
  tokens: usize,
  places: usize,
  out: usize,
): void {
  for (let r = 0; r < rows; r++, logits += ld) {
    const largest = largestOf(logits, columns);
    const total = powerSum(logits, columns, largest);
    const target = targetOf(tokens, places, r);
    store<f32>(out + (<usize>r << 2), logarithm(total) + largest - load<f32>(logits + target));
  }
}

/** logits[r] ← slopes[r] · (softmax(logits[r]) − 1 at the token behind place r): surprisalRows' way back. */
export function surprisalRowsBack(
  logits: usize,
  ld: usize,
  rows: i32,
  columns: i32,
  tokens: usize,
  places: usize,
  slopes: usize,
): void {
  for (let r = 0; r < rows; r++, logits += ld) {
    const largest = largestOf(logits, columns);
    const shift = f32x4.splat(largest);
    const slope = load<f32>(slopes + (<usize>r << 2));
    const factor = f32x4.splat(slope / powerSum(logits, columns, largest));
    const end = logits + (<usize>columns << 2);
    for (let at = logits; at < end; at += 16) {
      v128.store(at, f32x4.mul(exp4(f32x4.sub(v128.load(at), shift)), factor));
    }
    const target = logits + targetOf(tokens, places, r);
    store<f32>(target, load<f32>(target) - slope);
  }
}

/**
 * ln x of a positive normal number, by Cephes' polynomial. The library's own keeps tables in the memory,
 * at addresses that are the engine's here.
 */
function logarithm(x: f32): f32 {
  const bits = reinterpret<i32>(x);
  let exponent = (bits >> 23) - 126;
  let m = reinterpret<f32>((bits & 0x007fffff) | 0x3f000000);
  if (m < <f32>0.70710678) {
    exponent--;
    m += m;
  }
  m -= 1;
  const square = m * m;
  let p: f32 = 7.0376836292e-2;
  p = p * m - <f32>1.151461031e-1;
  p = p * m + <f32>1.167699874e-1;
  p = p * m - <f32>1.2420140846e-1;
  p = p * m + <f32>1.4249322787e-1;
  p = p * m - <f32>1.6668057665e-1;
  p = p * m + <f32>2.0000714765e-1;
  p = p * m - <f32>2.4999993993e-1;
  p = p * m + <f32>3.3333331174e-1;
  const e = <f32>exponent;
  const low = m * square * p + e * <f32>-2.1219444e-4 - <f32>0.5 * square;
  return m + low + e * <f32>0.693359375;
}

/** Bytes to the column of the token behind the row's place. */
// @ts-ignore: decorator
@inline
function targetOf(tokens: usize, places: usize, row: i32): usize {
  const place = load<i32>(places + (<usize>row << 2));
  return <usize>load<i32>(tokens + (<usize>(place + 1) << 2)) << 2;
}

function largestOf(row: usize, columns: i32): f32 {
  let largest = v128.load(row);
  for (const end = row + (<usize>columns << 2); row < end; row += 16) largest = f32x4.pmax(largest, v128.load(row));
  return max(
    max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
    max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
  );
}

/** Σ exp(row − largest) */
function powerSum(row: usize, columns: i32, largest: f32): f32 {
  const shift = f32x4.splat(largest);
  let sum = f32x4.splat(0);
  for (const end = row + (<usize>columns << 2); row < end; row += 16) {
    sum = f32x4.add(sum, exp4(f32x4.sub(v128.load(row), shift)));
  }
  return laneSum(sum);
}
