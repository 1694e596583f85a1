// Four neighbouring invocations (a quad) that need the same four things: each loads one and takes the
// others from its neighbours. A load costs tens of multiply-adds on an emulated GPU, a swap two; where
// the device has no subgroups every invocation loads all four itself, with the same result.

/** Opens a kernel that swaps. Whole quads branch together, which the uniformity analysis cannot see. */
export const QUAD_DIRECTIVES = "enable subgroups;\ndiagnostic(off, subgroup_uniformity);";

/** Invocations of a quad; WGSL expressions call an invocation's number in it `lane`. */
export const QUAD = 4;
export const STEPS = [0, 1, 2, 3] as const;
export type Step = (typeof STEPS)[number];

const SWAPS = ["", "quadSwapX", "quadSwapY", "quadSwapDiagonal"] as const;

/** The lane `step` away: lane XOR step. Over the four steps a lane meets every lane once. */
export function laneAt(step: Step): string {
  return `(lane ^ ${step}u)`;
}

export interface QuadLoad {
  /** WGSL statement to stand before the uses. */
  declaration: string;
  /** What was loaded for the lane `step` away; bind it once, each use may cost a swap. */
  at(step: Step): string;
}

/** load(lane): the WGSL expression that loads what belongs to that lane. */
export function quadLoad(
  hasQuads: boolean,
  name: string,
  load: (lane: string) => string,
): QuadLoad {
  if (!hasQuads) return { declaration: "", at: (step) => load(laneAt(step)) };
  return {
    declaration: `let ${name} = ${load("lane")};`,
    at: (step) => (step === 0 ? name : `${SWAPS[step]}(${name})`),
  };
}

/** 0, 1, …, count − 1 through `statement`, a line each. */
export function unroll(count: number, statement: (i: number) => string): string {
  return Array.from({ length: count }, (_, i) => statement(i)).join("\n");
}
