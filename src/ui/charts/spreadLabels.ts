// Places labels at the ends of lines: as near as can be to where each line ends, none over another.

export interface SpreadOptions {
  /** Height of a label, gap included; the same unit as the positions. */
  height: number;
  /** Range the label centres' boxes must stay in; squeezed evenly where they do not all fit. */
  top: number;
  bottom: number;
}

interface Block {
  /** Indices of its labels, in order of position. */
  members: number[];
  /** Sum of (wanted centre − offset in the block), for the mean that moves it least. */
  sum: number;
  top: number;
}

/**
 * Centres for labels wanted at `wanted` (screen coordinates, downwards), in the order given.
 * Labels that would overlap are pushed apart around their common mean, which moves them least in the
 * sum of squares (pool adjacent violators). A wanted position that is no number goes to the bottom.
 */
export function spreadLabels(wanted: readonly number[], options: SpreadOptions): number[] {
  const { top, bottom } = options;
  const count = wanted.length;
  if (count === 0) return [];
  const height = Math.min(options.height, Math.max(0, bottom - top) / count);
  const lowest = bottom - height / 2;
  const clean = wanted.map((y) => {
    if (Number.isNaN(y)) return lowest;
    return Math.min(lowest, Math.max(top + height / 2, y));
  });
  // By the position wanted, not the one kept inside: lines beyond the edge keep their order too.
  const rank = (index: number) => {
    const y = wanted[index] ?? Number.NaN;
    return Number.isNaN(y) ? Number.POSITIVE_INFINITY : y;
  };
  const order = clean
    .map((_, index) => index)
    .sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : a - b));

  const place = (block: Block) => {
    const size = block.members.length * height;
    const ideal = block.sum / block.members.length;
    block.top = Math.min(bottom - size, Math.max(top, ideal - height / 2));
  };
  const blocks: Block[] = [];
  for (const index of order) {
    let block: Block = { members: [index], sum: clean[index]!, top: 0 };
    place(block);
    for (let above = blocks.at(-1); above !== undefined; above = blocks.at(-1)) {
      const reach = above.top + above.members.length * height;
      if (reach <= block.top + 1e-9) break;
      blocks.pop();
      const shift = above.members.length * height;
      block = {
        members: [...above.members, ...block.members],
        sum: above.sum + block.sum - shift * block.members.length,
        top: 0,
      };
      place(block);
    }
    blocks.push(block);
  }
  const placed = new Array<number>(count).fill(0);
  for (const block of blocks) {
    block.members.forEach((index, rank) => {
      placed[index] = block.top + rank * height + height / 2;
    });
  }
  return placed;
}
