// Spikes of a loss: points that stand out from what was usual just before them. What is usual is told by
// median and MAD (the median of the distances from it), which a few outliers do not move.

/** Points before one that it is compared with, and the fewest that tell what is usual. */
const WINDOW = 25;
const FEWEST = 15;
/** Usual deviations (1.4826 MAD, σ of normal noise) above the median from which on a point stands out. */
const DEVIATIONS = 6;
/** And by this share of the median at least: a loss that hardly moves has no spikes. */
const LEAST_SHARE = 0.1;
/** Steps named one by one. */
const MOST_NAMED = 3;

/** The rule in words, for whoever asks. */
export const SPIKE_RULE = `A point is a spike where it is the highest of ${WINDOW + 1} points and above the median of the ${WINDOW} before it by more than ${DEVIATIONS} times their usual deviation (1.4826 × the median distance from the median) and by more than ${100 * LEAST_SHARE} % of it.`;

function medianOf(sorted: Float64Array): number {
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

function standsOut(value: number, before: Float64Array): boolean {
  if (before.length < FEWEST || before.some((other) => other >= value)) return false;
  const median = medianOf(before.slice().sort());
  const deviation = 1.4826 * medianOf(before.map((other) => Math.abs(other - median)).sort());
  return value - median > Math.max(DEVIATIONS * deviation, LEAST_SHARE * Math.abs(median));
}

/** Indices of the spikes, ascending; of a spike over several rising points the highest. Gaps (NaN) are left out. */
export function lossSpikes(values: Float64Array): number[] {
  const spikes: number[] = [];
  const known: number[] = []; // indices of finite values
  values.forEach((value, index) => {
    if (!Number.isFinite(value)) return;
    const before = Float64Array.from(known.slice(-WINDOW), (at) => values[at] ?? 0);
    if (standsOut(value, before)) {
      if (spikes.length > 0 && spikes.at(-1) === known.at(-1)) spikes.pop();
      spikes.push(index);
    }
    known.push(index);
  });
  return spikes;
}

/** "1 spike, at step 420"; `steps` of the spikes, not empty. */
export function spikeWords(steps: readonly number[], formatStep: (step: number) => string): string {
  const last = formatStep(steps.at(-1) ?? 0);
  if (steps.length === 1) return `1 spike, at step ${last}`;
  if (steps.length > MOST_NAMED) return `${steps.length} spikes, the last at step ${last}`;
  const others = steps.slice(0, -1).map(formatStep).join(", ");
  return `${steps.length} spikes, at steps ${others} and ${last}`;
}
