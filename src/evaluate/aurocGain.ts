// Do learned weights judge chains better than uniform ones? Difference of AUROC between the two on the same
// chains, mean over seeds, bootstrapped over questions.
import type { Interval } from "../domain/evaluation.ts";
import { auroc } from "./auroc.ts";
import { createResampler, intervalFromDraws } from "./bootstrap.ts";
import { clusteredAuroc } from "./clusteredAuroc.ts";

const DRAWS = 1000;

export interface AurocGainInput {
  /** Question of each chain, any numbers. */
  question: ArrayLike<number>;
  /** Chain scores of the PRMs with learned weights, a seed each, [chains]. */
  learned: readonly Float64Array[];
  /** The same of the PRMs with uniform weights. */
  uniform: readonly Float64Array[];
  /** y of each chain. */
  isCorrect: ArrayLike<number | boolean>;
}

export interface AurocGain {
  /** Learned minus uniform. */
  gain: Interval;
  learned: number;
  uniform: number;
  /** Share of resamples in which learned is the better. */
  positiveShare: number;
}

/** Throws RangeError where there are no seeds, or only chains of one kind. */
export function aurocGain({ question, learned, uniform, isCorrect }: AurocGainInput): AurocGain {
  const clusters = clusterIndices(question);
  const meanAuroc = (bySeed: readonly Float64Array[]): number => {
    const values = bySeed.map((scores) => auroc(scores, isCorrect));
    if (values.length === 0 || values.includes(null)) {
      throw new RangeError("AUROC needs a seed at least, and correct and wrong chains");
    }
    return values.reduce<number>((sum, value) => sum + value!, 0) / values.length;
  };
  const value = { learned: meanAuroc(learned), uniform: meanAuroc(uniform) };
  const resamples = createResampler(DRAWS, 1).of(clusters.count);
  const resampled = (bySeed: readonly Float64Array[]) => {
    const draws = bySeed.map((scores) => clusteredAuroc(scores, isCorrect, clusters.of));
    return (draw: number) =>
      draws.reduce((sum, aurocOf) => sum + aurocOf(resamples, draw), 0) / draws.length;
  };
  const [learnedIn, uniformIn] = [resampled(learned), resampled(uniform)];
  const gains = Float64Array.from(
    { length: DRAWS },
    (_, draw) => learnedIn(draw) - uniformIn(draw),
  );
  const judged = gains.filter((gain) => !Number.isNaN(gain));
  return {
    gain: intervalFromDraws(value.learned - value.uniform, gains, clusters.count),
    ...value,
    positiveShare: judged.filter((gain) => gain > 0).length / Math.max(1, judged.length),
  };
}

/** Any labels as 0 … count − 1, by first appearance. */
export function clusterIndices<T>(labels: ArrayLike<T>): { of: Int32Array; count: number } {
  const places = new Map<T, number>();
  const of = Int32Array.from({ length: labels.length }, (_, i) => {
    const label = labels[i]!;
    const place = places.get(label) ?? places.size;
    places.set(label, place);
    return place;
  });
  return { of, count: places.size };
}
