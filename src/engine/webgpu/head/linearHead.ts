// The linear head's kernels: a forward pass is one dispatch, all gradients are another.
import type { LinearHeadLayout } from "../../prm/layout.ts";
import {
  BATCH,
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

export function linearKernels(layout: LinearHeadLayout): HeadKernels {
  const lanes = lanesOf(layout);
  const { type, inputs } = lanes;
  const name = `linear head ${layout.inputs}`;
  const { columns, ...sums } = columnSums(
    [{ name: "weight", offset: layout.outputWeight.offset }],
    lanes,
    `weight += slopes[r] * values[${vectorAt("r", inputs)} + column];`,
  );
  return {
    before: null,
    beforeGroups: () => 0,
    stateFloats: () => 0,
    rowGroups: (rows) => Math.ceil(rows / GROUP_ROWS),
    rows: byEnding(
      name,
      [lanes.parameters("params"), BATCH, lanes.floats("values")],
      (ending) => `
var<workgroup> part: array<f32, 64>;
${GROUP_MAIN}
  let r = group * ${GROUP_ROWS}u + lane / ${ROW_LANES}u;
  let own = lane % ${ROW_LANES}u;
  var sum = ${type}();
  if (r < batch[0]) {
    let x = ${vectorAt("r", inputs)};
    for (var i = own; i < ${inputs}u; i += ${ROW_LANES}u) {
      sum += values[x + i] * params[${lanes.at(layout.outputWeight.offset)} + i];
    }
  }
  part[lane] = ${lanes.sum("sum")};
  workgroupBarrier();
  if (own == 0u && r < batch[0]) {
    var logit = ${lanes.first(`params[${lanes.at(layout.outputBias.offset)}]`)};
    for (var i = 0u; i < ${ROW_LANES}u; i++) { logit += part[lane + i]; }
    ${ending}
  }
}`,
    ),
    ...gradientKernels(name, [lanes.floats("values")], columns, layout, sums),
  };
}
