// The bilevel training loop: U lower steps, one upper step, one readback, one logged record.
// It knows neither workers nor text: arrays in, records out. Same seed, same trace.

import type { Rng } from "../../base/rng.ts";
import type { HistoryRecord } from "../../domain/run.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import { scheduledRate } from "../optim/adamW.ts";
import type { ParameterBlock } from "../prm/layout.ts";
import {
  type BadStep,
  BadStepError,
  badDomains,
  badScalar,
  largestParameter,
  UnsoundInterval,
} from "./badStep.ts";
import { Descent, type DescentStep, disposeMeasures, type StepMeasures } from "./descent.ts";
import {
  type DomainWeights,
  initialDomainWeights,
  updateDomainWeights,
  weightsOf,
} from "./domainWeights.ts";
import { meansOf, type PointNumbers, readPoint, type UpperMeasures } from "./pointNumbers.ts";
import type { PrmEngine } from "./prmEngine.ts";
import { samplersAt, type TrainerSamplers } from "./trainerSamplers.ts";
import {
  cloneOptimizerState,
  disposeOptimizerState,
  lowerOptimizer,
  optimizerState,
  readOptimizerState,
  type TrainerCheckpoint,
  type TrainerTimes,
} from "./trainerState.ts";
import type { LastLowerStep } from "./upperContext.ts";
import { UpperLevel } from "./upperLevel.ts";

export interface TrainerOptions<V, S, B, M> {
  engine: PrmEngine<V, S, B, M>;
  /** Frees the engine, after the trainer's own vectors. */
  release?: () => void;
  config: RunConfig;
  /** φ at step 0. */
  initialParams: ArrayLike<number>;
  /** What the parts of φ are called, for saying where a number went bad. */
  blocks: readonly ParameterBlock[];
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
  private readonly upperLevel: UpperLevel<V, S, B, M>;
  private samplers: TrainerSamplers;
  private readonly descent: Descent<V, S, B, M>;
  private domainWeights: DomainWeights;
  private deviceWeights: V;
  private lastStep: LastLowerStep<V> | null = null;

  constructor(options: TrainerOptions<V, S, B, M>) {
    const { engine, config, checkpoint } = options;
    this.options = options;
    this.upperLevel = new UpperLevel(engine, config);
    this.samplers = this.samplersAt(checkpoint);
    const start = optimizerState(engine.space, options.initialParams, checkpoint);
    this.descent = new Descent(engine, options.blocks, start);
    this.domainWeights = checkpoint?.domainWeights ?? initialDomainWeights(engine.domainCount);
    if (checkpoint) this.restoreRest(checkpoint);
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
    return this.options.engine.space.read(this.descent.state.params);
  }

  /** A copy of the whole state; a trainer made with it goes on with the same trace. */
  async checkpoint(): Promise<TrainerCheckpoint> {
    const { lower, upper, meta } = this.samplers;
    return {
      step: this.step,
      upperStep: this.upperStep,
      ...(await readOptimizerState(this.options.engine.space, this.descent.state)),
      domainWeights: this.domainWeights,
      ...(await this.upperLevel.read()),
      drawn: { lower: lower.drawn, upper: upper.drawn, meta: meta?.drawn ?? 0 },
    };
  }

  /**
   * Up to U lower steps and, after the warm-up, one upper step. One readback.
   * Throws UnsoundInterval where a loss, a gradient, φ or its moments are no longer finite, or a weight would
   * not be. The weights are as before then, φ is not, and only a trainer from an earlier checkpoint can go on.
   */
  async advance(elapsedMs: () => number): Promise<HistoryRecord> {
    const { now } = this.options;
    const startedAt = now();
    const [from, weightsBefore] = [this.step, this.weights];
    const { steps, isUpperDue } = this.nextPoint();
    let lower: StepMeasures<V> | null = null;
    for (let i = 1; i <= steps; i++) {
      lower = this.descent.step(this.nextStep(lower, i === steps, isUpperDue));
      this.step++;
    }
    const lowerDoneAt = now();
    const numbers = await this.readPoint(lower, isUpperDue);
    const isSound = numbers.isLowerSound && numbers.badUpper.length === 0;
    if (!isSound || !this.updateWeights(numbers)) throw new UnsoundInterval(from, this.step);
    // The device works while JavaScript runs ahead; the readback's wait is shared by what was issued.
    this.times.lowerMs += (isUpperDue ? lowerDoneAt : now()) - startedAt;
    this.times.upperMs += isUpperDue ? now() - lowerDoneAt : 0;
    this.times.lowerSteps += steps;
    this.times.upperSteps += isUpperDue ? 1 : 0;
    return this.record(numbers, steps, weightsBefore, elapsedMs());
  }

  /**
   * The same point to the last bit, with every number read back and looked at before it counts; slow. Throws
   * BadStepError where a step would make one that is not finite: nothing of that step is applied, and the
   * trainer stands, usable, where the step before left it.
   */
  async advanceCarefully(elapsedMs: () => number): Promise<HistoryRecord> {
    const { engine } = this.options;
    const weightsBefore = this.weights;
    const { steps, isUpperDue } = this.nextPoint();
    let lower: StepMeasures<V> | null = null;
    for (let i = 1; i <= steps; i++) {
      const before = await this.checkpoint();
      const next = this.nextStep(lower, i === steps, isUpperDue);
      const { measures, places } = await this.descent.stepCarefully(next, (losses) =>
        badDomains("loss", losses),
      );
      if (places.length > 0) {
        disposeMeasures(engine.space, measures);
        this.goBack(before, { level: "lower", places });
      }
      lower = measures;
      this.step++;
    }
    const before = await this.checkpoint();
    const numbers = await this.readPoint(lower, isUpperDue);
    const { badUpper } = numbers;
    if (badUpper.length > 0) this.goBack(before, { level: "upper", places: badUpper });
    if (!this.updateWeights(numbers)) {
      const places = badScalar("domainWeights", Number.NaN);
      this.goBack(before, { level: "upper", places });
    }
    return this.record(numbers, steps, weightsBefore, elapsedMs());
  }

  /** Frees what the trainer holds on the device. */
  dispose(): void {
    this.descent.dispose();
    this.disposeRest();
    this.options.engine.space.dispose(this.deviceWeights);
    this.options.release?.();
  }

  private samplersAt(checkpoint: TrainerCheckpoint | null): TrainerSamplers {
    const { engine, fixedWeights } = this.options;
    const { domainCount } = engine;
    return samplersAt({ ...this.options, domainCount, learnsWeights: !fixedWeights }, checkpoint);
  }

  /** All that a checkpoint tells besides φ, its moments and the samplers. */
  private restoreRest(from: TrainerCheckpoint): void {
    this.step = from.step;
    this.upperStep = from.upperStep;
    this.domainWeights = from.domainWeights;
    this.upperLevel.restore(from);
  }

  /** Stands again where it stood before a bad step, and throws what was bad in it. */
  private goBack(to: TrainerCheckpoint, bad: Pick<BadStep, "level" | "places">): never {
    const { engine, initialParams, blocks } = this.options;
    this.descent.replace(optimizerState(engine.space, initialParams, to));
    this.disposeRest();
    this.samplers = this.samplersAt(to);
    this.restoreRest(to);
    const largest = largestParameter(to.params, blocks);
    throw new BadStepError({ ...bad, stepsMade: to.step, largest });
  }

  /** What is on the device besides φ, its moments and α. */
  private disposeRest(): void {
    if (this.lastStep) disposeOptimizerState(this.options.engine.space, this.lastStep.before);
    this.lastStep = null;
    this.upperLevel.dispose();
  }

  /** How many lower steps the next point has, and whether an upper step follows them. */
  private nextPoint(): { steps: number; isUpperDue: boolean } {
    const { config, fixedWeights } = this.options;
    const { unroll, warmupSteps } = config.upper;
    const steps = Math.min(unroll, config.lower.steps - this.step);
    const isUpperDue = !fixedWeights && steps === unroll && this.step + steps > warmupSteps;
    return { steps, isUpperDue };
  }

  /** Draws the batch of the next lower step; keeps what the estimator wants to differentiate. */
  private nextStep(
    before: StepMeasures<V> | null,
    isLast: boolean,
    isUpperDue: boolean,
  ): DescentStep<V> {
    const { engine, config } = this.options;
    const { lower } = config;
    const rate = scheduledRate(lower.schedule, lower.learningRate, this.step, lower.steps);
    const hyper = lowerOptimizer(lower, rate);
    const itemIndices = this.samplers.lower.next(lower.batchSize);
    if (isLast && isUpperDue && this.upperLevel.needsLastStep) {
      const state = cloneOptimizerState(engine.space, this.descent.state);
      this.lastStep = { before: state, itemIndices, hyper };
    }
    const measure = (params: V) => {
      const batch = engine.trainBatch(itemIndices);
      const { gradient, domainLosses } = engine.lowerGradient(params, batch, this.deviceWeights);
      return { gradient, losses: domainLosses };
    };
    return { measure, hyper, before, isLast };
  }

  private readPoint(lower: StepMeasures<V> | null, isUpperDue: boolean): Promise<PointNumbers> {
    if (lower === null) throw new Error("a point without a lower step");
    const { space, domainCount } = this.options.engine;
    let upper: UpperMeasures<V> | null = null;
    if (isUpperDue) {
      const { deviceWeights, lastStep } = this;
      const stand = { state: this.descent.state, weights: deviceWeights, lastStep };
      upper = this.upperLevel.measure(stand, this.samplers, this.upperStep);
      if (lastStep) disposeOptimizerState(space, lastStep.before);
      this.lastStep = null;
    }
    return readPoint(space, domainCount, this.descent.state, lower, upper);
  }

  /** One Adam step on α; false, and nothing done, where that would leave them not finite. */
  private updateWeights({ upper }: PointNumbers): boolean {
    if (!upper) return true;
    const { space } = this.options.engine;
    const updated = updateDomainWeights(this.domainWeights, upper.gradient, this.upperHyper());
    if (!weightsOf(updated.rawWeights).every(Number.isFinite)) return false;
    this.domainWeights = updated;
    space.dispose(this.deviceWeights);
    this.deviceWeights = space.from(this.weights);
    this.upperStep++;
    return true;
  }

  private record(
    numbers: PointNumbers,
    steps: number,
    weightsBefore: Float64Array,
    elapsedMs: number,
  ): HistoryRecord {
    const { step, upperStep, weights } = this;
    return {
      step,
      upperStep,
      weights: [...weights],
      ...meansOf(numbers, steps, weightsBefore),
      elapsedMs,
    };
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
}
