// The mlp head's kernels: its hidden layer, one invocation a row and lane; the logit of each row; and the
// gradients, a block of the weight an invocation. The vectors themselves get no gradient.
import type { MlpHeadLayout } from "../../prm/layout.ts";
import { MAIN, workgroupsFor } from "../gpuRecorder.ts";
import {
  BATCH,
  byEnding,
  gradientKernels,
  type HeadKernels,
  lanesOf,
  vectorAt,
} from "./headKernels.ts";

export function mlpKernels(layout: MlpHeadLayout): HeadKernels {
  const { hiddenWeight, hiddenBias, outputWeight, outputBias } = layout;
  const lanes = lanesOf(layout);
  const { type, inputs, width } = lanes;
  const hidden = hiddenBias.size / width;
  const name = `mlp head ${layout.inputs} ${hiddenBias.size}`;
  const components = width === 4 ? [".x", ".y", ".z", ".w"] : [""];
  /** A row's activations, and behind them their slopes. */
  const state = (r: string, j: string) => `state[${r} * ${2 * hidden}u + ${j}]`;
  const slope = (r: string, j: string) => state(r, `${hidden}u + ${j}`);
  const blocks = inputs * hidden;
  const columns = workgroupsFor(blocks + 2 * hidden);
  const body = `let place = group * 64u + lane;
    if (place < ${blocks}u) {
      let k = place / ${hidden}u;
      let j = place % ${hidden}u;
      ${components.map((_c, i) => `var sum${i} = ${type}();`).join(" ")}
      for (var r = 0u; r < rows; r++) {
        let x = values[${vectorAt("r", inputs)} + k];
        let delta = slopes[r] * ${slope("r", "j")};
        ${components.map((c, i) => `sum${i} += x${c} * delta;`).join(" ")}
      }
      let weight = params[${lanes.at(outputWeight.offset)} + j];
      ${components
        .map(
          (_c, i) =>
            `gradient[${lanes.at(hiddenWeight.offset)} + (k * ${width}u + ${i}u) * ${hidden}u + j] = sum${i} * weight;`,
        )
        .join("\n      ")}
    } else if (place < ${blocks + hidden}u) {
      let j = place - ${blocks}u;
      var sum = ${type}();
      for (var r = 0u; r < rows; r++) { sum += slopes[r] * ${slope("r", "j")}; }
      gradient[${lanes.at(hiddenBias.offset)} + j] = sum * params[${lanes.at(outputWeight.offset)} + j];
    } else if (place < ${blocks + 2 * hidden}u) {
      let j = place - ${blocks + hidden}u;
      var sum = ${type}();
      for (var r = 0u; r < rows; r++) { sum += slopes[r] * ${state("r", "j")}; }
      gradient[${lanes.at(outputWeight.offset)} + j] = sum;
    }`;
  return {
    stateFloats: (rows) => 2 * rows * hiddenBias.size,
    beforeGroups: (rows) => workgroupsFor(rows * hidden),
    before: {
      name: `${name} layer`,
      bindings: [
        lanes.parameters("params"),
        BATCH,
        lanes.floats("values"),
        lanes.floats("state", true),
      ],
      code: `${MAIN}
  let r = index / ${hidden}u;
  let j = index % ${hidden}u;
  if (r < batch[0]) {
    let begin = ${vectorAt("r", inputs)};
    var sum = params[${lanes.at(hiddenBias.offset)} + j];
    for (var k = 0u; k < ${inputs}u; k++) {
      let x = values[begin + k];
      let w = ${lanes.at(hiddenWeight.offset)} + k * ${width * hidden}u + j;
      ${components.map((c, i) => `sum += x${c} * params[w + ${i * hidden}u];`).join("\n      ")}
    }
    let gate = 1.0 / (1.0 + exp(-sum));
    ${state("r", "j")} = sum * gate;
    ${slope("r", "j")} = gate * (1.0 + sum * (1.0 - gate));
  }
}`,
    },
    rowGroups: workgroupsFor,
    rows: byEnding(
      name,
      [lanes.parameters("params"), BATCH, lanes.floats("state")],
      (ending) => `${MAIN}
  let r = index;
  if (r < batch[0]) {
    var logit = ${lanes.first(`params[${lanes.at(outputBias.offset)}]`)};
    for (var j = 0u; j < ${hidden}u; j++) {
      logit += ${lanes.sum(`${state("r", "j")} * params[${lanes.at(outputWeight.offset)} + j]`)};
    }
    ${ending}
  }
}`,
    ),
    ...gradientKernels(
      name,
      [lanes.parameters("params"), lanes.floats("values"), lanes.floats("state")],
      columns,
      layout,
      { declarations: "", body },
    ),
  };
}
