// Means over questions and seeds of training at once, with intervals that hold for new questions AND new seeds.
// Plain means over all pairs would take the noise of training for evidence.
import type { Interval } from "../domain/evaluation.ts";
import { allOrNone } from "./allOrNone.ts";
import { studentTQuantile } from "./studentT.ts";

/** Mean and its squared standard error, without NaN entries; the error is 0 below two values. */
function meanAndError(values: ArrayLike<number>): { mean: number; error: number; count: number } {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    sum += values[i]!;
    count++;
  }
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    if (!Number.isNaN(values[i]!)) squares += (values[i]! - mean) ** 2;
  }
  return { mean, error: count > 1 ? squares / (count - 1) / count : 0, count };
}

/** By question, the mean over the seeds in which it is there; NaN where it is in none. */
function overSeeds(bySeed: readonly Float64Array[]): Float64Array {
  return Float64Array.from(bySeed[0] ?? [], (_, q) => {
    const known = bySeed.map((values) => values[q]!).filter((value) => !Number.isNaN(value));
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}

/**
 * Paired differences over seeds and questions: the mean with its 95 % interval, two crossed random effects. The
 * squared standard error is a + b, a = variance over questions of the seeds' mean / Q, b = variance over
 * seeds of the questions' mean / S; both hold the residual once, so the interval is a little wide rather
 * than narrow. Degrees of freedom after Satterthwaite (1946). With one seed only the questions are random;
 * with one question and one seed there is no spread to be seen, and low and high are the value.
 * @param bySeed bySeed[s][q] = one method minus the other under seed s on question q, the same questions
 * for each seed; NaN where a question does not count.
 * Throws RangeError where nothing is left.
 */
export function crossedGain(bySeed: readonly Float64Array[]): Interval {
  const questions = meanAndError(overSeeds(bySeed));
  if (questions.count === 0) throw new RangeError("no question is left to take a mean over");
  const seeds = meanAndError(bySeed.map((values) => meanAndError(values).mean));
  const a = questions.error;
  const b = seeds.error;
  const value = questions.mean;
  if (a + b === 0) return { value, low: value, high: value };
  const degrees =
    (a + b) ** 2 /
    (a ** 2 / Math.max(1, questions.count - 1) + b ** 2 / Math.max(1, seeds.count - 1));
  const half = studentTQuantile(0.975, degrees) * Math.sqrt(a + b);
  return { value, low: value - half, high: value + half };
}

/**
 * The same of shares in [0, 1], which the interval is cut to: bySeed[s][q] under seed s on question q. Where all
 * are 0 or all are 1 it is the exact binomial one of the questions.
 */
export function crossedMean(bySeed: readonly Float64Array[]): Interval {
  const { value, low, high } = crossedGain(bySeed);
  if (low === high) {
    return allOrNone(value, overSeeds(bySeed).filter((share) => !Number.isNaN(share)).length);
  }
  return { value, low: Math.max(0, low), high: Math.min(1, high) };
}

/** Paired differences with the questions alone random and the seeds as they are. */
export function gainOfTheseSeeds(bySeed: readonly Float64Array[]): Interval {
  return crossedGain([overSeeds(bySeed)]);
}
