import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import type { HistoryRecord, PrmRole } from "../domain/run.ts";
import { defaultRunConfig } from "../domain/runConfig.ts";
import type { StudioEvent } from "../protocol/messages.ts";
import { createRunStore } from "./runStore.ts";
import { createScriptedClient } from "./scriptedClient.ts";

const TIMING = { lowerStepMs: 1, upperStepMs: 2, stepsPerSecond: 500 };

function started(role: PrmRole): StudioEvent {
  const config = defaultRunConfig();
  return {
    kind: "event",
    name: "run.started",
    id: "run",
    restored: null,
    role,
    config,
    domains: ["a", "b"],
    totalSteps: 1500,
    encoderNote: null,
  };
}

function progressed(role: PrmRole, step: number): StudioEvent {
  const record: HistoryRecord = {
    step,
    upperStep: step / 5,
    lowerLoss: 0.2,
    weightedLowerLoss: 0.1,
    metaLoss: 0.25,
    weights: [1.5, 0.5],
    alignment: null,
    cosine: null,
    gradientNorm: null,
    elapsedMs: step,
  };
  return { kind: "event", name: "run.progressed", role, step, records: [record], timing: TIMING };
}

function stateChanged(state: "running" | "idle" | "failed"): StudioEvent {
  const error = { code: "device", message: "gone", hint: "" } as const;
  return {
    kind: "event",
    name: "run.stateChanged",
    state,
    detail: "Training",
    error: state === "failed" ? error : null,
  };
}

function evaluated(role: PrmRole, step: number): StudioEvent {
  const record = { step, bestOf: { 4: step / 100 }, stepAuroc: 0.8 };
  return { kind: "event", name: "run.evaluated", role, record };
}

function setUp() {
  const client = createScriptedClient();
  const frames: (() => void)[] = [];
  const store = createRunStore(client, (callback) => void frames.push(callback));
  let updates = 0;
  store.subscribe(() => {
    updates += 1;
  });
  const draw = () => {
    for (const callback of frames.splice(0)) callback();
  };
  return { client, store, draw, updates: () => updates };
}

test("a frame's events become one update", () => {
  const { client, store, draw, updates } = setUp();
  client.emit(stateChanged("running"));
  client.emit(started("main"));
  client.emit(progressed("main", 5));
  client.emit(progressed("main", 10));
  expect(store.getState().state).toBe("idle");
  draw();
  expect(updates()).toBe(1);
  const { state, step, totalSteps, main, timing } = store.getState();
  expect({ state, step, totalSteps }).toEqual({ state: "running", step: 10, totalSteps: 1500 });
  expect(main?.history.length).toBe(2);
  expect([...(main?.history.lastWeights() ?? [])]).toEqual([1.5, 0.5]);
  expect(timing).toEqual(TIMING);
});

test("a run from before a reload is there at once, with its points, and goes on behind them", () => {
  const { client, store, draw } = setUp();
  const before = [5, 10, 15].map((step) => progressed("main", step));
  const records = before.flatMap((event) => ("records" in event ? event.records : []));
  const measured = evaluated("main", 10);
  client.emit({
    ...started("main"),
    restored: {
      step: 15,
      records,
      evaluations: "record" in measured ? [measured.record] : [],
      timing: TIMING,
    },
  } as StudioEvent);
  draw();
  const restored = store.getState();
  expect(restored).toMatchObject({ step: 15, totalSteps: 1500, timing: TIMING });
  expect([...(restored.main?.history.steps() ?? [])]).toEqual([5, 10, 15]);
  expect(restored.main?.evaluations).toMatchObject([{ step: 10 }]);
  client.emit(progressed("main", 20));
  client.emit(evaluated("main", 20));
  draw();
  expect([...(store.getState().main?.history.steps() ?? [])]).toEqual([5, 10, 15, 20]);
  expect(store.getState().main?.evaluations.map(({ step }) => step)).toEqual([10, 20]);
});

test("retrained and vanilla stand beside the main run, and a new main run clears them", () => {
  const { client, store, draw } = setUp();
  client.emit(started("main"));
  client.emit(progressed("main", 5));
  client.emit(started("retrained"));
  client.emit(progressed("retrained", 5));
  client.emit(evaluated("retrained", 5));
  client.emit(started("vanilla"));
  draw();
  expect(store.getState().main?.history.length).toBe(1);
  expect(store.getState().retrained?.evaluations).toHaveLength(1);
  expect(store.getState().vanilla).not.toBeNull();
  expect(store.getState().step).toBe(0);
  client.emit(started("main"));
  draw();
  expect(store.getState().retrained).toBeNull();
  expect(store.getState().vanilla).toBeNull();
  expect(store.getState().main?.history.length).toBe(0);
});

test("a step measured twice (after a lost device) is kept once, the newer", () => {
  const { client, store, draw } = setUp();
  client.emit(started("main"));
  client.emit(evaluated("main", 50));
  client.emit(evaluated("main", 100));
  client.emit({
    ...evaluated("main", 50),
    record: { step: 50, bestOf: null, stepAuroc: 0.9 },
  } as StudioEvent);
  draw();
  expect(store.getState().main?.evaluations.map((record) => record.stepAuroc)).toEqual([0.9]);
});

test("idle means reset: nothing of the run is left", () => {
  const { client, store, draw } = setUp();
  client.emit(started("main"));
  client.emit(progressed("main", 5));
  client.emit(stateChanged("idle"));
  draw();
  const { main, config, step, totalSteps } = store.getState();
  expect({ main, config, step, totalSteps }).toEqual({
    main: null,
    config: null,
    step: 0,
    totalSteps: 0,
  });
});

test("a failed run keeps its error until it is dismissed", () => {
  const { client, store, draw } = setUp();
  client.emit(stateChanged("failed"));
  draw();
  expect(store.getState().error?.message).toBe("gone");
  store.getState().dismissError();
  expect(store.getState().error).toBeNull();
});

test("a command is pending until answered, and its failure is shown", async () => {
  const { client, store } = setUp();
  const asked = store.getState().pause();
  expect(store.getState().pending).toBe("run.pause");
  await client.last("run.pause").fail(new StudioError("state", "No run", "Start one."));
  expect(await asked).toBe(false);
  expect(store.getState().pending).toBeNull();
  expect(store.getState().error).toEqual({ code: "state", message: "No run", hint: "Start one." });
});

test("an answered command has its events applied before it resolves", async () => {
  const { client, store } = setUp();
  const asked = store.getState().start(defaultRunConfig());
  client.emit(stateChanged("running"));
  await client.last("run.start").answer(null);
  expect(await asked).toBe(true);
  expect(store.getState().state).toBe("running");
});

test("a run that is asked for takes the place of the one before at once", async () => {
  const { client, store, draw } = setUp();
  client.emit(started("main"));
  client.emit(progressed("main", 5));
  draw();
  const config = { ...defaultRunConfig(), seed: 2 };
  const asked = store.getState().start(config);
  await client.last("run.start").answer(null);
  await asked;
  expect(store.getState()).toMatchObject({ main: null, step: 0, totalSteps: 1500, config });
});

test("a refused start leaves the run before as it was", async () => {
  const { client, store, draw } = setUp();
  client.emit(started("main"));
  client.emit(progressed("main", 5));
  draw();
  const asked = store.getState().start(defaultRunConfig());
  await client.last("run.start").fail(new StudioError("config", "lower.steps is wrong"));
  expect(await asked).toBe(false);
  expect(store.getState().main?.history.length).toBe(1);
});

test("a step of a paused run keeps the run", async () => {
  const { client, store, draw } = setUp();
  client.emit(started("main"));
  client.emit(progressed("main", 5));
  client.emit({
    kind: "event",
    name: "run.stateChanged",
    state: "paused",
    detail: "",
    error: null,
  });
  draw();
  const asked = store.getState().stepOnce(defaultRunConfig());
  await client.last("run.step").answer(null);
  await asked;
  expect(store.getState().main?.history.length).toBe(1);
});
