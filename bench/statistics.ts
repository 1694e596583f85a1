// Medians and quartiles of a few numbers.

export interface Summary {
  median: number;
  /** First and third quartile. */
  q1: number;
  q3: number;
  count: number;
}

/** Quantile by linear interpolation between order statistics. Throws RangeError on an empty list. */
export function quantile(values: readonly number[], share: number): number {
  if (values.length === 0) throw new RangeError("no values to take a quantile of");
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const low = sorted[Math.floor(at)]!;
  return low + (at - Math.floor(at)) * (sorted[Math.ceil(at)]! - low);
}

export function summary(values: readonly number[]): Summary {
  return {
    median: quantile(values, 0.5),
    q1: quantile(values, 0.25),
    q3: quantile(values, 0.75),
    count: values.length,
  };
}

/** a[i] / b[i] over the rounds both have: what alternating pairs give. Empty where they share none. */
export function pairedRatios(
  a: readonly (number | null)[],
  b: readonly (number | null)[],
): number[] {
  return a.flatMap((value, i) => {
    const other = b[i] ?? null;
    return value === null || other === null ? [] : [value / other];
  });
}
