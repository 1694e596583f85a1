// VectorSpace over the kernels' memory, in float32; scalars are numbers. Vectors are freed by scopes and
// `dispose`, as on a GPU: a memory that never grows has no collector either.
import type { VectorSpace } from "../bilevel/vectorSpace.ts";
import type { Kernels } from "./kernels.ts";
import type { MemoryBlock, WasmMemory } from "./wasmMemory.ts";

/** Numbers in the kernels' memory: a vector of float32, or a batch's indices as int32. */
export class WasmVector {
  readonly length: number;
  private block: MemoryBlock | null;

  constructor(block: MemoryBlock, length: number) {
    this.block = block;
    this.length = length;
  }

  /** Address of the first element. Throws where the vector was freed. */
  get at(): number {
    if (this.block === null) throw new Error("a vector was used after it was freed");
    return this.block.at;
  }

  /** Gives the memory back; a second time does nothing. */
  free(memory: WasmMemory): void {
    if (this.block !== null) memory.release(this.block);
    this.block = null;
  }
}

export interface WasmSpace extends VectorSpace<WasmVector, number> {
  /** An uninitialised vector, freed by the scope it is made in. */
  allocate(length: number): WasmVector;
  /** The integers as a batch, freed by the scope it is made in. */
  fromInts(values: Int32Array): WasmVector;
  /** The vector's numbers in place; good until something is allocated. */
  view(a: WasmVector): Float32Array;
  /** The batch's integers in place; good until something is allocated. */
  viewInts(a: WasmVector): Int32Array;
}

export function createWasmSpace(memory: WasmMemory, kernels: Kernels): WasmSpace {
  /** What each open scope has made. */
  const scopes: WasmVector[][] = [];

  const allocate = (length: number): WasmVector => {
    const vector = new WasmVector(memory.allocate(4 * length), length);
    scopes.at(-1)?.push(vector);
    return vector;
  };
  const view = (a: WasmVector) => memory.f32.subarray(a.at / 4, a.at / 4 + a.length);
  const from = (values: ArrayLike<number>) => {
    const out = allocate(values.length);
    view(out).set(values);
    return out;
  };
  const requireSameLength = (a: WasmVector, b: WasmVector) => {
    if (a.length !== b.length) throw new RangeError(`lengths differ: ${a.length}, ${b.length}`);
  };
  const addScaled = (a: WasmVector, b: WasmVector, factor: number) => {
    requireSameLength(a, b);
    const out = allocate(a.length);
    kernels.addScaled(a.at, b.at, factor, out.at, a.length);
    return out;
  };
  const scale = (a: WasmVector, factor: number) => {
    const out = allocate(a.length);
    kernels.scale(a.at, factor, out.at, a.length);
    return out;
  };
  const dot = (a: WasmVector, b: WasmVector) => {
    requireSameLength(a, b);
    return kernels.dot(a.at, b.at, a.length);
  };

  return {
    allocate,
    view,
    viewInts: (a) => memory.i32.subarray(a.at / 4, a.at / 4 + a.length),
    fromInts(values) {
      const out = allocate(values.length);
      memory.i32.set(values, out.at / 4);
      return out;
    },
    from,
    zeros(length) {
      const out = allocate(length);
      view(out).fill(0);
      return out;
    },
    clone: (a) => {
      const out = allocate(a.length);
      view(out).set(view(a));
      return out;
    },
    add: (a, b) => addScaled(a, b, 1),
    subtract: (a, b) => addScaled(a, b, -1),
    multiply(a, b) {
      requireSameLength(a, b);
      const out = allocate(a.length);
      kernels.multiply(a.at, b.at, out.at, a.length);
      return out;
    },
    divide(a, b) {
      requireSameLength(a, b);
      const out = allocate(a.length);
      kernels.divide(a.at, b.at, out.at, a.length);
      return out;
    },
    sqrt(a) {
      const out = allocate(a.length);
      kernels.squareRoot(a.at, out.at, a.length);
      return out;
    },
    isNonZero(a) {
      const out = allocate(a.length);
      kernels.isNonZero(a.at, out.at, a.length);
      return out;
    },
    scale,
    scaleBy: scale,
    addScaled,
    addScaledBy: addScaled,
    addConstant(a, constant) {
      const out = allocate(a.length);
      kernels.addConstant(a.at, constant, out.at, a.length);
      return out;
    },
    dot,
    norm: (a) => Math.sqrt(dot(a, a)),
    mean: (a) => kernels.sum(a.at, a.length) / a.length,
    concat(parts) {
      const out = allocate(parts.reduce((sum, part) => sum + part.length, 0));
      let offset = out.at / 4;
      for (const part of parts) {
        memory.f32.set(view(part), offset);
        offset += part.length;
      }
      return out;
    },
    slice(a, start, end) {
      const out = allocate(end - start);
      view(out).set(view(a).subarray(start, end));
      return out;
    },
    scalar: (value) => value,
    asVector: (value) => from([value]),
    multiplyScalars: (a, b) => a * b,
    divideOrZero: (a, b) => (b > 0 ? a / b : 0),
    minScalars: Math.min,
    maxScalars: Math.max,
    read: async (a) => Float64Array.from(view(a)),
    readScalar: async (a) => a,
    scope(body) {
      const made: WasmVector[] = [];
      scopes.push(made);
      let kept = new Set<WasmVector>();
      try {
        const result = body();
        kept = vectorsIn(result);
        return result;
      } finally {
        scopes.pop();
        for (const vector of made) {
          if (kept.has(vector)) scopes.at(-1)?.push(vector);
          else vector.free(memory);
        }
      }
    },
    dispose(...values) {
      for (const value of values) if (value instanceof WasmVector) value.free(memory);
    },
  };
}

/** The vectors in a value: itself, or what plain objects and arrays hold. */
function vectorsIn(value: unknown, found = new Set<WasmVector>()): Set<WasmVector> {
  if (value instanceof WasmVector) found.add(value);
  else if (Array.isArray(value)) for (const part of value) vectorsIn(part, found);
  else if (value !== null && typeof value === "object") {
    if (Object.getPrototypeOf(value) === Object.prototype) {
      for (const part of Object.values(value)) vectorsIn(part, found);
    }
  }
  return found;
}
