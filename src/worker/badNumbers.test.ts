// A run whose numbers go bad: it goes back, finds the step, ends before it in words, and what it had learned by
// then can be used. Where the numbers were a glitch of the device, it goes on as if nothing had been.
import { describe, expect, it } from "vitest";
import { parseRunConfig } from "../domain/runConfig.ts";
import type { BadPlace, BadStep } from "../engine/bilevel/badStep.ts";
import { tinyPrm } from "../engine/bilevel/fixtures/tinyPrm.ts";
import { type Device, openDevice } from "../engine/device.ts";
import { lexicalPrmEncoder } from "../engine/encoders/prmEncoder.ts";
import { type Fault, faultyEngine } from "../engine/fixtures/faultyEngine.ts";
import { createPlainLexicalEngine } from "../engine/plain/lexicalEngine.ts";
import { readSafetensors } from "../engine/prm/safetensors.ts";
import { engineData, trainerOver } from "../engine/trainingJob.ts";
import { badStepReport } from "./badStepReport.ts";
import { smallConfig, smallFiles, testSession } from "./fixtures.ts";
import { TrainingRun } from "./trainingRun.ts";

const ENCODER = { kind: "lexical", buckets: 256, embedding: 4, hidden: 4, blind: false } as const;
const CONFIG = parseRunConfig({
  encoder: ENCODER,
  lower: { steps: 200, batchSize: 8 },
  upper: { unroll: 5, warmupSteps: 10, metaBatchSize: 4, trainBatchSize: 8, hessianBatchSize: 8 },
});
const DOMAINS = ["ChartQA", "MathV", "AI2D"];

async function beginRun(fault: Fault | null) {
  const cpu = await openDevice("cpu");
  const notices: string[] = [];
  const opened: string[] = [];
  let spoil: ((engine: ReturnType<typeof createPlainLexicalEngine>) => typeof engine) | null = null;
  const device: Device = {
    ...cpu,
    // As a GPU, so that there is somewhere to go where it is broken.
    info: { ...cpu.info, name: "webgpu" },
    createTrainer(job) {
      const data = engineData(job);
      if (data.kind !== "lexical") throw new Error("these tests are of the lexical encoder");
      const engine = createPlainLexicalEngine(data, Float64Array);
      // One fault for all trainers: it knows its batch from the first.
      spoil ??= fault === null ? (clean) => clean : sharedFault(fault);
      return trainerOver(spoil(engine), job, () => {});
    },
  };
  const { train, meta } = tinyPrm({ rowCount: 60, buckets: 256 });
  const run = new TrainingRun(
    {
      role: "main",
      config: CONFIG,
      domains: DOMAINS,
      data: { source: "test", domains: [], meta: { chains: 6 } },
      encoder: lexicalPrmEncoder(ENCODER),
      train,
      meta,
      fixedWeights: null,
      fineTune: null,
      from: null,
      replaceDevice: async (_, { choice }) => {
        opened.push(choice);
        return cpu;
      },
      onNotice: (message) => notices.push(message),
      now: () => 0,
    },
    device,
  );
  return { run, notices, opened };
}

/** Engines made one after the other have the fault in common. */
function sharedFault(fault: Fault) {
  let first: ReturnType<typeof createPlainLexicalEngine> | null = null;
  return (engine: ReturnType<typeof createPlainLexicalEngine>) => {
    first ??= faultyEngine(engine, fault);
    return first;
  };
}

async function toEnd(run: TrainingRun) {
  while (!run.isDone) await run.advance();
  const { params } = await run.savedPrm();
  return { history: run.history, params };
}

describe("a run whose numbers go bad", () => {
  // The 57th train batch is lower step 42's: six upper steps drew two each, and the first cosines three.
  const fault: Fault = { target: "loss", step: 57, added: Number.POSITIVE_INFINITY, at: 1 };

  it("ends before the step, names it, and keeps what it had", async () => {
    const { run, notices } = await beginRun(fault);
    const failure = await toEnd(run).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "numbers" });
    const { message } = failure as Error;
    expect(message).toBe(
      "At lower step 42 the loss of domain MathV is infinite. Nothing of that step was applied: the PRM of step 41 can be used.",
    );
    expect(run.step).toBe(41);
    expect(run.history.at(-1)?.step).toBe(40);
    const prm = await run.savedPrm();
    expect(prm.step).toBe(run.step);
    expect(prm.params.every(Number.isFinite)).toBe(true);

    const { choice: _, ...from } = await run.state();
    expect(from.checkpoint.step).toBe(run.step);
    expect(notices).toEqual([]);
  });

  it("goes on with a notice where it was the device's glitch", async () => {
    const clean = await toEnd((await beginRun(null)).run);
    const glitch = await beginRun({ ...fault, isGlitch: true });
    expect(await toEnd(glitch.run)).toEqual(clean);
    expect(glitch.notices).toEqual([
      "The device computed numbers in lower steps 41 to 45 that are not finite, and did not when it made them again: training goes on at step 45.",
    ]);
    expect(glitch.opened).toEqual([]);
  });
});

it("a session that diverges ends as failed; the PRM of before can be exported and is finite", async () => {
  const session = testSession();
  await session.handlers["files.load"]({ files: smallFiles(), isReplacing: true });
  const config = smallConfig({
    mode: "vanilla",
    lower: { steps: 500, batchSize: 16, learningRate: 10, weightDecay: 0.25, schedule: "constant" },
  });
  await session.handlers["run.start"]({ config });
  expect(await session.reached("finished", "failed")).toBe("failed");
  const { error } = session.named("run.stateChanged").at(-1)!;
  expect(error?.code).toBe("numbers");
  expect(error?.message).toMatch(
    /^At lower step \d+ .* in embedding\.weight .*Nothing of that step was applied/,
  );
  expect(error?.hint).toMatch(
    /weight decay \(0\.25\) or the learning rate \(10\): their product is 2\.5/,
  );
  // All points up to the bad step are told, though they were made twice and the second time failed.
  const told = session.named("run.progressed").flatMap(({ records }) => records);
  const made = Number(error?.message.match(/step (\d+)/)?.[1]) - 1;
  expect(told.at(-1)?.step).toBe(Math.floor(made / 5) * 5);
  const files = await session.handlers["run.export"]({});
  const prm = files.find(({ name }) => name === "prm.safetensors")!;
  const { params, step } = readSafetensors(new Uint8Array(await prm.blob.arrayBuffer()));
  expect(params.every(Number.isFinite)).toBe(true);
  expect(`At lower step ${step + 1}`).toBe(error?.message.match(/^At lower step \d+/)?.[0]);
});

it("settings that diverge at once do so in the run, not where the device is chosen", async () => {
  const session = testSession();
  await session.handlers["files.load"]({ files: smallFiles(), isReplacing: true });
  const lower = { steps: 100, batchSize: 16, learningRate: 10, weightDecay: 10 } as const;
  await session.handlers["run.start"]({
    config: smallConfig({ mode: "vanilla", backend: "auto", lower }),
  });
  expect(await session.reached("finished", "failed")).toBe("failed");
  const { error } = session.named("run.stateChanged").at(-1)!;
  expect(error).toMatchObject({
    code: "numbers",
    message: expect.stringMatching(/^At lower step \d/),
  });
});

describe("the words", () => {
  const place = (over: Partial<BadPlace>): BadPlace => ({
    quantity: "gradient",
    tensor: null,
    domain: null,
    value: "NaN",
    bad: 1,
    of: 1,
    ...over,
  });
  const step = (over: Partial<BadStep>): BadStep => ({
    level: "lower",
    stepsMade: 411,
    places: [place({ tensor: "embedding.weight", bad: 12, of: 65_536 })],
    largest: { tensor: "hidden.weight", size: 2 },
    ...over,
  });

  it("name domain, tensor, step and how things stand", () => {
    const places = [
      place({ quantity: "loss", domain: 0, value: "infinite" }),
      place({ tensor: "embedding.weight", bad: 12, of: 65_536 }),
      place({ tensor: "hidden.weight", bad: 16, of: 16 }),
      place({ tensor: "output.weight", bad: 1, of: 16 }),
    ];
    expect(badStepReport(step({ places }), DOMAINS, CONFIG).message).toBe(
      "At lower step 412 the loss of domain ChartQA is infinite, and the gradient is not a number in embedding.weight (12 of 65,536), hidden.weight (all 16) and 1 more. Nothing of that step was applied: the PRM of step 411 can be used.",
    );
  });

  it("speak of several domains as several", () => {
    const places = [0, 1, 2].map((domain) => place({ quantity: "hypergradient", domain }));
    expect(badStepReport(step({ level: "upper", places }), DOMAINS, CONFIG).message).toBe(
      "At the upper step after lower step 411 the slopes of the meta loss along the weights of domains ChartQA, MathV and 1 more are not numbers. Nothing of that step was applied: the domain weights are those before it, and the PRM of lower step 411 can be used.",
    );
  });

  it("suggest by cause", () => {
    const hint = (bad: BadStep, config = CONFIG) => badStepReport(bad, DOMAINS, config).hint;
    const away = step({ largest: { tensor: "hidden.weight", size: 3e20 } });
    expect(hint(away)).toMatch(
      /had run away \(3\.0e\+20 in hidden\.weight\).*lower learning rate \(0\.003 now\)\.$/,
    );
    const loose = { ...CONFIG, lower: { ...CONFIG.lower, clipNorm: 1000 } };
    expect(hint(away, loose)).toMatch(/clip the gradient \(lower\.clipNorm is 1000; 1 is usual\)/);
    const ofDomain = step({ places: [place({ quantity: "loss", domain: 2 })] });
    expect(hint(ofDomain)).toMatch(/not the learning rate.*AI2D/);
    const weights = step({ level: "upper", places: [place({ quantity: "domainWeights" })] });
    expect(hint(weights)).toMatch(/upper level's learning rate \(0\.12\)/);
    const upper = step({
      level: "upper",
      places: [place({ quantity: "hypergradient", domain: 1 })],
    });
    expect(hint(upper)).toMatch(/another estimator \(tracked now\)/);
  });
});
