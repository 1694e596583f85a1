import { expect, test, vi } from "vitest";
import { StudioError } from "../base/errors.ts";
import { defaultRunConfig } from "../domain/runConfig.ts";
import type { RestoredTrace, StudioEvent } from "../protocol/messages.ts";
import type { StorageGauge } from "../storage/storageGauge.ts";
import type { StorageUse } from "../storage/storageUse.ts";
import { createScriptedClient } from "./scriptedClient.ts";
import { createStorageStore, type RemoveFor } from "./storageStore.ts";

const TIMING = { lowerStepMs: 1, upperStepMs: 2, stepsPerSecond: 500 };

function useOf(usage: number): StorageUse {
  return {
    usage,
    quota: 1000,
    isPersistent: false,
    byKind: { workspace: null, keptRuns: usage, labelJob: 0, vectors: 0, models: 0 },
  };
}

function started(restored: RestoredTrace | null): StudioEvent {
  return {
    kind: "event",
    name: "run.started",
    id: "run",
    role: "main",
    config: defaultRunConfig(),
    domains: ["a"],
    totalSteps: 10,
    encoderNote: null,
    restored,
  };
}

function setUp() {
  const client = createScriptedClient();
  let usage = 300;
  let wasAsked = false;
  const gauge = {
    measure: vi.fn(async () => useOf(usage)),
    askToPersist: vi.fn(async () => false),
    wasAsked: () => wasAsked,
    rememberAsked() {
      wasAsked = true;
    },
  } satisfies StorageGauge;
  const removeFor: RemoveFor = {
    workspace: async () => {
      throw new StudioError("state", "Another tab has it");
    },
    labelJob: async () => {},
    vectors: async () => {},
    deletedRuns: async () => {
      usage = 100;
    },
  };
  const onRoomMade = vi.fn();
  const store = createStorageStore(client, onRoomMade, removeFor, gauge);
  return { client, gauge, onRoomMade, store };
}

test("the panel is measured anew each time it is opened", async () => {
  const { store, gauge } = setUp();
  store.getState().open();
  expect(store.getState().isOpen).toBe(true);
  await vi.waitFor(() => expect(store.getState().use?.usage).toBe(300));
  store.getState().close();
  store.getState().open();
  expect(gauge.measure).toHaveBeenCalledTimes(2);
});

test("what was removed is no longer counted", async () => {
  const { store, onRoomMade } = setUp();
  const removing = store.getState().remove("deletedRuns");
  expect(store.getState().removing).toBe("deletedRuns");
  await removing;
  expect(store.getState()).toMatchObject({ removing: null, error: null, use: { usage: 100 } });
  expect(onRoomMade).toHaveBeenCalledTimes(1);
});

test("what cannot be removed is said, and the figures stay true", async () => {
  const { store, onRoomMade } = setUp();
  await store.getState().remove("workspace");
  expect(store.getState()).toMatchObject({
    removing: null,
    error: { message: "Another tab has it" },
    use: { usage: 300 },
  });
  expect(onRoomMade).not.toHaveBeenCalled();
});

test("the browser is asked to keep everything at the first training, once, and not for one brought back", () => {
  const { client, gauge } = setUp();
  client.emit(started({ step: 5, records: [], evaluations: [], timing: TIMING }));
  expect(gauge.askToPersist).not.toHaveBeenCalled();
  client.emit(started(null));
  client.emit(started(null));
  expect(gauge.askToPersist).toHaveBeenCalledTimes(1);
});

test("who asks by hand is told when the browser does not promise it", async () => {
  const { store, gauge } = setUp();
  await store.getState().askToPersist();
  expect(store.getState().isRefused).toBe(true);
  gauge.askToPersist.mockResolvedValue(true);
  await store.getState().askToPersist();
  expect(store.getState().isRefused).toBe(false);
});
