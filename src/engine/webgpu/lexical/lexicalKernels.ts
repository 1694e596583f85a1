// The lexical PRM's kernels. R rows of a batch, e = embedding, h = hidden; a row's features are a few
// dozen of thousands, and only they are touched. What a row leaves for the kernels after it lies in one
// buffer, `state`, row by row (see StateLayout).
import type { LexicalLayout } from "../../prm/layout.ts";
import { type KernelSource, MAIN } from "../gpuRecorder.ts";

/** A batch is one upload: number of rows, words of a bucket's row mask, then the rows. */
export const BATCH_HEADER = 2;
/** Rows of a batch in one word of a bucket's mask. */
export const ROWS_A_WORD = 32;
/** Vectors of an embedding row that one pass over its mask adds up. */
const VECTORS_A_PASS = 4;

export interface LexicalKernels {
  /** Rows' features → bagActive, bagSlope. Invocations: R · bagLanes. */
  bag: KernelSource;
  /** The same, and marks in each bucket's mask which rows of the batch hold it. */
  bagMarked: KernelSource;
  /** The rest of the forward pass, the lower loss and the way back to the bag. Invocations: R. */
  lowerRow: KernelSource;
  /** The rest of the forward pass → squared errors. Invocations: R. */
  errorRow: KernelSource;
  /** The rest of the forward pass → logits. Invocations: R. */
  forwardRow: KernelSource;
  /** dL/dz → the way back to the bag. Invocations: R. */
  backwardRow: KernelSource;
  /** Gradients of everything but the table. Invocations: denseVectors. */
  dense: KernelSource;
  /** Gradient of the table from the masks, which it clears. Invocations: buckets. */
  table: KernelSource;
  /** ℓ_k from squared errors. Invocations: K. */
  domainLosses: KernelSource;
  bagLanes: number;
  denseVectors: number;
  /** Floats of state a row has. */
  stateFloats: number;
}

const floats = (name: string) => ({ name, type: "array<f32>" });
const integers = (name: string) => ({ name, type: "array<u32>" });
const written = (binding: { name: string; type: string }) => ({ ...binding, isWritten: true });

export function lexicalKernels(layout: LexicalLayout): LexicalKernels {
  const { buckets, embedding, hidden } = layout.encoder;
  // φ and state are read a vec4 at a time where every block's start and width allow it.
  const width = embedding % 4 === 0 && hidden % 4 === 0 ? 4 : 1;
  const vector = width === 4 ? "vec4f" : "f32";
  const vectors = (name: string) => ({ name, type: `array<${vector}>` });
  const bagLanes = embedding / width;
  const layerLanes = hidden / width;
  const at = (block: { offset: number }) => `${block.offset / width}u`;
  const name = (kernel: string) => `lexical ${kernel} ${buckets} ${embedding} ${hidden}`;
  const sum = (value: string) => (width === 4 ? `dot(${value}, vec4f(1.0))` : value);
  const first = (value: string) => (width === 4 ? `${value}.x` : value);
  const lift = (value: string) => (width === 4 ? `vec4f(${value}, 0.0, 0.0, 0.0)` : value);
  const components = width === 4 ? [".x", ".y", ".z", ".w"] : [""];

  // Where a row's parts stand in its state, in vectors.
  const bagActive = 0;
  const bagSlope = bagLanes;
  const bagDelta = 2 * bagLanes;
  const layerActive = 3 * bagLanes;
  const layerDelta = layerActive + layerLanes; // silu'(layer) until dL/dz is known
  const stride = layerDelta + layerLanes;
  const state = (part: number, lane: string, row = "r") =>
    `state[${row} * ${stride}u + ${part}u + ${lane}]`;
  const weight = (d: string, j: string) =>
    `params[${at(layout.hiddenWeight)} + (${d}) * ${layerLanes}u + ${j}]`;

  const bag = (isMarked: boolean): KernelSource => ({
    name: name(isMarked ? "bag marked" : "bag"),
    bindings: [
      vectors("params"),
      integers("batch"),
      integers("rowStart"),
      integers("feature"),
      floats("value"),
      written(vectors("state")),
      ...(isMarked ? [written({ name: "rowMask", type: "array<atomic<u32>>" })] : []),
    ],
    code: `${MAIN}
  let r = index / ${bagLanes}u;
  let lane = index % ${bagLanes}u;
  if (r >= batch[0]) { return; }
  let row = batch[${BATCH_HEADER}u + r];
  let end = rowStart[row + 1u];
  var x = params[${at(layout.embeddingBias)} + lane];
  for (var i = rowStart[row]; i < end; i++) {
    x += value[i] * params[${at(layout.embedding)} + feature[i] * ${bagLanes}u + lane];
  }
  ${
    isMarked
      ? `if (lane == 0u) {
    let word = r / ${ROWS_A_WORD}u;
    let bit = 1u << (r % ${ROWS_A_WORD}u);
    for (var i = rowStart[row]; i < end; i++) {
      // Setting bits gives the same mask in any order, unlike adding floats.
      atomicOr(&rowMask[feature[i] * batch[1] + word], bit);
    }
  }`
      : ""
  }
  let gate = 1.0 / (1.0 + exp(-x));
  ${state(bagActive, "lane")} = x * gate;
  ${state(bagSlope, "lane")} = gate * (1.0 + x * (1.0 - gate));
}`,
  });

  const opening = `${MAIN}
  let r = index;
  if (r >= batch[0]) { return; }`;

  /** The hidden layer of row r and its logit; `keep` says what is kept of lane j. */
  const hiddenLayer = (keep: string) => `
  var logit = ${first(`params[${at(layout.outputBias)}]`)};
  for (var j = 0u; j < ${layerLanes}u; j++) {
    var x = params[${at(layout.hiddenBias)} + j];
    for (var lane = 0u; lane < ${bagLanes}u; lane++) {
      let a = ${state(bagActive, "lane")};
      ${components.map((c, i) => `x += a${c} * ${weight(`lane * ${width}u + ${i}u`, "j")};`).join("\n      ")}
    }
    let gate = 1.0 / (1.0 + exp(-x));
    let activated = x * gate;
    ${keep}
    logit += ${sum(`activated * params[${at(layout.outputWeight)} + j]`)};
  }`;

  const keepLayer = `${state(layerActive, "j")} = activated;
    ${state(layerDelta, "j")} = gate * (1.0 + x * (1.0 - gate));`;

  /** From g = dL/dz of row r back to the bag. */
  const backToBag = `
  for (var j = 0u; j < ${layerLanes}u; j++) {
    ${state(layerDelta, "j")} *= g * params[${at(layout.outputWeight)} + j];
  }
  for (var lane = 0u; lane < ${bagLanes}u; lane++) {
    ${components.map((_c, i) => `var x${i} = ${vector}();`).join("\n    ")}
    for (var j = 0u; j < ${layerLanes}u; j++) {
      let delta = ${state(layerDelta, "j")};
      ${components.map((_c, i) => `x${i} += delta * ${weight(`lane * ${width}u + ${i}u`, "j")};`).join("\n      ")}
    }
    ${state(bagDelta, "lane")} = ${vector}(${components.map((_c, i) => sum(`x${i}`)).join(", ")}) * ${state(bagSlope, "lane")};
  }`;

  const scoreError = `
  let aim = goal[batch[${BATCH_HEADER}u + r]];
  let score = 1.0 / (1.0 + exp(-logit));
  let error = score - aim.x;
  squaredError[r] = error * error;`;

  const goal = { name: "goal", type: "array<vec2f>" };
  const denseStarts = [
    layout.embeddingBias,
    layout.hiddenWeight,
    layout.hiddenBias,
    layout.outputWeight,
    layout.outputBias,
  ].map((block) => block.offset / width);
  const passes = Array.from({ length: Math.ceil(bagLanes / VECTORS_A_PASS) }, (_, pass) =>
    Array.from(
      { length: Math.min(VECTORS_A_PASS, bagLanes - pass * VECTORS_A_PASS) },
      (_lane, i) => pass * VECTORS_A_PASS + i,
    ),
  );

  return {
    bagLanes,
    denseVectors: Math.ceil((layout.size - layout.embedding.size) / width),
    stateFloats: stride * width,
    bag: bag(false),
    bagMarked: bag(true),

    lowerRow: {
      name: name("lower row"),
      bindings: [
        vectors("params"),
        integers("batch"),
        goal,
        floats("weights"),
        written(vectors("state")),
        written(floats("squaredError")),
        written(floats("logitGradient")),
      ],
      code: `${opening}${hiddenLayer(keepLayer)}${scoreError}
  let g = 2.0 * weights[u32(aim.y)] * error * score * (1.0 - score) / f32(batch[0]);
  logitGradient[r] = g;${backToBag}
}`,
    },

    errorRow: {
      name: name("error row"),
      bindings: [
        vectors("params"),
        integers("batch"),
        goal,
        vectors("state"),
        written(floats("squaredError")),
      ],
      code: `${opening}${hiddenLayer("")}${scoreError}
}`,
    },

    forwardRow: {
      name: name("forward row"),
      bindings: [
        vectors("params"),
        integers("batch"),
        written(vectors("state")),
        written(floats("logits")),
      ],
      code: `${opening}${hiddenLayer(keepLayer)}
  logits[r] = logit;
}`,
    },

    backwardRow: {
      name: name("backward row"),
      bindings: [
        vectors("params"),
        integers("batch"),
        floats("logitGradient"),
        written(vectors("state")),
      ],
      code: `${opening}
  let g = logitGradient[r];${backToBag}
}`,
    },

    dense: {
      name: name("dense"),
      bindings: [
        integers("batch"),
        vectors("state"),
        floats("logitGradient"),
        written(vectors("gradient")),
      ],
      code: `${MAIN}
  let q = index + ${denseStarts[0]}u;
  if (index >= ${Math.ceil((layout.size - layout.embedding.size) / width)}u) { return; }
  let rows = batch[0];
  var sum = ${vector}();
  if (q < ${denseStarts[1]}u) {
    for (var r = 0u; r < rows; r++) { sum += ${state(bagDelta, `(q - ${denseStarts[0]}u)`)}; }
  } else if (q < ${denseStarts[2]}u) {
    let d = (q - ${denseStarts[1]}u) / ${layerLanes}u;
    let j = (q - ${denseStarts[1]}u) % ${layerLanes}u;
    for (var r = 0u; r < rows; r++) {
      let a = ${state(bagActive, `d / ${width}u`)};
      sum += ${width === 4 ? "a[d % 4u]" : "a"} * ${state(layerDelta, "j")};
    }
  } else if (q < ${denseStarts[3]}u) {
    for (var r = 0u; r < rows; r++) { sum += ${state(layerDelta, `(q - ${denseStarts[2]}u)`)}; }
  } else if (q < ${denseStarts[4]}u) {
    for (var r = 0u; r < rows; r++) {
      sum += logitGradient[r] * ${state(layerActive, `(q - ${denseStarts[3]}u)`)};
    }
  } else {
    for (var r = 0u; r < rows; r++) { sum += ${lift("logitGradient[r]")}; }
  }
  gradient[q] = sum;
}`,
    },

    table: {
      name: name("table"),
      bindings: [
        integers("batch"),
        integers("rowStart"),
        integers("feature"),
        floats("value"),
        vectors("state"),
        written(integers("rowMask")),
        written(vectors("gradient")),
      ],
      code: `
// Place of the bucket among a row's features, which ascend; it is there.
fn placeOf(bucket: u32, row: u32) -> u32 {
  var low = rowStart[row];
  var high = rowStart[row + 1u];
  while (high - low > 1u) {
    let middle = (low + high) / 2u;
    if (feature[middle] <= bucket) { low = middle; } else { high = middle; }
  }
  return low;
}
${MAIN}
  let bucket = index;
  if (bucket >= ${buckets}u) { return; }
  let words = batch[1];
  ${passes
    .map(
      (lanes, pass) => `{
    ${lanes.map((_lane, i) => `var sum${i} = ${vector}();`).join(" ")}
    for (var word = 0u; word < words; word++) {
      var bits = rowMask[bucket * words + word];
      ${pass === passes.length - 1 ? "if (bits != 0u) { rowMask[bucket * words + word] = 0u; }" : ""}
      while (bits != 0u) {
        let r = word * ${ROWS_A_WORD}u + firstTrailingBit(bits);
        bits &= bits - 1u;
        let x = value[placeOf(bucket, batch[${BATCH_HEADER}u + r])];
        ${lanes.map((lane, i) => `sum${i} += x * ${state(bagDelta, `${lane}u`)};`).join("\n        ")}
      }
    }
    ${lanes.map((lane, i) => `gradient[${at(layout.embedding)} + bucket * ${bagLanes}u + ${lane}u] = sum${i};`).join("\n    ")}
  }`,
    )
    .join("\n  ")}
}`,
    },

    domainLosses: {
      name: "domain losses",
      bindings: [integers("batch"), goal, floats("squaredError"), written(floats("losses"))],
      code: `${MAIN}
  if (index >= arrayLength(&losses)) { return; }
  var sum = 0.0;
  for (var r = 0u; r < batch[0]; r++) {
    sum += select(0.0, squaredError[r], u32(goal[batch[${BATCH_HEADER}u + r]].y) == index);
  }
  losses[index] = sum / f32(batch[0]);
}`,
    },
  };
}
