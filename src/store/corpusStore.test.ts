import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import type { CorpusSummary } from "../domain/summary.ts";
import { createCorpusStore, isWhole } from "./corpusStore.ts";
import { createScriptedClient } from "./scriptedClient.ts";

function summaryOf(source: string): CorpusSummary {
  return {
    source,
    isSuite: false,
    domains: [],
    metaChains: 0,
    metaCorrect: 0,
    metaMeanSteps: 0,
    candidateQuestions: 0,
    candidateChains: 0,
    images: { files: 0, missingChains: 0 },
    files: [],
    problems: [],
    problemCount: 0,
    overlapQuestions: 0,
    overlapExamples: [],
    blockers: { bilevel: null, vanilla: null, fixed: null },
  };
}

function setUp() {
  const client = createScriptedClient();
  const store = createCorpusStore(client);
  return { client, store };
}

test("a load shows its progress and ends with the new corpus", async () => {
  const { client, store } = setUp();
  void store.getState().loadSuite("planted", 7);
  expect(client.last("suite.load").args).toEqual({ variant: "planted", seed: 7 });
  client.emit({ kind: "event", name: "load.progressed", label: "Rollouts", done: 3, total: 15 });
  expect(store.getState().load).toEqual({ label: "Rollouts", done: 3, total: 15 });
  await client.last("suite.load").answer(summaryOf("suite"));
  expect(store.getState().load).toBeNull();
  expect(store.getState().summary?.source).toBe("suite");
  client.emit({ kind: "event", name: "load.progressed", label: "late", done: 1, total: 1 });
  expect(store.getState().load).toBeNull();
});

test("a cancelled load is no error and leaves the corpus as it was", async () => {
  const { client, store } = setUp();
  void store.getState().loadSuite("planted", 1);
  await client.last("suite.load").answer(summaryOf("before"));
  void store.getState().loadFiles([], true);
  void store.getState().cancelLoad();
  expect(client.calls("load.cancel")).toHaveLength(1);
  await client.last("files.load").fail(new StudioError("cancelled", "Cancelled"));
  expect(store.getState()).toMatchObject({ load: null, error: null });
  expect(store.getState().summary?.source).toBe("before");
});

test("files dropped while the suite is generated stop it and are read next", async () => {
  const { client, store } = setUp();
  void store.getState().loadSuite("planted", 1);
  void store.getState().loadFiles([], false);
  expect(client.calls("files.load")).toHaveLength(0);
  await client.last("load.cancel").answer(null);
  await client.last("suite.load").fail(new StudioError("cancelled", "Cancelled"));
  expect(client.calls("files.load")).toHaveLength(1);
  expect(store.getState().load?.label).toBe("Reading 0 files");
  await client.last("files.load").answer(summaryOf("files"));
  expect(store.getState()).toMatchObject({ load: null, error: null });
  expect(store.getState().summary?.source).toBe("files");
});

test("a failed load says why", async () => {
  const { client, store } = setUp();
  void store.getState().loadFiles([], true);
  await client.last("files.load").fail(new StudioError("data", "no rows in a.json", "Check it."));
  expect(store.getState().error).toEqual({
    code: "data",
    message: "no rows in a.json",
    hint: "Check it.",
  });
});

const RENAMED = { kind: "rename", from: "a", to: "b" };

test("changes can be undone one by one, newest first", async () => {
  const { client, store } = setUp();
  void store.getState().renameDomain("a", "b");
  await client.last("domain.rename").answer(summaryOf("1"));
  void store.getState().mergeDomains(["b", "c"], "d");
  await client.last("domain.merge").answer(summaryOf("2"));
  expect(store.getState().undoable).toEqual([
    RENAMED,
    { kind: "merge", names: ["b", "c"], into: "d" },
  ]);
  void store.getState().undo();
  await client.last("domain.undo").answer(summaryOf("1"));
  expect(store.getState().summary?.source).toBe("1");
  expect(store.getState().undoable).toEqual([RENAMED]);
});

test("a refused change is not undoable and is named; a new corpus forgets the old one's changes", async () => {
  const { client, store } = setUp();
  const renamed = store.getState().renameDomain("a", "b");
  await client.last("domain.rename").fail(new StudioError("data", "“b” is taken"));
  expect(await renamed).toBe(false);
  expect(store.getState().undoable).toEqual([]);
  expect(store.getState().error?.message).toBe("“b” is taken");
  void store.getState().enableDomain("a", false);
  await client.last("domain.enable").answer(summaryOf("1"));
  expect(store.getState()).toMatchObject({
    undoable: [{ kind: "enable", name: "a", isEnabled: false }],
    error: null,
  });
  void store.getState().loadSuite("clean", 1);
  await client.last("suite.load").answer(summaryOf("2"));
  expect(store.getState().undoable).toEqual([]);
});

const named = (path: string) => ({ path, file: new File([], path) });
const read = (name: string, rows = 1) => ({
  ...{ name, rows, bytes: 0, badRows: 0 },
  format: rows === 0 ? ("unknown" as const) : ("training" as const),
});
const mapping = { format: "training" as const, fields: { input: "q" } };

test("to read a file differently all files are read anew, and the mapping is remembered", async () => {
  const { client, store } = setUp();
  void store.getState().loadFiles([named("a"), named("b")], true);
  await client.last("files.load").answer({ ...summaryOf("1"), files: [read("a"), read("b", 0)] });
  void store.getState().readAs(["b"], mapping);
  expect(client.last("files.load").args).toMatchObject({
    files: [{ path: "a" }, { path: "b" }],
    isReplacing: true,
    mappings: { b: mapping },
  });
  await client.last("files.load").answer({ ...summaryOf("2"), files: [read("a"), read("b")] });
  // The file is dropped in again, corrected.
  void store.getState().loadFiles([named("b")], false);
  expect(client.last("files.load").args).toMatchObject({ mappings: { b: mapping } });
  await client.last("files.load").answer({ ...summaryOf("3"), files: [read("a"), read("b")] });
  expect(store.getState().opened.map(({ path }) => path)).toEqual(["a", "b"]);
  void store.getState().readAs(["b"], null);
  expect(client.last("files.load").args).not.toHaveProperty("mappings");
});

test("beside the suite only the file itself is read again", async () => {
  const { client, store } = setUp();
  void store.getState().loadSuite("planted", 1);
  await client.last("suite.load").answer({ ...summaryOf("suite"), isSuite: true });
  void store.getState().loadFiles([named("a")], false);
  await client.last("files.load").answer({ ...summaryOf("suite + a"), files: [read("a", 0)] });
  expect(isWhole(store.getState())).toBe(false);
  void store.getState().readAs(["a"], mapping);
  expect(client.last("files.load").args).toMatchObject({
    files: [{ path: "a" }],
    isReplacing: false,
  });
});

test("files of vectors alone leave the files before them", async () => {
  const { client, store } = setUp();
  void store.getState().loadFiles([named("a")], true);
  await client.last("files.load").answer({ ...summaryOf("1"), files: [read("a")] });
  void store.getState().loadFiles([named("v")], true);
  const files = [read("a"), { ...read("v", 0), format: "features" as const }];
  await client.last("files.load").answer({ ...summaryOf("1"), files });
  expect(store.getState().opened.map(({ path }) => path)).toEqual(["a", "v"]);
  expect(isWhole(store.getState())).toBe(true);
});
