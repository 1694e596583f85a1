// What the lower steps and the upper step of a logged point leave on the device, read back together.
import type { HistoryRecord } from "../../domain/run.ts";
import type { AdamWState } from "../optim/adamW.ts";
import { type BadPlace, badDomains, badScalar } from "./badStep.ts";
import { type StepMeasures, soundness } from "./descent.ts";
import type { VectorSpace } from "./vectorSpace.ts";

/** Of the upper step, on the device. */
export interface UpperMeasures<V> {
  /** dL_meta/dα, [K] */
  gradient: V;
  /** [1] */
  metaLoss: V;
  /** ρ, [1]; null for estimators that keep none. */
  curvature: V | null;
  /** cos(∇ℓ_k, v), [K]; null where they are not due. */
  cosine: V | null;
}

/** The numbers of a point. */
export interface PointNumbers {
  /** Σ over the lower steps of the domains' losses, [K]. */
  lossSum: Float64Array;
  gradientNorm: number;
  upper: {
    /** dL_meta/dα, [K] */
    gradient: Float64Array;
    metaLoss: number;
    /** Null where they were not measured, or not to be had in float32. */
    cosine: Float64Array | null;
  } | null;
  /** Whether losses, gradient, φ and its moments are finite. */
  isLowerSound: boolean;
  /** What of the upper step is not finite. */
  badUpper: BadPlace[];
}

/** One readback; frees what was measured. `domainCount` is K. */
export async function readPoint<V, S>(
  space: VectorSpace<V, S>,
  domainCount: number,
  state: AdamWState<V>,
  { lossSum, gradientNorm }: StepMeasures<V>,
  upper: UpperMeasures<V> | null,
): Promise<PointNumbers> {
  const measured = [lossSum, gradientNorm].concat(
    upper ? [upper.gradient, upper.metaLoss, upper.curvature, upper.cosine] : [],
  );
  const present = measured.filter((vector) => vector !== null);
  const readback = space.scope(() => space.concat([soundness(space, state), ...present]));
  const values = await space.read(readback);
  space.dispose(readback, ...present);

  let at = 0;
  const take = (length: number) => {
    at += length;
    return values.subarray(at - length, at);
  };
  const takeNumber = () => take(1)[0] ?? Number.NaN;
  const product = takeNumber();
  const losses = take(domainCount);
  const norm = gradientNorm === null ? Number.NaN : takeNumber();
  const lowerNumbers = [product, norm, ...losses];
  const isLowerSound = lowerNumbers.every(Number.isFinite);
  const found = { lossSum: losses, gradientNorm: norm, isLowerSound };
  if (!upper) return { ...found, upper: null, badUpper: [] };
  const gradient = take(domainCount);
  const metaLoss = takeNumber();
  const curvature = upper.curvature === null ? 0 : takeNumber();
  const cosine = upper.cosine === null ? null : take(domainCount);
  return {
    ...found,
    upper: { gradient, metaLoss, cosine: cosine?.every(Number.isFinite) ? cosine : null },
    badUpper: [
      ...badScalar("metaLoss", metaLoss),
      ...badDomains("hypergradient", gradient),
      ...badScalar("curvature", curvature),
    ],
  };
}

/** What a record tells of a point's numbers: means over its lower steps, under the α they were made with. */
export function meansOf(
  { lossSum, gradientNorm, upper }: PointNumbers,
  steps: number,
  weights: Float64Array,
): Pick<
  HistoryRecord,
  "lowerLoss" | "weightedLowerLoss" | "metaLoss" | "alignment" | "cosine" | "gradientNorm"
> {
  let lowerLoss = 0;
  let weightedLowerLoss = 0;
  lossSum.forEach((loss, k) => {
    lowerLoss += loss / steps;
    weightedLowerLoss += (weights[k]! * loss) / steps;
  });
  return {
    lowerLoss,
    weightedLowerLoss,
    metaLoss: upper?.metaLoss ?? null,
    // h = −dL_meta/dα; 0 − x, since −0 is no number to show.
    alignment: upper ? Array.from(upper.gradient, (slope) => 0 - slope) : null,
    cosine: upper?.cosine ? [...upper.cosine] : null,
    gradientNorm,
  };
}
