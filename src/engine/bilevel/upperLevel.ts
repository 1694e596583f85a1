// The upper level on the device: the estimator with what it keeps between its steps, and what it measures.
import type { RunConfig } from "../../domain/runConfig.ts";
import type { AdamWState } from "../optim/adamW.ts";
import { estimatorOf } from "./estimators/estimatorOf.ts";
import type { UpperMeasures } from "./pointNumbers.ts";
import type { PrmEngine } from "./prmEngine.ts";
import type { TrainerSamplers } from "./trainerSamplers.ts";
import type { TrainerCheckpoint } from "./trainerState.ts";
import { type EstimatorMemory, emptyMemory, type LastLowerStep } from "./upperContext.ts";

/** Where the lower level stands when an upper step is made. */
export interface LowerStand<V> {
  /** φ and its moments. */
  state: AdamWState<V>;
  /** α, [K], on the device. */
  weights: V;
  /** Present for estimators that differentiate it. */
  lastStep: LastLowerStep<V> | null;
}

export class UpperLevel<V, S, B, M> {
  private readonly engine: PrmEngine<V, S, B, M>;
  private readonly config: Pick<RunConfig, "lower" | "upper">;
  private readonly estimator;
  private memory: EstimatorMemory<V, S> = emptyMemory();

  constructor(engine: PrmEngine<V, S, B, M>, config: Pick<RunConfig, "lower" | "upper">) {
    this.engine = engine;
    this.config = config;
    this.estimator = estimatorOf(config.upper.estimator);
  }

  /** Whether the last lower step before an upper step has to be kept. */
  get needsLastStep(): boolean {
    return this.estimator.needsLastStep;
  }

  /** What the estimator keeps, copied to the CPU. */
  async read(): Promise<Pick<TrainerCheckpoint, "direction" | "curvature">> {
    const { space } = this.engine;
    const { direction, curvature } = this.memory;
    return {
      direction: direction === null ? null : await space.read(direction),
      curvature: curvature === null ? null : Float64Array.of(await space.readScalar(curvature)),
    };
  }

  /** Stands afterwards where it stood at the checkpoint. */
  restore({ direction, curvature }: Pick<TrainerCheckpoint, "direction" | "curvature">): void {
    const { space } = this.engine;
    this.dispose();
    this.memory = {
      direction: direction ? space.from(direction) : null,
      curvature: curvature ? space.scalar(curvature[0]!) : null,
    };
  }

  /** Takes the estimator a step further; measures the domains' cosines where they are due after `upperStep` steps. */
  measure(
    { state, weights, lastStep }: LowerStand<V>,
    samplers: TrainerSamplers,
    upperStep: number,
  ): UpperMeasures<V> {
    const { engine, config } = this;
    const { space } = engine;
    const previous = this.memory;
    const { upper } = config;
    const result = space.scope(() => {
      const metaBatch = engine.metaBatch(samplers.meta!.next(upper.metaBatchSize));
      const { gradient, loss } = engine.metaGradient(state.params, metaBatch);
      const { weightGradient, direction, memory } = this.estimator.estimate(
        {
          engine,
          state,
          weights,
          metaGradient: gradient,
          drawTrainBatch: () => engine.trainBatch(samplers.upper.next(upper.trainBatchSize)),
          drawHessianBatch: () => engine.trainBatch(samplers.upper.next(upper.hessianBatchSize)),
          upper,
          lowerBeta2: config.lower.beta2,
          lastStep,
        },
        previous,
      );
      const measured: UpperMeasures<V> = {
        gradient: weightGradient,
        metaLoss: space.asVector(loss),
        curvature: memory.curvature === null ? null : space.asVector(memory.curvature),
        cosine: null,
      };
      if (samplers.cosines?.isDue(upperStep)) {
        // Where the mixed derivative is taken: at φ, or before the step that `unroll` differentiates.
        const { params } = lastStep?.before ?? state;
        const ones = space.from(new Float64Array(engine.domainCount).fill(1));
        measured.cosine = samplers.cosines.measure(engine, params, direction, ones);
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
    return result.measured;
  }

  /** Frees what it keeps on the device. */
  dispose(): void {
    const { direction, curvature } = this.memory;
    if (direction !== null) this.engine.space.dispose(direction);
    if (curvature !== null) this.engine.space.dispose(curvature);
    this.memory = emptyMemory();
  }
}
