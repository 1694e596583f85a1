// The store of features over a client that answers by hand.
import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import type { ExtractionStatus, FeatureSummary, ModelRequest } from "../domain/features.ts";
import { createFeatureStore } from "./featureStore.ts";
import { createScriptedClient } from "./scriptedClient.ts";

const REQUEST: ModelRequest = {
  task: "text",
  model: "tiny/sentence",
  hub: null,
  files: null,
  device: "auto",
};
const SET: FeatureSummary = {
  id: "tiny/sentence:text",
  origin: "model",
  width: 32,
  vectors: 7,
  found: { train: 5, meta: 2, candidates: 0 },
  missing: { train: 0, meta: 0, candidates: 0 },
};
const status = (more: Partial<ExtractionStatus>): ExtractionStatus => ({
  state: "extracting",
  id: SET.id,
  detail: "",
  done: 0,
  total: 7,
  cached: 0,
  secondsLeft: null,
  device: "wasm",
  error: null,
  ...more,
});

test("a reading is followed to its end, and what is kept is measured then", async () => {
  const client = createScriptedClient();
  let bytes = 0;
  const store = createFeatureStore(client, async () => ({ bytes, entries: 1, modelBytes: 0 }));
  const begun = store.getState().extract(REQUEST);
  await client.last("features.extract").answer(null);
  expect(await begun).toBe(true);
  client.emit({ kind: "event", name: "features.progressed", status: status({ done: 3 }) });
  expect(store.getState()).toMatchObject({ status: { done: 3 }, kept: null });
  bytes = 4096;
  client.emit({ kind: "event", name: "features.progressed", status: status({ state: "done" }) });
  client.emit({ kind: "event", name: "features.changed", features: [SET] });
  await expect.poll(() => store.getState().kept?.bytes).toBe(4096);
  expect(store.getState().features).toEqual([SET]);
});

test("a refusal is told, a cancelled command is not", async () => {
  const client = createScriptedClient();
  const store = createFeatureStore(client);
  const begun = store.getState().extract(REQUEST);
  await client.last("features.extract").fail(new StudioError("state", "Busy", "Wait."));
  expect(await begun).toBe(false);
  expect(store.getState().error).toMatchObject({ message: "Busy", hint: "Wait." });
  store.getState().dismissError();
  const loading = store.getState().loadFiles([]);
  expect(store.getState().isLoading).toBe(true);
  await client.last("features.load").fail(new StudioError("cancelled", "Stopped"));
  await loading;
  expect(store.getState()).toMatchObject({ isLoading: false, error: null });
});

test("what cannot be measured is not shown", async () => {
  const store = createFeatureStore(createScriptedClient(), async () => {
    throw new Error("no database");
  });
  await store.getState().measure();
  expect(store.getState()).toMatchObject({ kept: null, error: null });
});
