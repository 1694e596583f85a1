// The step size of iterations with H: fixed at 1 they diverge where curvature exceeds 2.
import type { VectorSpace } from "../vectorSpace.ts";

/** ρ forgets by this factor an upper step. */
const CURVATURE_DECAY = 0.95;

/** ρ ← max(.95 ρ, ‖Hv‖/‖v‖) and a = min(1, .5/ρ). */
export function safeStep<V, S>(
  space: VectorSpace<V, S>,
  curvature: S | null,
  direction: V,
  product: V,
): { curvature: S; step: S } {
  const seen = space.divideOrZero(space.norm(product), space.norm(direction));
  const updated =
    curvature !== null
      ? space.maxScalars(space.multiplyScalars(curvature, space.scalar(CURVATURE_DECAY)), seen)
      : seen;
  const one = space.scalar(1);
  // max(ρ, .5) keeps the division finite and is what min(1, ·) would give anyway.
  const step = space.minScalars(
    one,
    space.divideOrZero(space.scalar(0.5), space.maxScalars(updated, space.scalar(0.5))),
  );
  return { curvature: updated, step };
}
