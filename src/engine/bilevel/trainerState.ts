// What every trainer has to say of where it stands: its checkpoint, its times, its lower optimizer's settings.
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

/** A copy on the device. */
export function cloneOptimizerState<V, S>(
  space: VectorSpace<V, S>,
  { params, first, second, count }: AdamWState<V>,
): AdamWState<V> {
  return {
    params: space.clone(params),
    first: space.clone(first),
    second: space.clone(second),
    count,
  };
}

/** Frees φ and its moments. */
export function disposeOptimizerState<V, S>(
  space: VectorSpace<V, S>,
  { params, first, second }: AdamWState<V>,
): void {
  space.dispose(params, first, second);
}

/** AdamW of φ at a learning rate: all else as the config's lower level has it. */
export function lowerOptimizer(lower: RunConfig["lower"], learningRate: number): AdamWHyper {
  const { beta1, beta2, epsilon, weightDecay, clipNorm } = lower;
  return { learningRate, beta1, beta2, epsilon, weightDecay, clipNorm };
}
