// The moving average drawn over a noisy line. It says what it is in the legend ("EMA .6"), and the
// raw line stays visible under it.

/**
 * Exponential moving average with bias correction (as TensorBoard's): the average starts at the first
 * value rather than at zero. Values that are not finite are gaps: they come out as NaN and leave the
 * average as it was.
 * @param decay in [0, 1); 0 gives the values back.
 */
export function smoothSeries(values: ArrayLike<number>, decay: number): Float64Array {
  if (!(decay >= 0 && decay < 1)) throw new RangeError(`decay must be in [0, 1), got ${decay}`);
  const smooth = new Float64Array(values.length);
  let sum = 0;
  let norm = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      smooth[i] = Number.NaN;
      continue;
    }
    sum = decay * sum + (1 - decay) * value;
    norm = decay * norm + (1 - decay);
    smooth[i] = sum / norm;
  }
  return smooth;
}
