// The meta set without the aggregation of steps (the paper's ablation): every prefix of a chain is a meta
// item of its own, judged by its chain's answer, and its logit is that of its last step alone.
import type { EncodedChains, EncodedSequences } from "./encoded.ts";

/**
 * Each step of the chains as a chain of one score, in their order: the lexical encoder's row, or the
 * transformer's sequence as far as the step's end, where it is scored as in the whole chain.
 */
export function singleSteps(chains: EncodedChains): EncodedChains {
  const count = chains.chainStart.at(-1) ?? 0;
  const oneEach = Int32Array.from({ length: count + 1 }, (_, step) => step);
  if (chains.kind !== "sequences") return { ...chains, chainStart: oneEach };
  const sequences = prefixes(chains.sequences);
  return { kind: "sequences", sequences, chainStart: oneEach, sequenceStart: oneEach };
}

/** A sequence for every score of every sequence: the tokens as far as it, scored at their end. */
function prefixes(whole: EncodedSequences): EncodedSequences {
  const count = whole.scoreAt.length;
  const start = new Int32Array(count + 1);
  const from = new Int32Array(count);
  for (let s = 0; s < whole.count; s++) {
    for (let at = whole.scoreStart[s]!; at < whole.scoreStart[s + 1]!; at++) {
      from[at] = whole.start[s]!;
      start[at + 1] = start[at]! + whole.scoreAt[at]! + 1;
    }
  }
  const tokens = new Int32Array(start[count]!);
  const surprisal = new Float32Array(start[count]!);
  for (let at = 0; at < count; at++) {
    const end = from[at]! + whole.scoreAt[at]! + 1;
    tokens.set(whole.tokens.subarray(from[at], end), start[at]);
    surprisal.set(whole.surprisal.subarray(from[at], end), start[at]);
  }
  const scoreStart = Int32Array.from({ length: count + 1 }, (_, at) => at);
  return { count, start, tokens, surprisal, scoreStart, scoreAt: whole.scoreAt };
}
