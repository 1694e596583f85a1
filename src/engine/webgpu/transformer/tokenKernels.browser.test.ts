// Packing of sequences, embedding, its gradient, layer norm and scores against plain twins.
import { afterAll, beforeAll, expect, it } from "vitest";
import { createRng } from "../../../base/rng.ts";
import { relativeError } from "../../fixtures/lexicalProblem.ts";
import { NORM_EPSILON, transformerLayout } from "../../prm/layout.ts";
import { GpuScopes } from "../gpuSpace.ts";
import { normKernels } from "./normKernels.ts";
import { residentSequences, sequenceBatch } from "./sequenceBatch.ts";
import {
  batchCounts,
  openTestDevice,
  randomFloats,
  runKernel,
  type TestDevice,
} from "./testDevice.ts";
import { tokenKernels } from "./tokenKernels.ts";

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await openTestDevice();
});
afterAll(() => {
  gpu.close();
  expect(gpu.faults).toEqual([]);
});

function layoutOf(width: number, vocabulary = 128) {
  return transformerLayout({
    kind: "transformer",
    vocabulary,
    layers: 1,
    width,
    heads: 1,
    context: 64,
  });
}

it("packs sequences: tokens, bounds, scores, labels, domains", async () => {
  const encoded = {
    count: 3,
    start: Int32Array.of(0, 2, 3, 8),
    tokens: Int32Array.of(10, 11, 20, 30, 31, 32, 33, 34),
    surprisal: Float32Array.of(0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5),
    scoreStart: Int32Array.of(0, 1, 1, 4),
    scoreAt: Int32Array.of(1, 0, 2, 4),
  };
  const { recorder } = gpu;
  const scopes = new GpuScopes(recorder);
  const kernels = tokenKernels(layoutOf(16));
  const labels = Float32Array.of(0.25, 0.5, 0.75, 1);
  const set = residentSequences(recorder, encoded, labels, Int32Array.of(4, 5, 6));
  const batch = sequenceBatch(recorder, scopes, kernels, set, [2, 1, 0, 2], 0.5);
  // Behind what the batch holds there is room.
  const read = async (vector: typeof batch.place, count: number) =>
    new Uint32Array((await recorder.read(vector)).buffer, 0, 4 * count);
  const place = await read(batch.place, batch.tokens);
  const scored = await read(batch.scored, batch.scores);
  const surprisal = (await recorder.read(batch.surprisal)).subarray(0, batch.tokens);
  expect([...surprisal]).toEqual([1.5, 2, 2.5, 3, 3.5, 1, 0, 0.5, 1.5, 2, 2.5, 3, 3.5]);
  const bits = (value: number) => new Uint32Array(Float32Array.of(value).buffer)[0]!;
  const rows = (values: Uint32Array) =>
    Array.from({ length: values.length / 4 }, (_, i) => [...values.subarray(4 * i, 4 * i + 4)]);
  expect(rows(place)).toEqual([
    [30, 0, 5, 1],
    [31, 0, 5, 0],
    [32, 0, 5, 2],
    [33, 0, 5, 0],
    [34, 0, 5, 3],
    [20, 5, 6, 0],
    [10, 6, 8, 0],
    [11, 6, 8, 4],
    [30, 8, 13, 5],
    [31, 8, 13, 0],
    [32, 8, 13, 6],
    [33, 8, 13, 0],
    [34, 8, 13, 7],
  ]);
  expect(rows(scored)).toEqual([
    [0, 6, bits(0.5), 0],
    [2, 6, bits(0.75), 0],
    [4, 6, bits(1), 0],
    [7, 4, bits(0.25), 0],
    [8, 6, bits(0.5), 0],
    [10, 6, bits(0.75), 0],
    [12, 6, bits(1), 0],
  ]);
});

it.each([
  { tokens: 1, width: 16, vocabulary: 130 },
  { tokens: 33, width: 16, vocabulary: 130 },
  { tokens: 1000, width: 64, vocabulary: 512 },
  { tokens: 65, width: 512, vocabulary: 300 },
])("gradient of the table: $tokens tokens, width $width", async (shape) => {
  const { tokens, width, vocabulary } = shape;
  const kernels = tokenKernels(layoutOf(width, vocabulary));
  const rng = createRng(4);
  const place = new Uint32Array(4 * tokens);
  // Few different ones, so that most stand more than once.
  for (let t = 0; t < tokens; t++) place[4 * t] = rng.below(40);
  const d = randomFloats(tokens * width, 5);
  const words = Math.ceil(tokens / 32);
  const counts = batchCounts({ tokens, words });
  const dirty = new Uint32Array(vocabulary * words).fill(0xffffffff);
  const [cleared] = await runKernel(gpu.recorder, kernels.clearMasks, [dirty], dirty.length, [0]);
  const [masks] = await runKernel(
    gpu.recorder,
    kernels.markMasks,
    [counts, place, new Uint32Array(cleared!.buffer, 0, cleared!.length)],
    tokens,
    [2],
  );
  const [gradient] = await runKernel(
    gpu.recorder,
    kernels.tableGradient,
    [counts, new Uint32Array(masks!.buffer), d, new Float32Array(vocabulary * width).fill(3)],
    kernels.tableInvocations,
    [3],
  );
  const expected = new Float64Array(vocabulary * width);
  for (let t = 0; t < tokens; t++) {
    for (let i = 0; i < width; i++) expected[place[4 * t]! * width + i]! += d[t * width + i]!;
  }
  expect(relativeError(gradient!, expected)).toBeLessThan(1e-6);
});

it.each([
  { tokens: 1, width: 16 },
  { tokens: 67, width: 48 },
  { tokens: 130, width: 512 },
])("layer norm and its way back: $tokens × $width", async ({ tokens, width }) => {
  const layout = layoutOf(width);
  const kernels = normKernels(layout);
  const counts = batchCounts({ tokens });
  // A mean far from 0, where sums of squares would lose the variance.
  const x = randomFloats(tokens * width, 6).map((value) => 30 + value);
  const [normed, inverse] = await runKernel(
    gpu.recorder,
    kernels.norm,
    [counts, x, new Float32Array(tokens * width), new Float32Array(tokens)],
    tokens,
    [2, 3],
  );
  const d = randomFloats(tokens * width, 7);
  const before = randomFloats(tokens * width, 8);
  const [gradient] = await runKernel(
    gpu.recorder,
    kernels.normBackward,
    [counts, normed!, inverse!, d, before],
    tokens,
    [4],
  );
  const expected = new Float64Array(tokens * width);
  const expectedGradient = new Float64Array(tokens * width);
  for (let t = 0; t < tokens; t++) {
    const row = x.subarray(t * width, (t + 1) * width);
    const mean = row.reduce((sum, v) => sum + v / width, 0);
    const variance = row.reduce((sum, v) => sum + (v - mean) ** 2 / width, 0);
    const factor = 1 / Math.sqrt(variance + NORM_EPSILON);
    const n = Float64Array.from(row, (v) => (v - mean) * factor);
    expected.set(n, t * width);
    const dRow = d.subarray(t * width, (t + 1) * width);
    const dMean = dRow.reduce((sum, v) => sum + v / width, 0);
    const dAlong = dRow.reduce((sum, v, i) => sum + (v * n[i]!) / width, 0);
    for (let i = 0; i < width; i++) {
      expectedGradient[t * width + i] =
        before[t * width + i]! + factor * (dRow[i]! - dMean - n[i]! * dAlong);
    }
  }
  expect(relativeError(normed!, expected)).toBeLessThan(1e-5);
  expect(relativeError(gradient!, expectedGradient)).toBeLessThan(1e-5);
});
