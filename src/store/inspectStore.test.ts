import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ChainListItem, ChainScores, ChainView } from "../domain/inspect.ts";
import { AGGREGATIONS, type Aggregation } from "../domain/runConfig.ts";
import { createInspectStore, DEFAULT_QUERY, REFRESH_INTERVAL_MS } from "./inspectStore.ts";
import { shownDraft } from "./openChain.ts";
import { otherPrms } from "./prmShelf.ts";
import { createScriptedClient } from "./scriptedClient.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function item(ref: number, score: number | null = null): ChainListItem {
  return {
    ref,
    id: `c${ref}`,
    domain: "d",
    question: "q",
    stepCount: 2,
    isCorrect: null,
    score,
    disagreement: null,
  };
}

function view(ref: number, texts: string[] = ["one", "two"], score: number | null = null) {
  const chain: ChainView = {
    source: "shards",
    ref,
    id: `c${ref}`,
    domain: "d",
    question: `question ${ref}`,
    groundTruth: null,
    answer: null,
    model: null,
    isCorrect: null,
    imagePath: null,
    isImageFound: false,
    steps: texts.map((text) => ({ text, accuracy: 0.5, score })),
    chainScores: null,
    other: null,
  };
  return chain;
}

function scoresOf(stepScores: number[], atStep = 10): ChainScores {
  const chainScores = Object.fromEntries(AGGREGATIONS.map((name) => [name, 0.5])) as Record<
    Aggregation,
    number
  >;
  return { stepScores, chainScores, atStep };
}

const prmChanged = (step: number) =>
  ({ kind: "event", name: "prm.changed", role: "main", step }) as const;
const stateChanged = (state: "idle" | "running" | "finished") =>
  ({ kind: "event", name: "run.stateChanged", state, detail: "", error: null }) as const;

/** A store whose list of ten chains has come and whose first three lines are shown. */
async function setUp() {
  const client = createScriptedClient();
  const store = createInspectStore(client);
  store.getState().activate();
  await client
    .last("chains.query")
    .answer({ total: 10, refs: Uint32Array.from({ length: 10 }, (_, i) => i) });
  store.getState().showWindow(0, 3);
  await client.last("chains.list").answer([item(0), item(1), item(2)]);
  return { client, store, state: () => store.getState() };
}

async function openFirst() {
  const all = await setUp();
  all.client.emit(prmChanged(10));
  await all.client.last("chains.list").answer([item(0, 0.1), item(1, 0.2), item(2, 0.3)]);
  all.state().select(0);
  await all.client.last("chain.read").answer(view(0, ["one", "two"], 0.4));
  return all;
}

test("a window asks only for lines it does not hold", async () => {
  const { client, state } = await setUp();
  expect([...state().items.keys()]).toEqual([0, 1, 2]);
  state().showWindow(1, 3);
  expect(client.calls("chains.list")).toHaveLength(1);
  state().showWindow(2, 5);
  expect(client.last("chains.list").args.refs).toEqual([3, 4]);
});

test("of several queries typed while one runs, only the newest is asked and shown", async () => {
  const { client, state } = await setUp();
  state().setQuery({ text: "a" });
  state().setQuery({ text: "ab" });
  state().setQuery({ text: "abc" });
  const first = client.last("chains.query");
  expect(first.args.query.text).toBe("a");
  await first.answer({ total: 1, refs: Uint32Array.of(9) });
  expect(state().refs?.length).toBe(10);
  expect(client.last("chains.query").args.query.text).toBe("abc");
  await client.last("chains.query").answer({ total: 1, refs: Uint32Array.of(7) });
  expect(state().refs).toEqual(Uint32Array.of(7));
  expect(client.calls("chains.query")).toHaveLength(3);
});

test("a new PRM renews the lines shown, at most once an interval", async () => {
  const { client, state } = await setUp();
  client.emit(prmChanged(5));
  expect(client.last("chains.list").args.refs).toEqual([0, 1, 2]);
  expect(client.calls("chains.list")).toHaveLength(2);
  await client.last("chains.list").answer([item(0, 0.1), item(1, 0.2), item(2, 0.3)]);
  expect(state().items.get(1)?.score).toBe(0.2);
  client.emit(prmChanged(6));
  client.emit(prmChanged(7));
  expect(client.calls("chains.list")).toHaveLength(2);
  vi.advanceTimersByTime(REFRESH_INTERVAL_MS);
  expect(client.calls("chains.list")).toHaveLength(3);
  expect(state().prm).toEqual({ role: "main", step: 7 });
});

test("nothing is asked while the view is hidden, and all is renewed when it is shown again", async () => {
  const { client, state } = await setUp();
  state().deactivate();
  client.emit(prmChanged(5));
  vi.advanceTimersByTime(10 * REFRESH_INTERVAL_MS);
  expect(client.calls("chains.list")).toHaveLength(1);
  state().activate();
  expect(client.calls("chains.list")).toHaveLength(2);
});

test("the order by score stays put while it trains and is renewed when it ends", async () => {
  const { client, state } = await setUp();
  client.emit(stateChanged("running"));
  client.emit(prmChanged(5));
  state().setQuery({ sort: "score" });
  await client.last("chains.query").answer({ total: 2, refs: Uint32Array.of(4, 2) });
  const queries = client.calls("chains.query").length;
  vi.advanceTimersByTime(REFRESH_INTERVAL_MS);
  client.emit(prmChanged(6));
  expect(client.calls("chains.query")).toHaveLength(queries);
  expect(state()).toMatchObject({ isOrderStale: true, refs: Uint32Array.of(4, 2) });
  client.emit(stateChanged("finished"));
  await client.last("chains.query").answer({ total: 2, refs: Uint32Array.of(2, 4) });
  expect(state()).toMatchObject({ isOrderStale: false, refs: Uint32Array.of(2, 4) });
});

test("a chain read late never shows in place of the one selected since", async () => {
  const { client, state } = await setUp();
  state().select(0);
  const slow = client.last("chain.read");
  state().select(1);
  await slow.answer(view(0));
  expect(state().chain).toBeNull();
  await client.last("chain.read").answer(view(1));
  expect(state().chain?.ref).toBe(1);
});

test("an edited step is scored as one types, and the newest text has the last word", async () => {
  const { client, state } = await openFirst();
  state().editStep(1, "tw");
  state().editStep(1, "twe");
  state().editStep(1, "twel");
  const first = client.last("chain.score");
  expect(first.args).toEqual({
    question: "question 0",
    steps: ["one", "tw"],
    imagePath: null,
  });
  await first.answer(scoresOf([0.4, 0.1]));
  expect(state().isScoring).toBe(true);
  const second = client.last("chain.score");
  expect(second.args.steps).toEqual(["one", "twel"]);
  await second.answer(scoresOf([0.4, 0.9]));
  expect(state().draftScores?.byKey.get(1)).toBe(0.9);
  expect(state().isScoring).toBe(false);
  expect(client.calls("chain.score")).toHaveLength(2);
  expect(state().chain?.steps[1]).toMatchObject({ text: "two", score: 0.4 });
});

test("scores asked for before the original was restored are dropped", async () => {
  const { client, state } = await openFirst();
  state().editStep(0, "uno");
  const slow = client.last("chain.score");
  state().restoreAll();
  await slow.answer(scoresOf([0.9, 0.9]));
  expect(state()).toMatchObject({ draft: null, draftScores: null, isScoring: false });
});

test("scores of a chain that is no longer open are dropped, and so are its edits", async () => {
  const { client, state } = await openFirst();
  state().editStep(0, "uno");
  const slow = client.last("chain.score");
  state().selectBy(1);
  await client.last("chain.read").answer(view(1));
  await slow.answer(scoresOf([0.9, 0.9]));
  expect(state()).toMatchObject({ selectedRef: 1, draft: null, draftScores: null });
});

test("typing the original text back leaves no draft", async () => {
  const { state } = await openFirst();
  state().editStep(0, "uno");
  expect(state().draft).not.toBeNull();
  state().editStep(0, "one");
  expect(state().draft).toBeNull();
});

test("a step's score stays with it when a step is added before it", async () => {
  const { client, state } = await openFirst();
  const key = state().addStep(0);
  await client.last("chain.score").answer(scoresOf([0.1, 0.2, 0.3]));
  expect(shownDraft(state()).steps.map((step) => step.key)).toEqual([0, key, 1]);
  expect(state().draftScores?.byKey.get(1)).toBe(0.3);
  state().removeStep(key);
  expect(state().draft).toBeNull();
});

test("a new PRM scores the open chain and its draft again", async () => {
  const { client, state } = await openFirst();
  state().editStep(0, "uno");
  await client.last("chain.score").answer(scoresOf([0.1, 0.2]));
  vi.advanceTimersByTime(REFRESH_INTERVAL_MS);
  client.emit(prmChanged(20));
  await client.last("chain.read").answer(view(0, ["one", "two"], 0.7));
  await client.last("chain.score").answer(scoresOf([0.6, 0.5], 20));
  expect(state().chain?.steps[0]?.score).toBe(0.7);
  expect(state().draft?.steps[0]?.text).toBe("uno");
  expect(state().draftScores).toMatchObject({ atStep: 20 });
});

test("before there is a PRM a draft is kept and nothing is scored", async () => {
  const { client, state } = await setUp();
  state().select(0);
  await client.last("chain.read").answer(view(0));
  state().editStep(0, "uno");
  expect(client.calls("chain.score")).toHaveLength(0);
  expect(state()).toMatchObject({ isScoring: false });
  expect(state().draft?.steps[0]?.text).toBe("uno");
});

test("selection moves along the list and stops at its ends", async () => {
  const { state } = await setUp();
  state().selectBy(1);
  expect(state().selectedRef).toBe(0);
  state().selectBy(-1);
  expect(state().selectedRef).toBe(0);
  state().selectBy(99);
  expect(state().selectedRef).toBe(9);
});

test("another source starts with a list and a chain of its own", async () => {
  const { client, state } = await openFirst();
  state().setQuery({ domains: ["d"] });
  await client.last("chains.query").answer({ total: 1, refs: Uint32Array.of(0) });
  state().setQuery({ source: "meta" });
  expect(state()).toMatchObject({ selectedRef: null, chain: null, refs: null });
  expect(state().query.domains).toBeNull();
  expect(state().items.size).toBe(0);
});

const shelfChanged = (...ids: string[]) =>
  ({
    kind: "event",
    name: "shelf.changed",
    prms: ids.map((id) => ({ id, label: `PRM ${id}`, step: 10 })),
  }) as const;

/** The chain as the worker gives it with a second PRM's scores. */
function compared(ref: number, prmId: string, stepScores: number[]): ChainView {
  const { chainScores } = scoresOf([]);
  const other = { prmId, label: `PRM ${prmId}`, stepScores, chainScores };
  return { ...view(ref, ["one", "two"], 0.4), other };
}

test("the shown PRM is compared with others on the shelf, never with itself", async () => {
  const { client, state } = await openFirst();
  client.emit(shelfChanged("main", "vanilla", "kept/7"));
  expect(otherPrms(state()).map((entry) => entry.id)).toEqual(["vanilla", "kept/7"]);
  state().compareWith("main");
  state().compareWith("nobody");
  expect(state().comparedTo).toBeNull();
  state().compareWith("vanilla");
  expect(client.last("chain.read").args).toEqual({
    source: "shards",
    ref: 0,
    comparedTo: "vanilla",
  });
  await client.last("chain.read").answer(compared(0, "vanilla", [0.1, 0.2]));
  expect(state().chain?.other?.stepScores).toEqual([0.1, 0.2]);
  state().compareWith(null);
  expect(state().chain?.other).toBeNull();
  expect(client.last("chain.read").args.comparedTo).toBeNull();
});

test("the comparison goes along to the next chain", async () => {
  const { client, state } = await openFirst();
  client.emit(shelfChanged("main", "vanilla"));
  state().compareWith("vanilla");
  await client.last("chain.read").answer(compared(0, "vanilla", [0.1, 0.2]));
  state().selectBy(1);
  expect(client.last("chain.read").args).toMatchObject({ ref: 1, comparedTo: "vanilla" });
});

test("an answer with another PRM's scores than those asked for last is dropped", async () => {
  const { client, state } = await openFirst();
  client.emit(shelfChanged("main", "vanilla", "kept/7"));
  state().compareWith("vanilla");
  const slow = client.last("chain.read");
  state().compareWith("kept/7");
  await slow.answer(compared(0, "vanilla", [0.1, 0.2]));
  expect(state().chain?.other).toBeNull();
  await client.last("chain.read").answer(compared(0, "kept/7", [0.3, 0.4]));
  expect(state().chain?.other?.prmId).toBe("kept/7");
});

test("a comparison ends when its PRM leaves the shelf or becomes the shown one", async () => {
  const { client, state } = await openFirst();
  client.emit(shelfChanged("main", "retrained", "vanilla"));
  state().compareWith("vanilla");
  await client.last("chain.read").answer(compared(0, "vanilla", [0.1, 0.2]));
  client.emit(shelfChanged("main", "retrained"));
  expect(state()).toMatchObject({ comparedTo: null, chain: { other: null } });
  state().compareWith("retrained");
  client.emit({ kind: "event", name: "prm.changed", role: "retrained", step: 10 });
  expect(state().comparedTo).toBeNull();
  expect(otherPrms(state()).map((entry) => entry.id)).toEqual(["main"]);
});

test("another PRM under the compared id is read anew", async () => {
  const { client, state } = await openFirst();
  client.emit(shelfChanged("main", "vanilla"));
  state().compareWith("vanilla");
  await client.last("chain.read").answer(compared(0, "vanilla", [0.1, 0.2]));
  vi.advanceTimersByTime(REFRESH_INTERVAL_MS);
  client.emit(shelfChanged("main", "vanilla"));
  await client.last("chain.read").answer(compared(0, "vanilla", [0.8, 0.9]));
  expect(state().chain?.other?.stepScores).toEqual([0.8, 0.9]);
});

test("what another view asks to see is listed without the filters of before", async () => {
  const { client, state } = await openFirst();
  state().setQuery({ text: "needle", correctness: "wrong", sort: "score" });
  await client.last("chains.query").answer({ total: 0, refs: Uint32Array.of() });
  state().deactivate();
  state().showAll({ source: "shards", domain: "algebra" });
  expect(state()).toMatchObject({ refs: null, chain: null, selectedRef: null });
  state().activate();
  expect(client.last("chains.query").args.query).toEqual({
    ...DEFAULT_QUERY,
    domains: ["algebra"],
    sort: "score",
  });
});

test("a chain that another view points at is open when its list comes", async () => {
  const { client, state } = await openFirst();
  state().deactivate();
  state().showAll({ source: "meta", ref: 4 });
  expect(client.last("chain.read").args).toMatchObject({ source: "meta", ref: 4 });
  await client.last("chain.read").answer({ ...view(4), source: "meta" });
  state().activate();
  await client.last("chains.query").answer({ total: 9, refs: Uint32Array.of(3, 4) });
  expect(state()).toMatchObject({ selectedRef: 4, chain: { source: "meta", ref: 4 } });
});

test("with its image hidden a chain is read twice, and the scores with it stand beside", async () => {
  const { client, state } = await openFirst();
  const illustrated = (score: number): ChainView => ({
    ...view(0, ["one", "two"], score),
    ...scoresOf([]),
    imagePath: "i.png",
    isImageFound: true,
  });
  state().hideImage(true);
  const seen = client.last("chain.read");
  expect(seen.args).toEqual({ source: "shards", ref: 0, comparedTo: null });
  await seen.answer(illustrated(0.9));
  const blind = client.last("chain.read");
  expect(blind.args).toEqual({ source: "shards", ref: 0, comparedTo: null, isBlind: true });
  await blind.answer(illustrated(0.2));
  expect(state().chain).toMatchObject({
    steps: [{ score: 0.2 }, { score: 0.2 }],
    other: { label: "Image seen", stepScores: [0.9, 0.9] },
  });
  state().editStep(0, "uno");
  expect(client.last("chain.score").args.imagePath).toBeNull();
  await client.last("chain.score").answer(scoresOf([0.1, 0.1]));
  state().restoreAll();
  state().hideImage(false);
  await client.last("chain.read").answer(illustrated(0.9));
  expect(state().chain).toMatchObject({ steps: [{ score: 0.9 }, { score: 0.9 }], other: null });
  state().editStep(0, "uno");
  expect(client.last("chain.score").args.imagePath).toBe("i.png");
});

test("a chain without an image is read once, hidden or not", async () => {
  const { client, state } = await openFirst();
  const before = client.calls("chain.read").length;
  state().hideImage(true);
  await client.last("chain.read").answer(view(0, ["one", "two"], 0.4));
  expect(client.calls("chain.read")).toHaveLength(before + 1);
  expect(state().chain?.other).toBeNull();
});

test("a filter set while the view is hidden lists anew when it is shown", async () => {
  const { client, state } = await setUp();
  state().deactivate();
  state().setQuery({ text: "x" });
  state().activate();
  expect(client.last("chains.query").args.query.text).toBe("x");
});

test("a changed corpus keeps the open chain only where the same chain still stands there", async () => {
  const { client, state } = await openFirst();
  const summary = {
    source: "files",
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
  client.emit({ kind: "event", name: "corpus.changed", summary });
  await client.last("chain.read").answer({ ...view(0), domain: "renamed" });
  expect(state().chain?.domain).toBe("renamed");
  client.emit({ kind: "event", name: "corpus.changed", summary });
  await client.last("chain.read").answer(view(0, ["another", "text"]));
  expect(state()).toMatchObject({ chain: null, selectedRef: null });
});
