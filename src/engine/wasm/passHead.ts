// What a transformer's pass ends in, at the rows that are scored: the PRM's logit of each, or the language
// model's surprisal of the token behind each.

import type { LanguageLayout } from "../language/languageLayout.ts";
import { NORM_EPSILON, type TransformerLayout } from "../prm/layout.ts";
import type { Kernels } from "./kernels.ts";
import type { PassSequence } from "./transformerPass.ts";
import { isLanguage, NEXT_ROWS, type TransformerPlan } from "./transformerPlan.ts";

export interface PassHead {
  /** From the workspace's scoreStream to one number a score. */
  forward(params: number, sequence: PassSequence, out: number): void;
  /** From each number's slope to scoreStreamGradient, and into the gradient of the head's weights. */
  backward(params: number, sequence: PassSequence, slopes: number, gradient: number): void;
}

export function createPassHead(kernels: Kernels, plan: TransformerPlan, thread: number): PassHead {
  const { layout } = plan;
  const project = isLanguage(layout)
    ? nextTokenHead(kernels, plan, thread, layout)
    : scoreHead(kernels, plan, thread, layout);
  const { width } = layout.encoder;
  const ld = plan.strides.width;
  const { scoreStream, scoreStreamGradient, scoreNormed, scoreInverse, rowGradient } =
    plan.workspaces[thread]!;
  return {
    forward(params, sequence, out) {
      const rows = sequence.scoreCount;
      kernels.normRows(scoreStream, ld, scoreNormed, scoreInverse, rows, width, NORM_EPSILON);
      project.forward(params, sequence, out);
    },
    backward(params, sequence, slopes, gradient) {
      const rows = sequence.scoreCount;
      project.backward(params, sequence, slopes, gradient);
      kernels.clearRows(scoreStreamGradient, ld, rows, width);
      kernels.normRowsBack(
        rowGradient,
        scoreNormed,
        scoreStreamGradient,
        ld,
        scoreInverse,
        rows,
        width,
      );
    },
  };
}

/** Between scoreNormed (back: rowGradient) and the numbers. */
function scoreHead(
  kernels: Kernels,
  plan: TransformerPlan,
  thread: number,
  layout: TransformerLayout,
): PassHead {
  const { width } = layout.encoder;
  const ld = plan.strides.width;
  const { scoreNormed, rowGradient } = plan.workspaces[thread]!;
  const weightAt = 4 * layout.scoreWeight.offset;
  const biasAt = 4 * layout.scoreBias.offset;
  return {
    forward(params, { scoreCount }, out) {
      kernels.rowDots(scoreNormed, ld, params + weightAt, params + biasAt, scoreCount, width, out);
    },
    backward(params, { scoreCount }, slopes, gradient) {
      kernels.addRows(scoreNormed, ld, slopes, scoreCount, width, gradient + weightAt);
      kernels.addSumTo(gradient + biasAt, slopes, scoreCount);
      kernels.rowDotsBack(slopes, params + weightAt, scoreCount, width, rowGradient, ld);
    },
  };
}

/** The same of the language model; logits over the vocabulary are made again on the way back. */
function nextTokenHead(
  kernels: Kernels,
  plan: TransformerPlan,
  thread: number,
  layout: LanguageLayout,
): PassHead {
  const { width } = layout.encoder;
  const ld = plan.strides.width;
  const ldNext = plan.strides.nextLogits;
  const outputs = layout.next.shape[1]!;
  const { scoreNormed, rowGradient, nextLogits } = plan.workspaces[thread]!;

  /** Logits of the rows from `first` on, NEXT_ROWS at most; how many. */
  function logitsFrom(first: number, scoreCount: number): number {
    const rows = Math.min(NEXT_ROWS, scoreCount - first);
    const x = scoreNormed + first * ld;
    kernels.matmul(x, ld, plan.next!.forward, nextLogits, ldNext, rows, width, outputs, false);
    return rows;
  }

  return {
    forward(_params, { tokens, scoreAt, scoreCount }, out) {
      for (let first = 0; first < scoreCount; first += NEXT_ROWS) {
        const rows = logitsFrom(first, scoreCount);
        const places = scoreAt + 4 * first;
        const to = out + 4 * first;
        kernels.surprisalRows(nextLogits, ldNext, rows, outputs, tokens, places, to);
      }
    },
    backward(_params, { tokens, scoreAt, scoreCount }, slopes, gradient) {
      const weight = gradient + 4 * layout.next.offset;
      for (let first = 0; first < scoreCount; first += NEXT_ROWS) {
        const rows = logitsFrom(first, scoreCount);
        const places = scoreAt + 4 * first;
        const own = slopes + 4 * first;
        kernels.surprisalRowsBack(nextLogits, ldNext, rows, outputs, tokens, places, own);
        const x = scoreNormed + first * ld;
        const dx = rowGradient + first * ld;
        kernels.matmul(nextLogits, ldNext, plan.next!.back, dx, ld, rows, outputs, width, false);
        kernels.matmulTransposed(
          x,
          ld,
          nextLogits,
          ldNext,
          weight,
          4 * outputs,
          rows,
          width,
          outputs,
          true,
        );
      }
    },
  };
}
