// The weights of a run as something that can be stood at any step of: what the race, its player and its films go by.
import type { RunHistory } from "../../../store/runHistory.ts";
import { pointRange } from "../../charts/samplePoints.ts";

export interface RaceTrack {
  domains: readonly string[];
  /** Lower steps at which the weights are known, ascending; the first is 0 where they are learned. */
  steps: Float64Array;
  /** α of a domain at one of the steps. */
  weightAt: (point: number, domain: number) => number;
  /** What the longest bar stands for: the same at all steps, so that bars can be compared across time. */
  scale: number;
}

/** Bars are held against twice the mean at least. */
const LEAST_SCALE = 2;

/**
 * @param startsAtOne learned weights are exactly 1 before the first point; given ones are what they are.
 * The track is a view: it grows with the history.
 */
export function raceTrack(history: RunHistory, startsAtOne: boolean): RaceTrack {
  const points = history.steps();
  const isStartNeeded = startsAtOne && (points[0] ?? 1) > 0;
  const shift = isStartNeeded ? 1 : 0;
  const steps = new Float64Array(points.length + shift);
  steps.set(points, shift);
  return {
    domains: history.domains,
    steps,
    weightAt: (point, domain) => (point < shift ? 1 : history.weightAt(point - shift, domain)),
    scale: Math.max(LEAST_SCALE, Math.ceil(history.weightExtent()[1] * 2) / 2),
  };
}

/** Last point at or before a step; 0 before the first, −1 where there is none. */
export function pointAt({ steps }: RaceTrack, step: number): number {
  const [, end] = pointRange(steps, Number.NEGATIVE_INFINITY, step);
  return Math.min(steps.length - 1, Math.max(0, end - 1));
}

/** All weights at a step, in domain order; straight between two points, and as at the ends beyond them. */
export function weightsAt(track: RaceTrack, step: number): number[] {
  const { steps, domains, weightAt } = track;
  const point = pointAt(track, step);
  const from = steps[point] ?? 0;
  const to = steps[point + 1] ?? from;
  const share = to > from ? Math.min(1, Math.max(0, (step - from) / (to - from))) : 0;
  return domains.map((_, domain) => {
    const weight = weightAt(point, domain);
    return share === 0 ? weight : weight + share * (weightAt(point + 1, domain) - weight);
  });
}

/** Place of each weight from the largest on, from 0; equal ones keep their order, NaN is last. */
export function ranksOf(weights: readonly number[]): number[] {
  const value = (index: number) => {
    const weight = weights[index] ?? Number.NaN;
    return Number.isNaN(weight) ? Number.NEGATIVE_INFINITY : weight;
  };
  const order = weights.map((_, index) => index);
  order.sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    return left === right ? a - b : right > left ? 1 : -1;
  });
  const ranks = new Array<number>(weights.length).fill(0);
  order.forEach((index, rank) => {
    ranks[index] = rank;
  });
  return ranks;
}
