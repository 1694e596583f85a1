// Kernels over the rows of a matrix: norm, silu, rotary positions, gathers and scatters. Strides (`ld…`)
// are in bytes, widths a multiple of 4 floats.
import { laneSum, madd, sigmoid4 } from "./simd";

/** out[i] = table[indices[i]] */
export function gatherRows(table: usize, ldt: usize, indices: usize, count: i32, width: i32, out: usize, ld: usize): void {
  for (let i = 0; i < count; i++, out += ld) {
    memory.copy(out, table + <usize>load<i32>(indices + (<usize>i << 2)) * ldt, <usize>width << 2);
  }
}

/** table[indices[i]] += x[i], in order */
export function scatterRows(x: usize, ld: usize, indices: usize, count: i32, width: i32, table: usize, ldt: usize): void {
  const bytes = <usize>width << 2;
  for (let i = 0; i < count; i++, x += ld) {
    const to = table + <usize>load<i32>(indices + (<usize>i << 2)) * ldt;
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(to + at, f32x4.add(v128.load(to + at), v128.load(x + at)));
    }
  }
}

/** x[i] += weights[i] · row */
export function addOuterRows(weights: usize, row: usize, rows: i32, width: i32, x: usize, ld: usize): void {
  const bytes = <usize>width << 2;
  for (let r = 0; r < rows; r++, x += ld) {
    const weight = v128.load_splat<f32>(weights + (<usize>r << 2));
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(x + at, madd(weight, v128.load(row + at), v128.load(x + at)));
    }
  }
}

/** out[t]: the first half of x[t − 1] (zeros for t = 0), the second half of x[t]. */
export function shiftRows(x: usize, ld: usize, rows: i32, width: i32, out: usize): void {
  const half = <usize>width << 1;
  memory.fill(out, 0, half);
  for (let r = 0; r < rows; r++, x += ld, out += ld) {
    memory.copy(out + half, x + half, half);
    if (r + 1 < rows) memory.copy(out + ld, x, half);
  }
}

/** What shiftRows passes back, in place: the first half of d[t] becomes that of d[t + 1], the last's zeros. */
export function shiftRowsBack(d: usize, ld: usize, rows: i32, width: i32): void {
  const half = <usize>width << 1;
  for (let r = 0; r + 1 < rows; r++, d += ld) memory.copy(d, d + ld, half);
  memory.fill(d, 0, half);
}

/** Rows of zeros. */
export function clearRows(x: usize, ld: usize, rows: i32, width: i32): void {
  for (let r = 0; r < rows; r++, x += ld) memory.fill(x, 0, <usize>width << 2);
}

/** Every row of x [rows, width] becomes `row`. */
export function fillRows(row: usize, x: usize, rows: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let r = 0; r < rows; r++, x += bytes) memory.copy(x, row, bytes);
}

/** out = (x − mean) / √(variance + epsilon) by row; inverse[r] = 1 / √(…). */
export function normRows(x: usize, ld: usize, out: usize, inverse: usize, rows: i32, width: i32, epsilon: f32): void {
  const bytes = <usize>width << 2;
  const share = <f32>1 / <f32>width;
  for (let r = 0; r < rows; r++, x += ld, out += ld, inverse += 4) {
    let sum = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) sum = f32x4.add(sum, v128.load(x + at));
    const mean = f32x4.splat(laneSum(sum) * share);
    let squares = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const offset = f32x4.sub(v128.load(x + at), mean);
      v128.store(out + at, offset);
      squares = madd(offset, offset, squares);
    }
    const scale: f32 = <f32>1 / sqrt<f32>(laneSum(squares) * share + epsilon);
    store<f32>(inverse, scale);
    const factor = f32x4.splat(scale);
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(out + at, f32x4.mul(v128.load(out + at), factor));
    }
  }
}

/** dx += inverse · (d − mean(d) − n · mean(d ⊙ n)) by row, n what normRows gave. */
export function normRowsBack(d: usize, n: usize, dx: usize, ld: usize, inverse: usize, rows: i32, width: i32): void {
  const bytes = <usize>width << 2;
  const share = <f32>1 / <f32>width;
  for (let r = 0; r < rows; r++, d += ld, n += ld, dx += ld, inverse += 4) {
    let sum = f32x4.splat(0);
    let along = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = v128.load(d + at);
      sum = f32x4.add(sum, value);
      along = madd(value, v128.load(n + at), along);
    }
    const mean = f32x4.splat(laneSum(sum) * share);
    const slope = f32x4.splat(-laneSum(along) * share);
    const factor = v128.load_splat<f32>(inverse);
    for (let at: usize = 0; at < bytes; at += 16) {
      const change = madd(v128.load(n + at), slope, f32x4.sub(v128.load(d + at), mean));
      v128.store(dx + at, madd(factor, change, v128.load(dx + at)));
    }
  }
}

/** x ← silu(x), slope ← silu′(x), both with the same stride. */
export function siluRows(x: usize, slope: usize, ld: usize, rows: i32, width: i32): void {
  const one = f32x4.splat(1);
  const bytes = <usize>width << 2;
  for (let r = 0; r < rows; r++, x += ld, slope += ld) {
    for (let at: usize = 0; at < bytes; at += 16) {
      const value = v128.load(x + at);
      const gate = sigmoid4(value);
      v128.store(x + at, f32x4.mul(value, gate));
      v128.store(slope + at, f32x4.mul(gate, madd(value, f32x4.sub(one, gate), one)));
    }
  }
}

/** x ← x ⊙ factor, both with the same stride. */
export function multiplyRows(x: usize, factor: usize, ld: usize, rows: i32, width: i32): void {
  const bytes = <usize>width << 2;
  for (let r = 0; r < rows; r++, x += ld, factor += ld) {
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(x + at, f32x4.mul(v128.load(x + at), v128.load(factor + at)));
    }
  }
}

/** out[i] = x[i] · weight + bias, one number a row; the bias stands at its address. */
export function rowDots(x: usize, ld: usize, weight: usize, bias: usize, rows: i32, width: i32, out: usize): void {
  const bytes = <usize>width << 2;
  for (let r = 0; r < rows; r++, x += ld, out += 4) {
    let sum = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) sum = madd(v128.load(x + at), v128.load(weight + at), sum);
    store<f32>(out, load<f32>(bias) + laneSum(sum));
  }
}

/** out[i] = slopes[i] · weight: what rowDots passes back to its rows. */
export function rowDotsBack(slopes: usize, weight: usize, rows: i32, width: i32, out: usize, ld: usize): void {
  const bytes = <usize>width << 2;
  for (let r = 0; r < rows; r++, out += ld) {
    const slope = v128.load_splat<f32>(slopes + (<usize>r << 2));
    for (let at: usize = 0; at < bytes; at += 16) {
      v128.store(out + at, f32x4.mul(slope, v128.load(weight + at)));
    }
  }
}

/** out += Σ_i weights[i] · x[i]; weights 0: all 1. */
export function addRows(x: usize, ld: usize, weights: usize, rows: i32, width: i32, out: usize): void {
  const bytes = <usize>width << 2;
  for (let at: usize = 0; at < bytes; at += 16) {
    let sum = v128.load(out + at);
    let from = x + at;
    for (let r = 0; r < rows; r++, from += ld) {
      const weight = weights === 0 ? f32x4.splat(1) : v128.load_splat<f32>(weights + (<usize>r << 2));
      sum = madd(weight, v128.load(from), sum);
    }
    v128.store(out + at, sum);
  }
}

/**
 * Rotary positions, in place: each head's pairs (u_p, u_{p + h/2}) turned by the angle of the row's
 * position and scaled. positions 0: row r is position r. cosines and sines: [positions, h/2].
 * direction −1 turns back: the gradient's way.
 */
export function rotateRows(
  x: usize,
  ld: usize,
  positions: usize,
  rows: i32,
  heads: i32,
  headSize: i32,
  cosines: usize,
  sines: usize,
  scale: f32,
  direction: f32,
): void {
  const half = headSize >> 1;
  const halfBytes = <usize>half << 2;
  for (let r = 0; r < rows; r++, x += ld) {
    const position = positions === 0 ? r : load<i32>(positions + (<usize>r << 2));
    const cosRow = cosines + <usize>position * halfBytes;
    const sinRow = sines + <usize>position * halfBytes;
    let low = x;
    for (let head = 0; head < heads; head++, low += halfBytes << 1) {
      const high = low + halfBytes;
      let at: usize = 0;
      for (; at + 16 <= halfBytes; at += 16) {
        const cos = f32x4.mul(v128.load(cosRow + at), f32x4.splat(scale));
        const sin = f32x4.mul(v128.load(sinRow + at), f32x4.splat(scale * direction));
        const u = v128.load(low + at);
        const v = v128.load(high + at);
        v128.store(low + at, f32x4.sub(f32x4.mul(u, cos), f32x4.mul(v, sin)));
        v128.store(high + at, f32x4.add(f32x4.mul(v, cos), f32x4.mul(u, sin)));
      }
      for (; at < halfBytes; at += 4) {
        const cos = load<f32>(cosRow + at) * scale;
        const sin = load<f32>(sinRow + at) * scale * direction;
        const u = load<f32>(low + at);
        const v = load<f32>(high + at);
        store<f32>(low + at, u * cos - v * sin);
        store<f32>(high + at, v * cos + u * sin);
      }
    }
  }
}
