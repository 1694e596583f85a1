// Fine-tuning on the meta set: it lowers the meta loss, starts where it is told, says what it does in its
// records, and goes on from a checkpoint.
import { describe, expect, it } from "vitest";
import { createRng } from "../../base/rng.ts";
import { parseRunConfig } from "../../domain/runConfig.ts";
import { faultyEngine } from "../fixtures/faultyEngine.ts";
import type { Trainer } from "../trainingJob.ts";
import { createWasmLexicalEngine } from "../wasm/lexicalEngine.ts";
import { openWasmKernels } from "../wasm/wasmEngine.ts";
import { BadStepError } from "./badStep.ts";
import { allIndices, tinyPrm } from "./fixtures/tinyPrm.ts";
import { MetaTrainer } from "./metaTrainer.ts";
import type { PrmEngine } from "./prmEngine.ts";
import type { TrainerCheckpoint } from "./trainerState.ts";

const tiny = tinyPrm({ rowCount: 60 });
const chains = tiny.meta.isCorrect.length;
const config = parseRunConfig({
  upper: { metaBatchSize: chains, trainBatchSize: 60 },
});

function makeTrainer<V, S, B, M>(
  engine: PrmEngine<V, S, B, M>,
  checkpoint: TrainerCheckpoint | null = null,
  initialParams = tiny.params,
) {
  return new MetaTrainer({
    engine,
    config,
    initialParams,
    blocks: tiny.layout.blocks,
    itemDomains: tiny.train.domains,
    metaChainCount: chains,
    plan: { steps: 35, learningRate: 0.01 },
    rng: createRng(1),
    checkpoint,
    now: () => 0,
  });
}

async function runToEnd(trainer: Pick<Trainer, "isDone" | "advance" | "params">) {
  const records = [];
  while (!trainer.isDone) records.push(await trainer.advance(() => 0));
  return { records, params: await trainer.params() };
}

describe("fine-tuning on the meta set", () => {
  it("lowers the meta loss from the PRM it is given", async () => {
    const { engine } = tiny;
    const trainer = makeTrainer(engine);
    expect([...(await trainer.params())]).toEqual([...tiny.params]);
    const { records, params } = await runToEnd(trainer);
    const all = allIndices(chains);
    expect(engine.metaLoss(params, all)).toBeLessThan(0.8 * engine.metaLoss(tiny.params, all));
    expect(records.map(({ step }) => step)).toEqual([10, 20, 30, 35]);
    expect(records.at(-1)!.metaLoss).toBeLessThan(records[0]!.metaLoss!);
  });

  it("learns no weights, and measures the lower loss it does not train on", async () => {
    const { engine } = tiny;
    const { records, params } = await runToEnd(makeTrainer(engine));
    for (const record of records) {
      expect(record.weights).toEqual([1, 1, 1]);
      expect(record).toMatchObject({ upperStep: 0, alignment: null, cosine: null });
      expect(record.gradientNorm).toBeGreaterThan(0);
      expect(record.weightedLowerLoss).toBe(record.lowerLoss);
    }
    const atEnd = Array.from(engine.domainLosses(params, allIndices(60))).reduce(
      (sum, loss) => sum + loss,
      0,
    );
    expect(records.at(-1)!.lowerLoss).toBeCloseTo(atEnd, 12);
  });

  it("goes on from a checkpoint as if it had not stopped", async () => {
    const whole = await runToEnd(makeTrainer(tiny.engine));
    const first = makeTrainer(tiny.engine);
    await first.advance(() => 0);
    await first.advance(() => 0);
    const rest = await runToEnd(makeTrainer(tiny.engine, await first.checkpoint()));
    expect(rest.records).toEqual(whole.records.slice(2));
    expect(rest.params).toEqual(whole.params);
  });

  it("leaves nothing behind on the device", async () => {
    const { layout, train, meta } = tiny;
    const data = { kind: "lexical" as const, layout, train, meta };
    const engine = createWasmLexicalEngine(await openWasmKernels(), {
      ...data,
      metaLoss: "standardized",
      aggregation: "meanLogit",
    });
    const run = async () => {
      const trainer = makeTrainer(engine);
      await runToEnd(trainer);
      trainer.dispose();
    };
    await run();
    const bytes = engine.memoryBytes();
    for (let i = 0; i < 3; i++) await run();
    expect(engine.memoryBytes()).toBe(bytes);
  });

  it("finds the step that does not go, and stands before it", async () => {
    const fault = { target: "metaGradient", step: 14, added: Number.NaN, at: 5 } as const;
    const found = makeTrainer(faultyEngine(tiny.engine, fault));
    await found.advanceCarefully(() => 0);
    const bad = await found.advanceCarefully(() => 0).catch((error: unknown) => error);
    expect(bad).toBeInstanceOf(BadStepError);
    expect((bad as BadStepError).bad).toMatchObject({
      level: "meta",
      stepsMade: 13,
      places: [{ quantity: "gradient", tensor: "embedding.weight", bad: 1 }],
    });
    const before = await found.checkpoint();
    // What is left goes on as if nothing had been.
    const rest = await runToEnd(makeTrainer(tiny.engine, before));
    const whole = await runToEnd(makeTrainer(tiny.engine));
    expect(rest.params).toEqual(whole.params);
  });

  it("made carefully, the points are the same to the last bit", async () => {
    const [fast, careful] = [makeTrainer(tiny.engine), makeTrainer(tiny.engine)];
    while (!fast.isDone) {
      expect(await careful.advanceCarefully(() => 0)).toEqual(await fast.advance(() => 0));
    }
    expect(await careful.params()).toEqual(await fast.params());
  });

  it("says so when a loss is no longer finite", async () => {
    const broken = tiny.params.map(() => Number.NaN);
    const trainer = makeTrainer(tiny.engine, null, broken);
    await expect(runToEnd(trainer)).rejects.toThrow(/not finite came up in lower steps 1 to 10/);
  });
});
