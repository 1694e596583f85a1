// The lexical PRM's sparse bag of embeddings over a batch of rows, forward and back.
import { madd } from "./simd";

/**
 * out[i] = bias + Σ_f value_f · table[f] over the features of row rows[i], [count, width] in rows of
 * `stride` floats. Columns beyond the width are left alone.
 */
export function gatherBags(
  table: usize,
  bias: usize,
  width: i32,
  rows: usize,
  count: i32,
  start: usize,
  features: usize,
  values: usize,
  out: usize,
  stride: i32,
): void {
  const rowBytes = <usize>width << 2;
  for (let i = 0; i < count; i++, out += <usize>stride << 2) {
    const row = <usize>load<i32>(rows + (<usize>i << 2));
    const from = <usize>load<i32>(start + (row << 2));
    const to = <usize>load<i32>(start + (row << 2), 4);
    let d = 0;
    for (; d + 16 <= width; d += 16) {
      const column = <usize>d << 2;
      let s0 = v128.load(bias + column);
      let s1 = v128.load(bias + column, 16);
      let s2 = v128.load(bias + column, 32);
      let s3 = v128.load(bias + column, 48);
      for (let at = from; at < to; at++) {
        const value = v128.load_splat<f32>(values + (at << 2));
        const entry = table + <usize>load<i32>(features + (at << 2)) * rowBytes + column;
        s0 = madd(value, v128.load(entry), s0);
        s1 = madd(value, v128.load(entry, 16), s1);
        s2 = madd(value, v128.load(entry, 32), s2);
        s3 = madd(value, v128.load(entry, 48), s3);
      }
      v128.store(out + column, s0);
      v128.store(out + column, s1, 16);
      v128.store(out + column, s2, 32);
      v128.store(out + column, s3, 48);
    }
    for (; d < width; d++) {
      const column = <usize>d << 2;
      let sum = load<f32>(bias + column);
      for (let at = from; at < to; at++) {
        const entry = table + <usize>load<i32>(features + (at << 2)) * rowBytes + column;
        sum += load<f32>(values + (at << 2)) * load<f32>(entry);
      }
      store<f32>(out + column, sum);
    }
  }
}

/** table[f] += value_f · delta[i] over the features of row rows[i], for every row in turn. */
export function scatterBags(
  delta: usize,
  stride: i32,
  width: i32,
  rows: usize,
  count: i32,
  start: usize,
  features: usize,
  values: usize,
  table: usize,
): void {
  const rowBytes = <usize>width << 2;
  for (let i = 0; i < count; i++, delta += <usize>stride << 2) {
    const row = <usize>load<i32>(rows + (<usize>i << 2));
    const from = <usize>load<i32>(start + (row << 2));
    const to = <usize>load<i32>(start + (row << 2), 4);
    let d = 0;
    for (; d + 16 <= width; d += 16) {
      const column = <usize>d << 2;
      const d0 = v128.load(delta + column);
      const d1 = v128.load(delta + column, 16);
      const d2 = v128.load(delta + column, 32);
      const d3 = v128.load(delta + column, 48);
      for (let at = from; at < to; at++) {
        const value = v128.load_splat<f32>(values + (at << 2));
        const entry = table + <usize>load<i32>(features + (at << 2)) * rowBytes + column;
        v128.store(entry, madd(value, d0, v128.load(entry)));
        v128.store(entry, madd(value, d1, v128.load(entry, 16)), 16);
        v128.store(entry, madd(value, d2, v128.load(entry, 32)), 32);
        v128.store(entry, madd(value, d3, v128.load(entry, 48)), 48);
      }
    }
    for (; d < width; d++) {
      const column = <usize>d << 2;
      const change = load<f32>(delta + column);
      for (let at = from; at < to; at++) {
        const entry = table + <usize>load<i32>(features + (at << 2)) * rowBytes + column;
        store<f32>(entry, load<f32>(entry) + load<f32>(values + (at << 2)) * change);
      }
    }
  }
}
