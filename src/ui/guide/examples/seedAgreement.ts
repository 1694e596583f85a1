// What several seeds' weights say together: how far they spread in each, and whether the seeds agree.

/** Highest minus lowest weight, the mean over seeds; NaN without any. */
export function meanSpread(weightsBySeed: readonly (readonly number[])[]): number {
  return meanOf(weightsBySeed.map((weights) => Math.max(...weights) - Math.min(...weights)));
}

/**
 * Mean Pearson correlation of the weights over all pairs of seeds: about 0 where they drift, near 1 where they
 * tell the same. NaN with fewer than two seeds.
 */
export function meanAgreement(weightsBySeed: readonly (readonly number[])[]): number {
  return meanOf(
    weightsBySeed.flatMap((one, i) =>
      weightsBySeed.slice(i + 1).map((other) => correlation(one, other)),
    ),
  );
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const fromMean = (of: readonly number[]) => {
    const mean = meanOf(of);
    return of.map((value) => value - mean);
  };
  const x = fromMean(a);
  const y = fromMean(b);
  const dot = (u: readonly number[], v: readonly number[]) =>
    u.reduce((sum, value, i) => sum + value * (v[i] ?? Number.NaN), 0);
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
