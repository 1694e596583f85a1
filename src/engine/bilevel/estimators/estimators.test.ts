// Every estimator against central finite differences, in float64, of the objective it approximates:
// the true bilevel objective L_meta(φ*(α)) for those that approach H⁻¹, the one-step objective
// L_meta(φ'(α)) for those that look one step ahead.
import { describe, expect, it } from "vitest";
import type { Estimator } from "../../../domain/runConfig.ts";
import { parseRunConfig, type RunConfig } from "../../../domain/runConfig.ts";
import { type AdamWState, adamWInit, adamWUpdate } from "../../optim/adamW.ts";
import type { FloatArray } from "../../plain/arraySpace.ts";
import { finiteDifferences, quadraticProblem } from "../fixtures/quadraticEngine.ts";
import { allIndices, tinyPrm } from "../fixtures/tinyPrm.ts";
import { emptyMemory, type UpperContext } from "../upperContext.ts";
import { estimatorOf } from "./estimatorOf.ts";

const WEIGHTS = Float64Array.from([0.7, 1.4, 1.1, 0.8]);
const LOWER = {
  learningRate: 0.05,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 1e-8,
  clipNorm: Number.POSITIVE_INFINITY,
  weightDecay: 0.1,
};

function upperConfig(overrides: Partial<RunConfig["upper"]>): RunConfig["upper"] {
  return { ...parseRunConfig({}).upper, ...overrides };
}

function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2;
    size += expected[i]! ** 2;
  }
  return Math.sqrt(difference / size);
}

/** dL_meta(φ*(α))/dα by the estimator at the true lower solution, after `upperSteps` upper steps. */
function atLowerSolution(
  estimator: Estimator,
  overrides: Partial<RunConfig["upper"]>,
  upperSteps: number,
  seed: number,
) {
  const problem = quadraticProblem(seed);
  const { engine } = problem;
  const params = problem.solveLower(WEIGHTS);
  const state = adamWInit<FloatArray, number>(engine.space, params, engine.paramCount);
  let memory = emptyMemory<FloatArray, number>();
  let weightGradient: FloatArray = new Float64Array();
  for (let i = 0; i < upperSteps; i++) {
    const context: UpperContext<FloatArray, number, null, null> = {
      engine,
      state,
      weights: WEIGHTS,
      metaGradient: engine.metaGradient(params, null).gradient,
      drawTrainBatch: () => null,
      drawHessianBatch: () => null,
      upper: upperConfig({ estimator, ...overrides }),
      lowerBeta2: LOWER.beta2,
      lastStep: null,
    };
    ({ weightGradient, memory } = estimatorOf(estimator).estimate(context, memory));
  }
  const expected = finiteDifferences(
    (weights) => problem.metaLoss(problem.solveLower(weights)),
    WEIGHTS,
  );
  return { weightGradient, expected };
}

describe("inverse-Hessian estimators give the true bilevel hypergradient", () => {
  for (const seed of [1, 2, 3]) {
    it(`cg, undamped, as many terms as dimensions (seed ${seed})`, () => {
      const { weightGradient, expected } = atLowerSolution("cg", { damping: 0, terms: 6 }, 1, seed);
      expect(relativeError(weightGradient, expected)).toBeLessThan(1e-6);
    });
    it(`neumann, 200 terms (seed ${seed})`, () => {
      const { weightGradient, expected } = atLowerSolution("neumann", { terms: 200 }, 1, seed);
      expect(relativeError(weightGradient, expected)).toBeLessThan(1e-3);
    });
    it(`tracked, undamped, after 400 upper steps (seed ${seed})`, () => {
      const { weightGradient, expected } = atLowerSolution("tracked", { damping: 0 }, 400, seed);
      expect(relativeError(weightGradient, expected)).toBeLessThan(1e-3);
    });
    it(`tracked with its default damping solves (H + λ/a) v = g, a biased answer of the right sign (seed ${seed})`, () => {
      const { weightGradient, expected } = atLowerSolution("tracked", {}, 400, seed);
      const error = relativeError(weightGradient, expected);
      expect(error).toBeGreaterThan(1e-3);
      expect(error).toBeLessThan(0.3);
    });
  }

  it("tracked does not diverge where curvature exceeds 2, and survives a zero meta gradient", () => {
    const { engine } = quadraticProblem(5);
    const stiff = {
      ...engine,
      lowerGradient: (params: FloatArray, batch: null, weights: FloatArray) => {
        const result = engine.lowerGradient(params, batch, weights);
        return { ...result, gradient: engine.space.scale(result.gradient, 6) };
      },
    };
    const state = adamWInit<FloatArray, number>(engine.space, new Float64Array(6), 6);
    let memory = emptyMemory<FloatArray, number>();
    for (let i = 0; i < 300; i++) {
      const metaGradient = engine.space.scale(
        engine.metaGradient(state.params, null).gradient,
        i ? 1 : 0,
      );
      ({ memory } = estimatorOf("tracked").estimate(
        {
          engine: stiff,
          state,
          weights: WEIGHTS,
          metaGradient,
          drawTrainBatch: () => null,
          drawHessianBatch: () => null,
          upper: upperConfig({}),
          lowerBeta2: 0.99,
          lastStep: null,
        },
        memory,
      ));
    }
    expect(engine.space.norm(memory.direction!)).toBeLessThan(100);
    expect(engine.space.norm(memory.direction!)).toBeGreaterThan(0);
  });
});

/** The tiny PRM's own batch and a few AdamW steps, so that moments are not zero. */
function warmedUp() {
  const tiny = tinyPrm({ domainCount: 4 });
  const { engine } = tiny;
  const batch = allIndices(tiny.train.rows.count);
  const metaBatch = allIndices(tiny.meta.isCorrect.length);
  let state: AdamWState<FloatArray> = adamWInit(engine.space, tiny.params, engine.paramCount);
  for (let i = 0; i < 4; i++) {
    const { gradient } = engine.lowerGradient(state.params, batch, Float64Array.of(1, 1, 1, 1));
    state = adamWUpdate(engine.space, state, gradient, LOWER);
  }
  return { engine, batch, metaBatch, state };
}

describe("one-step estimators on a real PRM", () => {
  it("unroll is exact for the AdamW step that was taken", () => {
    const { engine, batch, metaBatch, state: before } = warmedUp();
    const { space } = engine;
    const stepTaken = (weights: ArrayLike<number>) => {
      const { gradient } = engine.lowerGradient(before.params, batch, Float64Array.from(weights));
      return adamWUpdate(space, before, gradient, LOWER);
    };
    const expected = finiteDifferences(
      (weights) => engine.metaLoss(stepTaken(weights).params, metaBatch),
      WEIGHTS,
    );
    const state = stepTaken(WEIGHTS);
    const { weightGradient } = estimatorOf("unroll").estimate(
      {
        engine,
        state,
        weights: WEIGHTS,
        metaGradient: engine.metaGradient(state.params, metaBatch).gradient,
        drawTrainBatch: () => batch,
        drawHessianBatch: () => batch,
        upper: upperConfig({ estimator: "unroll", probeRadius: 1e-4 }),
        lowerBeta2: LOWER.beta2,
        lastStep: { before, itemIndices: batch, hyper: LOWER },
      },
      emptyMemory(),
    );
    expect(relativeError(weightGradient, expected)).toBeLessThan(1e-4);
  });

  it("darts is the limit of an SGD step of vanishing length", () => {
    const { engine, batch, metaBatch, state } = warmedUp();
    const rate = 1e-4;
    const expected = finiteDifferences((weights) => {
      const { gradient } = engine.lowerGradient(state.params, batch, weights);
      return (
        engine.metaLoss(engine.space.addScaled(state.params, gradient, -rate), metaBatch) / rate
      );
    }, WEIGHTS);
    const { weightGradient } = estimatorOf("darts").estimate(
      contextAt(engine, batch, metaBatch, state),
      emptyMemory(),
    );
    expect(relativeError(weightGradient, expected)).toBeLessThan(1e-3);
  });

  it("dartsPreconditioned is the limit of a step along P g, P = 1/(√v̂ + mean √v̂)", () => {
    const { engine, batch, metaBatch, state } = warmedUp();
    const rate = 1e-6;
    const root = engine.space.sqrt(
      engine.space.scale(state.second, 1 / (1 - LOWER.beta2 ** state.count)),
    );
    const mean = engine.space.mean(root);
    const expected = finiteDifferences((weights) => {
      const { gradient } = engine.lowerGradient(state.params, batch, weights);
      const moved = Float64Array.from(
        state.params,
        (x, i) => x - (rate * gradient[i]!) / (root[i]! + mean),
      );
      return engine.metaLoss(moved, metaBatch) / rate;
    }, WEIGHTS);
    const { weightGradient } = estimatorOf("dartsPreconditioned").estimate(
      contextAt(engine, batch, metaBatch, state),
      emptyMemory(),
    );
    expect(relativeError(weightGradient, expected)).toBeLessThan(1e-3);
  });
});

function contextAt(
  engine: ReturnType<typeof warmedUp>["engine"],
  batch: Int32Array,
  metaBatch: Int32Array,
  state: AdamWState<FloatArray>,
): UpperContext<FloatArray, number, Int32Array, Int32Array> {
  return {
    engine,
    state,
    weights: WEIGHTS,
    metaGradient: engine.metaGradient(state.params, metaBatch).gradient,
    drawTrainBatch: () => batch,
    drawHessianBatch: () => batch,
    upper: upperConfig({ probeRadius: 1e-4 }),
    lowerBeta2: LOWER.beta2,
    lastStep: null,
  };
}
