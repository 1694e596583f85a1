// Batches computed in parts: the same losses and gradients as the whole batch to float64's rounding, on every
// kind of head and for every meta loss; the same as float64 on the processor's engines; and in less memory.
import { beforeAll, describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { HEAD_KINDS } from "../../domain/encoderDefaults.ts";
import { AGGREGATIONS, META_LOSSES, parseRunConfig } from "../../domain/runConfig.ts";
import { errorsAgainstFloat64 } from "../fixtures/engineContract.ts";
import { headProblem } from "../fixtures/headProblem.ts";
import { lexicalProblem, relativeError } from "../fixtures/lexicalProblem.ts";
import { errorsAgainstDifferences } from "../fixtures/transformerContract.ts";
import { createPlainHeadEngine } from "../plain/headEngine.ts";
import { createPlainLexicalEngine } from "../plain/lexicalEngine.ts";
import { transformerProblem } from "../plain/transformerProblem.ts";
import type { FrozenData, LexicalData } from "../prm/engineData.ts";
import { bundledKernels } from "../wasm/bundledKernels.ts";
import { createWasmHeadEngine } from "../wasm/headEngine.ts";
import type { KernelModules } from "../wasm/kernels.ts";
import { createWasmLexicalEngine } from "../wasm/lexicalEngine.ts";
import { createWasmTransformerEngine } from "../wasm/transformerEngine.ts";
import { quadraticProblem } from "./fixtures/quadraticEngine.ts";
import { microBatched } from "./microBatches.ts";
import { BilevelTrainer } from "./trainer.ts";

const ROWS = Int32Array.of(3, 0, 17, 88, 17, 41, 60, 2, 9, 25, 70, 33, 12);
const CHAINS = Int32Array.from({ length: 17 }, (_, i) => (i * 5) % 24);
/** Even and uneven parts, and more than there are rows or chains. */
const PARTS = [2, 3, 8, 100];

const CHOICES = [
  ...META_LOSSES.map((metaLoss) => ({ metaLoss, aggregation: "meanLogit" as const })),
  ...AGGREGATIONS.map((aggregation) => ({ metaLoss: "standardized" as const, aggregation })),
];

const plainEngine = (data: LexicalData | FrozenData) =>
  data.kind === "lexical"
    ? createPlainLexicalEngine(data, Float64Array)
    : createPlainHeadEngine(data, Float64Array);

describe("in float64 the parts are the whole", () => {
  const problems = [
    ...CHOICES.map((choice) => ({
      name: "lexical",
      ...choice,
      make: () => lexicalProblem(choice),
    })),
    ...HEAD_KINDS.flatMap((head) =>
      CHOICES.map((choice) => ({
        name: head,
        ...choice,
        make: () => headProblem({ head, ...choice }),
      })),
    ),
  ];
  it.each(problems)("$name, $metaLoss, $aggregation", async ({ make }) => {
    const { data, params } = make();
    for (const parts of PARTS) {
      const engine = microBatched(plainEngine(data), parts);
      const errors = await errorsAgainstFloat64(engine, data, params, ROWS, CHAINS);
      for (const [name, error] of Object.entries(errors)) {
        expect(error, `${name} in ${parts} parts`).toBeLessThan(1e-12);
      }
    }
  });

  it("a whole run has the same trace", async () => {
    const { data, params } = lexicalProblem({ metaLoss: "standardized" });
    const config = parseRunConfig({
      lower: { steps: 60, batchSize: 16 },
      upper: {
        warmupSteps: 10,
        unroll: 5,
        metaBatchSize: 12,
        trainBatchSize: 16,
        hessianBatchSize: 9,
      },
    });
    const trace = async (parts: number) => {
      const engine = plainEngine(data);
      const rest = {
        config,
        initialParams: params,
        blocks: data.layout.blocks,
        itemDomains: data.train.domains,
        metaChainCount: data.meta!.isCorrect.length,
        fixedWeights: null,
        rng: createRng(5),
        checkpoint: null,
        now: () => 0,
      };
      const trainer =
        parts === 1
          ? new BilevelTrainer({ engine, ...rest })
          : new BilevelTrainer({ engine: microBatched(engine, parts), ...rest });
      const numbers: number[] = [];
      while (!trainer.isDone) {
        const { lowerLoss, metaLoss, weights } = await trainer.advance(() => 0);
        numbers.push(lowerLoss, metaLoss ?? 0, ...weights);
      }
      return numbers;
    };
    const whole = await trace(1);
    expect(whole.some((number) => number !== whole[0])).toBe(true);
    expect(relativeError(await trace(3), whole)).toBeLessThan(1e-8);
  });
});

describe("on the processor's engines", () => {
  let modules: KernelModules;
  beforeAll(async () => {
    modules = await bundledKernels();
  });
  const expectSmall = (errors: Record<string, number>) => {
    for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(2e-5);
  };

  it.each(CHOICES)("lexical, $metaLoss, $aggregation", async (choice) => {
    const { data, params } = lexicalProblem(choice);
    const engine = microBatched(createWasmLexicalEngine(modules, data), 3);
    expectSmall(await errorsAgainstFloat64(engine, data, params, ROWS, CHAINS));
  });

  it.each(HEAD_KINDS)("%s head", async (head) => {
    const { data, params } = headProblem({ head, metaLoss: "standardized" });
    const engine = microBatched(createWasmHeadEngine(modules, data), 3);
    expectSmall(await errorsAgainstFloat64(engine, data, params, ROWS, CHAINS));
  });

  it.each(META_LOSSES)("transformer, %s", async (metaLoss) => {
    const problem = transformerProblem({ metaLoss, context: 9, layers: 1 });
    const engine = microBatched(createWasmTransformerEngine(modules, problem.data, 1), 3);
    const [items, chains] = [
      [0, 1, 2, 3, 3, 5, 7, 8, 9, 10, 11],
      [0, 1, 2, 3, 4, 5, 6, 1],
    ];
    expectSmall(await errorsAgainstDifferences(engine, problem, items, chains));
  });

  it("takes less memory than the whole, and no more with every step", () => {
    const { data, params } = lexicalProblem({ embedding: 64, hidden: 64 });
    const rows = Int32Array.from({ length: 20_000 }, (_, i) => i % 90);
    const memoryIn = (parts: number, steps: number) => {
      const whole = createWasmLexicalEngine(modules, data);
      const engine = microBatched(whole, parts);
      const { space } = engine;
      const [phi, weights] = [space.from(params), space.from([1, 1, 1, 1])];
      for (let step = 0; step < steps; step++) {
        space.scope(() => {
          engine.lowerGradient(phi, engine.trainBatch(rows), weights);
          return null;
        });
      }
      return whole.memoryBytes();
    };
    expect(memoryIn(8, 1)).toBeLessThan(memoryIn(2, 1) / 2);
    expect(memoryIn(8, 20)).toBe(memoryIn(8, 2));
  });
});

it("an engine that cannot take the meta loss in halves is refused", () => {
  expect(() => microBatched(quadraticProblem(1).engine, 2)).toThrow(/cannot .* in parts/);
});
