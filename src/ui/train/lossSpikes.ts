// Spikes of a loss: points that stand out from what was usual just before them. What is usual is told by
// median and MAD (the median of the distances from it), which a few outliers do not move.
import { t } from "../../strings/strings.ts";

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
export function spikeRule(): string {
  return t("charts:spikes.rule", {
    around: WINDOW + 1,
    window: WINDOW,
    deviations: DEVIATIONS,
    share: 100 * LEAST_SHARE,
  });
}

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

/** Finds the spikes of a series that grows, going on where it left off; see lossSpikes. */
export function createSpikeFinder(): (values: Float64Array) => number[] {
  let spikes: number[] = [];
  /** The finite values before, as many as are compared with. */
  let window: number[] = [];
  let lastKnown = -1;
  let looked = 0;
  let lastLooked = Number.NaN;
  return (values) => {
    // A run that went back to a checkpoint, or another run.
    if (looked > values.length || !Object.is(values[looked - 1] ?? Number.NaN, lastLooked)) {
      spikes = [];
      window = [];
      lastKnown = -1;
      looked = 0;
    }
    for (; looked < values.length; looked++) {
      const value = values[looked] ?? Number.NaN;
      if (!Number.isFinite(value)) continue;
      if (standsOut(value, Float64Array.from(window))) {
        if (spikes.length > 0 && spikes.at(-1) === lastKnown) spikes.pop();
        spikes.push(looked);
      }
      window.push(value);
      if (window.length > WINDOW) window.shift();
      lastKnown = looked;
    }
    lastLooked = values[looked - 1] ?? Number.NaN;
    return [...spikes];
  };
}

/** Indices of the spikes, ascending; of a spike over several rising points the highest. Gaps (NaN) are left out. */
export function lossSpikes(values: Float64Array): number[] {
  return createSpikeFinder()(values);
}

/** "1 spike, at step 420"; `steps` of the spikes, not empty. */
export function spikeWords(steps: readonly number[], formatStep: (step: number) => string): string {
  const last = formatStep(steps.at(-1) ?? 0);
  if (steps.length === 1) return t("charts:spikes.one", { last });
  if (steps.length > MOST_NAMED) return t("charts:spikes.many", { spikes: steps.length, last });
  const others = steps.slice(0, -1).map(formatStep).join(t("charts:summary.comma"));
  return t("charts:spikes.few", { spikes: steps.length, others, last });
}
