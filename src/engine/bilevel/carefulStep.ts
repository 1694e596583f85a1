// A step of AdamW with every number looked at: the gradient before it is applied, φ and its moments after.
// Slow (a readback each); it is for the few steps among which one is known to have gone bad.
import type { AdamWHyper, AdamWState } from "../optim/adamW.ts";
import type { ParameterBlock } from "../prm/layout.ts";
import { type BadPlace, badScalar, badTensors } from "./badStep.ts";
import type { PrmEngine } from "./prmEngine.ts";
import type { VectorSpace } from "./vectorSpace.ts";

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

/**
 * Makes the step and says what in it is not finite. Where the gradient is bad, or a loss was (`isWanted`
 * false), the step is not made; where the update is, the state is bad and the caller has to go back.
 */
export async function stepCarefully<V, S, B, M>(
  engine: PrmEngine<V, S, B, M>,
  state: AdamWState<V>,
  gradient: V,
  hyper: AdamWHyper,
  blocks: readonly ParameterBlock[],
  isWanted: boolean,
): Promise<{ state: AdamWState<V>; places: BadPlace[] }> {
  const { space } = engine;
  const bad = badTensors("gradient", await space.read(gradient), blocks);
  if (bad.length > 0 || !isWanted) return { state, places: bad };
  const norm = await readScalar(space, () => space.asVector(space.norm(gradient)));
  if (!Number.isFinite(norm)) return { state, places: badScalar("gradientNorm", norm) };

  const updated = space.scope(() => engine.adamW(state, gradient, hyper));
  if (updated.params !== state.params) space.dispose(state.params, state.first, state.second);
  const places = [
    ...badTensors("firstMoment", await space.read(updated.first), blocks),
    ...badTensors("secondMoment", await space.read(updated.second), blocks),
    ...badTensors("parameters", await space.read(updated.params), blocks),
  ];
  if (places.length === 0) {
    const product = await readScalar(space, () => soundness(space, updated));
    places.push(...badScalar("magnitude", product));
  }
  return { state: updated, places };
}
