// The transformer PRM in typed arrays, in float64: the definition every other implementation is tested
// against. Written to be read; one sequence at a time, each position from the positions before it only.
import type { EncodedSequences } from "../encoders/encoded.ts";
import type { TransformerLayout } from "../prm/layout.ts";
import type { FloatArray } from "./arraySpace.ts";
import { applyLayer, norm, zeros } from "./transformerLayers.ts";

/** Logits z of sequence `s`, one a score, in order. */
export function sequenceLogits(
  layout: TransformerLayout,
  params: FloatArray,
  sequences: EncodedSequences,
  s: number,
): Float64Array {
  const { width, heads } = layout.encoder;
  const tokens = sequences.tokens.subarray(sequences.start[s]!, sequences.start[s + 1]!);
  const scoreAt = sequences.scoreAt.subarray(
    sequences.scoreStart[s]!,
    sequences.scoreStart[s + 1]!,
  );
  const x = zeros(tokens.length, width);
  tokens.forEach((token, t) => {
    const surprisal = sequences.surprisal[sequences.start[s]! + t]!;
    for (let i = 0; i < width; i++) {
      x.values[t * width + i] =
        params[layout.token.offset + token * width + i]! +
        surprisal * params[layout.surprisal.offset + i]!;
    }
  });
  for (const layer of layout.layers) applyLayer(x, params, layer, { heads, slopes: null });
  const last = norm(x);
  return Float64Array.from(scoreAt, (t) => {
    let logit = params[layout.scoreBias.offset]!;
    for (let i = 0; i < width; i++) {
      logit += last.values[t * width + i]! * params[layout.scoreWeight.offset + i]!;
    }
    return logit;
  });
}

/** Logits of all scores of all sequences, in order, [scores]. */
export function scoreSequences(
  layout: TransformerLayout,
  params: FloatArray,
  sequences: EncodedSequences,
): Float64Array {
  const logits = new Float64Array(sequences.scoreAt.length);
  for (let s = 0; s < sequences.count; s++) {
    logits.set(sequenceLogits(layout, params, sequences, s), sequences.scoreStart[s]!);
  }
  return logits;
}
