import { expect, test } from "vitest";
import { type RunSituation, runControls } from "./runControls.ts";

const READY: RunSituation = {
  state: "idle",
  isPending: false,
  isStudyGoing: false,
  isCorpusReady: true,
  isConfigValid: true,
  hasPoints: false,
  hasLearnedWeights: false,
};

test("idle: start and step, once corpus and config are ready", () => {
  expect(runControls(READY)).toMatchObject({ main: "start", canStep: true, canStop: false });
  expect(runControls({ ...READY, isCorpusReady: false })).toMatchObject({
    main: null,
    canStep: false,
  });
  expect(runControls({ ...READY, isConfigValid: false }).main).toBeNull();
});

test("running: pause and stop; retraining once there are learned weights", () => {
  const running = { ...READY, state: "running" } as const;
  expect(runControls(running)).toMatchObject({
    main: "pause",
    canStep: false,
    canStop: true,
    canReset: false,
    canRetrain: false,
    isActive: true,
  });
  expect(runControls({ ...running, hasPoints: true, hasLearnedWeights: true }).canRetrain).toBe(
    true,
  );
});

test("paused: an invalid config in the form does not keep the run from going on", () => {
  const paused = { ...READY, state: "paused", isConfigValid: false, hasPoints: true } as const;
  expect(runControls(paused)).toMatchObject({
    main: "resume",
    canStep: true,
    canStop: true,
    canReset: true,
    canExport: true,
  });
});

test("finished: start anew, reset, export", () => {
  const finished = { ...READY, state: "finished", hasPoints: true } as const;
  expect(runControls(finished)).toMatchObject({
    main: "start",
    canReset: true,
    canExport: true,
    canStop: false,
  });
});

test("nothing can be pressed twice", () => {
  const pending = runControls({ ...READY, state: "running", isPending: true });
  expect(pending).toMatchObject({ main: null, canStop: false, canRetrain: false });
});

test("a study keeps runs from beginning, and a run keeps studies from beginning; both say why", () => {
  expect(runControls(READY)).toMatchObject({ canStudy: true, whyNot: null });
  const ended = { ...READY, state: "finished", hasPoints: true, hasLearnedWeights: true } as const;
  expect(runControls({ ...ended, isStudyGoing: true })).toMatchObject({
    main: null,
    canStep: false,
    canRetrain: false,
    canReset: false,
    canExport: true,
    canStudy: false,
    whyNot: expect.stringContaining("study"),
  });
  for (const state of ["preparing", "running", "paused", "retraining"] as const) {
    expect(runControls({ ...READY, state })).toMatchObject({
      canStudy: false,
      whyNot: expect.stringContaining("run"),
    });
  }
});
