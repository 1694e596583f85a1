// The transformer's device engine against float64 losses and their finite differences, on every backend;
// and that it neither leaks nor changes its mind.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { AGGREGATIONS, META_LOSSES } from "../../domain/runConfig.ts";
import { relativeError } from "../fixtures/lexicalProblem.ts";
import { errorsAgainstDifferences, transformerAnswers } from "../fixtures/transformerContract.ts";
import { adamWInit } from "../optim/adamW.ts";
import { plainTransformerLosses } from "../plain/transformerLosses.ts";
import {
  differencesAt,
  sampledParams,
  type TransformerProblem,
  type TransformerProblemOptions,
  transformerProblem,
} from "../plain/transformerProblem.ts";
import { closeBackend, openBackend } from "./backend.ts";
import { createTfEngine } from "./tfEngine.ts";
import { createTfTransformerEngine } from "./tfTransformerEngine.ts";

const ITEMS = [3, 0, 1, 3, 7];
const CHAINS = [2, 0, 1, 5, 3, 1];
const WEIGHTS = [0.5, 1.7, 0.8];
/** Float32 against float64, through some layers. */
const TOLERANCE = 5e-5;

/** What the engine says of the problem, read back. */
function answers({ data, params }: TransformerProblem, items: number[], chains: number[]) {
  return transformerAnswers(createTfEngine(data), params, items, chains);
}

/** Losses against float64, gradients against its differences at sampled places and along one direction. */
function compare(problem: TransformerProblem, items = ITEMS, chains = CHAINS) {
  return errorsAgainstDifferences(createTfEngine(problem.data), problem, items, chains);
}

describe.each(["webgpu", "wasm", "cpu"] as const)("transformer on %s", (backend) => {
  beforeAll(async () => {
    await openBackend(backend);
  });
  afterAll(closeBackend);

  const shapes: { name: string; options: TransformerProblemOptions }[] = [
    { name: "two layers, two heads", options: {} },
    { name: "an odd width, one head", options: { width: 24, heads: 1, layers: 1 } },
    { name: "three layers, four heads", options: { layers: 3, heads: 4 } },
  ];
  it.each(shapes)("agrees with float64 and its differences: $name", async ({ options }) => {
    const errors = await compare(transformerProblem(options));
    for (const [name, error] of Object.entries(errors)) {
      expect(error, name).toBeLessThan(TOLERANCE);
    }
  });

  it("takes one sequence of one token, and chains of one step and of two sequences alone", async () => {
    for (const chain of [0, 1]) {
      const problem = transformerProblem({ layers: 1, metaLoss: "mse" });
      const errors = await compare(problem, [0], [chain]);
      for (const [name, error] of Object.entries(errors)) {
        expect(error, `chain ${chain}, ${name}`).toBeLessThan(TOLERANCE);
      }
    }
  });

  it.each(META_LOSSES.flatMap((metaLoss) => AGGREGATIONS.map((a) => [metaLoss, a] as const)))(
    "takes the meta loss %s of %s",
    async (metaLoss, aggregation) => {
      const problem = transformerProblem({ metaLoss, aggregation, layers: 1 });
      const { params, data } = problem;
      const { metaGradient, metaLoss: found } = await answers(problem, ITEMS, CHAINS);
      const plain = plainTransformerLosses(data);
      const loss = (at: Float64Array) => plain.metaLoss(at, CHAINS);
      expect(relativeError(found, [loss(params)])).toBeLessThan(TOLERANCE);
      const places = sampledParams(data.layout, 5);
      const sampled = Float64Array.from(places, (place) => metaGradient[place]!);
      expect(relativeError(sampled, differencesAt(loss, params, places))).toBeLessThan(TOLERANCE);
    },
  );

  it("does not see padding: a short sequence has the same losses among longer ones", async () => {
    const problem = transformerProblem({ context: 70 });
    const lengths = [0, 1].map((s) => {
      const { start } = problem.data.train.sequences;
      return start[s + 1]! - start[s]!;
    });
    expect(lengths).toEqual([1, 70]);
    const { train } = problem.data;
    // Three items of three domains: each domain's loss is that of its one sequence, a third of it.
    expect([...train.domains.subarray(0, 3)]).toEqual([0, 1, 2]);
    const together = await answers(problem, [0, 1, 2], CHAINS);
    const alone = await answers(problem, [0], CHAINS);
    expect(relativeError([3 * together.domainLosses[0]!], [alone.domainLosses[0]!])).toBeLessThan(
      1e-6,
    );
  });

  it("keeps the last of more rows of attention than one dimension of workgroups holds", async () => {
    // 1,025 sequences of 16 places and 4 heads: 65,600 rows of softmax.
    const problem = transformerProblem({ context: 16, heads: 4, layers: 1 });
    const many = await answers(problem, [...new Array<number>(1024).fill(0), 1], [0]);
    const few = await answers(problem, [0, 1], [0]);
    const scale = 1025 / 2;
    expect(problem.data.train.domains[1]).toBe(1);
    expect(relativeError([scale * many.domainLosses[1]!], [few.domainLosses[1]!])).toBeLessThan(
      1e-6,
    );
    // 1,025 times the mean gradient is that of the one sequence and 1,024 times that of the other.
    const alone = await answers(problem, [0], [0]);
    const sum = few.lowerGradient.map((value, i) => 2 * value + 1023 * alone.lowerGradient[i]!);
    expect(
      relativeError(
        many.lowerGradient,
        sum.map((value) => value / 1025),
      ),
    ).toBeLessThan(TOLERANCE);
  });

  /** Lower steps with an upper-like step after each fifth; returns φ and the memory held each time. */
  async function train(steps: number) {
    const tf = await import("@tensorflow/tfjs-core");
    const { data, params } = transformerProblem({ metaLoss: "pairwise", aggregation: "product" });
    const engine = createTfTransformerEngine(data);
    const { space } = engine;
    const rng = createRng(5);
    const draw = (count: number, below: number) =>
      Int32Array.from({ length: count }, () => rng.below(below));
    const hyper = {
      learningRate: 0.01,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
      weightDecay: 0.1,
      clipNorm: 0.05,
    };
    const weights = space.from(WEIGHTS);
    let state = adamWInit(space, space.from(params), params.length);
    const tensors: number[] = [];
    const losses: number[] = [];
    for (let step = 0; step < steps; step++) {
      const previous = state;
      state = space.scope(() => {
        const batch = engine.trainBatch(draw(5, 12));
        return engine.adamW(
          previous,
          engine.lowerGradient(previous.params, batch, weights).gradient,
          hyper,
        );
      });
      space.dispose(previous.params, previous.first, previous.second);
      if (step % 5 < 4) continue;
      const out = space.scope(() => {
        const { gradient } = engine.metaGradient(state.params, engine.metaBatch(draw(4, 8)));
        const epsilon = space.divideOrZero(space.scalar(0.01), space.norm(gradient));
        const moved = space.addScaledBy(state.params, gradient, epsilon);
        return engine.domainLosses(
          moved,
          engine.trainBatch(Int32Array.from({ length: 12 }, (_, i) => i)),
        );
      });
      losses.push((await space.read(out)).reduce((a, b) => a + b));
      space.dispose(out);
      tensors.push(tf.memory().numTensors);
    }
    const phi = await space.read(state.params);
    space.dispose(state.params, state.first, state.second, weights);
    return { phi, tensors, losses };
  }

  it("learns, and holds as many tensors after 40 steps as after 5", async () => {
    const { tensors, losses } = await train(40);
    expect(tensors).toHaveLength(8);
    expect(new Set(tensors).size).toBe(1);
    expect(losses.at(-1)).toBeLessThan(0.8 * losses[0]!);
  });

  it("comes to the same bits twice", async () => {
    const first = await train(10);
    expect((await train(10)).phi).toEqual(first.phi);
  });
});
