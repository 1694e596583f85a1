// φ going down a gradient by AdamW, step by step: as fast as can be, or carefully, with every number looked at
// (the gradient before it is applied, φ and its moments after). The careful way costs readbacks; it is for the
// few steps among which one is known to have gone bad, and gives the same bits.
import type { AdamWHyper, AdamWState } from "../optim/adamW.ts";
import type { ParameterBlock } from "../prm/layout.ts";
import { type BadPlace, badScalar, badTensors } from "./badStep.ts";
import type { PrmEngine } from "./prmEngine.ts";
import { disposeOptimizerState } from "./trainerState.ts";
import type { VectorSpace } from "./vectorSpace.ts";

/** What a batch says of φ. */
export interface BatchGradient<V> {
  gradient: V;
  /** The losses whose gradient it is: the domains', [K], or the meta loss, [1]. */
  losses: V;
}

/** Of the steps of a logged point, on the device. */
export interface StepMeasures<V> {
  /** Σ over the steps of their losses. */
  lossSum: V;
  /** The norm of the last step's gradient before it is clipped, [1]; null while that step is not made. */
  gradientNorm: V | null;
}

/** Frees them, where no further step and no readback takes them up. */
export function disposeMeasures<V, S>(
  space: VectorSpace<V, S>,
  { lossSum, gradientNorm }: StepMeasures<V>,
): void {
  space.dispose(lossSum);
  if (gradientNorm !== null) space.dispose(gradientNorm);
}

/** One step of a point. */
export interface DescentStep<V> {
  /** The gradient at φ on the step's batch; called inside a scope. */
  measure: (params: V) => BatchGradient<V>;
  hyper: AdamWHyper;
  /** What the steps before it measured; null at a point's first. */
  before: StepMeasures<V> | null;
  /** Whether it is the point's last. */
  isLast: boolean;
}

export class Descent<V, S, B, M> {
  /** φ and its moments. */
  state: AdamWState<V>;
  private readonly engine: PrmEngine<V, S, B, M>;
  private readonly blocks: readonly ParameterBlock[];

  constructor(
    engine: PrmEngine<V, S, B, M>,
    blocks: readonly ParameterBlock[],
    state: AdamWState<V>,
  ) {
    this.engine = engine;
    this.blocks = blocks;
    this.state = state;
  }

  step(step: DescentStep<V>): StepMeasures<V> {
    const { engine, state: previous } = this;
    const { space } = engine;
    const { state, ...measures } = space.scope(() => {
      const { gradient, lossSum, gradientNorm } = this.measured(step);
      return { state: engine.adamW(previous, gradient, step.hyper), lossSum, gradientNorm };
    });
    this.replace(state);
    if (step.before !== null) space.dispose(step.before.lossSum);
    return measures;
  }

  /**
   * The same step, and what in it is not finite; `badLosses` looks at the losses read back. Where a loss or the
   * gradient is bad the step is not made. Where the update is bad the state is, and the caller has to go back.
   */
  async stepCarefully(
    step: DescentStep<V>,
    badLosses: (losses: Float64Array) => BadPlace[],
  ): Promise<{ measures: StepMeasures<V>; places: BadPlace[] }> {
    const { space } = this.engine;
    const { gradient, losses, lossSum, gradientNorm } = space.scope(() => this.measured(step));
    const places = [
      ...badLosses(await space.read(losses)),
      ...badTensors("gradient", await space.read(gradient), this.blocks),
    ];
    if (places.length === 0) places.push(...(await this.applyCarefully(gradient, step.hyper)));
    space.dispose(gradient);
    if (losses !== lossSum) space.dispose(losses);
    if (step.before !== null) space.dispose(step.before.lossSum);
    return { measures: { lossSum, gradientNorm }, places };
  }

  /** Puts another state in the place of this one, and frees it unless the other is made in it. */
  replace(state: AdamWState<V>): void {
    const previous = this.state;
    this.state = state;
    if (state.params !== previous.params) disposeOptimizerState(this.engine.space, previous);
  }

  dispose(): void {
    disposeOptimizerState(this.engine.space, this.state);
  }

  /** Belongs to the scope of the call. */
  private measured({ measure, before, isLast }: DescentStep<V>) {
    const { space } = this.engine;
    const { gradient, losses } = measure(this.state.params);
    return {
      gradient,
      losses,
      lossSum: before === null ? losses : space.add(before.lossSum, losses),
      gradientNorm: isLast ? space.asVector(space.norm(gradient)) : null,
    };
  }

  private async applyCarefully(gradient: V, hyper: AdamWHyper): Promise<BadPlace[]> {
    const { engine, blocks } = this;
    const { space } = engine;
    const norm = await readScalar(space, () => space.asVector(space.norm(gradient)));
    if (!Number.isFinite(norm)) return badScalar("gradientNorm", norm);
    this.replace(space.scope(() => engine.adamW(this.state, gradient, hyper)));
    const { params, first, second } = this.state;
    const places = [
      ...badTensors("firstMoment", await space.read(first), blocks),
      ...badTensors("secondMoment", await space.read(second), blocks),
      ...badTensors("parameters", await space.read(params), blocks),
    ];
    if (places.length > 0) return places;
    return badScalar("magnitude", await readScalar(space, () => soundness(space, this.state)));
  }
}

/**
 * A number, [1], that is finite as long as φ and its moments are: φ · v, v the second moment. A bad first
 * moment makes φ bad in the same update, so it needs no look of its own.
 */
export function soundness<V, S>(
  space: VectorSpace<V, S>,
  { params, second }: Pick<AdamWState<V>, "params" | "second">,
): V {
  return space.asVector(space.dot(params, second));
}

async function readScalar<V, S>(space: VectorSpace<V, S>, make: () => V): Promise<number> {
  const vector = space.scope(make);
  const [value] = await space.read(vector);
  space.dispose(vector);
  return value ?? Number.NaN;
}
