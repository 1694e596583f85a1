// What a pretrained model reads of a chain. Computed elsewhere, vectors agree with the browser's only if
// the text is the same: question and steps, an empty line between them.
import type { Chain } from "../domain/chain.ts";

const BREAK = "\n\n";

/** Question and steps up to the one at `index`, for a model that reads each prefix anew. */
export function prefixText(chain: Pick<Chain, "question" | "steps">, index: number): string {
  return [chain.question, ...chain.steps.slice(0, index + 1).map((step) => step.text)].join(BREAK);
}

/**
 * For a model that reads a chain once: the question and each step, every one with the break behind it.
 * A step's vector is the state at its last token, the one that ends the line.
 */
export function chainPieces(chain: Pick<Chain, "question" | "steps">): string[] {
  return [chain.question, ...chain.steps.map((step) => step.text)].map((text) => text + BREAK);
}
