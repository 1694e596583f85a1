// Round numbers for an axis: a range that covers the values and ticks a person can read.

export interface Axis {
  low: number;
  high: number;
  ticks: number[];
  /** Logarithmic: both ends are above 0. */
  isLog?: true;
}

const STEPS = [1, 2, 2.5, 5, 10];

function niceStep(rough: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = STEPS.find((candidate) => candidate * magnitude >= rough * 0.999) ?? 10;
  return step * magnitude;
}

/** Rounds away the binary dust of multiples such as 3 × 0.1. */
function clean(value: number): number {
  return Number(value.toPrecision(12));
}

/** Ticks on round numbers inside [low, high], about `count` of them; the range is kept as it is. */
export function ticksWithin(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [low];
  const step = niceStep((high - low) / count);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    ticks.push(clean(i * step));
  }
  return ticks;
}

/**
 * An axis over [low, high], widened to round numbers. Values that are not finite are ignored; where
 * none is left the axis is [0, 1]; a single value gets room above and below.
 */
export function niceAxis(low: number, high: number, count = 5): Axis {
  if (!Number.isFinite(low) || !Number.isFinite(high) || high < low) return niceAxis(0, 1, count);
  if (high === low) {
    const room = Math.abs(low) > 0 ? Math.abs(low) * 0.1 : 1;
    return niceAxis(low - room, high + room, count);
  }
  const step = niceStep((high - low) / count);
  const first = clean(Math.floor(low / step + 1e-9) * step);
  const last = clean(Math.ceil(high / step - 1e-9) * step);
  return { low: first, high: last, ticks: ticksWithin(first, last, count) };
}

/** An axis is kept while the values fill at least this share of it. */
const LEAST_FILL = 0.4;

/**
 * The axis for values in [low, high], kept as it was where it still serves: while a line grows, its
 * axis should move rarely.
 */
export function steadyAxis(before: Axis | null, low: number, high: number, count = 5): Axis {
  if (before !== null) {
    if (!(high >= low)) return before;
    const isInside = low >= before.low && high <= before.high;
    const fill = (high - low) / (before.high - before.low);
    if (isInside && (fill >= LEAST_FILL || high === low)) return before;
  }
  return niceAxis(low, high, count);
}

/** Smallest and largest finite value of some series; [Infinity, -Infinity] where there is none. */
export function finiteExtent(...series: ArrayLike<number>[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const values of series) {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return [low, high];
}
