// What every trainer has to say of where it stands: its checkpoint, its times, its lower optimizer's settings.
import { StudioError } from "../../base/errors.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import { type AdamWHyper, type AdamWState, adamWInit } from "../optim/adamW.ts";
import type { DomainWeights } from "./domainWeights.ts";
import type { VectorSpace } from "./vectorSpace.ts";

/** Everything a trainer needs to go on as if it had not stopped. Plain data. */
export interface TrainerCheckpoint {
  step: number;
  upperStep: number;
  params: Float64Array;
  firstMoment: Float64Array;
  secondMoment: Float64Array;
  /** Updates made by the lower optimizer. */
  updateCount: number;
  domainWeights: DomainWeights;
  /** v and ρ of the estimator. */
  direction: Float64Array | null;
  curvature: Float64Array | null;
  /** Indices drawn by each sampler. */
  drawn: { lower: number; upper: number; meta: number };
}

/** Time spent in lower steps and in upper steps so far. */
export interface TrainerTimes {
  lowerMs: number;
  upperMs: number;
  lowerSteps: number;
  upperSteps: number;
}

/** φ and its moments: those of the checkpoint, or φ alone at its start. */
export function optimizerState<V, S>(
  space: VectorSpace<V, S>,
  initialParams: ArrayLike<number>,
  from: TrainerCheckpoint | null,
): AdamWState<V> {
  if (!from) return adamWInit(space, space.from(initialParams), initialParams.length);
  return {
    params: space.from(from.params),
    first: space.from(from.firstMoment),
    second: space.from(from.secondMoment),
    count: from.updateCount,
  };
}

/** φ and its moments as a checkpoint keeps them. */
export async function readOptimizerState<V, S>(
  space: VectorSpace<V, S>,
  { params, first, second, count }: AdamWState<V>,
): Promise<Pick<TrainerCheckpoint, "params" | "firstMoment" | "secondMoment" | "updateCount">> {
  return {
    params: await space.read(params),
    firstMoment: await space.read(first),
    secondMoment: await space.read(second),
    updateCount: count,
  };
}

/** AdamW of φ at a learning rate: all else as the config's lower level has it. */
export function lowerOptimizer(lower: RunConfig["lower"], learningRate: number): AdamWHyper {
  const { beta1, beta2, epsilon, weightDecay, clipNorm } = lower;
  return { learningRate, beta1, beta2, epsilon, weightDecay, clipNorm };
}

/** Throws StudioError("device") where a loss or gradient that was read back is no longer finite. */
export function requireFinite(values: Float64Array, step: number): void {
  if (values.every(Number.isFinite)) return;
  throw new StudioError(
    "device",
    `a loss or hypergradient is no longer finite at lower step ${step}`,
    "Lower the learning rates, or start again: a lost device can also do this.",
  );
}
