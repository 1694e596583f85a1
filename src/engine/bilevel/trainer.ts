// The bilevel training loop: U lower steps, one upper step, one readback, one logged record.
// It knows neither workers nor text: arrays in, records out. Same seed, same trace.

import type { Rng } from "../../base/rng.ts";
import type { HistoryRecord } from "../../domain/run.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import { type AdamWHyper, type AdamWState, scheduledRate } from "../optim/adamW.ts";
import { DomainCosines } from "./domainCosines.ts";
import {
  type DomainWeights,
  initialDomainWeights,
  updateDomainWeights,
  weightsOf,
} from "./domainWeights.ts";
import { estimatorOf } from "./estimators/estimatorOf.ts";
import type { PrmEngine } from "./prmEngine.ts";
import { createSampler, type Sampler } from "./sampler.ts";
import {
  lowerOptimizer,
  optimizerState,
  readOptimizerState,
  requireFinite,
  type TrainerCheckpoint,
  type TrainerTimes,
} from "./trainerState.ts";
import { type EstimatorMemory, emptyMemory, type LastLowerStep } from "./upperContext.ts";

export interface TrainerOptions<V, S, B, M> {
  engine: PrmEngine<V, S, B, M>;
  /** Frees the engine, after the trainer's own vectors. */
  release?: () => void;
  config: RunConfig;
  /** φ at step 0. */
  initialParams: ArrayLike<number>;
  /** k of what a training batch is drawn from, rows or sequences: [items]. */
  itemDomains: ArrayLike<number>;
  /** Chains in the meta set; 0 in modes that need none. */
  metaChainCount: number;
  /** α held fixed (modes vanilla and fixed); null learns them from 1. */
  fixedWeights: Float64Array | null;
  rng: Rng;
  /** Where to go on; null starts from step 0. */
  checkpoint: TrainerCheckpoint | null;
  /** Milliseconds, monotonic. */
  now: () => number;
}

export class BilevelTrainer<V, S, B, M> {
  /** Lower steps made. */
  step = 0;
  upperStep = 0;
  readonly times: TrainerTimes = { lowerMs: 0, upperMs: 0, lowerSteps: 0, upperSteps: 0 };

  private readonly options: TrainerOptions<V, S, B, M>;
  private readonly lowerSampler: Sampler;
  private readonly upperSampler: Sampler;
  private readonly metaSampler: Sampler | null;
  private readonly cosines: DomainCosines | null;
  private readonly estimator;
  private state: AdamWState<V>;
  private memory: EstimatorMemory<V, S> = emptyMemory();
  private domainWeights: DomainWeights;
  private deviceWeights: V;
  private lastStep: LastLowerStep<V> | null = null;

  constructor(options: TrainerOptions<V, S, B, M>) {
    const { engine, config, rng, fixedWeights } = options;
    this.options = options;
    const { itemDomains } = options;
    this.lowerSampler = createSampler(itemDomains.length, rng.fork("lower"));
    this.upperSampler = createSampler(itemDomains.length, rng.fork("upper"));
    this.metaSampler = fixedWeights
      ? null
      : createSampler(options.metaChainCount, rng.fork("meta"));
    this.cosines = fixedWeights
      ? null
      : new DomainCosines({
          encoder: config.encoder.kind,
          itemDomains,
          domainCount: engine.domainCount,
          every: config.upper.cosineEvery,
          rng: rng.fork("cosine"),
        });
    this.estimator = estimatorOf(config.upper.estimator);
    this.domainWeights = initialDomainWeights(engine.domainCount);
    const { checkpoint } = options;
    this.state = optimizerState(engine.space, options.initialParams, checkpoint);
    if (checkpoint) this.restore(checkpoint);
    this.deviceWeights = engine.space.from(this.weights);
  }

  /** α now, in domain order; mean 1. */
  get weights(): Float64Array {
    return this.options.fixedWeights ?? weightsOf(this.domainWeights.rawWeights);
  }

  get isDone(): boolean {
    return this.step >= this.options.config.lower.steps;
  }

  /** φ, copied to the CPU. */
  params(): Promise<Float64Array> {
    return this.options.engine.space.read(this.state.params);
  }

  /** A copy of the whole state; a trainer made with it goes on with the same trace. */
  async checkpoint(): Promise<TrainerCheckpoint> {
    const { space } = this.options.engine;
    const { direction, curvature } = this.memory;
    const curvatureVector = curvature === null ? null : space.asVector(curvature);
    const checkpoint = {
      step: this.step,
      upperStep: this.upperStep,
      ...(await readOptimizerState(space, this.state)),
      domainWeights: this.domainWeights,
      direction: direction === null ? null : await space.read(direction),
      curvature: curvatureVector === null ? null : await space.read(curvatureVector),
      drawn: {
        lower: this.lowerSampler.drawn,
        upper: this.upperSampler.drawn,
        meta: this.metaSampler?.drawn ?? 0,
      },
    };
    if (curvatureVector !== null) space.dispose(curvatureVector);
    return checkpoint;
  }

  /**
   * Up to U lower steps and, after the warm-up, one upper step. One readback.
   * Throws StudioError("device") when a loss is no longer finite.
   */
  async advance(elapsedMs: () => number): Promise<HistoryRecord> {
    const { engine, config, now, fixedWeights } = this.options;
    const { space } = engine;
    const startedAt = now();
    const steps = Math.min(config.upper.unroll, config.lower.steps - this.step);
    const weightsBefore = this.weights;
    const isUpperDue =
      !fixedWeights &&
      steps === config.upper.unroll &&
      this.step + steps > config.upper.warmupSteps;

    let lossSum: V | null = null;
    for (let i = 0; i < steps; i++) {
      const keepsStep = isUpperDue && i === steps - 1 && this.estimator.needsLastStep;
      lossSum = this.lowerStep(lossSum, keepsStep);
    }
    const lowerDoneAt = now();

    const upper = isUpperDue ? this.upperDirection() : null;
    const measured = [lossSum!, ...(upper ?? [])];
    const readback = space.scope(() => space.concat(measured));
    const values = await space.read(readback);
    space.dispose(readback, ...measured);

    const domainCount = engine.domainCount;
    let lowerLoss = 0;
    let weightedLowerLoss = 0;
    for (let k = 0; k < domainCount; k++) {
      lowerLoss += values[k]! / steps;
      weightedLowerLoss += (weightsBefore[k]! * values[k]!) / steps;
    }
    const metaLoss = upper ? values[2 * domainCount]! : null;
    const gradient = values.subarray(domainCount, 2 * domainCount);
    const cosine = values.subarray(2 * domainCount + 1);
    requireFinite(values, this.step);
    if (upper) {
      this.domainWeights = updateDomainWeights(this.domainWeights, gradient, this.upperHyper());
      space.dispose(this.deviceWeights);
      this.deviceWeights = space.from(this.weights);
      this.upperStep++;
      this.times.upperSteps++;
    }
    // The device works while JavaScript runs ahead; the readback's wait is shared by what was issued.
    const issuedMs = lowerDoneAt - startedAt;
    this.times.lowerMs += upper ? issuedMs : now() - startedAt;
    this.times.upperMs += upper ? now() - lowerDoneAt : 0;
    this.times.lowerSteps += steps;
    return {
      step: this.step,
      upperStep: this.upperStep,
      lowerLoss,
      weightedLowerLoss,
      metaLoss,
      weights: [...this.weights],
      // h = −dL_meta/dα; 0 − x, since −0 is no number to show.
      alignment: upper ? Array.from(gradient, (slope) => 0 - slope) : null,
      cosine: cosine.length > 0 ? [...cosine] : null,
      gradientNorm: null,
      elapsedMs: elapsedMs(),
    };
  }

  /** Frees what the trainer holds on the device. */
  dispose(): void {
    const { space } = this.options.engine;
    space.dispose(this.deviceWeights, this.state.params, this.state.first, this.state.second);
    if (this.memory.direction !== null) space.dispose(this.memory.direction);
    if (this.memory.curvature !== null) space.dispose(this.memory.curvature);
    this.options.release?.();
  }

  private restore(from: TrainerCheckpoint): void {
    const { space } = this.options.engine;
    this.step = from.step;
    this.upperStep = from.upperStep;
    this.domainWeights = from.domainWeights;
    this.memory = {
      direction: from.direction ? space.from(from.direction) : null,
      curvature: from.curvature ? space.scalar(from.curvature[0]!) : null,
    };
    this.lowerSampler.next(from.drawn.lower);
    this.upperSampler.next(from.drawn.upper);
    this.metaSampler?.next(from.drawn.meta);
    this.cosines?.skipTo(from.upperStep);
  }

  private lowerStep(lossSum: V | null, keepsStep: boolean): V {
    const { engine, config } = this.options;
    const { space } = engine;
    const hyper = this.lowerHyper();
    const itemIndices = this.lowerSampler.next(config.lower.batchSize);
    if (keepsStep) this.lastStep = { before: this.cloneState(), itemIndices, hyper };
    const previous = this.state;
    const result = space.scope(() => {
      const batch = engine.trainBatch(itemIndices);
      const { gradient, domainLosses } = engine.lowerGradient(
        previous.params,
        batch,
        this.deviceWeights,
      );
      const state = engine.adamW(previous, gradient, hyper);
      return { state, lossSum: lossSum === null ? domainLosses : space.add(lossSum, domainLosses) };
    });
    if (result.state.params !== previous.params) {
      space.dispose(previous.params, previous.first, previous.second);
    }
    if (lossSum !== null) space.dispose(lossSum);
    this.state = result.state;
    this.step++;
    return result.lossSum;
  }

  /** dL_meta/dα, [K], the meta loss, [1], and where they are due the domains' cosines, [K]. */
  private upperDirection(): V[] {
    const { engine, config } = this.options;
    const { space } = engine;
    const previous = this.memory;
    const result = space.scope(() => {
      const metaBatch = engine.metaBatch(this.metaSampler!.next(config.upper.metaBatchSize));
      const { gradient, loss } = engine.metaGradient(this.state.params, metaBatch);
      const { weightGradient, direction, memory } = this.estimator.estimate(
        {
          engine,
          state: this.state,
          weights: this.deviceWeights,
          metaGradient: gradient,
          drawTrainBatch: () =>
            engine.trainBatch(this.upperSampler.next(config.upper.trainBatchSize)),
          drawHessianBatch: () =>
            engine.trainBatch(this.upperSampler.next(config.upper.hessianBatchSize)),
          upper: config.upper,
          lowerBeta2: config.lower.beta2,
          lastStep: this.lastStep,
        },
        previous,
      );
      const measured = [weightGradient, space.asVector(loss)];
      if (this.cosines?.isDue(this.upperStep)) {
        // Where the mixed derivative is taken: at φ, or before the step that `unroll` differentiates.
        const { params } = this.lastStep?.before ?? this.state;
        const ones = space.from(new Float64Array(engine.domainCount).fill(1));
        measured.push(this.cosines.measure(engine, params, direction, ones));
      }
      return { measured, memory };
    });
    this.memory = result.memory;
    if (previous.direction !== null && previous.direction !== this.memory.direction) {
      space.dispose(previous.direction);
    }
    if (previous.curvature !== null && previous.curvature !== this.memory.curvature) {
      space.dispose(previous.curvature);
    }
    if (this.lastStep) {
      const { before } = this.lastStep;
      space.dispose(before.params, before.first, before.second);
      this.lastStep = null;
    }
    return result.measured;
  }

  private lowerHyper(): AdamWHyper {
    const { lower } = this.options.config;
    const rate = scheduledRate(lower.schedule, lower.learningRate, this.step, lower.steps);
    return lowerOptimizer(lower, rate);
  }

  private upperHyper(): Pick<RunConfig["upper"], "learningRate" | "beta1" | "beta2"> {
    const { lower, upper } = this.options.config;
    const { schedule, learningRate, beta1, beta2 } = upper;
    return {
      learningRate: scheduledRate(schedule, learningRate, this.step, lower.steps),
      beta1,
      beta2,
    };
  }

  private cloneState(): AdamWState<V> {
    const { space } = this.options.engine;
    const { params, first, second, count } = this.state;
    return {
      params: space.clone(params),
      first: space.clone(first),
      second: space.clone(second),
      count,
    };
  }
}
