// The control "fine-tuned on the meta set": takes a PRM that is trained already and goes on by descending
// the meta loss itself. Whoever has a meta set could do this instead of learning weights, so learned weights
// have to stand beside it.
import type { HistoryRecord } from "../../domain/run.ts";
import { type AdamWState, scheduledRate } from "../optim/adamW.ts";
import { initialDomainWeights } from "./domainWeights.ts";
import { createSampler, type Sampler } from "./sampler.ts";
import type { TrainerOptions } from "./trainer.ts";
import {
  lowerOptimizer,
  optimizerState,
  readOptimizerState,
  requireFinite,
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
  private readonly metaSampler: Sampler;
  private readonly trainSampler: Sampler;
  private state: AdamWState<V>;

  constructor(options: MetaTrainerOptions<V, S, B, M>) {
    const { engine, rng, checkpoint } = options;
    this.options = options;
    this.weights = new Float64Array(engine.domainCount).fill(1);
    this.metaSampler = createSampler(options.metaChainCount, rng.fork("fine-tuning"));
    this.trainSampler = createSampler(options.itemDomains.length, rng.fork("lower loss"));
    this.state = optimizerState(engine.space, options.initialParams, checkpoint);
    if (checkpoint) {
      this.step = checkpoint.step;
      this.metaSampler.next(checkpoint.drawn.meta);
      this.trainSampler.next(checkpoint.drawn.lower);
    }
  }

  get isDone(): boolean {
    return this.step >= this.options.plan.steps;
  }

  /** φ, copied to the CPU. */
  params(): Promise<Float64Array> {
    return this.options.engine.space.read(this.state.params);
  }

  /** A copy of the whole state; a trainer made with it goes on with the same trace. */
  async checkpoint(): Promise<TrainerCheckpoint> {
    const { engine } = this.options;
    return {
      step: this.step,
      upperStep: this.upperStep,
      ...(await readOptimizerState(engine.space, this.state)),
      domainWeights: initialDomainWeights(engine.domainCount),
      direction: null,
      curvature: null,
      drawn: { lower: this.trainSampler.drawn, upper: 0, meta: this.metaSampler.drawn },
    };
  }

  /**
   * A few steps on the meta loss; its mean over them is the record's `metaLoss`. `lowerLoss` trains nothing
   * here: it is measured once, on a train batch at the end, and tells how the step labels are forgotten.
   * Throws StudioError("device") when a loss is no longer finite.
   */
  async advance(elapsedMs: () => number): Promise<HistoryRecord> {
    const { engine, config, plan, now } = this.options;
    const { space } = engine;
    const startedAt = now();
    const steps = Math.min(STEPS_A_RECORD, plan.steps - this.step);
    let lossSum: V | null = null;
    for (let i = 0; i < steps; i++) lossSum = this.metaStep(lossSum);
    const itemIndices = this.trainSampler.next(config.upper.trainBatchSize);
    const readback = space.scope(() => {
      const domainLosses = engine.domainLosses(this.state.params, engine.trainBatch(itemIndices));
      return space.concat([lossSum!, domainLosses]);
    });
    const values = await space.read(readback);
    space.dispose(readback, lossSum!);
    requireFinite(values, this.step);
    this.times.lowerMs += now() - startedAt;
    this.times.lowerSteps += steps;
    const lowerLoss = values.subarray(1).reduce((sum, loss) => sum + loss, 0);
    return {
      step: this.step,
      upperStep: this.upperStep,
      lowerLoss,
      weightedLowerLoss: lowerLoss,
      metaLoss: values[0]! / steps,
      weights: [...this.weights],
      alignment: null,
      cosine: null,
      gradientNorm: null,
      elapsedMs: elapsedMs(),
    };
  }

  /** Frees what the trainer holds on the device. */
  dispose(): void {
    const { params, first, second } = this.state;
    this.options.engine.space.dispose(params, first, second);
    this.options.release?.();
  }

  private metaStep(lossSum: V | null): V {
    const { engine, config, plan } = this.options;
    const { space } = engine;
    const rate = scheduledRate("cosine", plan.learningRate, this.step, plan.steps);
    const chains = this.metaSampler.next(config.upper.metaBatchSize);
    const previous = this.state;
    const result = space.scope(() => {
      const { gradient, loss } = engine.metaGradient(previous.params, engine.metaBatch(chains));
      const added = space.asVector(loss);
      return {
        state: engine.adamW(previous, gradient, lowerOptimizer(config.lower, rate)),
        lossSum: lossSum === null ? added : space.add(lossSum, added),
      };
    });
    if (result.state.params !== previous.params) {
      space.dispose(previous.params, previous.first, previous.second);
    }
    if (lossSum !== null) space.dispose(lossSum);
    this.state = result.state;
    this.step++;
    return result.lossSum;
  }
}
