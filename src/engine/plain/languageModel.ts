// The corpus' language model in typed arrays, in float64, forward only: what the fast one is tested against.
import type { EncodedSequences } from "../encoders/encoded.ts";
import { ATTENTION_SLOPES, type LanguageLayout } from "../language/languageLayout.ts";
import type { FloatArray } from "./arraySpace.ts";
import { applyLayer, norm, project, zeros } from "./transformerLayers.ts";

/** −log p of the token behind each of sequence s's scoreAt, [scores]. */
export function sequenceSurprisals(
  layout: LanguageLayout,
  params: FloatArray,
  sequences: EncodedSequences,
  s: number,
): Float64Array {
  const { width, heads } = layout.encoder;
  const tokens = sequences.tokens.subarray(sequences.start[s]!, sequences.start[s + 1]!);
  const x = zeros(tokens.length, width);
  tokens.forEach((token, t) => {
    const from = layout.token.offset + token * width;
    x.values.set(params.subarray(from, from + width), t * width);
  });
  for (const layer of layout.layers) {
    applyLayer(x, params, layer, { heads, slopes: ATTENTION_SLOPES });
  }
  const { values, columns } = project(norm(x), params, layout.next);
  const places = sequences.scoreAt.subarray(sequences.scoreStart[s]!, sequences.scoreStart[s + 1]!);
  return Float64Array.from(places, (place) => {
    const row = values.subarray(place * columns, (place + 1) * columns);
    const largest = row.reduce((a, b) => Math.max(a, b));
    const total = row.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
    return Math.log(total) + largest - row[tokens[place + 1]!]!;
  });
}
