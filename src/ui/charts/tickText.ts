// A number beside an axis: as short as it is round, and never another than the tick's.

/** "0.125", "1.025", "2e-6"; ticks are round, so no digit is lost. */
export function tickText(value: number): string {
  const round = Number(value.toPrecision(6));
  const size = Math.abs(round);
  const isPlain = size === 0 || (size >= 1e-3 && size < 1e5);
  return isPlain ? String(round) : round.toExponential();
}
