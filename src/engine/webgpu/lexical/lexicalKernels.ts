// The lexical PRM's kernels. R rows of a batch, e = embedding, h = hidden; a row's features are a few
// dozen of thousands, and only they are touched. What a row leaves for the kernels after it lies in one
// buffer, `state`, row by row (see StateLayout).
import type { LexicalLayout } from "../../prm/layout.ts";
import { type KernelSource, MAIN } from "../gpuRecorder.ts";

/** A batch is one upload: number of rows, words of a bucket's row mask, then the rows. */
export const BATCH_HEADER = 2;
/** Rows of a batch in one word of a bucket's mask. */
export const ROWS_A_WORD = 32;
/** Vectors of an embedding row that one invocation adds up at once. */
const VECTORS_A_PASS = 4;
/**
 * Bytes up to which the batch's values are also kept by bucket and row, so that the table's gradient
 * need not search for them.
 */
const MAX_SLOT_BYTES = 1 << 25;

/** A kernel for batches that keep their values by bucket and row, and one for those that do not. */
export interface BySlots {
  kept: KernelSource;
  searched: KernelSource;
}

export interface LexicalKernels {
  /** Rows' features → bagActive, bagSlope. Invocations: R · bagPasses. */
  bag: KernelSource;
  /** The same, and marks in each bucket's mask which rows of the batch hold it, and where it may, with what value. */
  bagMarked: BySlots;
  /** The rest of the forward pass, the lower loss and the way back to the bag. Invocations: R. */
  lowerRow: KernelSource;
  /** The rest of the forward pass → squared errors. Invocations: R. */
  errorRow: KernelSource;
  /** The rest of the forward pass → logits. Invocations: R. */
  forwardRow: KernelSource;
  /** dL/dz → the way back to the bag. Invocations: R. */
  backwardRow: KernelSource;
  /** Gradients of everything but the table. Invocations: denseInvocations. */
  dense: KernelSource;
  /** Gradient of the table from the masks, which it clears. Invocations: buckets. */
  table: BySlots;
  /** ℓ_k from squared errors. Invocations: K. */
  domainLosses: KernelSource;
  bagPasses: number;
  denseInvocations: number;
  /** Floats of state a row has. */
  stateFloats: number;
}

const floats = (name: string) => ({ name, type: "array<f32>" });
const integers = (name: string) => ({ name, type: "array<u32>" });
const written = (binding: { name: string; type: string }) => ({ ...binding, isWritten: true });

/** Whether a batch of so many rows keeps its values by bucket and row. */
export function keepsSlots(layout: LexicalLayout, rows: number): boolean {
  return rows * layout.encoder.buckets * 4 <= MAX_SLOT_BYTES;
}

export function lexicalKernels(layout: LexicalLayout): LexicalKernels {
  const { buckets, embedding, hidden } = layout.encoder;
  // φ and state are read a vec4 at a time where every block's start and width allow it.
  const width = embedding % 4 === 0 && hidden % 4 === 0 ? 4 : 1;
  const vector = width === 4 ? "vec4f" : "f32";
  const vectors = (name: string) => ({ name, type: `array<${vector}>` });
  // Of known length: a bound checked against a constant is cheaper.
  const parameters = (name: string) => ({
    name,
    type: `array<${vector}, ${Math.ceil(layout.size / width)}>`,
  });
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

  /** The lanes of each pass over an embedding row. */
  const bagPasses = Math.ceil(bagLanes / VECTORS_A_PASS);
  const lanesOf = (pass: number) =>
    Array.from({ length: Math.min(VECTORS_A_PASS, bagLanes - pass * VECTORS_A_PASS) }, (_, i) => i);
  const slot = "slots[bucket * batch[0] + r]";

  const bagPass = (pass: number, isMarked: boolean, hasSlots: boolean) => `
    ${lanesOf(pass)
      .map(
        (i) => `var x${i} = params[${at(layout.embeddingBias)} + ${pass * VECTORS_A_PASS + i}u];`,
      )
      .join("\n    ")}
    for (var i = rowStart[row]; i < end; i++) {
      let bucket = feature[i];
      let x = value[i];
      let base = ${at(layout.embedding)} + bucket * ${bagLanes}u + ${pass * VECTORS_A_PASS}u;
      ${lanesOf(pass)
        .map((i) => `x${i} += x * params[base + ${i}u];`)
        .join("\n      ")}
      ${
        isMarked && pass === 0
          ? // Setting bits gives the same mask in any order, unlike adding floats.
            `atomicOr(&rowMask[bucket * batch[1] + word], bit);${hasSlots ? ` ${slot} = x;` : ""}`
          : ""
      }
    }
    ${lanesOf(pass)
      .map(
        (i) => `{
      let gate = 1.0 / (1.0 + exp(-x${i}));
      ${state(bagActive, `${pass * VECTORS_A_PASS + i}u`)} = x${i} * gate;
      ${state(bagSlope, `${pass * VECTORS_A_PASS + i}u`)} = gate * (1.0 + x${i} * (1.0 - gate));
    }`,
      )
      .join("\n    ")}`;

  const bag = (isMarked: boolean, hasSlots: boolean): KernelSource => ({
    name: name(`bag ${isMarked} ${hasSlots}`),
    bindings: [
      parameters("params"),
      integers("batch"),
      integers("rowStart"),
      integers("feature"),
      floats("value"),
      written(vectors("state")),
      ...(isMarked ? [written({ name: "rowMask", type: "array<atomic<u32>>" })] : []),
      ...(hasSlots ? [written(floats("slots"))] : []),
    ],
    code: `${MAIN}
  let r = index % batch[0];
  let pass_ = index / batch[0];
  if (pass_ >= ${bagPasses}u) { return; }
  let row = batch[${BATCH_HEADER}u + r];
  let end = rowStart[row + 1u];
  let word = r / ${ROWS_A_WORD}u;
  let bit = 1u << (r % ${ROWS_A_WORD}u);
  ${Array.from(
    { length: bagPasses },
    (_, pass) => `if (pass_ == ${pass}u) {${bagPass(pass, isMarked, hasSlots)}
  }`,
  ).join(" else ")}
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
  outcome[r] = vec2f(error * error, aim.y);`;

  /** Label and domain of each row of the set. */
  const goal = { name: "goal", type: "array<vec2f>" };
  /** Squared error and domain of each row of the batch. */
  const outcome = { name: "outcome", type: "array<vec2f>" };
  const denseStarts = [
    layout.embeddingBias,
    layout.hiddenWeight,
    layout.hiddenBias,
    layout.outputWeight,
    layout.outputBias,
  ].map((block) => block.offset / width);
  const hiddenBlocks = bagLanes * layerLanes;
  // Invocations of the dense kernel, kind by kind; the weight's are blocks of width × width.
  const denseEnds = [
    bagLanes,
    bagLanes + hiddenBlocks,
    bagLanes + hiddenBlocks + layerLanes,
    bagLanes + hiddenBlocks + 2 * layerLanes,
    bagLanes + hiddenBlocks + 2 * layerLanes + 1,
  ];

  const table = (hasSlots: boolean): KernelSource => ({
    name: name(`table ${hasSlots}`),
    bindings: [
      integers("batch"),
      ...(hasSlots
        ? [floats("slots")]
        : [integers("rowStart"), integers("feature"), floats("value")]),
      vectors("state"),
      integers("bucketOrder"),
      written(integers("rowMask")),
      written(parameters("gradient")),
    ],
    code: `
${hasSlots ? "" : PLACE_OF_BUCKET}
${MAIN}
  if (index >= ${buckets}u) { return; }
  // Neighbours run in step: they had better have lists of like length.
  let bucket = bucketOrder[index];
  let words = batch[1];
  ${Array.from(
    { length: bagPasses },
    (_, pass) => `{
    ${lanesOf(pass)
      .map((i) => `var sum${i} = ${vector}();`)
      .join(" ")}
    // One loop over words and bits: neighbours that go through different words keep step.
    var word = 0u;
    var bits = 0u;
    loop {
      while (bits == 0u && word < words) {
        bits = rowMask[bucket * words + word];
        ${pass === bagPasses - 1 ? "if (bits != 0u) { rowMask[bucket * words + word] = 0u; }" : ""}
        word++;
      }
      if (bits == 0u) { break; }
      let r = (word - 1u) * ${ROWS_A_WORD}u + firstTrailingBit(bits);
      bits &= bits - 1u;
      let x = ${hasSlots ? slot : `value[placeOf(bucket, batch[${BATCH_HEADER}u + r])]`};
      ${lanesOf(pass)
        .map((i) => `sum${i} += x * ${state(bagDelta, `${pass * VECTORS_A_PASS + i}u`)};`)
        .join("\n      ")}
    }
    ${lanesOf(pass)
      .map(
        (i) =>
          `gradient[${at(layout.embedding)} + bucket * ${bagLanes}u + ${pass * VECTORS_A_PASS + i}u] = sum${i};`,
      )
      .join("\n    ")}
  }`,
  ).join("\n  ")}
}`,
  });

  return {
    bagPasses,
    denseInvocations: denseEnds.at(-1)!,
    stateFloats: stride * width,
    bag: bag(false, false),
    bagMarked: { kept: bag(true, true), searched: bag(true, false) },

    lowerRow: {
      name: name("lower row"),
      bindings: [
        parameters("params"),
        integers("batch"),
        goal,
        floats("weights"),
        written(vectors("state")),
        written(outcome),
        written(floats("logitGradient")),
      ],
      code: `${opening}${hiddenLayer(keepLayer)}${scoreError}
  let g = 2.0 * weights[u32(aim.y)] * error * score * (1.0 - score) / f32(batch[0]);
  logitGradient[r] = g;${backToBag}
}`,
    },

    errorRow: {
      name: name("error row"),
      bindings: [parameters("params"), integers("batch"), goal, vectors("state"), written(outcome)],
      code: `${opening}${hiddenLayer("")}${scoreError}
}`,
    },

    forwardRow: {
      name: name("forward row"),
      bindings: [
        parameters("params"),
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
        parameters("params"),
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
        written(parameters("gradient")),
      ],
      code: `${MAIN}
  let rows = batch[0];
  if (index < ${denseEnds[0]}u) {
    var sum = ${vector}();
    for (var r = 0u; r < rows; r++) { sum += ${state(bagDelta, "index")}; }
    gradient[${denseStarts[0]}u + index] = sum;
  } else if (index < ${denseEnds[1]}u) {
    let lane = (index - ${denseEnds[0]}u) / ${layerLanes}u;
    let j = (index - ${denseEnds[0]}u) % ${layerLanes}u;
    ${components.map((_c, i) => `var sum${i} = ${vector}();`).join(" ")}
    for (var r = 0u; r < rows; r++) {
      let a = ${state(bagActive, "lane")};
      let delta = ${state(layerDelta, "j")};
      ${components.map((c, i) => `sum${i} += a${c} * delta;`).join("\n      ")}
    }
    ${components.map((_c, i) => `gradient[${denseStarts[1]}u + (lane * ${width}u + ${i}u) * ${layerLanes}u + j] = sum${i};`).join("\n    ")}
  } else if (index < ${denseEnds[2]}u) {
    let j = index - ${denseEnds[1]}u;
    var sum = ${vector}();
    for (var r = 0u; r < rows; r++) { sum += ${state(layerDelta, "j")}; }
    gradient[${denseStarts[2]}u + j] = sum;
  } else if (index < ${denseEnds[3]}u) {
    let j = index - ${denseEnds[2]}u;
    var sum = ${vector}();
    for (var r = 0u; r < rows; r++) { sum += logitGradient[r] * ${state(layerActive, "j")}; }
    gradient[${denseStarts[3]}u + j] = sum;
  } else if (index < ${denseEnds[4]}u) {
    var sum = 0.0;
    for (var r = 0u; r < rows; r++) { sum += logitGradient[r]; }
    gradient[${denseStarts[4]}u] = ${lift("sum")};
  }
}`,
    },

    table: { kept: table(true), searched: table(false) },

    domainLosses: {
      name: "domain losses",
      bindings: [integers("batch"), outcome, integers("domainCount"), written(floats("losses"))],
      code: `${MAIN}
  if (index >= domainCount[0]) { return; }
  var sum = 0.0;
  for (var r = 0u; r < batch[0]; r++) {
    let row = outcome[r];
    sum += select(0.0, row.x, row.y == f32(index));
  }
  losses[index] = sum / f32(batch[0]);
}`,
    },
  };
}

const PLACE_OF_BUCKET = `
// Place of the bucket among a row's features, which ascend; it is there.
fn placeOf(bucket: u32, row: u32) -> u32 {
  var low = rowStart[row];
  var high = rowStart[row + 1u];
  while (high - low > 1u) {
    let middle = (low + high) / 2u;
    if (feature[middle] <= bucket) { low = middle; } else { high = middle; }
  }
  return low;
}`;
