// How much room each kind takes, measured on databases of the test's own.
import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MODEL_FILES_CACHE } from "../domain/featureCache.ts";
import { someKeptRun, someRunFile } from "../domain/keptRunFixture.ts";
import { labelSpecSchema } from "../domain/labelling.ts";
import { openBrowserRunStorage } from "./browserRunStorage.ts";
import { browserWorkspace } from "./browserWorkspace.ts";
import { browserFeatureCache } from "./featureCache.ts";
import { openLabelJournal } from "./labelJournal.ts";
import { askToPersist, measureStorage } from "./storageUse.ts";
import { claimed } from "./workspaceContract.ts";

let names: Record<"workspace" | "keptRuns" | "labelJob" | "vectors", string>;

beforeEach(async () => {
  const name = () => `test-${crypto.randomUUID()}`;
  names = { workspace: name(), keptRuns: name(), labelJob: name(), vectors: name() };
  // Other tests download models, too.
  await caches.delete(MODEL_FILES_CACHE);
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const name of Object.values(names)) await deleteDB(name);
});

test("where nothing is kept nothing is counted; what is kept is, also while its tab is open", async () => {
  expect((await measureStorage(names)).byKind).toEqual({
    workspace: { corpus: 0, features: 0, run: 0, study: 0 },
    keptRuns: 0,
    labelJob: 0,
    vectors: 0,
    models: 0,
  });

  const workspace = await claimed(browserWorkspace({ name: names.workspace }));
  await workspace.write("corpus", { meta: 1, parts: { a: new Uint8Array(3000) }, kept: [] });
  const runs = await openBrowserRunStorage({ name: names.keptRuns });
  const run = someRunFile();
  const deletedAt = new Date().toISOString();
  await runs.put(someKeptRun({ deletedAt }), {
    run,
    prms: { main: new Blob([new Uint8Array(40_000)]) },
  });
  const labels = await openLabelJournal({ name: names.labelJob });
  await labels.begin({
    id: "job",
    createdAt: deletedAt,
    spec: labelSpecSchema.parse({ generator: { kind: "suite" } }),
    questions: [{ id: "q", domain: "d", question: "?", groundTruth: "1", imagePath: "i.png" }],
    summary: { domains: [], questions: 1, problems: [], isSuite: false, first: null },
    hadKey: false,
    suiteProblems: null,
    images: new Map([["i.png", new Blob([new Uint8Array(7000)])]]),
  });
  const vectors = browserFeatureCache(names.vectors);
  await vectors.write("model", new Map([["key", new Float32Array(100)]]));
  const files = await caches.open(MODEL_FILES_CACHE);
  await files.put("/model", new Response("1234", { headers: { "content-length": "4" } }));

  const { byKind, usage, quota } = await measureStorage(names);
  expect(byKind.workspace?.corpus).toBeGreaterThanOrEqual(3000);
  expect(byKind.workspace?.run).toBe(0);
  expect(byKind.keptRuns).toBeGreaterThan(40_000);
  expect(byKind.labelJob).toBeGreaterThan(7000);
  expect(byKind.labelJob).toBeLessThan(10_000);
  expect(byKind).toMatchObject({ vectors: 400, models: 4 });
  expect(usage).toBeGreaterThan(0);
  expect(quota).toBeGreaterThan(usage ?? 0);
  // Measuring has taken nothing from the tab that has it.
  await workspace.write("study", { meta: 1, parts: {}, kept: [] });
  for (const opened of [workspace, runs, labels, vectors]) await opened.close();
});

test("what a newer version of the app wrote is not counted, and hides nothing else", async () => {
  for (const name of [names.workspace, names.keptRuns, names.labelJob, names.vectors]) {
    (await openDB(name, 99)).close();
  }
  const { byKind, usage } = await measureStorage(names);
  expect(byKind).toEqual({
    workspace: null,
    keptRuns: null,
    labelJob: null,
    vectors: null,
    models: null,
  });
  expect(usage).not.toBeNull();
});

test("the browser's promise to keep it all is asked for and told; a refusal is none", async () => {
  const { storage } = navigator;
  vi.spyOn(storage, "persist").mockResolvedValueOnce(true).mockRejectedValueOnce(new Error("no"));
  vi.spyOn(storage, "persisted").mockResolvedValueOnce(true);
  expect(await askToPersist()).toBe(true);
  expect((await measureStorage(names)).isPersistent).toBe(true);
  expect(await askToPersist()).toBe(false);
});
