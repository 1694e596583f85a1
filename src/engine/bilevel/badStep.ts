// When numbers go bad: what of a step is not finite, and the two errors that say so. A run notices at the
// readback of an interval that something in it went wrong; made again step by step, every number is looked
// at before it counts, and the step that does it is named and not applied.
import { StudioError } from "../../base/errors.ts";
import type { ParameterBlock } from "../prm/layout.ts";

/** What can go bad, in the order in which one makes the next go bad. */
export type BadQuantity =
  | "loss" // ℓ_k of a domain
  | "metaLoss"
  | "gradient"
  | "gradientNorm" // overflows though each of its numbers is finite
  | "firstMoment"
  | "secondMoment"
  | "parameters"
  | "magnitude" // parameters and second moments, each finite, too large for their product's sum
  | "hypergradient" // dL_meta/dα_k of a domain
  | "curvature" // ρ of the estimator
  | "domainWeights";

/** One thing that is not finite. */
export interface BadPlace {
  quantity: BadQuantity;
  /** Name of the block of φ; null where it is of no block. */
  tensor: string | null;
  /** k; null where it is of no domain. */
  domain: number | null;
  /** The first bad number there. */
  value: "NaN" | "infinite";
  /** Bad numbers, and numbers in all. */
  bad: number;
  of: number;
}

/** A step that was not made because of what it would have done. */
export interface BadStep {
  /** "meta": of the fine-tuning on the meta set. */
  level: "lower" | "upper" | "meta";
  /** Lower steps made; those of the fine-tuning in its own count. The bad one of these two levels would be the next. */
  stepsMade: number;
  /** Never empty; in the order in which they were looked for. */
  places: BadPlace[];
  /** The largest |φ_i| before the step, and the block it stands in. */
  largest: { tensor: string; size: number };
}

/** Not finite was what came back of an interval. The trainer is of no more use: go back to a checkpoint. */
export class UnsoundInterval extends StudioError {
  /** Lower steps made before it and after it. */
  readonly from: number;
  readonly to: number;
  constructor(from: number, to: number) {
    super(
      "numbers",
      `A number that is not finite came up in lower steps ${from + 1} to ${to}`,
      "Lower the learning rates.",
    );
    this.name = "UnsoundInterval";
    this.from = from;
    this.to = to;
  }
}

/** The bad step is found and not applied: the trainer stands as it was before it. */
export class BadStepError extends StudioError {
  readonly bad: BadStep;
  constructor(bad: BadStep) {
    const [first] = bad.places;
    super(
      "numbers",
      `The ${bad.level} step after lower step ${bad.stepsMade} was not applied: ${first?.quantity} is not finite`,
      "Lower the learning rates.",
    );
    this.name = "BadStepError";
    this.bad = bad;
  }
}

function nameOf(value: number): BadPlace["value"] {
  return Number.isNaN(value) ? "NaN" : "infinite";
}

/** A single number that is not finite as a list of one place; an empty list where it is. */
export function badScalar(quantity: BadQuantity, value: number): BadPlace[] {
  if (Number.isFinite(value)) return [];
  return [{ quantity, tensor: null, domain: null, value: nameOf(value), bad: 1, of: 1 }];
}

/** The domains whose number is not finite; `values` is [K]. */
export function badDomains(quantity: BadQuantity, values: ArrayLike<number>): BadPlace[] {
  return Array.from(values).flatMap((value, domain) =>
    badScalar(quantity, value).map((place) => ({ ...place, domain })),
  );
}

/** The blocks of φ in which numbers are not finite; `values` as long as φ. */
export function badTensors(
  quantity: BadQuantity,
  values: Float64Array,
  blocks: readonly ParameterBlock[],
): BadPlace[] {
  return blocks.flatMap(({ name, offset, size }) => {
    const inside = values.subarray(offset, offset + size);
    const bad = inside.reduce((count, value) => count + (Number.isFinite(value) ? 0 : 1), 0);
    if (bad === 0) return [];
    const first = inside.find((value) => !Number.isFinite(value)) ?? Number.NaN;
    return [{ quantity, tensor: name, domain: null, value: nameOf(first), bad, of: size }];
  });
}

/** The largest |φ_i| and its block. */
export function largestParameter(
  params: Float64Array,
  blocks: readonly ParameterBlock[],
): BadStep["largest"] {
  let largest = { tensor: blocks[0]?.name ?? "", size: 0 };
  for (const { name, offset, size } of blocks) {
    for (const value of params.subarray(offset, offset + size)) {
      if (Math.abs(value) > largest.size) largest = { tensor: name, size: Math.abs(value) };
    }
  }
  return largest;
}
