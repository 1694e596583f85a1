// The control "fine-tuned on the meta set": takes a PRM that is trained already and goes on by descending
// the meta loss itself. Whoever has a meta set could do this instead of learning weights, so learned weights
// have to stand beside it.
import type { HistoryRecord } from "../../domain/run.ts";
import { scheduledRate } from "../optim/adamW.ts";
import {
  type BadPlace,
  BadStepError,
  badDomains,
  badScalar,
  largestParameter,
  UnsoundInterval,
} from "./badStep.ts";
import {
  Descent,
  type DescentStep,
  disposeMeasures,
  type StepMeasures,
  soundness,
} from "./descent.ts";
import { initialDomainWeights } from "./domainWeights.ts";
import { createSampler, type Sampler } from "./sampler.ts";
import type { TrainerOptions } from "./trainer.ts";
import {
  lowerOptimizer,
  optimizerState,
  readOptimizerState,
  type TrainerCheckpoint,
  type TrainerTimes,
} from "./trainerState.ts";

/** How long and how fast. */
export interface FineTuning {
  /** Of AdamW. */
  steps: number;
  /** Peak of the cosine schedule. */
  learningRate: number;
}

/**
 * For either encoder. The strongest found on the suite's planted problem, where the learned weights have most
 * to show; longer or faster learns the few hundred meta chains by heart. The grid stands in bench/README.md.
 */
export const FINE_TUNING: FineTuning = { steps: 50, learningRate: 3e-3 };

/** Steps between two records. */
const STEPS_A_RECORD = 10;

/** As the trainer of two levels is given it; `initialParams` is the φ to go on from. */
export interface MetaTrainerOptions<V, S, B, M>
  extends Omit<TrainerOptions<V, S, B, M>, "fixedWeights"> {
  plan: FineTuning;
}

export class MetaTrainer<V, S, B, M> {
  /** Steps on the meta loss made. */
  step = 0;
  /** No weight is learned. */
  readonly upperStep = 0;
  readonly times: TrainerTimes = { lowerMs: 0, upperMs: 0, lowerSteps: 0, upperSteps: 0 };
  /** All 1, [K]. */
  readonly weights: Float64Array;

  private readonly options: MetaTrainerOptions<V, S, B, M>;
  private metaSampler: Sampler;
  private trainSampler: Sampler;
  private readonly descent: Descent<V, S, B, M>;

  constructor(options: MetaTrainerOptions<V, S, B, M>) {
    const { engine, checkpoint } = options;
    this.options = options;
    this.weights = new Float64Array(engine.domainCount).fill(1);
    this.metaSampler = this.metaSamplerAt(checkpoint);
    this.trainSampler = this.trainSamplerAt(checkpoint);
    const start = optimizerState(engine.space, options.initialParams, checkpoint);
    this.descent = new Descent(engine, options.blocks, start);
    this.step = checkpoint?.step ?? 0;
  }

  get isDone(): boolean {
    return this.step >= this.options.plan.steps;
  }

  /** φ, copied to the CPU. */
  params(): Promise<Float64Array> {
    return this.options.engine.space.read(this.descent.state.params);
  }

  /** A copy of the whole state; a trainer made with it goes on with the same trace. */
  async checkpoint(): Promise<TrainerCheckpoint> {
    const { engine } = this.options;
    return {
      step: this.step,
      upperStep: this.upperStep,
      ...(await readOptimizerState(engine.space, this.descent.state)),
      domainWeights: initialDomainWeights(engine.domainCount),
      direction: null,
      curvature: null,
      drawn: { lower: this.trainSampler.drawn, upper: 0, meta: this.metaSampler.drawn },
    };
  }

  /**
   * A few steps on the meta loss; its mean over them is the record's `metaLoss`, and `gradientNorm` is of its
   * gradient. `lowerLoss` trains nothing here: it is measured once, on a train batch at the end, and tells how
   * the step labels are forgotten.
   * Throws UnsoundInterval where a loss, the gradient, φ or its moments are no longer finite; only a trainer
   * from an earlier checkpoint can go on then.
   */
  async advance(elapsedMs: () => number): Promise<HistoryRecord> {
    const { now } = this.options;
    const startedAt = now();
    const from = this.step;
    const steps = this.nextSteps();
    let made: StepMeasures<V> | null = null;
    for (let i = 1; i <= steps; i++) {
      made = this.descent.step(this.nextStep(made, i === steps));
      this.step++;
    }
    const values = await this.readPoint(made);
    if (!values.every(Number.isFinite)) throw new UnsoundInterval(from, this.step);
    this.times.lowerMs += now() - startedAt;
    this.times.lowerSteps += steps;
    return this.record(values, steps, elapsedMs());
  }

  /**
   * The same point to the last bit, every number read back and looked at before it counts; slow. Throws
   * BadStepError where a step would make one that is not finite: nothing of it is applied, and the trainer
   * stands, usable, where the step before left it.
   */
  async advanceCarefully(elapsedMs: () => number): Promise<HistoryRecord> {
    const { engine, initialParams } = this.options;
    const { space } = engine;
    const steps = this.nextSteps();
    let made: StepMeasures<V> | null = null;
    for (let i = 1; i <= steps; i++) {
      const before = await this.checkpoint();
      const next = this.nextStep(made, i === steps);
      const { measures, places } = await this.descent.stepCarefully(next, ([loss = Number.NaN]) =>
        badScalar("metaLoss", loss),
      );
      if (places.length > 0) {
        disposeMeasures(space, measures);
        this.descent.replace(optimizerState(space, initialParams, before));
        this.metaSampler = this.metaSamplerAt(before);
        this.refuse(places, before.params);
      }
      made = measures;
      this.step++;
    }
    const values = await this.readPoint(made);
    // Every step was sound; what is only measured may still overflow.
    const places = badDomains("loss", values.subarray(3));
    if (places.length > 0) this.refuse(places, await this.params());
    return this.record(values, steps, elapsedMs());
  }

  /** Frees what the trainer holds on the device. */
  dispose(): void {
    this.descent.dispose();
    this.options.release?.();
  }

  private nextSteps(): number {
    return Math.min(STEPS_A_RECORD, this.options.plan.steps - this.step);
  }

  private metaSamplerAt(checkpoint: TrainerCheckpoint | null): Sampler {
    const { metaChainCount, rng } = this.options;
    const sampler = createSampler(metaChainCount, rng.fork("fine-tuning"));
    sampler.next(checkpoint?.drawn.meta ?? 0);
    return sampler;
  }

  private trainSamplerAt(checkpoint: TrainerCheckpoint | null): Sampler {
    const { itemDomains, rng } = this.options;
    const sampler = createSampler(itemDomains.length, rng.fork("lower loss"));
    sampler.next(checkpoint?.drawn.lower ?? 0);
    return sampler;
  }

  private nextStep(before: StepMeasures<V> | null, isLast: boolean): DescentStep<V> {
    const { engine, config, plan } = this.options;
    const rate = scheduledRate("cosine", plan.learningRate, this.step, plan.steps);
    const chains = this.metaSampler.next(config.upper.metaBatchSize);
    const measure = (params: V) => {
      const { gradient, loss } = engine.metaGradient(params, engine.metaBatch(chains));
      return { gradient, losses: engine.space.asVector(loss) };
    };
    return { measure, hyper: lowerOptimizer(config.lower, rate), before, isLast };
  }

  private refuse(places: BadPlace[], params: Float64Array): never {
    const largest = largestParameter(params, this.options.blocks);
    throw new BadStepError({ level: "meta", places, stepsMade: this.step, largest });
  }

  /** [soundness, Σ meta loss, gradient norm, the domains' losses…], read together; frees what was measured. */
  private async readPoint(made: StepMeasures<V> | null): Promise<Float64Array> {
    const { engine, config } = this.options;
    const { space } = engine;
    if (made === null || made.gradientNorm === null) throw new Error("a point without a step");
    const { lossSum, gradientNorm } = made;
    const itemIndices = this.trainSampler.next(config.upper.trainBatchSize);
    const readback = space.scope(() => {
      const { state } = this.descent;
      const domainLosses = engine.domainLosses(state.params, engine.trainBatch(itemIndices));
      return space.concat([soundness(space, state), lossSum, gradientNorm, domainLosses]);
    });
    const values = await space.read(readback);
    space.dispose(readback, lossSum, gradientNorm);
    return values;
  }

  private record(values: Float64Array, steps: number, elapsedMs: number): HistoryRecord {
    const [, metaLossSum = Number.NaN, gradientNorm = Number.NaN] = values;
    const lowerLoss = values.subarray(3).reduce((sum, loss) => sum + loss, 0);
    return {
      step: this.step,
      upperStep: this.upperStep,
      lowerLoss,
      weightedLowerLoss: lowerLoss,
      metaLoss: metaLossSum / steps,
      weights: [...this.weights],
      alignment: null,
      cosine: null,
      gradientNorm,
      elapsedMs,
    };
  }
}
