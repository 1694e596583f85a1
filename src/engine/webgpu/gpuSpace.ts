// VectorSpace on the GPU: each operation one recorded dispatch (reductions two), scalars stay on the
// device as vectors of length 1. Reductions sum in a fixed order: same inputs, same bits.
import type { VectorSpace } from "../bilevel/vectorSpace.ts";
import {
  type GpuRecorder,
  type GpuVector,
  type KernelSource,
  MAIN,
  workgroupsFor,
} from "./gpuRecorder.ts";

export interface GpuSpace extends VectorSpace<GpuVector, GpuVector> {
  /** ‖a‖², [1] */
  squaredNorm(a: GpuVector): GpuVector;
}

/** A reduction in two passes: partial sums, then what is made of their sum. */
interface Reduction {
  partial: KernelSource;
  final: KernelSource;
}

/** vec4s one invocation of an element-wise kernel goes through: few workgroups cost less than many. */
const VECTORS_AN_INVOCATION = 4;
/** Invocations of a reduction's first pass: enough to fill a device, few enough for one to add up. */
const MAX_PARTIALS = 1024;
const ELEMENTS_A_PARTIAL = 256;

/** out = expression of a[i], b[i], c[i] (vec4) and s, t (scalars on the device) or constants in \`k\`. */
function elementwise(
  name: string,
  expression: string,
  vectors: number,
  scalars: number,
): KernelSource {
  const inputs = ["a", "b", "c"].slice(0, vectors);
  const factors = ["s", "t"].slice(0, scalars);
  return {
    name: `elementwise ${name}`,
    bindings: [
      ...inputs.map((input) => ({ name: input, type: "array<vec4f>" })),
      ...factors.map((factor) => ({ name: `${factor}Value`, type: "array<f32>" })),
      { name: "out", type: "array<vec4f>", isWritten: true },
    ],
    code: `${MAIN}
  ${factors.map((factor) => `let ${factor} = ${factor}Value[0];`).join("\n  ")}
  let begin = index * ${VECTORS_AN_INVOCATION}u;
  for (var i = begin; i < min(begin + ${VECTORS_AN_INVOCATION}u, arrayLength(&out)); i++) {
    out[i] = ${expression};
  }
}`,
  };
}

/** out[p] = Σ of \`term\` over the elements of partial p; the vec4s' padding is left out. */
function partialSums(name: string, term: string, vectors: number): KernelSource {
  const inputs = ["a", "b"].slice(0, vectors);
  return {
    name: `partial ${name}`,
    bindings: [
      ...inputs.map((input) => ({ name: input, type: "array<vec4f>" })),
      { name: "shape", type: "array<u32>" },
      { name: "out", type: "array<f32>", isWritten: true },
    ],
    code: `${MAIN}
  let length = shape[0];
  let partials = shape[1];
  if (index >= partials) { return; }
  let whole = length / 4u;
  var sum = vec4f();
  for (var i = index; i < whole; i += partials) { sum += ${term}; }
  if (index == 0u && whole * 4u < length) {
    let i = whole;
    let isElement = vec4u(i * 4u) + vec4u(0u, 1u, 2u, 3u) < vec4u(length);
    sum += select(vec4f(), ${term}, isElement);
  }
  out[index] = sum.x + sum.y + sum.z + sum.w;
}`,
  };
}

/** out[0] = \`finish\` of sum = Σ partials. */
function finalSum(name: string, finish: string): KernelSource {
  return {
    name: `final ${name}`,
    bindings: [
      { name: "partial", type: "array<f32>" },
      { name: "shape", type: "array<u32>" },
      { name: "out", type: "array<f32>", isWritten: true },
    ],
    code: `${MAIN}
  if (index > 0u) { return; }
  var sum = 0.0;
  for (var p = 0u; p < shape[1]; p++) { sum += partial[p]; }
  out[0] = ${finish};
}`,
  };
}

const COPY_INTO: KernelSource = {
  name: "copy into",
  bindings: [
    { name: "part", type: "array<f32>" },
    { name: "shape", type: "array<u32>" },
    { name: "out", type: "array<f32>", isWritten: true },
  ],
  code: `${MAIN}
  if (index < shape[0]) { out[shape[1] + index] = part[index]; }
}`,
};

const COPY_FROM: KernelSource = {
  name: "copy from",
  bindings: [
    { name: "whole", type: "array<f32>" },
    { name: "shape", type: "array<u32>" },
    { name: "out", type: "array<f32>", isWritten: true },
  ],
  code: `${MAIN}
  if (index < shape[0]) { out[index] = whole[shape[1] + index]; }
}`,
};

const OPERATIONS = {
  clone: elementwise("clone", "a[i]", 1, 0),
  zero: elementwise("zero", "vec4f()", 0, 0),
  add: elementwise("add", "a[i] + b[i]", 2, 0),
  subtract: elementwise("subtract", "a[i] - b[i]", 2, 0),
  multiply: elementwise("multiply", "a[i] * b[i]", 2, 0),
  divide: elementwise("divide", "a[i] / b[i]", 2, 0),
  sqrt: elementwise("sqrt", "sqrt(a[i])", 1, 0),
  isNonZero: elementwise("isNonZero", "select(vec4f(), vec4f(1.0), a[i] != vec4f())", 1, 0),
  scaleBy: elementwise("scaleBy", "a[i] * s", 1, 1),
  addScaledBy: elementwise("addScaledBy", "a[i] + s * b[i]", 2, 1),
  addConstant: elementwise("addConstant", "a[i] + s", 1, 1),
  multiplyScalars: elementwise("multiplyScalars", "vec4f(s * t)", 0, 2),
  divideOrZero: elementwise(
    "divideOrZero",
    "vec4f(select(0.0, s / select(1.0, t, t > 0.0), t > 0.0))",
    0,
    2,
  ),
  minScalars: elementwise("minScalars", "vec4f(min(s, t))", 0, 2),
  maxScalars: elementwise("maxScalars", "vec4f(max(s, t))", 0, 2),
} as const;

const DOT = { partial: partialSums("dot", "a[i] * b[i]", 2), final: finalSum("sum", "sum") };
const SQUARES = partialSums("squares", "a[i] * a[i]", 1);
const NORM = { partial: SQUARES, final: finalSum("root", "sqrt(sum)") };
const MEAN = {
  partial: partialSums("sum", "a[i]", 1),
  final: finalSum("mean", "sum / f32(shape[0])"),
};

const SQUARED_NORM: Reduction = { partial: SQUARES, final: DOT.final };

/** Keeps what was allocated inside a scope, to free it at its end. */
export class GpuScopes {
  private readonly open: Set<GpuVector>[] = [];
  private readonly recorder: GpuRecorder;

  constructor(recorder: GpuRecorder) {
    this.recorder = recorder;
  }

  allocate(length: number): GpuVector {
    const vector = this.recorder.allocate(length);
    this.open.at(-1)?.add(vector);
    return vector;
  }

  upload(values: Float32Array | Uint32Array): GpuVector {
    const vector = this.recorder.upload(values);
    this.open.at(-1)?.add(vector);
    return vector;
  }

  free(vector: GpuVector): void {
    for (const scope of this.open) scope.delete(vector);
    this.recorder.free(vector);
  }

  run<T>(body: () => T): T {
    const inside = new Set<GpuVector>();
    this.open.push(inside);
    try {
      const result = body();
      const kept = new Set<unknown>();
      collect(result, kept);
      this.open.pop();
      for (const vector of inside) {
        // What is kept belongs to the scope around this one.
        if (kept.has(vector)) this.open.at(-1)?.add(vector);
        else this.recorder.free(vector);
      }
      return result;
    } catch (error) {
      if (this.open.at(-1) === inside) this.open.pop();
      for (const vector of inside) this.recorder.free(vector);
      throw error;
    }
  }
}

/** Every vector in plain objects and arrays. */
function collect(value: unknown, into: Set<unknown>): void {
  if (typeof value !== "object" || value === null || into.has(value)) return;
  into.add(value);
  if ("buffer" in value) return;
  for (const inner of Object.values(value)) collect(inner, into);
}

/** Shape vectors and constants live as long as the space: they are few. */
export function createGpuSpace(recorder: GpuRecorder, scopes: GpuScopes): GpuSpace {
  const constants = new Map<string, GpuVector>();

  function constant(key: string, make: () => Float32Array | Uint32Array): GpuVector {
    const known = constants.get(key);
    if (known) return known;
    const vector = recorder.upload(make());
    constants.set(key, vector);
    return vector;
  }
  const scalar = (value: number) => constant(`f${value}`, () => Float32Array.of(value));

  function apply(operation: KernelSource, inputs: readonly GpuVector[], length: number): GpuVector {
    const out = scopes.allocate(length);
    // The buffer's padding is written too; nothing reads it.
    const vectors = out.buffer.size / 16;
    recorder.dispatch(
      operation,
      [...inputs, out],
      workgroupsFor(Math.ceil(vectors / VECTORS_AN_INVOCATION)),
    );
    return out;
  }

  function reduce({ partial, final }: Reduction, inputs: readonly GpuVector[]): GpuVector {
    const length = inputs[0]!.length;
    const partials = partialCount(length);
    const shape = constant(`shape ${length} ${partials}`, () => Uint32Array.of(length, partials));
    const sums = scopes.allocate(partials);
    recorder.dispatch(partial, [...inputs, shape, sums], workgroupsFor(partials));
    const out = scopes.allocate(1);
    recorder.dispatch(final, [sums, shape, out], 1);
    scopes.free(sums);
    return out;
  }

  const binary = (operation: KernelSource) => (a: GpuVector, b: GpuVector) =>
    apply(operation, [a, b], a.length);
  const unary = (operation: KernelSource) => (a: GpuVector) => apply(operation, [a], a.length);

  return {
    from: (values) => scopes.upload(Float32Array.from(values)),
    zeros: (length) => apply(OPERATIONS.zero, [], length),
    clone: unary(OPERATIONS.clone),
    add: binary(OPERATIONS.add),
    subtract: binary(OPERATIONS.subtract),
    multiply: binary(OPERATIONS.multiply),
    divide: binary(OPERATIONS.divide),
    sqrt: unary(OPERATIONS.sqrt),
    isNonZero: unary(OPERATIONS.isNonZero),
    scale: (a, factor) => apply(OPERATIONS.scaleBy, [a, scalar(factor)], a.length),
    scaleBy: (a, factor) => apply(OPERATIONS.scaleBy, [a, factor], a.length),
    addScaled: (a, b, factor) => apply(OPERATIONS.addScaledBy, [a, b, scalar(factor)], a.length),
    addScaledBy: (a, b, factor) => apply(OPERATIONS.addScaledBy, [a, b, factor], a.length),
    addConstant: (a, added) => apply(OPERATIONS.addConstant, [a, added], a.length),
    dot: (a, b) => reduce(DOT, [a, b]),
    squaredNorm: (a) => reduce(SQUARED_NORM, [a]),
    norm: (a) => reduce(NORM, [a]),
    mean: (a) => reduce(MEAN, [a]),
    concat(parts) {
      const out = scopes.allocate(parts.reduce((sum, part) => sum + part.length, 0));
      let offset = 0;
      for (const part of parts) {
        const { length } = part;
        const at = offset;
        const shape = constant(`part ${length} ${at}`, () => Uint32Array.of(length, at));
        recorder.dispatch(COPY_INTO, [part, shape, out], workgroupsFor(length));
        offset += length;
      }
      return out;
    },
    slice(a, from, to) {
      const length = to - from;
      const out = scopes.allocate(length);
      const shape = constant(`part ${length} ${from}`, () => Uint32Array.of(length, from));
      recorder.dispatch(COPY_FROM, [a, shape, out], workgroupsFor(length));
      return out;
    },
    scalar,
    asVector: unary(OPERATIONS.clone),
    multiplyScalars: (a, b) => apply(OPERATIONS.multiplyScalars, [a, b], 1),
    divideOrZero: (a, b) => apply(OPERATIONS.divideOrZero, [a, b], 1),
    minScalars: (a, b) => apply(OPERATIONS.minScalars, [a, b], 1),
    maxScalars: (a, b) => apply(OPERATIONS.maxScalars, [a, b], 1),
    read: async (a) => Float64Array.from(await recorder.read(a)),
    readScalar: async (a) => (await recorder.read(a))[0]!,
    scope: (body) => scopes.run(body),
    dispose(...values) {
      const lasting = new Set(constants.values());
      for (const value of values) if (!lasting.has(value)) scopes.free(value);
    },
  };
}

function partialCount(length: number): number {
  return Math.max(1, Math.min(MAX_PARTIALS, Math.ceil(length / ELEMENTS_A_PARTIAL)));
}
