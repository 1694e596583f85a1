import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import type { PrmEntry } from "../domain/evaluation.ts";
import { someKeptRun, someRunFile } from "../domain/keptRunFixture.ts";
import { memoryRunStorage } from "../storage/runStorage.ts";
import { comparedPrms } from "./evaluationStore.ts";
import { createScriptedClient } from "./scriptedClient.ts";
import { createStudio } from "./studio.ts";

const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

/** A studio that has kept two runs, the second pinned as the baseline. */
async function setUp() {
  const client = createScriptedClient();
  const storage = memoryRunStorage();
  const run = someRunFile({ seed: 5, upper: { estimator: "darts" } });
  const prms = { main: new Blob(["PRM of one"]) };
  await storage.put(someKeptRun({ id: "one", name: "One" }, run), { run, prms });
  await storage.put(someKeptRun({ id: "two", name: "Two", isBaseline: true }), {
    run: someRunFile(),
    prms: { main: new Blob(["PRM of two"]) },
  });
  const studio = createStudio(client, {
    view: "runs",
    guideSection: null,
    language: "en",
    theme: "system",
    search: "",
    schedule: (callback) => callback(),
    openRunStorage: async () => storage,
  });
  await settle();
  const shelve = (...prmIds: string[]) => {
    const entries = prmIds.map((id): PrmEntry => ({ id, label: id, step: 15 }));
    client.emit({ kind: "event", name: "shelf.changed", prms: entries });
  };
  return { client, studio, run, shelve };
}

test("its config stands in the form, whole, and the next run is started from it", async () => {
  const { studio, run } = await setUp();
  await studio.keptRuns.putConfigInForm("one");
  expect(studio.config.getState().config).toEqual(run.config);
  expect(studio.view.getState().view).toBe("train");
});

test("its PRM goes to the shelf and into the comparison", async () => {
  const { client, studio, shelve } = await setUp();
  shelve("main");
  const done = studio.keptRuns.evaluate("one");
  await settle();
  const { args, answer } = client.last("prm.shelve");
  expect(args).toMatchObject({ id: "kept/one", label: "One" });
  expect(await args.file.text()).toBe("PRM of one");
  shelve("main", "kept/one");
  await answer(null);
  await done;
  expect(comparedPrms(studio.evaluation.getState()).map(({ id }) => id)).toEqual([
    "main",
    "kept/one",
  ]);
  expect(studio.view.getState().view).toBe("evaluate");
});

test("its PRM is on the shelf while it is used, and leaves it unless it was there before", async () => {
  const { client, studio, shelve } = await setUp();
  const used: string[] = [];
  const use = async (id: string) => used.push(id);
  const done = studio.keptRuns.whileShelved("one", use);
  await settle();
  await client.last("prm.shelve").answer(null);
  await settle();
  expect(used).toEqual(["kept/one"]);
  await client.last("prm.unshelve").answer(null);
  expect(client.last("prm.unshelve").args).toEqual({ id: "kept/one" });
  await done;
  shelve("kept/one");
  await studio.keptRuns.whileShelved("one", use);
  expect(used).toHaveLength(2);
  expect(client.calls("prm.shelve")).toHaveLength(1);
  expect(client.calls("prm.unshelve")).toHaveLength(1);
});

test("beside the PRM that Inspect shows", async () => {
  const { client, studio, shelve } = await setUp();
  client.emit({ kind: "event", name: "prm.changed", role: "main", step: 15 });
  const done = studio.keptRuns.compareInInspect("one");
  await settle();
  shelve("main", "kept/one");
  await client.last("prm.shelve").answer(null);
  await done;
  expect(studio.inspect.getState().comparedTo).toBe("kept/one");
  // Once the list has come, its first chain is open: a comparison is seen on one.
  studio.inspect.getState().activate();
  await client.last("chains.query").answer({ total: 2, refs: Uint32Array.of(7, 8) });
  await settle();
  expect(studio.inspect.getState().selectedRef).toBe(7);
  expect(client.calls("prm.load")).toHaveLength(0);
});

test("where Inspect shows none, its PRM is shown, beside the baseline's", async () => {
  const { client, studio, shelve } = await setUp();
  const done = studio.keptRuns.compareInInspect("one");
  await settle();
  expect(await client.last("prm.load").args.file.text()).toBe("PRM of one");
  client.emit({ kind: "event", name: "prm.changed", role: "main", step: 15 });
  await client.last("prm.load").answer(null);
  await settle();
  shelve("kept/two");
  await client.last("prm.shelve").answer(null);
  await done;
  expect(studio.inspect.getState().comparedTo).toBe("kept/two");
  expect(studio.view.getState().view).toBe("inspect");
});

test("a PRM the worker refuses is said in words, and the view stays", async () => {
  const { client, studio } = await setUp();
  const done = studio.keptRuns.evaluate("one");
  await settle();
  await client.last("prm.shelve").fail(new StudioError("data", "no PRM at all"));
  await done;
  expect(studio.runs.getState().error?.message).toBe("no PRM at all");
  expect(studio.view.getState().view).toBe("runs");
});

test("deleted runs leave the shelf, and one notice brings them all back", async () => {
  const { client, studio, shelve } = await setUp();
  shelve("kept/one");
  const done = studio.keptRuns.remove(["one", "two"]);
  await settle();
  expect(client.last("prm.unshelve").args).toEqual({ id: "kept/one" });
  await client.last("prm.unshelve").answer(null);
  await done;
  expect(studio.runs.getState().runs).toEqual([]);
  const notice = studio.view.getState().notices.at(-1);
  expect(notice?.message).toBe("Deleted 2 runs");
  notice?.action?.act();
  await settle();
  expect(
    studio.runs
      .getState()
      .runs.map(({ id }) => id)
      .sort(),
  ).toEqual(["one", "two"]);
});

test("away from the Runs view, what goes wrong with keeping is a notice", async () => {
  const { studio } = await setUp();
  studio.runs.getState().report(new StudioError("state", "seen above the table"));
  expect(studio.view.getState().notices).toEqual([]);
  studio.view.getState().show("train");
  studio.runs.getState().report(new StudioError("state", "could not be kept"));
  expect(studio.view.getState().notices.map(({ message }) => message)).toEqual([
    "could not be kept",
  ]);
});
