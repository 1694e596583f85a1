// How many parameters a PRM has, for the form: before there is any engine that would lay them out.
import type { RunConfig } from "./runConfig.ts";

export function parameterCount(encoder: RunConfig["encoder"]): number {
  if (encoder.kind === "lexical") {
    const { buckets, embedding, hidden } = encoder;
    return (buckets + 1) * embedding + (embedding + 2) * hidden + 1;
  }
  if (encoder.kind === "frozen") {
    const { head, hidden } = encoder;
    const width = encoder.projection || encoder.width;
    if (head === "linear") return width + 1;
    return head === "mlp" ? (width + 2) * hidden + 1 : 3 * width + 1;
  }
  const { vocabulary, layers, width } = encoder;
  // Embeddings of the tokens and of their surprisal. A layer: queries, keys, values and output 4 d², the two matrices of the MLP 8 d².
  return (vocabulary + 1) * width + layers * 12 * width ** 2 + width + 1;
}
