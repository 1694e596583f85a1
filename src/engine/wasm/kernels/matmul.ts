// Register-blocked matrix products: tiles of 4 rows × 8 columns, eight accumulators of four lanes.
// The right factor of `matmul` is packed in panels of eight columns, [columns / 8][depth][8], so that it
// streams; strides (`ld…`) are in bytes. Rows are padded to 4 by the caller's buffers: what the padding
// gives is never read. Column counts are multiples of 8.
import { madd } from "./simd";

/** Floats a panel row. */
export const PANEL: i32 = 8;

/** Panels of the matrix [rows, columns] at `source`, zero where columns are padded up to whole panels. */
export function packColumns(source: usize, ld: usize, rows: i32, columns: i32, paddedRows: i32, out: usize): void {
  for (let c = 0; c < columns; c += PANEL) {
    const isWhole = c + PANEL <= columns;
    let from = source + (<usize>c << 2);
    for (let r = 0; r < rows; r++, from += ld, out += 32) {
      v128.store(out, v128.load(from));
      // Columns come in fours: a last half panel is padded.
      v128.store(out, isWhole ? v128.load(from, 16) : f32x4.splat(0), 16);
    }
    const padding = <usize>(paddedRows - rows) << 5;
    memory.fill(out, 0, padding);
    out += padding;
  }
}

/** Panels of the transpose of the matrix [rows, columns] at `source`: [⌈rows / 8⌉][columns][8]. */
export function packTransposed(source: usize, ld: usize, rows: i32, columns: i32, out: usize): void {
  for (let r = 0; r < rows; r += PANEL) {
    const count = min(PANEL, rows - r);
    for (let c = 0; c < columns; c += 4) {
      for (let half = 0; half < 2; half++) {
        const zero = f32x4.splat(0);
        const i = half << 2;
        const from = source + <usize>(r + i) * ld + (<usize>c << 2);
        const a = i < count ? v128.load(from) : zero;
        const b = i + 1 < count ? v128.load(from + ld) : zero;
        const d = i + 2 < count ? v128.load(from + 2 * ld) : zero;
        const e = i + 3 < count ? v128.load(from + 3 * ld) : zero;
        const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
        const de = v128.shuffle<f32>(d, e, 0, 4, 1, 5);
        const ab2 = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
        const de2 = v128.shuffle<f32>(d, e, 2, 6, 3, 7);
        const to = out + (<usize>half << 4);
        v128.store(to, v128.shuffle<f32>(ab, de, 0, 1, 4, 5));
        v128.store(to, v128.shuffle<f32>(ab, de, 2, 3, 6, 7), 32);
        v128.store(to, v128.shuffle<f32>(ab2, de2, 0, 1, 4, 5), 64);
        v128.store(to, v128.shuffle<f32>(ab2, de2, 2, 3, 6, 7), 96);
      }
      out += 128;
    }
  }
}

/** y[4][8] (+)= x[4][depth] · panel[depth][8] */
// @ts-ignore: decorator
@inline
export function tile(x: usize, ldx: usize, panel: usize, depth: i32, y: usize, ldy: usize, accumulate: bool): void {
  let x0 = x;
  let x1 = x0 + ldx;
  let x2 = x1 + ldx;
  let x3 = x2 + ldx;
  const y1 = y + ldy;
  const y2 = y1 + ldy;
  const y3 = y2 + ldy;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  if (accumulate) {
    a0 = v128.load(y);
    a1 = v128.load(y, 16);
    b0 = v128.load(y1);
    b1 = v128.load(y1, 16);
    c0 = v128.load(y2);
    c1 = v128.load(y2, 16);
    d0 = v128.load(y3);
    d1 = v128.load(y3, 16);
  }
  // Not unrolled by hand: engines' compilers keep all accumulators in registers only this way.
  for (const end = panel + (<usize>depth << 5); panel < end; panel += 32) {
    const w0 = v128.load(panel);
    const w1 = v128.load(panel, 16);
    let s = v128.load_splat<f32>(x0);
    a0 = madd(s, w0, a0);
    a1 = madd(s, w1, a1);
    s = v128.load_splat<f32>(x1);
    b0 = madd(s, w0, b0);
    b1 = madd(s, w1, b1);
    s = v128.load_splat<f32>(x2);
    c0 = madd(s, w0, c0);
    c1 = madd(s, w1, c1);
    s = v128.load_splat<f32>(x3);
    d0 = madd(s, w0, d0);
    d1 = madd(s, w1, d1);
    x0 += 4;
    x1 += 4;
    x2 += 4;
    x3 += 4;
  }
  v128.store(y, a0);
  v128.store(y, a1, 16);
  v128.store(y1, b0);
  v128.store(y1, b1, 16);
  v128.store(y2, c0);
  v128.store(y2, c1, 16);
  v128.store(y3, d0);
  v128.store(y3, d1, 16);
}

/** y [rows, columns] = x [rows, depth] · panels, or += with `accumulate`. Rows up to a multiple of 4 are written. */
export function matmul(
  x: usize,
  ldx: usize,
  panels: usize,
  y: usize,
  ldy: usize,
  rows: i32,
  depth: i32,
  columns: i32,
  accumulate: bool,
): void {
  const panelBytes = <usize>depth << 5;
  for (let c = 0; c < columns; c += PANEL, panels += panelBytes, y += 32) {
    for (let r = 0; r < rows; r += 4) {
      tile(x + <usize>r * ldx, ldx, panels, depth, y + <usize>r * ldy, ldy, accumulate);
    }
  }
}

/** out[4][8] (+)= Σ_{t < count} x[t][4]ᵀ · y[t][8] */
// @ts-ignore: decorator
@inline
export function outerTile(
  x: usize,
  ldx: usize,
  y: usize,
  ldy: usize,
  count: i32,
  out: usize,
  ldo: usize,
  accumulate: bool,
): void {
  const o1 = out + ldo;
  const o2 = o1 + ldo;
  const o3 = o2 + ldo;
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  if (accumulate) {
    a0 = v128.load(out);
    a1 = v128.load(out, 16);
    b0 = v128.load(o1);
    b1 = v128.load(o1, 16);
    c0 = v128.load(o2);
    c1 = v128.load(o2, 16);
    d0 = v128.load(o3);
    d1 = v128.load(o3, 16);
  }
  for (const end = y + <usize>count * ldy; y < end; y += ldy, x += ldx) {
    const w0 = v128.load(y);
    const w1 = v128.load(y, 16);
    let s = v128.load_splat<f32>(x);
    a0 = madd(s, w0, a0);
    a1 = madd(s, w1, a1);
    s = v128.load_splat<f32>(x, 4);
    b0 = madd(s, w0, b0);
    b1 = madd(s, w1, b1);
    s = v128.load_splat<f32>(x, 8);
    c0 = madd(s, w0, c0);
    c1 = madd(s, w1, c1);
    s = v128.load_splat<f32>(x, 12);
    d0 = madd(s, w0, d0);
    d1 = madd(s, w1, d1);
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(o1, b0);
  v128.store(o1, b1, 16);
  v128.store(o2, c0);
  v128.store(o2, c1, 16);
  v128.store(o3, d0);
  v128.store(o3, d1, 16);
}

/** out [depth, columns] (+)= xᵀ · y, x [rows, depth], y [rows, columns]: the gradient of a weight. */
export function matmulTransposed(
  x: usize,
  ldx: usize,
  y: usize,
  ldy: usize,
  out: usize,
  ldo: usize,
  rows: i32,
  depth: i32,
  columns: i32,
  accumulate: bool,
): void {
  for (let c = 0; c < columns; c += PANEL, y += 32, out += 32) {
    for (let k = 0; k < depth; k += 4) {
      outerTile(x + (<usize>k << 2), ldx, y, ldy, rows, out + <usize>k * ldo, ldo, accumulate);
    }
  }
}
