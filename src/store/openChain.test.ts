// Edits of the open chain over a reload: back on the same chain, nowhere else.
import { expect, test } from "vitest";
import { chainKey } from "../domain/chainKey.ts";
import type { ChainView } from "../domain/inspect.ts";
import type { CorpusSummary } from "../domain/summary.ts";
import { memoryStorage } from "../storage/fixtures.ts";
import { browserDraftMemory } from "../storage/rememberedDraft.ts";
import { createInspectStore } from "./inspectStore.ts";
import { createScriptedClient } from "./scriptedClient.ts";

const corpusChanged = {
  kind: "event",
  name: "corpus.changed",
  summary: { domains: [] as CorpusSummary["domains"] } as CorpusSummary,
} as const;
const prmChanged = { kind: "event", name: "prm.changed", role: "main", step: 10 } as const;

function chain(texts: string[]): ChainView {
  return {
    source: "meta",
    ref: 4,
    id: "m4",
    domain: null,
    question: "how many?",
    groundTruth: null,
    answer: null,
    model: null,
    isCorrect: null,
    imagePath: null,
    isImageFound: false,
    steps: texts.map((text) => ({ text, accuracy: null, score: null })),
    chainScores: null,
    other: null,
  };
}

/** A page on this storage, its data loaded. */
function page(storage: Storage) {
  const client = createScriptedClient();
  const store = createInspectStore(
    client,
    browserDraftMemory(() => storage),
  );
  client.emit(corpusChanged);
  return { client, state: () => store.getState() };
}

/** Opens a chain of three steps, edits the second, takes the first away and adds one at the end. */
async function edited(storage: Storage) {
  const before = page(storage);
  before.state().setQuery({ source: "meta" });
  before.state().select(4);
  await before.client.last("chain.read").answer(chain(["one", "two", "three"]));
  before.state().editStep(1, "2 <b>or</b> \ud83d");
  before.state().removeStep(0);
  const key = before.state().addStep(2);
  before.state().editStep(key, "four");
  return before;
}

const STEPS = [
  { text: "2 <b>or</b> \ud83d", origin: 1 },
  { text: "three", origin: 2 },
  { text: "four", origin: null },
];

test("what was typed is there after a reload, and can be typed on", async () => {
  const storage = memoryStorage();
  await edited(storage);
  const { client, state } = page(storage);
  expect(client.last("chain.read").args).toMatchObject({ source: "meta", ref: 4 });
  await client.last("chain.read").answer(chain(["one", "two", "three"]));
  expect(state().draft!.steps).toMatchObject(STEPS);
  // Scores come with the PRM.
  client.emit(prmChanged);
  state().activate();
  await client.last("chain.read").answer(chain(["one", "two", "three"]));
  expect(client.last("chain.score").args.steps).toEqual(STEPS.map(({ text }) => text));
  const added = state().addStep(state().draft!.steps[0]!.key);
  expect(
    state()
      .draft!.steps.map(({ key }) => key)
      .sort(),
  ).toEqual([0, 1, 2, added]);
  state().restoreAll();
  expect(storage.length).toBe(0);
});

test("the list is of the source that the chain is of", async () => {
  const storage = memoryStorage();
  await edited(storage);
  const client = createScriptedClient();
  const store = createInspectStore(
    client,
    browserDraftMemory(() => storage),
  );
  store.getState().activate();
  client.emit(corpusChanged);
  // Asked before there were data; what was asked since waits for its answer.
  await client.last("chains.query").answer({ total: 0, refs: new Uint32Array() });
  expect(client.last("chains.query").args.query.source).toBe("meta");
  expect(store.getState().query.source).toBe("meta");
});

test("where another chain stands now, or none, nothing is opened and nothing said", async () => {
  for (const now of [chain(["one", "two", "another"]), null]) {
    const storage = memoryStorage();
    await edited(storage);
    const { client, state } = page(storage);
    const read = client.last("chain.read");
    await (now === null ? read.fail(new Error("no chain 4")) : read.answer(now));
    expect(state()).toMatchObject({ selectedRef: null, chain: null, draft: null, error: null });
  }
});

test("the data of an open page do not bring edits back", async () => {
  const storage = memoryStorage();
  const { client, state } = page(storage);
  await edited(storage);
  client.emit(corpusChanged);
  expect(client.calls("chain.read")).toHaveLength(0);
  expect(state().selectedRef).toBeNull();
});

test("a chain that was chosen meanwhile is not given another's edits", async () => {
  const storage = memoryStorage();
  await edited(storage);
  const { client, state } = page(storage);
  state().select(5);
  await client.last("chain.read").answer({ ...chain(["a", "b", "c"]), ref: 5, id: "m5" });
  expect(state()).toMatchObject({ selectedRef: 5, draft: null });
});

test("edits made by hand in the storage that fit no such chain are left alone", async () => {
  const original = ["one", "two", "three"];
  for (const origins of [[0, 0], [2, 1], [3]]) {
    const storage = memoryStorage();
    browserDraftMemory(() => storage).keep({
      source: "meta",
      ref: 4,
      chain: chainKey(chain(original)),
      steps: origins.map((origin) => ({ text: "x", origin })),
    });
    const { client, state } = page(storage);
    await client.last("chain.read").answer(chain(original));
    expect(state(), String(origins)).toMatchObject({ draft: null, chain: null });
  }
});
