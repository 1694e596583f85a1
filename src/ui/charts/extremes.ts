// The smallest and largest values of a long series by stretches, at every scale: what is drawn of any window
// of 100,000 points is then looked up, not looked through.

/** Stretches shorter than this are looked through. */
const FIRST_STRIDE = 32;

/** For each stretch of `stride` values from index 0 on, the indices of its extremes; -1 where none is finite. */
interface Level {
  stride: number;
  lowest: Int32Array;
  highest: Int32Array;
}

export interface Extremes {
  readonly values: Float64Array;
  readonly levels: readonly Level[];
}

/** Builds the stretches of a series that will not change; takes one pass and half a value more of memory. */
export function extremesOf(values: Float64Array): Extremes {
  const levels: Level[] = [];
  const at = (index: number) => values[index] ?? Number.NaN;
  let below: Level | null = null;
  for (let stride = FIRST_STRIDE; stride < values.length; stride *= 2) {
    const count = Math.ceil(values.length / stride);
    const level: Level = {
      stride,
      lowest: new Int32Array(count),
      highest: new Int32Array(count),
    };
    for (let i = 0; i < count; i++) {
      const [lowest, highest] =
        below === null
          ? extremesWithin(values, i * stride, Math.min(values.length, (i + 1) * stride))
          : [
              better(
                below.lowest[2 * i] ?? -1,
                below.lowest[2 * i + 1] ?? -1,
                (a, b) => at(b) < at(a),
              ),
              better(
                below.highest[2 * i] ?? -1,
                below.highest[2 * i + 1] ?? -1,
                (a, b) => at(b) > at(a),
              ),
            ];
      level.lowest[i] = lowest;
      level.highest[i] = highest;
    }
    levels.push(level);
    below = level;
  }
  return { values, levels };
}

function better(
  first: number,
  second: number,
  isBetter: (a: number, b: number) => boolean,
): number {
  if (first < 0) return second;
  return second >= 0 && isBetter(first, second) ? second : first;
}

/** Indices in [from, end) of the first smallest and the first largest finite value; [-1, -1] without any. */
export function extremesWithin(
  values: ArrayLike<number>,
  from: number,
  end: number,
): [number, number] {
  let lowest = -1;
  let highest = -1;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = from; i < end; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    if (value < low) {
      low = value;
      lowest = i;
    }
    if (value > high) {
      high = value;
      highest = i;
    }
  }
  return [lowest, highest];
}

/**
 * The extremes of the stretch of `stride` values (a power of two) that begins at `from`, a multiple of it, as
 * far as it lies in [start, end).
 */
export function stretchExtremes(
  values: ArrayLike<number>,
  extremes: Extremes | undefined,
  { from, stride, start, end }: { from: number; stride: number; start: number; end: number },
): [number, number] {
  const isWhole = from >= start && Math.min(from + stride, values.length) <= end;
  const level = isWhole ? extremes?.levels.find((one) => one.stride === stride) : undefined;
  if (level === undefined) {
    return extremesWithin(values, Math.max(from, start), Math.min(from + stride, end));
  }
  const place = from / stride;
  return [level.lowest[place] ?? -1, level.highest[place] ?? -1];
}

/** Smallest and largest finite value of the whole series, by index; [-1, -1] without any. */
export function wholeExtremes(
  values: ArrayLike<number>,
  extremes: Extremes | undefined,
): [number, number] {
  const top = extremes?.levels.at(-1);
  if (top === undefined) return extremesWithin(values, 0, values.length);
  const at = (index: number) => values[index] ?? Number.NaN;
  return [
    top.lowest.reduce((a, b) => better(a, b, (x, y) => at(y) < at(x)), -1),
    top.highest.reduce((a, b) => better(a, b, (x, y) => at(y) > at(x)), -1),
  ];
}
