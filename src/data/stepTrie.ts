// Finds, among many chains of one question, the one that a step prefix belongs to, in time that does
// not grow with their number.
import type { Chain } from "../domain/chain.ts";

interface Node {
  /** The first chain that has this prefix. */
  chain: Chain;
  next: Map<string, Node>;
}

export class StepTrie {
  private readonly root = new Map<string, Node>();

  constructor(chains: readonly Chain[]) {
    for (const chain of chains) this.add(chain);
  }

  /** Enters a chain, or the steps it has got since. */
  add(chain: Chain): void {
    let level = this.root;
    for (const { text } of chain.steps) {
      let node = level.get(text);
      if (node === undefined) {
        node = { chain, next: new Map() };
        level.set(text, node);
      }
      level = node.next;
    }
  }

  /** The first chain that has all these steps, or else the one that they extend. */
  find(steps: readonly string[]): Chain | null {
    let level = this.root;
    let reached: Node | null = null;
    for (const text of steps) {
      const node = level.get(text);
      if (node === undefined) return level.size === 0 ? (reached?.chain ?? null) : null;
      reached = node;
      level = node.next;
    }
    return reached?.chain ?? null;
  }
}
