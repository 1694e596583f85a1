// The opening is there for newcomers and for who asks for it, and out of the way of a run.
import { expect, test } from "vitest";
import type { RunState } from "../domain/run.ts";
import { defaultRunConfig } from "../domain/runConfig.ts";
import { createScriptedClient } from "./scriptedClient.ts";
import { createViewStore } from "./viewStore.ts";

function setUp(isFirstVisit: boolean) {
  const client = createScriptedClient();
  const store = createViewStore(client, {
    view: "train",
    guideSection: null,
    theme: "system",
    language: "en",
    isFirstVisit,
  });
  return {
    view: () => store.getState(),
    /** A run of before comes back, which is no start. */
    restore: () =>
      client.emit({
        kind: "event",
        name: "run.started",
        id: "before",
        role: "main",
        config: defaultRunConfig(),
        domains: [],
        totalSteps: 100,
        encoderNote: null,
        restored: {
          step: 100,
          records: [],
          evaluations: [],
          timing: { lowerStepMs: 1, upperStepMs: 1, stepsPerSecond: 1 },
        },
      }),
    become: (state: RunState) =>
      client.emit({ kind: "event", name: "run.stateChanged", state, detail: "", error: null }),
  };
}

test("a newcomer sees the opening until a run starts", () => {
  const { view, become } = setUp(true);
  expect(view().isOpeningShown).toBe(true);
  become("idle");
  expect(view().isOpeningShown).toBe(true);
  become("preparing");
  expect(view().isOpeningShown).toBe(false);
});

test("who has a run from before is no newcomer", () => {
  const { view, restore } = setUp(true);
  restore();
  expect(view().isOpeningShown).toBe(false);
  expect(setUp(false).view().isOpeningShown).toBe(false);
});

test("who asks for the opening keeps it while an earlier run comes back", () => {
  const { view, restore, become } = setUp(false);
  view().show("runs");
  view().showOpening();
  restore();
  become("finished");
  expect(view()).toMatchObject({ isOpeningShown: true, view: "train" });
  become("running");
  expect(view().isOpeningShown).toBe(false);
});
