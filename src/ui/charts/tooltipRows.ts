// Which lines a tooltip lists: all, or those around the pointer where there are very many.

export interface ValueRow {
  value: number;
}

export interface RowsAround<R> {
  /** Largest value first, at most as many as asked for. */
  rows: R[];
  /** The one nearest to the pointer; null without rows. */
  nearest: R | null;
  /** Rows left out. */
  left: number;
}

/** @param pointed the value at which the pointer is; NaN where it is nowhere: the largest are then listed. */
export function rowsAround<R extends ValueRow>(
  all: readonly R[],
  pointed: number,
  most: number,
): RowsAround<R> {
  const sorted = [...all].sort((a, b) => b.value - a.value);
  let at = 0;
  sorted.forEach((row, index) => {
    const best = sorted[at];
    if (best && Math.abs(row.value - pointed) < Math.abs(best.value - pointed)) at = index;
  });
  const first = Math.max(0, Math.min(sorted.length - most, at - Math.floor(most / 2)));
  return {
    rows: sorted.slice(first, first + most),
    nearest: sorted[at] ?? null,
    left: Math.max(0, sorted.length - most),
  };
}
