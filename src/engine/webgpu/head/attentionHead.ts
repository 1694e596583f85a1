// The attention head's kernels: dot products of every vector a row reads, the softmax of each row, and the
// gradients of query, pooled weight and weight together.
import type { AttentionHeadLayout } from "../../prm/layout.ts";
import { MAIN, workgroupsFor } from "../gpuRecorder.ts";
import {
  BATCH,
  BATCH_STARTS,
  byEnding,
  columnSums,
  GROUP_MAIN,
  GROUP_ROWS,
  gradientKernels,
  type HeadKernels,
  lanesOf,
  ROW_LANES,
  vectorAt,
} from "./headKernels.ts";

export function attentionKernels(layout: AttentionHeadLayout): HeadKernels {
  const { query, pooledWeight, outputWeight, outputBias } = layout;
  const lanes = lanesOf(layout);
  const { type, inputs } = lanes;
  const name = `attention head ${layout.inputs}`;
  const scale = 1 / Math.sqrt(layout.inputs);
  const state = { name: "state", type: "array<vec4f>" };
  const readState = { ...state, isWritten: false };
  const writtenState = { ...state, isWritten: true };
  const begin = `batch[${BATCH_STARTS} + r]`;
  const end = `batch[${BATCH_STARTS} + r + 1u]`;
  const { columns, ...sums } = columnSums(
    [
      { name: "query", offset: query.offset },
      { name: "pooled", offset: pooledWeight.offset },
      { name: "weight", offset: outputWeight.offset },
    ],
    lanes,
    `let slope = slopes[r];
        var x = ${type}();
        for (var e = ${begin}; e < ${end}; e++) {
          x = values[${vectorAt("e", inputs)} + column];
          let share = slope * state[e].x;
          pooled += share * x;
          query += share * ${scale} * state[e].y * x;
        }
        // The newest is the last.
        weight += slope * x;`,
  );
  return {
    stateFloats: (_rows, vectors) => 4 * vectors,
    beforeGroups: (_rows, vectors) => Math.ceil(vectors / GROUP_ROWS),
    // Of each vector: its score, x·v, x·w.
    before: {
      name: `${name} dots`,
      bindings: [lanes.parameters("params"), BATCH, lanes.floats("values"), writtenState],
      code: `
var<workgroup> part: array<vec3f, 64>;
${GROUP_MAIN}
  let e = group * ${GROUP_ROWS}u + lane / ${ROW_LANES}u;
  let own = lane % ${ROW_LANES}u;
  var score = ${type}();
  var pooled = ${type}();
  var newest = ${type}();
  if (e < batch[1]) {
    let begin = ${vectorAt("e", inputs)};
    for (var i = own; i < ${inputs}u; i += ${ROW_LANES}u) {
      let x = values[begin + i];
      score += x * params[${lanes.at(query.offset)} + i];
      pooled += x * params[${lanes.at(pooledWeight.offset)} + i];
      newest += x * params[${lanes.at(outputWeight.offset)} + i];
    }
  }
  part[lane] = vec3f(${lanes.sum("score")}, ${lanes.sum("pooled")}, ${lanes.sum("newest")});
  workgroupBarrier();
  if (own == 0u && e < batch[1]) {
    var sum = vec3f();
    for (var i = 0u; i < ${ROW_LANES}u; i++) { sum += part[lane + i]; }
    state[e] = vec4f(sum.x * ${scale}, sum.y, sum.z, 0.0);
  }
}`,
    },
    rowGroups: workgroupsFor,
    // Leaves of each vector its share, and x·v less the row's mean.
    rows: byEnding(
      name,
      [lanes.parameters("params"), BATCH, writtenState],
      (ending) => `${MAIN}
  let r = index;
  if (r < batch[0]) {
    let first = ${begin};
    let end = ${end};
    var largest = state[first].x;
    for (var e = first + 1u; e < end; e++) { largest = max(largest, state[e].x); }
    var total = 0.0;
    var mean = 0.0;
    for (var e = first; e < end; e++) {
      let power = exp(state[e].x - largest);
      state[e].x = power;
      total += power;
      mean += power * state[e].y;
    }
    mean /= total;
    for (var e = first; e < end; e++) {
      state[e].x /= total;
      state[e].y -= mean;
    }
    let logit = state[end - 1u].z + mean + ${lanes.first(`params[${lanes.at(outputBias.offset)}]`)};
    ${ending}
  }
}`,
    ),
    ...gradientKernels(name, [lanes.floats("values"), readState], columns, layout, sums),
  };
}
