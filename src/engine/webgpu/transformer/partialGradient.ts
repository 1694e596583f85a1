// Gradients that are sums over all tokens or scores: each split of them makes a partial gradient, and a
// last kernel adds the splits up in their order. The embedding table's gradient is made whole elsewhere.
import type { TransformerLayout } from "../../prm/layout.ts";
import { type KernelSource, MAIN } from "../gpuRecorder.ts";
import { BATCH, floats, integers, vectors, written } from "./bindings.ts";

/** Where blocks of φ stand in a split's partial gradient. */
export interface PartialLayout {
  /** Place in φ of what stands first. */
  begin: number;
  /** Floats of one split, a multiple of 4. */
  stride: number;
}

/** The table stands first in φ and is left out. */
export function partialLayout(layout: TransformerLayout): PartialLayout {
  const begin = layout.token.offset + layout.token.size;
  return { begin, stride: 4 * Math.ceil((layout.size - begin) / 4) };
}

export interface PartialKernels {
  /** Σ_t s_t dL/dx_t, v's partial gradient. Invocations: splits · d/4. */
  surprisal: KernelSource;
  /** Σ_r dL/dz_r norm(x)_r and Σ_r dL/dz_r, those of w and d. Invocations: splits · d/4. */
  score: KernelSource;
}

export function partialKernels(layout: TransformerLayout, partial: PartialLayout): PartialKernels {
  const row = layout.encoder.width / 4;
  const at = (block: { offset: number }) => `to + ${(block.offset - partial.begin) / 4}u`;

  /** Σ factor · rows over a split's items; `bias`: a block for Σ factor. */
  const weightedSum = (
    name: string,
    count: number,
    countASplit: number,
    block: { offset: number },
    bias: { offset: number } | null,
  ): KernelSource => ({
    name: `partial ${name} ${row} ${block.offset} ${partial.begin} ${partial.stride}`,
    bindings: [integers("batch"), vectors("rows"), floats("factor"), written(vectors("partial"))],
    code: `${MAIN}
  let c = index % ${row}u;
  let split = index / ${row}u;
  if (split >= batch[${BATCH.splits}]) { return; }
  let perSplit = batch[${countASplit}];
  var sum = vec4f();
  var factorSum = 0.0;
  for (var i = split * perSplit; i < min((split + 1u) * perSplit, batch[${count}]); i++) {
    sum += factor[i] * rows[i * ${row}u + c];
    factorSum += factor[i];
  }
  let to = split * ${partial.stride / 4}u;
  partial[${at(block)} + c] = sum;
  ${bias ? `if (c == 0u) { partial[${at(bias)}] = vec4f(factorSum, 0.0, 0.0, 0.0); }` : ""}
}`,
  });

  return {
    surprisal: weightedSum("surprisal", BATCH.tokens, BATCH.tokensASplit, layout.surprisal, null),
    score: weightedSum(
      "score",
      BATCH.scores,
      BATCH.scoresASplit,
      layout.scoreWeight,
      layout.scoreBias,
    ),
  };
}

/** gradient[skipped + ·] = Σ over splits of partial, in their order. Invocations: the stride. */
export const SUM_PARTIALS: KernelSource = {
  name: "sum partials",
  bindings: [
    integers("batch"),
    integers("shape"),
    vectors("partial"),
    written(vectors("gradient")),
  ],
  code: `${MAIN}
  let stride = shape[0];
  let skipped = shape[1];
  if (index >= stride) { return; }
  var sum = vec4f();
  for (var s = 0u; s < batch[${BATCH.splits}]; s++) { sum += partial[s * stride + index]; }
  gradient[skipped + index] = sum;
}`,
};
