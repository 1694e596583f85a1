// Matrix products of the transformer. A quad computes a tile of 16 × 16 outputs in registers, its lanes
// four columns each; nothing goes through workgroup memory (barriers are dear where the GPU is emulated).
// All shapes are multiples of 16 but the number of tokens, which is any.
import { type KernelBinding, type KernelSource, MAIN } from "../gpuRecorder.ts";
import { BATCH, integers, vectors, written } from "./bindings.ts";
import { laneAt, QUAD, QUAD_DIRECTIVES, quadLoad, STEPS, unroll } from "./quadLoads.ts";

/** Outputs of a quad's tile in each direction. */
const TILE = 16;
/** Tokens an outer product adds up before its sums are touched again. */
const ROWS_A_TURN = 4;

/** What becomes of a product's element: `sum` is it, `at` its place in `y`, both WGSL. */
interface Epilogue {
  name: string;
  /** Bindings besides the product's own. */
  bindings: readonly KernelBinding[];
  code: (at: string, sum: string) => string;
}

const y = written(vectors("y"));
const gate = (sum: string) => `let gate = 1.0 / (1.0 + exp(-${sum}));`;

const EPILOGUES = {
  store: { name: "store", bindings: [y], code: (at, sum) => `y[${at}] = ${sum};` },
  add: { name: "add", bindings: [y], code: (at, sum) => `y[${at}] += ${sum};` },
  multiply: { name: "multiply", bindings: [y], code: (at, sum) => `y[${at}] *= ${sum};` },
  silu: {
    name: "silu",
    bindings: [y],
    code: (at, sum) => `${gate(sum)} y[${at}] = ${sum} * gate;`,
  },
  siluAndSlope: {
    name: "silu and slope",
    bindings: [y, written(vectors("slope"))],
    code: (at, sum) =>
      `${gate(sum)} y[${at}] = ${sum} * gate; slope[${at}] = gate * (1.0 + ${sum} * (1.0 - gate));`,
  },
} as const satisfies Record<string, Epilogue>;

/**
 * y[tokens, outputs] ∘= x[tokens, inputs] · W, W a block of φ: [inputs, outputs], or [outputs, inputs] where
 * it is `isTransposed`. Vectors: x, φ, shape (see productShape), batch, y, what the epilogue adds.
 * Invocations: productInvocations.
 */
function product(epilogue: Epilogue, isTransposed: boolean, hasQuads: boolean): KernelSource {
  const groups = TILE / QUAD;
  const rowOf = (group: number, lane: string) => `row + ${QUAD * group}u + ${lane}`;
  const loads = Array.from({ length: groups }, (_, group) =>
    quadLoad(hasQuads, `x${group}`, (lane) => `x[min(${rowOf(group, lane)}, last) * inputs + i]`),
  );
  const weightAt = (q: number) =>
    isTransposed ? `(4u * column + ${q}u) * inputs + i` : `(4u * i + ${q}u) * outputs + column`;
  const accumulate = (sum: string) =>
    isTransposed
      ? `${sum} += vec4f(dot(v, w0), dot(v, w1), dot(v, w2), dot(v, w3));`
      : unroll(4, (q) => `${sum} = fma(vec4f(v.${"xyzw"[q]}), w${q}, ${sum});`);
  const slots = loads.flatMap((load, group) => STEPS.map((step) => ({ load, group, step })));
  return {
    name: `product ${epilogue.name} ${isTransposed} ${hasQuads}`,
    ...(hasQuads ? { directives: QUAD_DIRECTIVES } : {}),
    bindings: [
      vectors("x"),
      vectors("params"),
      integers("shape"),
      integers("batch"),
      ...epilogue.bindings,
    ],
    code: `${MAIN}
  let inputs = shape[0];
  let outputs = shape[1];
  let weight = shape[2];
  let rows = batch[${BATCH.tokens}];
  let lane = index % ${QUAD}u;
  let tile = index / ${QUAD}u;
  let columnTiles = outputs / ${QUAD}u;
  let row = tile / columnTiles * ${TILE}u;
  let column = tile % columnTiles * ${QUAD}u + lane;
  if (row >= rows) { return; }
  let last = rows - 1u;
  ${slots.map(({ group, step }) => `var sum${group}${step} = vec4f();`).join("\n")}
  for (var i = 0u; i < inputs; i++) {
    ${unroll(4, (q) => `let w${q} = params[weight + ${weightAt(q)}];`)}
    ${loads.map(({ declaration }) => declaration).join("\n")}
    ${slots.map(({ load, group, step }) => `{ let v = ${load.at(step)}; ${accumulate(`sum${group}${step}`)} }`).join("\n")}
  }
  ${slots
    .map(
      ({ group, step }) => `{
    let r = ${rowOf(group, laneAt(step))};
    if (r < rows) { let at = r * outputs + column; ${epilogue.code("at", `sum${group}${step}`)} }
  }`,
    )
    .join("\n")}
}`,
  };
}

/**
 * partial[split, begin + ·] = xᵀ · d over the split's tokens, [inputs, outputs]: a weight's share of the
 * gradient. Vectors: x[tokens, inputs], d[tokens, outputs], shape (see productShape), batch, partial.
 */
function outerProduct(hasQuads: boolean): KernelSource {
  const loads = Array.from({ length: ROWS_A_TURN }, (_, u) =>
    quadLoad(hasQuads, `x${u}`, (lane) => `x[min(n + ${u}u, last) * inputs + input + ${lane}]`),
  );
  const turns = Array.from({ length: ROWS_A_TURN }, (_, u) => u);
  return {
    name: `outer product ${hasQuads}`,
    ...(hasQuads ? { directives: QUAD_DIRECTIVES } : {}),
    bindings: [
      vectors("x"),
      vectors("d"),
      integers("shape"),
      integers("batch"),
      written(vectors("partial")),
    ],
    code: `${MAIN}
  let inputs = shape[0];
  let outputs = shape[1];
  let begin = shape[2];
  let stride = shape[3];
  let rows = batch[${BATCH.tokens}];
  let rowsASplit = batch[${BATCH.tokensASplit}];
  let lane = index % ${QUAD}u;
  let tile = index / ${QUAD}u;
  let columnTiles = outputs / ${QUAD}u;
  let inputTiles = inputs / ${QUAD}u;
  let column = tile % columnTiles * ${QUAD}u + lane;
  let input = tile / columnTiles % inputTiles * ${QUAD}u;
  let split = tile / (columnTiles * inputTiles);
  if (split >= batch[${BATCH.splits}]) { return; }
  let last = rows - 1u;
  let end = min(rows, (split + 1u) * rowsASplit);
  ${STEPS.map((step) => unroll(4, (c) => `var sum${step}${c} = vec4f();`)).join("\n")}
  for (var n = split * rowsASplit; n < end; n += ${ROWS_A_TURN}u) {
    ${turns.map((u) => `let d${u} = select(vec4f(), d[min(n + ${u}u, last) * outputs + column], n + ${u}u < end);`).join("\n")}
    ${loads.map(({ declaration }) => declaration).join("\n")}
    ${STEPS.map(
      (step) => `{
      ${loads.map((load, u) => `let v${u} = ${load.at(step)};`).join(" ")}
      ${unroll(4, (c) => turns.map((u) => `sum${step}${c} = fma(vec4f(v${u}.${"xyzw"[c]}), d${u}, sum${step}${c});`).join(" "))}
    }`,
    ).join("\n")}
  }
  let to = split * stride + begin + column;
  ${STEPS.map((step) => unroll(4, (c) => `partial[to + (4u * (input + ${laneAt(step)}) + ${c}u) * outputs] = sum${step}${c};`)).join("\n")}
}`,
  };
}

export interface MatMulKernels {
  /** y = x·W */
  store: KernelSource;
  /** y += x·W */
  add: KernelSource;
  /** y = silu(x·W) */
  silu: KernelSource;
  /** The same, and the activation's slope. */
  siluAndSlope: KernelSource;
  /** y = x·Wᵀ */
  storeTransposed: KernelSource;
  /** y *= x·Wᵀ */
  multiplyTransposed: KernelSource;
  outer: KernelSource;
}

export function matMulKernels(hasQuads: boolean): MatMulKernels {
  return {
    store: product(EPILOGUES.store, false, hasQuads),
    add: product(EPILOGUES.add, false, hasQuads),
    silu: product(EPILOGUES.silu, false, hasQuads),
    siluAndSlope: product(EPILOGUES.siluAndSlope, false, hasQuads),
    storeTransposed: product(EPILOGUES.store, true, hasQuads),
    multiplyTransposed: product(EPILOGUES.multiply, true, hasQuads),
    outer: outerProduct(hasQuads),
  };
}

/** Shape vector of a product: inputs, outputs, where the weight (or partial) begins, a split's stride. */
export function productShape(
  inputs: number,
  outputs: number,
  begin: number,
  stride = 0,
): Uint32Array {
  return Uint32Array.of(inputs / 4, outputs / 4, begin / 4, stride / 4);
}

export function productInvocations(tokens: number, outputs: number): number {
  return Math.ceil(tokens / TILE) * (outputs / TILE) * QUAD;
}

export function outerInvocations(inputs: number, outputs: number, splits: number): number {
  return (inputs / TILE) * (outputs / TILE) * splits * QUAD;
}
