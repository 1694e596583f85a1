// Lines as Recharts wants them: one row a step, one property a line.

export interface LinePoints {
  id: string;
  steps: readonly number[];
  /** NaN and infinities are gaps. */
  values: readonly number[];
}

export type ChartRow = { step: number } & Record<string, number | null>;

/** Rows in ascending order of steps; a line has a property only at its own steps. */
export function mergeLines(lines: readonly LinePoints[]): ChartRow[] {
  const rows = new Map<number, ChartRow>();
  for (const { id, steps, values } of lines) {
    steps.forEach((step, index) => {
      const value = values[index] ?? Number.NaN;
      let row = rows.get(step);
      if (row === undefined) {
        row = { step };
        rows.set(step, row);
      }
      row[id] = Number.isFinite(value) ? value : null;
    });
  }
  return [...rows.values()].sort((a, b) => a.step - b.step);
}
