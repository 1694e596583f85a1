// Attention against a plain twin that writes out the whole matrix of shares: forward, and the way back.
import { afterAll, beforeAll, expect, it } from "vitest";
import { relativeError } from "../../fixtures/lexicalProblem.ts";
import { ROTARY_BASE, transformerLayout } from "../../prm/layout.ts";
import { workgroupsFor } from "../gpuRecorder.ts";
import { attentionKernels } from "./attentionKernels.ts";
import { rotaryTable } from "./headLoops.ts";
import { batchCounts, openTestDevice, randomFloats, type TestDevice } from "./testDevice.ts";

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await openTestDevice();
});
afterAll(() => {
  gpu.close();
  expect(gpu.faults).toEqual([]);
});

interface Shape {
  width: number;
  heads: number;
  lengths: number[];
}

/** Turns a row's pairs by ±position, in place. */
function turn(row: Float64Array, position: number, sign: 1 | -1): void {
  const half = row.length / 2;
  for (let p = 0; p < half; p++) {
    const angle = sign * position * ROTARY_BASE ** ((-2 * p) / row.length);
    const [u, v] = [row[p]!, row[p + half]!];
    row[p] = u * Math.cos(angle) - v * Math.sin(angle);
    row[p + half] = u * Math.sin(angle) + v * Math.cos(angle);
  }
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);
const addTo = (a: Float64Array, b: Float64Array, factor: number) =>
  a.forEach((x, i) => {
    a[i] = x + factor * b[i]!;
  });

/** attended [N, d] and dL/dqkv [N, 3d] from qkv (unrotated) and dL/dattended, in float64. */
function plainAttention(
  { width, heads, lengths }: Shape,
  qkv: Float32Array,
  attendedGradient: Float32Array,
) {
  const size = width / heads;
  const scale = 1 / Math.sqrt(size);
  const tokens = lengths.reduce((a, b) => a + b);
  const attended = new Float64Array(tokens * width);
  const gradient = new Float64Array(tokens * 3 * width);
  let begin = 0;
  for (const length of lengths) {
    for (let head = 0; head < heads; head++) {
      const rowOf = (t: number, part: number) =>
        (begin + t) * 3 * width + part * width + head * size;
      const read = (t: number, part: number) =>
        Float64Array.from(qkv.subarray(rowOf(t, part), rowOf(t, part) + size));
      const all = Array.from({ length }, (_, t) => t);
      const turned = (part: number) =>
        all.map((t) => {
          const row = read(t, part);
          turn(row, t, 1);
          return row;
        });
      const [queries, keys, values] = [turned(0), turned(1), all.map((t) => read(t, 2))];
      const zeros = () => all.map(() => new Float64Array(size));
      const [dQueries, dKeys, dValues] = [zeros(), zeros(), zeros()];
      for (const t of all) {
        const at = (begin + t) * width + head * size;
        const scores = all.slice(0, t + 1).map((j) => scale * dot(queries[t]!, keys[j]!));
        const largest = Math.max(...scores);
        const raised = scores.map((score) => Math.exp(score - largest));
        const total = raised.reduce((a, b) => a + b);
        const out = new Float64Array(size);
        raised.forEach((share, j) => {
          addTo(out, values[j]!, share / total);
        });
        attended.set(out, at);
        const d = Float64Array.from(attendedGradient.subarray(at, at + size));
        const along = dot(d, out);
        raised.forEach((value, j) => {
          const share = value / total;
          const slope = scale * share * (dot(d, values[j]!) - along);
          addTo(dQueries[t]!, keys[j]!, slope);
          addTo(dKeys[j]!, queries[t]!, slope);
          addTo(dValues[j]!, d, share);
        });
      }
      for (const t of all) {
        turn(dQueries[t]!, t, -1);
        turn(dKeys[t]!, t, -1);
        [dQueries, dKeys, dValues].forEach((rows, part) => {
          gradient.set(rows[t]!, rowOf(t, part));
        });
      }
    }
    begin += length;
  }
  return { attended, gradient };
}

/** place[t], as the `place` kernel makes it. */
function places(lengths: number[]): Uint32Array {
  const rows: number[] = [];
  let begin = 0;
  for (const length of lengths) {
    for (let t = 0; t < length; t++) rows.push(0, begin, begin + length, 0);
    begin += length;
  }
  return Uint32Array.from(rows);
}

async function fusedAttention(
  { width, heads, lengths }: Shape,
  hasQuads: boolean,
  qkvValues: Float32Array,
  attendedGradientValues: Float32Array,
) {
  const { recorder } = gpu;
  const context = Math.max(32, ...lengths);
  const kernels = attentionKernels(
    transformerLayout({ kind: "transformer", vocabulary: 128, layers: 1, width, heads, context }),
    hasQuads,
  );
  const tokens = lengths.reduce((a, b) => a + b);
  const batch = recorder.upload(batchCounts({ tokens }));
  const place = recorder.upload(places(lengths));
  const rope = recorder.upload(rotaryTable(context, width / heads));
  const qkv = recorder.upload(qkvValues);
  const attendedGradient = recorder.upload(attendedGradientValues);
  const attended = recorder.allocate(tokens * width);
  const state = recorder.allocate(tokens * heads * 2);
  const gradient = recorder.allocate(tokens * 3 * width);
  const workgroups = workgroupsFor(kernels.invocations(tokens));
  recorder.dispatch(kernels.rotate, [batch, place, rope, qkv], workgroupsFor(tokens * 2 * heads));
  recorder.dispatch(kernels.forward, [batch, place, qkv, attended, state], workgroups);
  recorder.dispatch(
    kernels.backwardQuery,
    [batch, place, rope, qkv, attended, attendedGradient, state, gradient],
    workgroups,
  );
  recorder.dispatch(
    kernels.backwardKeyValue,
    [batch, place, rope, qkv, attendedGradient, state, gradient],
    workgroups,
  );
  const found = {
    attended: await recorder.read(attended),
    gradient: await recorder.read(gradient),
  };
  for (const v of [batch, place, rope, qkv, attendedGradient, attended, state, gradient]) {
    recorder.free(v);
  }
  return found;
}

const SHAPES: Shape[] = [
  { width: 16, heads: 1, lengths: [1] },
  { width: 16, heads: 4, lengths: [1, 2, 3, 4, 5, 6, 7] },
  { width: 48, heads: 4, lengths: [9, 1, 30] },
  { width: 64, heads: 4, lengths: [64, 17, 5, 64, 33] },
  { width: 48, heads: 1, lengths: [13, 50] },
  { width: 32, heads: 2, lengths: [1024] },
  { width: 128, heads: 1, lengths: [40] },
];
const cases = SHAPES.flatMap((shape) => [true, false].map((hasQuads) => ({ ...shape, hasQuads })));

it.each(cases)("width $width, heads $heads, lengths $lengths, quads $hasQuads", async (shape) => {
  const tokens = shape.lengths.reduce((a, b) => a + b);
  const qkv = randomFloats(tokens * 3 * shape.width, 1);
  const attendedGradient = randomFloats(tokens * shape.width, 2);
  const expected = plainAttention(shape, qkv, attendedGradient);
  const found = await fusedAttention(shape, shape.hasQuads, qkv, attendedGradient);
  expect(relativeError(found.attended, expected.attended)).toBeLessThan(3e-6);
  expect(relativeError(found.gradient, expected.gradient)).toBeLessThan(1e-5);
});

it("stays finite where scores are far beyond what exp can take", async () => {
  const shape = { width: 16, heads: 1, lengths: [12] };
  const qkv = randomFloats(12 * 48, 3).map((value) => 40 * value);
  const attendedGradient = randomFloats(12 * 16, 4);
  const expected = plainAttention(shape, qkv, attendedGradient);
  const found = await fusedAttention(shape, true, qkv, attendedGradient);
  expect(relativeError(found.attended, expected.attended)).toBeLessThan(1e-3);
  expect(found.gradient.every(Number.isFinite)).toBe(true);
});
