import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import { someKeptRun, someRunFile } from "../domain/keptRunFixture.ts";
import type { RunFile, RunState } from "../domain/run.ts";
import type { RunConfigInput } from "../domain/runConfig.ts";
import { memoryRunStorage, type RunStorage } from "../storage/runStorage.ts";
import { runMembers } from "./keptRunFiles.ts";
import { createRunsStore } from "./runsStore.ts";
import { createScriptedClient } from "./scriptedClient.ts";

/** Lets storage and answers run. */
const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

async function setUp(storage: RunStorage | StudioError = memoryRunStorage()) {
  const client = createScriptedClient();
  const store = createRunsStore(client, async () => {
    if (storage instanceof StudioError) throw storage;
    return storage;
  });
  await settle();
  const runs = () => store.getState().runs;
  const become = (state: RunState) =>
    client.emit({ kind: "event", name: "run.stateChanged", state, detail: "", error: null });
  let begun = 0;
  const begin = (run: RunFile, role: "main" | "retrained" | "vanilla" = "main") =>
    client.emit({
      kind: "event",
      name: "run.started",
      id: `run ${role === "main" ? ++begun : begun}`,
      restored: null,
      role,
      config: run.config,
      domains: ["a", "b"],
      totalSteps: 15,
      encoderNote: null,
    });
  /** Answers what the recorder asks at the end of a run. */
  async function answer(run: RunFile): Promise<void> {
    await settle();
    await client.last("run.describe").answer(run);
    for (const call of client.calls("prm.export")) {
      await call.answer({ name: "prm.safetensors", blob: new Blob([call.args.id]) });
    }
    await settle();
  }
  async function train(config: RunConfigInput, end: RunState = "finished"): Promise<RunFile> {
    const run = someRunFile(config);
    begin(run);
    become(end);
    await answer(run);
    return run;
  }
  return { client, store, runs, become, begin, answer, train };
}

test("a finished run is kept with its PRM, named by what differs", async () => {
  const { store, runs, train } = await setUp();
  const run = await train({ seed: 2 });
  expect(runs()).toHaveLength(1);
  expect(runs()[0]).toMatchObject({ name: "seed 2", prmRoles: ["main"], startedFrom: null });
  const id = runs()[0]?.id ?? "";
  expect(store.getState().contents.get(id)).toEqual(run);
  const content = await store.getState().read(id);
  expect(await content?.prms.main?.text()).toBe("main");
});

test("a run that was stopped or failed is kept; one without a point, or whose worker is gone, is not", async () => {
  const { client, runs, train, begin, become, answer } = await setUp();
  await train({}, "stopped");
  await train({ seed: 4 }, "failed");
  expect(runs()).toHaveLength(2);
  const empty = { ...someRunFile(), history: [] };
  begin(empty);
  become("stopped");
  await answer(empty);
  const asked = client.calls("run.describe").length;
  begin(someRunFile());
  const error = { code: "worker", message: "gone", hint: "" } as const;
  client.emit({ kind: "event", name: "run.stateChanged", state: "failed", detail: "", error });
  await settle();
  expect(client.calls("run.describe")).toHaveLength(asked);
  expect(runs()).toHaveLength(2);
});

test("why a run failed is kept with it, until it ends otherwise", async () => {
  const { client, store, runs, begin, become, answer } = await setUp();
  const run = someRunFile();
  begin(run);
  const error = { code: "numbers", message: "The loss is no number", hint: "" } as const;
  client.emit({ kind: "event", name: "run.stateChanged", state: "failed", detail: "", error });
  await answer(run);
  expect(runs()[0]).toMatchObject({ failure: "The loss is no number" });
  await store.getState().refresh();
  expect(runs()[0]).toMatchObject({ failure: "The loss is no number" });
  begin(run, "retrained");
  become("finished");
  await answer(run);
  expect(runs()).toHaveLength(1);
  expect(runs()[0]).not.toHaveProperty("failure");
});

test("a retraining renews the kept run, under the name it was given", async () => {
  const { store, runs, train, begin, become, answer } = await setUp();
  const run = await train({});
  const id = runs()[0]?.id ?? "";
  await store.getState().rename(id, "Mine");
  begin(run, "retrained");
  begin(run, "vanilla");
  become("finished");
  const retrained = [{ step: 15, bestOf: { "8": 0.9 }, stepAuroc: 0.8 }];
  await answer({ ...run, evaluation: { main: run.evaluation?.main ?? [], retrained } });
  expect(runs()).toHaveLength(1);
  expect(runs()[0]).toMatchObject({
    id,
    name: "Mine",
    prmRoles: ["main", "retrained", "vanilla"],
    summary: { yields: "retrained", bestOf: { "8": 0.9 } },
  });
});

test("the next run tells what differs from the one before it", async () => {
  const { runs, train, store } = await setUp();
  await train({ seed: 2 });
  const first = runs()[0]?.id ?? "";
  await train({ seed: 2, upper: { learningRate: 0.3 } });
  const second = runs().find(({ id }) => id !== first);
  expect(second).toMatchObject({ name: "upper.learningRate 0.3", startedFrom: first });
  expect(second?.differences.map(({ path }) => path)).toEqual(["upper.learningRate"]);
  // Started from a run that was chosen.
  store.getState().startFrom(first);
  await train({ seed: 5 });
  expect(runs().find(({ name }) => name === "seed 5")?.startedFrom).toBe(first);
});

test("what another run has described in the meantime is not taken for this one", async () => {
  const { runs, begin, become, answer } = await setUp();
  begin(someRunFile({ seed: 1 }));
  become("stopped");
  await answer(someRunFile({ seed: 2 }));
  expect(runs()).toEqual([]);
});

test("a PRM that cannot be had does not cost the run", async () => {
  const { client, runs, begin, become } = await setUp();
  const run = someRunFile();
  begin(run);
  become("stopped");
  await settle();
  await client.last("prm.export").fail(new StudioError("state", "none yet"));
  await client.last("run.describe").answer(run);
  await settle();
  expect(runs()[0]?.prmRoles).toEqual([]);
});

test("a run that was stopped before it began is nothing to keep, and no error", async () => {
  const { client, store, runs, train, become } = await setUp();
  await train({});
  become("preparing");
  become("stopped");
  await settle();
  await client.last("run.describe").fail(new StudioError("state", "There is no run to export"));
  for (const call of client.calls("prm.export")) await call.fail(new StudioError("state", "none"));
  await settle();
  expect(runs()).toHaveLength(1);
  expect(store.getState().error).toBeNull();
});

test("trainings of a comparison are kept under their labels", async () => {
  const { client, runs, store } = await setUp();
  const training = {
    kind: "event",
    name: "study.runDone",
    id: "study 0 3",
    label: "upper.learningRate 0.1, seed 3",
    run: someRunFile({ seed: 3 }),
    prm: { name: "prm.safetensors", blob: new Blob(["retrained"]) },
  } as const;
  client.emit(training);
  await settle();
  // Made again after a crash: the same run, not a second one.
  client.emit(training);
  await settle();
  expect(runs()).toHaveLength(1);
  expect(runs()[0]).toMatchObject({
    name: "upper.learningRate 0.1, seed 3",
    prmRoles: ["retrained"],
  });
  expect(store.getState().contents.size).toBe(1);
});

test("deleted runs come back by undo, the last first; the baseline stays one alone", async () => {
  const { store, runs, train } = await setUp();
  await train({ seed: 1 });
  await train({ seed: 2 });
  const [a, b] = runs().map(({ id }) => id);
  const actions = store.getState();
  await actions.pin(a ?? "");
  await actions.remove(a ?? "");
  await actions.remove(b ?? "");
  expect(runs()).toEqual([]);
  expect(store.getState().contents.size).toBe(0);
  await actions.restore();
  expect(runs().map(({ id }) => id)).toEqual([b]);
  await actions.pin(b ?? "");
  await actions.restore();
  expect(
    runs()
      .filter(({ isBaseline }) => isBaseline)
      .map(({ id }) => id),
  ).toEqual([b]);
  await settle();
  expect(store.getState().contents.size).toBe(2);
});

test("what was deleted more than a day ago is gone for good, the rest can be had back", async () => {
  const storage = memoryRunStorage();
  const ago = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
  const content = { run: someRunFile(), prms: {} };
  await storage.put(someKeptRun({ id: "old", deletedAt: ago(30) }), content);
  await storage.put(someKeptRun({ id: "new", deletedAt: ago(2) }), content);
  const { store } = await setUp(storage);
  expect(store.getState().deleted.map(({ id }) => id)).toEqual(["new"]);
  expect(await storage.read("old")).toBeNull();
  expect(await storage.read("new")).not.toBeNull();
});

test("only what is shown is held in memory", async () => {
  const storage = memoryRunStorage();
  const content = { run: someRunFile(), prms: {} };
  await storage.put(someKeptRun({ id: "shown" }), content);
  await storage.put(someKeptRun({ id: "hidden", isShown: false }), content);
  const { store } = await setUp(storage);
  expect([...store.getState().contents.keys()]).toEqual(["shown"]);
  await store.getState().setShown("hidden", true);
  await store.getState().setShown("shown", false);
  await settle();
  expect([...store.getState().contents.keys()]).toEqual(["hidden"]);
});

test("a browser that keeps nothing is said in words; runs stay for the visit", async () => {
  const { store, runs, train } = await setUp(new StudioError("state", "nothing is kept", "export"));
  expect(store.getState().storageProblem?.message).toBe("nothing is kept");
  expect(store.getState().isLoaded).toBe(true);
  await train({});
  expect(runs()).toHaveLength(1);
  expect(await store.getState().read(runs()[0]?.id ?? "")).not.toBeNull();
});

test("deleted runs can be removed at once: their room is free, and they do not come back", async () => {
  const storage = memoryRunStorage();
  const { store, runs, train } = await setUp(storage);
  await train({ seed: 1 });
  await train({ seed: 2 });
  const [kept, gone] = runs().map(({ id }) => id);
  await store.getState().remove(gone ?? "");
  expect(await storage.read(gone ?? "")).not.toBeNull();
  await store.getState().removeForGood();
  expect(store.getState().deleted).toEqual([]);
  expect(await storage.read(gone ?? "")).toBeNull();
  await store.getState().refresh();
  expect(runs().map(({ id }) => id)).toEqual([kept]);
  expect(store.getState().deleted).toEqual([]);
});

test("a run that finds no room stays in memory, and is marked", async () => {
  const inner = memoryRunStorage();
  let isFull = true;
  const storage: RunStorage = {
    ...inner,
    put: async (entry, content) => {
      if (isFull) throw new StudioError("state", "no room left");
      await inner.put(entry, content);
    },
  };
  const { store, runs, train } = await setUp(storage);
  const run = await train({});
  const id = runs()[0]?.id ?? "";
  expect(store.getState().storageProblem?.message).toBe("no room left");
  expect([...store.getState().unsaved]).toEqual([id]);
  await store.getState().refresh();
  expect(runs().map((kept) => kept.id)).toEqual([id]);
  expect((await store.getState().read(id))?.run).toEqual(run);
  // Room is made, and the next change takes the run along.
  isFull = false;
  await store.getState().rename(id, "Saved");
  expect(store.getState().unsaved.size).toBe(0);
  expect((await inner.read(id))?.run).toEqual(run);
});

test("what was exported is imported with the same numbers and PRMs", async () => {
  const { store, runs } = await setUp();
  const header = new TextEncoder().encode('{"__metadata__":{"format":"dreamprm-studio"}}');
  const length = new DataView(new ArrayBuffer(8));
  length.setBigUint64(0, BigInt(header.length), true);
  const prm = (text: string) => new Blob([length.buffer, header, text]);
  const run = someRunFile({ seed: 4 });
  const evaluation = { main: run.evaluation?.main ?? [], retrained: [], vanilla: [] };
  const prms = { main: prm("main"), retrained: prm("retrained"), vanilla: prm("vanilla") };
  const members = runMembers({ run: { ...run, evaluation }, prms });
  const files = members.map(({ name, blob }) => ({
    path: `My_run.dreamprm.zip/${name}`,
    file: blob,
  }));
  expect(await store.getState().importRuns(files)).toBe(1);
  expect(runs()[0]?.name).toBe("My run");
  const content = await store.getState().read(runs()[0]?.id ?? "");
  expect(content?.run).toEqual({ ...run, evaluation });
  for (const role of ["main", "retrained", "vanilla"] as const) {
    expect(await content?.prms[role]?.text()).toBe(await prms[role].text());
  }
});

test.each([
  ["a file that is no JSON", [["run.json", "{"]], /run\.json/],
  ["an archive without a run", [["x.zip/notes.txt", ""]], /no run\.json in x\.zip/],
  [
    "a PRM that is none",
    [
      ["x.zip/run.json", JSON.stringify(someRunFile())],
      ["x.zip/prm.safetensors", "not a tensor in sight"],
    ],
    /x\.zip\/prm\.safetensors is no PRM/,
  ],
])("%s is refused in words, and nothing is kept of it", async (_what, files, message) => {
  const { store, runs } = await setUp();
  const given = files.map(([path = "", text = ""]) => ({ path, file: new Blob([text]) }));
  expect(await store.getState().importRuns(given)).toBe(0);
  expect(store.getState().error?.message).toMatch(message);
  expect(runs()).toEqual([]);
});
