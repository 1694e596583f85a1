// Chains whose texts have no step tags: one's steps end where the prefix of some row ended.
import type { Chain, Step } from "../domain/chain.ts";
import { ownText } from "./ownText.ts";

export interface LooseChain {
  chain: Chain;
  text: string;
  /** Labels by the end of their prefix, in characters. */
  ends: Map<number, Step>;
  /** Characters that the last text placed here added. */
  grown: number;
}

/**
 * The untagged chains of one question, in the order of their texts. A prefix sorts right before what
 * extends it, since a blank sorts before all other characters.
 */
export class LooseChains {
  private readonly sorted: LooseChain[] = [];

  /** The chain that the text extends or is a prefix of, made where there is none. */
  place(text: string, begin: () => Chain): LooseChain {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sorted[middle]!.text < text) low = middle + 1;
      else high = middle;
    }
    const after = this.sorted[low];
    if (after !== undefined && isPrefix(text, after.text)) {
      after.grown = 0;
      return after;
    }
    const before = this.sorted[low - 1];
    if (before !== undefined && isPrefix(before.text, text)) {
      before.grown = text.length - before.text.length;
      before.text = text;
      return before;
    }
    const made = { chain: begin(), text, ends: new Map<number, Step>(), grown: text.length };
    this.sorted.splice(low, 0, made);
    return made;
  }

  /** Gives each chain its steps. */
  finish(): void {
    for (const { chain, text, ends } of this.sorted) {
      let start = 0;
      for (const end of [...ends.keys()].sort((a, b) => a - b)) {
        const step = ends.get(end)!;
        step.text = ownText(text.slice(start, end).trim());
        chain.steps.push(step);
        start = end;
      }
    }
  }
}

/** A prefix ends between words, so that "12" does not extend "1". */
function isPrefix(prefix: string, text: string): boolean {
  if (!text.startsWith(prefix)) return false;
  return prefix.length === text.length || text.charCodeAt(prefix.length) <= 32;
}
