// The session as the page sees it: commands in, replies and events out, on the typed-array engine.
import { describe, expect, it, vi } from "vitest";
import { createRng } from "../base/rng.ts";
import { TEXT_ONLY } from "../engine/encoders/encodingSources.ts";
import { sums } from "../engine/encoders/fixtures.ts";
import { learnEncoder } from "../engine/encoders/prmEncoder.ts";
import { initialParams, prmLayout } from "../engine/prm/layout.ts";
import { readSafetensors, writeSafetensors } from "../engine/prm/safetensors.ts";
import { smallConfig, smallFiles, type TestSession, testSession } from "./fixtures.ts";

async function loaded(): Promise<TestSession> {
  const session = testSession();
  await session.handlers["files.load"]({ files: smallFiles(), isReplacing: true });
  return session;
}

const nothing = {};
const recordsOf = (session: TestSession, role = "main") =>
  session
    .named("run.progressed")
    .filter((event) => event.role === role)
    .flatMap(({ records }) => records);

describe("a run", () => {
  it("trains to the end: weights start at 1, part, keep mean 1; every state is said", async () => {
    const session = await loaded();
    await session.handlers["run.start"]({
      config: smallConfig({ lower: { steps: 600, batchSize: 16 } }),
    });
    expect(await session.reached("finished", "failed")).toBe("finished");
    const records = recordsOf(session);
    expect(records[0]!.weights).toEqual([1, 1, 1]);
    expect(records.at(-1)!.step).toBe(600);
    for (const { weights } of records) {
      expect(weights.reduce((sum, weight) => sum + weight, 0) / 3).toBeCloseTo(1, 10);
    }
    const started = session.named("run.started")[0]!;
    expect(started.domains).toEqual(["apples", "flipped", "pears"]);
    expect(new Set(records.at(-1)!.weights).size).toBe(3);
    const told = session.named("run.stateChanged");
    expect(told[0]!.state).toBe("preparing");
    expect(told.slice(-4).map(({ state, detail }) => `${state}: ${detail}`)).toEqual([
      "compiling: Building kernels for the first step",
      "running: Training",
      "running: Measuring on the held-out questions",
      "finished: Finished",
    ]);
    expect(session.named("run.evaluated").at(-1)!.record.bestOf!["4"]).toBeGreaterThan(0.7);
  });

  it("pauses, steps once, resumes: the trace is that of an undisturbed run", async () => {
    const calm = await loaded();
    await calm.handlers["run.start"]({ config: smallConfig() });
    await calm.reached("finished");

    const session = await loaded();
    await session.handlers["run.step"]({ config: smallConfig() });
    await session.reached("paused");
    expect(recordsOf(session)).toHaveLength(1);
    await session.handlers["run.step"]({ config: smallConfig() });
    await session.reached("running");
    await session.reached("paused");
    expect(recordsOf(session)).toHaveLength(2);
    await session.handlers["run.resume"](nothing);
    await session.reached("running");
    await session.handlers["run.pause"](nothing);
    await session.reached("paused");
    await session.handlers["run.resume"](nothing);
    await session.reached("finished");
    const withoutTime = (of: TestSession) =>
      recordsOf(of).map(({ elapsedMs: _elapsed, ...record }) => record);
    expect(withoutTime(session)).toEqual(withoutTime(calm));
  });

  it("stops with its PRM kept, resets to nothing", async () => {
    const session = await loaded();
    await session.handlers["run.start"]({ config: smallConfig({ lower: { steps: 100_000 } }) });
    await session.reached("running");
    await expect(async () =>
      session.handlers["run.start"]({ config: smallConfig() }),
    ).rejects.toThrow(/already going on/);
    await expect(
      session.handlers["files.load"]({ files: smallFiles(), isReplacing: true }),
    ).rejects.toThrow(/cannot change while a run/);
    await session.handlers["run.stop"](nothing);
    expect(await session.reached("stopped")).toBe("stopped");
    const scores = await session.handlers["chain.score"]({
      question: "1 plus 2?",
      steps: ["1 plus 2 gives 3"],
    });
    expect(scores.stepScores[0]).toBeGreaterThan(0);
    expect(scores.stepScores[0]).toBeLessThan(1);
    await session.handlers["run.reset"](nothing);
    await expect(session.handlers["chain.score"]({ question: "q", steps: ["s"] })).rejects.toThrow(
      /no PRM yet/,
    );
  });

  it("retrains with the learned weights in the middle of a run, which then goes on", async () => {
    const session = await loaded();
    const config = smallConfig({ lower: { steps: 300, batchSize: 16 } });
    await session.handlers["run.step"]({ config });
    await session.reached("paused");
    for (let i = 0; i < 6; i++) {
      await session.handlers["run.step"]({ config });
      await session.reached("running");
      await session.reached("paused");
    }
    await session.handlers["run.retrain"](nothing);
    await session.reached("retraining");
    expect(await session.reached("paused")).toBe("paused");
    expect(recordsOf(session, "retrained").at(-1)!.step).toBe(300);
    expect(recordsOf(session, "vanilla").at(-1)!.weights).toEqual([1, 1, 1]);
    const fixed = recordsOf(session, "retrained").map(({ weights }) => weights.join());
    expect(new Set(fixed).size).toBe(1);
    await session.handlers["run.resume"](nothing);
    await session.reached("finished");
    expect(recordsOf(session).at(-1)!.step).toBe(300);
  });

  it("says why it cannot start", async () => {
    const session = testSession();
    const start =
      (config = smallConfig()) =>
      async () =>
        session.handlers["run.start"]({ config });
    await expect(start()).rejects.toThrow(/No data is loaded/);
    const shardsOnly = smallFiles().slice(0, 3);
    await session.handlers["files.load"]({ files: shardsOnly, isReplacing: true });
    await expect(start()).rejects.toThrow(/no meta set/);
    await expect(
      start(smallConfig({ mode: "fixed", fixedWeights: { apples: 1, plums: 2 } })),
    ).rejects.toThrow(/unknown: plums; missing: flipped, pears/);
    await start(smallConfig({ mode: "vanilla" }))();
    expect(await session.reached("finished", "failed")).toBe("finished");
    await expect(async () => session.handlers["run.retrain"](nothing)).rejects.toThrow(
      /no learned weights/,
    );
  });
});

describe("export", () => {
  it("writes what the formats promise, and the saved PRM scores as the run's did", async () => {
    const session = await loaded();
    await session.handlers["run.start"]({ config: smallConfig() });
    await session.reached("finished");
    const files = await session.handlers["run.export"](nothing);
    expect(files.map(({ name }) => name)).toEqual([
      "run.json",
      "weights.csv",
      "prm.safetensors",
      "scores.jsonl",
    ]);
    const text = async (name: string) => files.find((file) => file.name === name)!.blob.text();
    const run = JSON.parse(await text("run.json"));
    expect(run.backend.name).toBe("cpu");
    expect(run.data.domains.map(({ name }: { name: string }) => name)).toEqual([
      "apples",
      "flipped",
      "pears",
    ]);
    expect(run.data.domains[0]).toMatchObject({ rows: 80, chains: 40, steps: 80 });
    const weights: number[] = Object.values(run.weights);
    expect(weights.reduce((sum, weight) => sum + weight, 0) / 3).toBeCloseTo(1, 6);
    const csv = (await text("weights.csv")).trim().split("\n");
    expect(csv[0]).toBe("step,apples,flipped,pears");
    expect(csv[1]).toBe("0,1,1,1");
    expect(csv).toHaveLength(2 + run.history.length);
    const scores = await text("scores.jsonl");
    expect(scores.trim().split("\n")).toHaveLength(40);
    const first = JSON.parse(scores.split("\n")[0]!);
    expect(first).toMatchObject({ id: "q0", candidate: 0 });

    const saved = files.find(({ name }) => name === "prm.safetensors")!.blob;
    expect(readSafetensors(new Uint8Array(await saved.arrayBuffer())).step).toBe(100);
    const other = await loaded();
    await other.handlers["prm.load"]({ file: new File([saved], "prm.safetensors") });
    const again = await (await other.handlers["candidates.score"](nothing)).blob.text();
    const chainScores = (lines: string) =>
      lines
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).chainScore as number);
    chainScores(again).forEach((score, i) => {
      expect(score).toBeCloseTo(chainScores(scores)[i]!, 5);
    });
  });
});

describe("looking at chains", () => {
  it("filters, sorts and scores; editing a step changes its score", async () => {
    const session = await loaded();
    const { handlers } = session;
    const all = {
      source: "shards",
      domains: null,
      correctness: "all",
      text: "",
      minDisagreement: 0,
      sort: "order",
      isDescending: false,
    } as const;
    expect((await handlers["chains.query"]({ query: all })).total).toBe(120);
    const before = await handlers["chain.read"]({ source: "shards", ref: 0, comparedTo: null });
    expect(before.chainScores).toBeNull();
    expect(before.steps.map(({ accuracy }) => accuracy)).toEqual([0.8, 0]);

    await handlers["run.start"]({ config: smallConfig({ lower: { steps: 600, batchSize: 16 } }) });
    await session.reached("finished");
    const pears = await handlers["chains.query"]({
      query: { ...all, domains: ["pears"], text: "PEARS: 3" },
    });
    expect(pears.total).toBe(4);
    const sorted = await handlers["chains.query"]({
      query: { ...all, sort: "score", isDescending: true },
    });
    const items = await handlers["chains.list"]({ source: "shards", refs: [...sorted.refs] });
    const scores = items.map(({ score }) => score!);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    const disagreeing = await handlers["chains.query"]({ query: { ...all, minDisagreement: 0.5 } });
    const listed = await handlers["chains.list"]({ source: "shards", refs: [...disagreeing.refs] });
    expect(listed.length).toBeGreaterThan(0);
    for (const { disagreement } of listed) expect(disagreement).toBeGreaterThanOrEqual(0.5);

    const view = await handlers["chain.read"]({ source: "candidates", ref: 0, comparedTo: null });
    const steps = view.steps.map(({ text }) => text);
    const same = await handlers["chain.score"]({ question: view.question, steps });
    expect(same.stepScores).toEqual(view.steps.map(({ score }) => score));
    expect(same.chainScores).toEqual(view.chainScores);
    const wrong = await handlers["chain.score"]({
      question: view.question,
      steps: [steps[0]!, "2 plus 3 gives 6"],
    });
    expect(wrong.stepScores[0]).toBe(same.stepScores[0]);
    expect(wrong.stepScores[1]).toBeLessThan(same.stepScores[1]!);
    await expect(
      handlers["chain.read"]({ source: "shards", ref: 999, comparedTo: null }),
    ).rejects.toThrow(/no chain 999/);
  });
});

describe("a transformer PRM", () => {
  it("trains on a vocabulary of the corpus; exported, it scores without that corpus", async () => {
    const session = await loaded();
    const config = smallConfig({
      encoder: {
        kind: "transformer",
        vocabulary: 160,
        layers: 1,
        width: 16,
        heads: 2,
        context: 64,
        languageModel: { steps: 3 },
      },
      lower: { steps: 40, batchSize: 8 },
      upper: { warmupSteps: 5, metaBatchSize: 8, trainBatchSize: 16, hessianBatchSize: 8 },
    });
    await session.handlers["run.start"]({ config });
    expect(await session.reached("finished", "failed")).toBe("finished");
    const losses = recordsOf(session).map(({ lowerLoss }) => lowerLoss);
    expect(losses.at(-1)).toBeLessThan(losses[0]!);
    expect(new Set(recordsOf(session).at(-1)!.weights).size).toBe(3);
    const files = await session.handlers["run.export"](nothing);
    const blobOf = (name: string) => files.find((file) => file.name === name)!.blob;

    const other = testSession();
    const candidates = smallFiles().filter(({ path }) => path === "candidates.jsonl");
    await other.handlers["files.load"]({ files: candidates, isReplacing: true });
    await other.handlers["prm.load"]({ file: new File([blobOf("prm.safetensors")], "prm") });
    const again = await other.handlers["candidates.score"](nothing);
    const chainScores = async (blob: Blob) =>
      (await blob.text())
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).chainScore as number);
    const expected = await chainScores(blobOf("scores.jsonl"));
    expect(expected).toHaveLength(40);
    for (const [i, score] of (await chainScores(again.blob)).entries()) {
      expect(score).toBeCloseTo(expected[i]!, 5);
    }
  });

  it("can be stopped while its language model learns", async () => {
    const session = await loaded();
    const { handlers } = session;
    const config = smallConfig({
      encoder: { kind: "transformer", context: 64, languageModel: { steps: 100_000 } },
    });
    await handlers["run.start"]({ config });
    await vi.waitFor(() => {
      const told = session.named("load.progressed");
      expect(told.some(({ label, done }) => /language/.test(label) && done > 2)).toBe(true);
    }, 20_000);
    await handlers["run.stop"](nothing);
    const { state, detail } = session.named("run.stateChanged").at(-1)!;
    expect(`${state}: ${detail}`).toBe("stopped: Stopped before the training began");
    expect(session.named("run.started")).toEqual([]);
    // What was learned half is not taken for the whole.
    await handlers["run.start"]({ config: smallConfig() });
    expect(await session.reached("finished", "failed")).toBe("finished");
  });

  it("from a file scores chains and edited steps by its own vocabulary", async () => {
    const config = {
      kind: "transformer" as const,
      vocabulary: 160,
      layers: 1,
      width: 16,
      heads: 2,
      context: 64,
      languageModel: { steps: 3 },
      blind: false,
    };
    const encoder = await learnEncoder(config, { shards: [], meta: [...sums] }, TEXT_ONLY);
    const layout = prmLayout(config);
    const params = initialParams(layout, createRng(3));
    const bytes = writeSafetensors({ encoder, layout, params, step: 7, aggregation: "last" });
    const { handlers } = await loaded();
    await handlers["prm.load"]({ file: new File([bytes], "prm.safetensors") });

    const view = await handlers["chain.read"]({ source: "candidates", ref: 3, comparedTo: null });
    const steps = view.steps.map(({ text }) => text);
    const same = await handlers["chain.score"]({ question: view.question, steps });
    expect(same.atStep).toBe(7);
    expect(same.stepScores).toEqual(view.steps.map(({ score }) => score));
    const edited = await handlers["chain.score"]({
      question: view.question,
      steps: [steps[0]!, "一共 12 个"],
    });
    expect(edited.stepScores[0]).toBe(same.stepScores[0]);
    expect(edited.stepScores[1]).not.toBe(same.stepScores[1]);
    const scores = await (await handlers["candidates.score"](nothing)).blob.text();
    const third = JSON.parse(scores.split("\n")[3]!);
    third.stepScores.forEach((score: number, i: number) => {
      expect(score).toBeCloseTo(same.stepScores[i]!, 6);
    });
  });
});

describe("the corpus", () => {
  it("renames, merges, switches off and takes it back", async () => {
    const session = await loaded();
    const { handlers } = session;
    const names = (summary: { domains: { name: string }[] }) =>
      summary.domains.map(({ name }) => name);
    await handlers["domain.rename"]({ from: "flipped", to: "odd" });
    const merged = await handlers["domain.merge"]({ names: ["apples", "pears"], into: "fruit" });
    expect(names(merged)).toEqual(["fruit", "odd"]);
    const off = await handlers["domain.enable"]({ name: "odd", isEnabled: false });
    expect(off.domains[1]!.isEnabled).toBe(false);
    await handlers["run.start"]({ config: smallConfig() });
    await session.reached("finished");
    expect(session.named("run.started")[0]!.domains).toEqual(["fruit"]);
    await handlers["domain.undo"](nothing);
    await handlers["domain.undo"](nothing);
    expect(names(await handlers["domain.undo"](nothing))).toEqual(["apples", "flipped", "pears"]);
    await expect(async () => handlers["domain.undo"](nothing)).rejects.toThrow(
      /no edit to take back/,
    );
  });

  it("what is exported and read again trains the same", async () => {
    const session = await loaded();
    const exported = await session.handlers["corpus.export"](nothing);
    const again = testSession();
    const files = exported.map(({ name, blob }) => ({ path: name, file: new File([blob], name) }));
    await again.handlers["files.load"]({ files, isReplacing: true });
    for (const each of [session, again]) {
      await each.handlers["run.start"]({ config: smallConfig() });
      await each.reached("finished");
    }
    expect(recordsOf(again).map(({ weights }) => weights)).toEqual(
      recordsOf(session).map(({ weights }) => weights),
    );
  });

  it("a cancelled load leaves what was there", async () => {
    const session = await loaded();
    const loading = session.handlers["suite.load"]({ variant: "clean", seed: 3 });
    await session.handlers["load.cancel"](nothing);
    await expect(loading).rejects.toThrow();
    const { total } = await session.handlers["chains.query"]({
      query: {
        source: "shards",
        domains: null,
        correctness: "all",
        text: "",
        minDisagreement: 0,
        sort: "order",
        isDescending: false,
      },
    });
    expect(total).toBe(120);
  });
});
