// Why weights move, in numbers: what each domain's last hypergradients say. Pure, so that the table and
// the sentence above it only write it down.
import type { RunHistory } from "../../../store/runHistory.ts";
import type { SignalOrder } from "../../../store/whyStore.ts";
import { pointRange } from "../../charts/samplePoints.ts";

/** Upper steps that "recent" means. */
export const RECENT_UPPER_STEPS = 20;
/** With fewer measurements a spread means nothing. */
const LEAST_FOR_SPREAD = 3;

export interface DomainSignal {
  /** The domain's place in the order of the weights. */
  place: number;
  name: string;
  weight: number;
  /**
   * Mean of h_k less the weighted mean of all domains' h. Weights keep a mean of 1, so the gradient
   * of weight k is h_k − mean_j(α_j h_j): above 0 the weight was pulled up. NaN without upper steps.
   */
  pull: number;
  /** Mean of h_k; NaN without upper steps. */
  mean: number;
  /** |mean| / standard deviation of h_k; see signalToNoise. */
  snr: number;
  /** Mean cos(∇ℓ_k, v) of the recent upper steps it was measured at, else the last one; NaN without. */
  cosine: number;
}

function finite(values: readonly number[]): number[] {
  return values.filter(Number.isFinite);
}

/** Mean of the finite values; NaN where there is none. */
export function meanOf(values: readonly number[]): number {
  const there = finite(values);
  return there.length === 0
    ? Number.NaN
    : there.reduce((sum, value) => sum + value, 0) / there.length;
}

/**
 * |mean| over the sample standard deviation of the finite values. NaN with fewer than three of them,
 * or all at 0; Infinity where all are the same otherwise.
 */
export function signalToNoise(values: readonly number[]): number {
  const there = finite(values);
  if (there.length < LEAST_FOR_SPREAD) return Number.NaN;
  const mean = meanOf(there);
  const isConstant = there.every((value) => value === there[0]);
  const squares = isConstant ? 0 : there.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.abs(mean) / Math.sqrt(squares / (there.length - 1));
}

/** A signal-to-noise ratio in a word; empty where there is no ratio. */
export function signalWord(snr: number): "noise" | "faint" | "clear" | "" {
  if (Number.isNaN(snr)) return "";
  if (snr < 0.5) return "noise";
  return snr < 1 ? "faint" : "clear";
}

/** Mean of α_j h_j over all domains at a point, the weights as they stood before its upper step. */
export function meanAlignmentAt(history: RunHistory, point: number): number {
  const domainCount = history.domains.length;
  let sum = 0;
  for (let k = 0; k < domainCount; k++) {
    const weight = point > 0 ? history.weightAt(point - 1, k) : 1;
    sum += weight * history.alignmentAt(point, k);
  }
  return sum / domainCount;
}

/** The last `count` points up to `last` at which an upper step was made, oldest first. */
function recentPoints(history: RunHistory, last: number, count: number): number[] {
  const points: number[] = [];
  if (history.upperSteps() === 0) return points;
  for (let point = last; point >= 0 && points.length < count; point--) {
    if (history.domains.some((_, k) => Number.isFinite(history.alignmentAt(point, k)))) {
      points.push(point);
    }
  }
  return points.reverse();
}

/** This domain's cosine where it was measured last, up to a point; NaN where it never was. */
function lastCosine(history: RunHistory, last: number, domain: number): number {
  for (let point = last; point >= 0; point--) {
    const cosine = history.cosineAt(point, domain);
    if (Number.isFinite(cosine)) return cosine;
  }
  return Number.NaN;
}

/**
 * One row a domain in the order of the weights: as they stand now, or stood at a lower step.
 * @param untilStep the recent upper steps are the last ones up to this lower step
 */
export function domainSignals(
  history: RunHistory,
  untilStep = Number.POSITIVE_INFINITY,
): DomainSignal[] {
  const last = pointRange(history.steps(), 0, untilStep)[1] - 1;
  const points = recentPoints(history, last, RECENT_UPPER_STEPS);
  const average = meanOf(points.map((point) => meanAlignmentAt(history, point)));
  return history.domains.map((name, place) => {
    const slopes = points.map((point) => history.alignmentAt(point, place));
    const cosine = meanOf(points.map((point) => history.cosineAt(point, place)));
    const mean = meanOf(slopes);
    return {
      place,
      name,
      weight: last < 0 ? 1 : history.weightAt(last, place),
      pull: mean - average,
      mean,
      snr: signalToNoise(slopes),
      cosine: Number.isNaN(cosine) && points.length > 0 ? lastCosine(history, last, place) : cosine,
    };
  });
}

/** Rows in the order asked for; equal ones by place, what is no number last either way. */
export function sortSignals(rows: readonly DomainSignal[], order: SignalOrder): DomainSignal[] {
  const { column, isDescending } = order;
  const sign = isDescending ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (column === "name") {
      return sign * a.name.localeCompare(b.name, undefined, { numeric: true }) || a.place - b.place;
    }
    const [x, y] = [a[column], b[column]];
    if (Number.isNaN(x) || Number.isNaN(y)) {
      return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a.place - b.place;
    }
    if (x === y) return a.place - b.place;
    return sign * (x < y ? -1 : 1);
  });
}

/**
 * Names of the domains that are looked into: the hovered one and the pinned ones; without any the
 * one of the highest and the one of the lowest weight.
 */
export function domainsInQuestion(
  rows: readonly DomainSignal[],
  hovered: string | null,
  pinned: readonly string[],
): string[] {
  const asked = rows.filter(({ name }) => name === hovered || pinned.includes(name));
  if (asked.length > 0) return asked.map(({ name }) => name);
  const byWeight = sortSignals(rows, { column: "weight", isDescending: true });
  const names = [byWeight[0], byWeight.at(-1)].flatMap((row) => (row ? [row.name] : []));
  return [...new Set(names)];
}
