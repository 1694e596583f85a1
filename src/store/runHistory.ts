// The points of one run in growable typed arrays, outside React: appending is cheap, and whoever
// draws reads the arrays once a frame. Values that are not there (null) are kept as NaN.
import { StudioError } from "../base/errors.ts";
import type { HistoryRecord } from "../domain/run.ts";
import type { TracePoints } from "./traceUnits.ts";

const FIRST_CAPACITY = 256;

export interface RunHistory {
  readonly domains: readonly string[];
  /** Number of points. */
  readonly length: number;
  /** Lower steps, ascending; a view of `length` entries, valid until the next append. */
  steps(): Float64Array;
  /** Where the points are in lower steps, upper steps and training time; views as those of steps. */
  points(): TracePoints;
  lowerLoss(): Float64Array;
  weightedLowerLoss(): Float64Array;
  metaLoss(): Float64Array;
  /** ‖∇L_tr‖ before clipping; NaN in runs of before it was measured. */
  gradientNorm(): Float64Array;
  /** Weights of one point i and domain k; NaN outside. */
  weightAt(point: number, domain: number): number;
  /** Alignment h_k of one point and domain; NaN outside and where no upper step was made. */
  alignmentAt(point: number, domain: number): number;
  /** cos(∇ℓ_k, v) of one point and domain; NaN outside and where it was not measured. */
  cosineAt(point: number, domain: number): number;
  /** Weights of the last point in domain order; all exactly 1 before the first one. */
  lastWeights(): Float64Array;
  /** Smallest and largest finite weight so far; [1, 1] before the first point. */
  weightExtent(): readonly [number, number];
  /** Upper steps made so far, as of the last point. */
  upperSteps(): number;
  /**
   * Adds a point. One at a step that was there already takes the place of that point and all after
   * it: the run went back to a checkpoint after losing its device.
   * Throws StudioError("internal") when the record has another number of weights, alignments or
   * cosines than domains.
   */
  append(record: HistoryRecord): void;
}

export function createRunHistory(domains: readonly string[]): RunHistory {
  const domainCount = domains.length;
  let capacity = FIRST_CAPACITY;
  let length = 0;
  let upperSteps = 0;
  let smallest = 1;
  let largest = 1;
  let steps = new Float64Array(capacity);
  let upperStepsAt = new Float64Array(capacity);
  let elapsedMs = new Float64Array(capacity);
  let lowerLoss = new Float64Array(capacity);
  let weightedLowerLoss = new Float64Array(capacity);
  let metaLoss = new Float64Array(capacity);
  let gradientNorm = new Float64Array(capacity);
  let weights = new Float64Array(capacity * domainCount);
  let alignment = new Float64Array(capacity * domainCount);
  let cosine = new Float64Array(capacity * domainCount);

  function grow(): void {
    capacity *= 2;
    const wider = (old: Float64Array, size: number) => {
      const next = new Float64Array(size);
      next.set(old);
      return next;
    };
    steps = wider(steps, capacity);
    upperStepsAt = wider(upperStepsAt, capacity);
    elapsedMs = wider(elapsedMs, capacity);
    lowerLoss = wider(lowerLoss, capacity);
    weightedLowerLoss = wider(weightedLowerLoss, capacity);
    metaLoss = wider(metaLoss, capacity);
    gradientNorm = wider(gradientNorm, capacity);
    weights = wider(weights, capacity * domainCount);
    alignment = wider(alignment, capacity * domainCount);
    cosine = wider(cosine, capacity * domainCount);
  }

  function at(values: Float64Array, point: number, domain: number): number {
    if (point < 0 || point >= length || domain < 0 || domain >= domainCount) return Number.NaN;
    return values[point * domainCount + domain] ?? Number.NaN;
  }

  function checkWidth(values: readonly number[] | null, what: string): void {
    if (values === null || values.length === domainCount) return;
    throw new StudioError(
      "internal",
      `a point with ${values.length} ${what} came for a run of ${domainCount} domains`,
    );
  }

  /** Writes one value a domain behind the points there are; NaN for what was not measured. */
  function write(into: Float64Array, values: readonly number[] | null): void {
    const start = length * domainCount;
    if (values === null) into.fill(Number.NaN, start, start + domainCount);
    else into.set(values, start);
  }

  return {
    domains,
    get length() {
      return length;
    },
    steps: () => steps.subarray(0, length),
    points: () => ({
      steps: steps.subarray(0, length),
      upperSteps: upperStepsAt.subarray(0, length),
      elapsedMs: elapsedMs.subarray(0, length),
    }),
    lowerLoss: () => lowerLoss.subarray(0, length),
    weightedLowerLoss: () => weightedLowerLoss.subarray(0, length),
    metaLoss: () => metaLoss.subarray(0, length),
    gradientNorm: () => gradientNorm.subarray(0, length),
    weightAt: (point, domain) => at(weights, point, domain),
    alignmentAt: (point, domain) => at(alignment, point, domain),
    cosineAt: (point, domain) => at(cosine, point, domain),
    lastWeights() {
      if (length === 0) return new Float64Array(domainCount).fill(1);
      return weights.slice((length - 1) * domainCount, length * domainCount);
    },
    weightExtent: () => [smallest, largest],
    upperSteps: () => upperSteps,
    append(record) {
      checkWidth(record.weights, "weights");
      checkWidth(record.alignment, "alignments");
      checkWidth(record.cosine, "cosines");
      while (length > 0 && (steps[length - 1] ?? 0) >= record.step) length -= 1;
      if (length === capacity) grow();
      steps[length] = record.step;
      upperStepsAt[length] = record.upperStep;
      elapsedMs[length] = record.elapsedMs;
      lowerLoss[length] = record.lowerLoss;
      weightedLowerLoss[length] = record.weightedLowerLoss;
      metaLoss[length] = record.metaLoss ?? Number.NaN;
      gradientNorm[length] = record.gradientNorm ?? Number.NaN;
      write(weights, record.weights);
      write(alignment, record.alignment);
      write(cosine, record.cosine);
      for (const weight of record.weights) {
        if (weight < smallest) smallest = weight;
        if (weight > largest && Number.isFinite(weight)) largest = weight;
      }
      upperSteps = record.upperStep;
      length += 1;
    },
  };
}
