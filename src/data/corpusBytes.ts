// How much memory a corpus takes, roughly: enough to stop before the tab is out of it.
import type { Chain, Corpus } from "../domain/chain.ts";

/** Of a step and a chain without their texts, of a question with what finds its chains; measured in V8. */
export const STEP_BYTES = 100;
export const CHAIN_BYTES = 250;
export const QUESTION_BYTES = 800;
/** Of a character: one where all of a text are Latin, two elsewhere. */
export const CHAR_BYTES = 2;

export function chainBytes({ question, steps }: Pick<Chain, "question" | "steps">): number {
  let bytes = CHAIN_BYTES + question.length * CHAR_BYTES;
  for (const { text } of steps) bytes += STEP_BYTES + text.length * CHAR_BYTES;
  return bytes;
}

export function corpusBytes({ shards, meta, candidates }: Corpus): number {
  let bytes = 0;
  for (const { chains } of shards) for (const chain of chains) bytes += chainBytes(chain);
  for (const chain of meta) bytes += chainBytes(chain);
  for (const question of candidates) {
    for (const chain of question.candidates) bytes += chainBytes(chain);
  }
  return bytes;
}
