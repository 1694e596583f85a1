// Each matrix kernel against the plain triple loop, with loads shared in quads and without.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { relativeError } from "../../fixtures/lexicalProblem.ts";
import {
  type MatMulKernels,
  matMulKernels,
  outerInvocations,
  productInvocations,
  productShape,
} from "./matMulKernels.ts";
import { SUM_PARTIALS } from "./partialGradient.ts";
import {
  batchCounts,
  openTestDevice,
  randomFloats,
  runKernel,
  type TestDevice,
} from "./testDevice.ts";

let gpu: TestDevice;
beforeAll(async () => {
  gpu = await openTestDevice();
});
afterAll(() => {
  gpu.close();
  expect(gpu.faults).toEqual([]);
});

/** x[rows, inputs] · w, w(i, o) its element. */
function plainProduct(
  x: Float32Array,
  rows: number,
  inputs: number,
  outputs: number,
  w: (i: number, o: number) => number,
): Float64Array {
  const y = new Float64Array(rows * outputs);
  for (let r = 0; r < rows; r++) {
    for (let o = 0; o < outputs; o++) {
      let sum = 0;
      for (let i = 0; i < inputs; i++) sum += x[r * inputs + i]! * w(i, o);
      y[r * outputs + o] = sum;
    }
  }
  return y;
}

const SHAPES = [
  { rows: 1, inputs: 16, outputs: 16 },
  { rows: 5, inputs: 64, outputs: 192 },
  { rows: 16, inputs: 256, outputs: 64 },
  { rows: 33, inputs: 48, outputs: 16 },
  { rows: 1037, inputs: 64, outputs: 64 },
];
const LARGEST = { rows: 301, inputs: 2048, outputs: 512 };
/** Floats of φ before the weight. */
const BEGIN = 32;
const silu = (u: number) => u / (1 + Math.exp(-u));
const siluSlope = (u: number) => {
  const gate = 1 / (1 + Math.exp(-u));
  return gate * (1 + u * (1 - gate));
};

describe.each([true, false])("quads %s", (hasQuads) => {
  const kernels = matMulKernels(hasQuads);

  async function compare(
    name: Exclude<keyof MatMulKernels, "outer">,
    { rows, inputs, outputs }: (typeof SHAPES)[number],
    expected: (product: Float64Array, before: Float32Array) => Float64Array[],
  ) {
    const isTransposed = name.endsWith("Transposed");
    const x = randomFloats(rows * inputs, 1);
    const params = randomFloats(BEGIN + inputs * outputs, 2).map((v) => v / Math.sqrt(inputs));
    const before = randomFloats(rows * outputs, 3);
    const also = name === "siluAndSlope" ? [new Float32Array(rows * outputs)] : [];
    const shape = productShape(inputs, outputs, BEGIN);
    const found = await runKernel(
      gpu.recorder,
      kernels[name],
      [x, params, shape, batchCounts({ tokens: rows }), before, ...also],
      productInvocations(rows, outputs),
      also.length > 0 ? [4, 5] : [4],
    );
    const w = (i: number, o: number) =>
      params[BEGIN + (isTransposed ? o * inputs + i : i * outputs + o)]!;
    const wanted = expected(plainProduct(x, rows, inputs, outputs, w), before);
    wanted.forEach((values, i) => {
      expect(relativeError(found[i]!, values), `result ${i}`).toBeLessThan(2e-6);
    });
  }

  it.each(SHAPES)("x·W of $rows × $inputs × $outputs, stored and added", async (shape) => {
    await compare("store", shape, (product) => [product]);
    await compare("storeTransposed", shape, (product) => [product]);
    await compare("add", shape, (product, y) => [product.map((v, i) => v + y[i]!)]);
    await compare("multiplyTransposed", shape, (product, y) => [product.map((v, i) => v * y[i]!)]);
    await compare("silu", shape, (product) => [product.map(silu)]);
    await compare("siluAndSlope", shape, (p) => [p.map(silu), p.map(siluSlope)]);
  });

  it("the widest model's largest block", async () => {
    await compare("store", LARGEST, (product) => [product]);
    await compare("storeTransposed", LARGEST, (product) => [product]);
  });

  it("silu and its slope do not overflow far from 0", async () => {
    const [hidden, slope] = await runKernel(
      gpu.recorder,
      kernels.siluAndSlope,
      [
        Float32Array.of(1, ...new Float32Array(15)),
        Float32Array.from({ length: 256 }, (_, i) => (i < 16 ? (i - 8) * 1000 : 0)),
        productShape(16, 16, 0),
        batchCounts({ tokens: 1 }),
        new Float32Array(16),
        new Float32Array(16),
      ],
      productInvocations(1, 16),
      [4, 5],
    );
    for (let i = 0; i < 16; i++) {
      expect(hidden![i]).toBeCloseTo(Math.max(0, (i - 8) * 1000), 3);
      expect(slope![i]).toBeCloseTo(i < 8 ? 0 : i === 8 ? 0.5 : 1, 5);
    }
  });

  it.each([
    { rows: 1, inputs: 16, outputs: 32, splits: 1, tokensASplit: 256 },
    { rows: 7, inputs: 64, outputs: 16, splits: 2, tokensASplit: 4 },
    { rows: 530, inputs: 64, outputs: 192, splits: 3, tokensASplit: 256 },
    { rows: 1037, inputs: 256, outputs: 64, splits: 5, tokensASplit: 256 },
  ])("xᵀ·d of $rows × $inputs × $outputs in $splits splits", async (shape) => {
    const { rows, inputs, outputs, splits, tokensASplit } = shape;
    const x = randomFloats(rows * inputs, 4);
    const d = randomFloats(rows * outputs, 5);
    const before = 16;
    const stride = before + inputs * outputs;
    const counts = batchCounts({ tokens: rows, splits, tokensASplit });
    const [partial] = await runKernel(
      gpu.recorder,
      kernels.outer,
      [
        x,
        d,
        productShape(inputs, outputs, before, stride),
        counts,
        new Float32Array(splits * stride),
      ],
      outerInvocations(inputs, outputs, splits),
      [4],
    );
    const skipped = 8;
    const [gradient] = await runKernel(
      gpu.recorder,
      SUM_PARTIALS,
      [
        counts,
        Uint32Array.of(stride / 4, skipped / 4),
        partial!,
        new Float32Array(skipped + stride).fill(7),
      ],
      stride / 4,
      [3],
    );
    const expected = new Float64Array(skipped + stride).fill(7, 0, skipped);
    for (let r = 0; r < rows; r++) {
      for (let i = 0; i < inputs; i++) {
        for (let o = 0; o < outputs; o++) {
          expected[skipped + before + i * outputs + o]! += x[r * inputs + i]! * d[r * outputs + o]!;
        }
      }
    }
    expect(relativeError(gradient!, expected)).toBeLessThan(2e-6);
  });
});
