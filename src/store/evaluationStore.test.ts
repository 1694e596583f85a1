import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import type { EvaluationReport, PrmEntry } from "../domain/evaluation.ts";
import type { CorpusSummary } from "../domain/summary.ts";
import { comparedPrms, createEvaluationStore } from "./evaluationStore.ts";
import { createScriptedClient } from "./scriptedClient.ts";

const entry = (id: string): PrmEntry => ({ id, label: id, step: 10 });

function report(of: readonly string[]): EvaluationReport {
  return {
    source: "test",
    questions: 1,
    candidates: 2,
    unanswered: 0,
    sizes: [1, 2],
    aggregation: "meanLogit",
    prms: of.map(entry),
    referenceId: null,
    curves: [],
    aggregations: [],
    steps: [],
    groups: [],
    draws: 10,
  };
}

function setUp(...ids: string[]) {
  const client = createScriptedClient();
  const store = createEvaluationStore(client);
  const shelve = (...on: string[]) =>
    client.emit({ kind: "event", name: "shelf.changed", prms: on.map(entry) });
  if (ids.length > 0) shelve(...ids);
  return { client, store, shelve };
}

const compared = (store: ReturnType<typeof createEvaluationStore>) =>
  comparedPrms(store.getState()).map(({ id }) => id);

test("PRMs of the run are compared, the retrained one first; kept ones when they are added", () => {
  const { store, shelve } = setUp("main", "kept/1", "vanilla", "retrained");
  expect(compared(store)).toEqual(["retrained", "main", "vanilla"]);
  store.getState().togglePrm("kept/1");
  store.getState().togglePrm("main");
  expect(compared(store)).toEqual(["retrained", "vanilla", "kept/1"]);
  shelve("kept/1", "kept/2");
  // Now that none of the run is left, kept ones are in unless taken out.
  expect(compared(store)).toEqual(["kept/2"]);
});

test("a choice is forgotten with the PRM it was about", () => {
  const { store, shelve } = setUp("main", "vanilla");
  store.getState().togglePrm("vanilla");
  shelve("main");
  shelve("main", "vanilla");
  expect(compared(store)).toEqual(["main", "vanilla"]);
});

test("nothing is asked for without PRMs", () => {
  const { client, store } = setUp();
  store.getState().compute();
  expect(client.calls("evaluation.compute")).toHaveLength(0);
  expect(store.getState().progress).toBeNull();
});

test("the newest question wins; the progress is the worker's", async () => {
  const { client, store } = setUp("main", "vanilla");
  client.emit({ kind: "event", name: "load.progressed", label: "Reading", done: 1, total: 2 });
  expect(store.getState().progress).toBeNull();
  store.getState().compute();
  expect(store.getState()).toMatchObject({ isStale: false, progress: { total: 0 } });
  client.emit({ kind: "event", name: "load.progressed", label: "Evaluating…", done: 1, total: 2 });
  expect(store.getState().progress).toEqual({ label: "Evaluating…", done: 1, total: 2 });
  store.getState().setAggregation("min");
  store.getState().togglePrm("vanilla");
  expect(store.getState().isStale).toBe(true);
  store.getState().compute();
  await client.calls("evaluation.compute")[0]?.answer(report(["main", "vanilla"]));
  expect(store.getState().report).toBeNull();
  const second = client.last("evaluation.compute");
  expect(second.args.request).toEqual({ prmIds: ["main"], aggregation: "min" });
  await second.answer(report(["main"]));
  expect(store.getState()).toMatchObject({ isStale: false, progress: null });
  expect(store.getState().report?.prms.map(({ id }) => id)).toEqual(["main"]);
});

test("a new PRM makes the report stale; new data take it away, with one on its way", async () => {
  const { client, store, shelve } = setUp("main");
  store.getState().compute();
  await client.last("evaluation.compute").answer(report(["main"]));
  shelve("main", "vanilla");
  expect(store.getState().isStale).toBe(true);
  expect(store.getState().report).not.toBeNull();
  store.getState().compute();
  client.emit({ kind: "event", name: "corpus.changed", summary: {} as CorpusSummary });
  expect(store.getState()).toMatchObject({ report: null, progress: null, isStale: true });
  await client.last("evaluation.compute").answer(report(["main", "vanilla"]));
  expect(store.getState().report).toBeNull();
});

test("an error is told once and not asked for again by itself", async () => {
  const { client, store } = setUp("main");
  store.getState().compute();
  await client.last("evaluation.compute").fail(new StudioError("data", "no candidates"));
  expect(store.getState()).toMatchObject({
    isStale: false,
    progress: null,
    error: { code: "data", message: "no candidates" },
  });
  store.getState().compute();
  expect(store.getState().error).toBeNull();
});

test("a recommendation belongs to one run", () => {
  const { client, store } = setUp();
  const recommendation = {
    choice: "uniform",
    gain: { value: -0.01, low: -0.02, high: 0 },
    chains: 40,
    questions: 20,
    reason: "Uniform weights rank the kept chains as well.",
  } as const;
  const recommend = () => client.emit({ kind: "event", name: "run.recommended", recommendation });
  recommend();
  expect(store.getState().recommendation).toEqual(recommendation);
  client.emit({
    kind: "event",
    name: "run.stateChanged",
    state: "idle",
    detail: "",
    error: null,
  });
  expect(store.getState().recommendation).toBeNull();
});

test("what the images are worth is measured over the same PRM without them, and forgotten with it", async () => {
  const { client, store, shelve } = setUp("main", "main/blind", "vanilla");
  // Hidden images are no other PRM of the run: they are compared only where one asks for it.
  expect(compared(store)).toEqual(["main", "vanilla"]);
  store.getState().measureImages();
  const asked = client.last("evaluation.compute");
  expect(asked.args.request).toEqual({
    prmIds: ["main", "main/blind"],
    aggregation: null,
    referenceId: "main/blind",
  });
  expect(store.getState().isMeasuringImages).toBe(true);
  const worth = report(["main", "main/blind"]);
  await asked.answer(worth);
  expect(store.getState()).toMatchObject({ imageReport: worth, isMeasuringImages: false });
  shelve("main", "main/blind");
  expect(store.getState().imageReport).toBeNull();
  store.getState().measureImages();
  await client.last("evaluation.compute").fail(new StudioError("state", "no candidates"));
  expect(store.getState()).toMatchObject({
    isMeasuringImages: false,
    error: { message: "no candidates" },
  });
});
