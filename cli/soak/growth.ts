// Whether something grows: a slope that single outliers do not move, over what was measured in a stretch of time.

export interface Sample {
  /** Minutes. */
  at: number;
  value: number;
}

export interface Growth {
  samples: number;
  median: number;
  /** Units a minute: the median of the slopes between all pairs of samples (Theil–Sen). */
  slope: number;
  /** What the slope comes to over the whole stretch. */
  grown: number;
}

/** Null with fewer than four samples, of which no slope says anything. */
export function growthOf(samples: readonly Sample[]): Growth | null {
  if (samples.length < 4) return null;
  const slopes = samples.flatMap((a, i) =>
    samples.slice(i + 1).flatMap((b) => (b.at > a.at ? [(b.value - a.value) / (b.at - a.at)] : [])),
  );
  const slope = medianOf(slopes);
  const minutes = samples.at(-1)!.at - samples[0]!.at;
  return {
    samples: samples.length,
    median: medianOf(samples.map(({ value }) => value)),
    slope,
    grown: slope * minutes,
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
