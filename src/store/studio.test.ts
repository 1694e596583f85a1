import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import type { RunState } from "../domain/run.ts";
import { defaultRunConfig, type RunConfig } from "../domain/runConfig.ts";
import type { CorpusSummary } from "../domain/summary.ts";
import type { StudioEvent } from "../protocol/messages.ts";
import { createScriptedClient, type ScriptedClient } from "./scriptedClient.ts";
import { createStudio } from "./studio.ts";
import type { OpenedWorkspace } from "./workspaceStore.ts";

function summary(isSuite: boolean): CorpusSummary {
  return {
    source: isSuite ? "suite" : "files",
    isSuite,
    domains: ["a", "b"].map((name) => ({
      name,
      isEnabled: true,
      tier: null,
      rows: 1,
      chains: 1,
      meanSteps: 1,
      meanAccuracy: 1,
      histogram: new Array<number>(10).fill(0),
      badRows: 0,
      imageChains: 0,
      imageChainsFound: 0,
      sampleImages: [],
    })),
    metaChains: 1,
    metaCorrect: 1,
    metaMeanSteps: 1,
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
}

/** Lets everything that waits for an answered promise run. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
}

function setUp(search = "") {
  const client = createScriptedClient();
  const studio = createStudio(client, {
    view: "train",
    guideSection: null,
    language: "en",
    theme: "system",
    search,
    schedule: (callback) => callback(),
  });
  const become = (state: RunState) =>
    client.emit({ kind: "event", name: "run.stateChanged", state, detail: "", error: null });
  return { client, studio, become };
}

test("another view's chains are shown in Inspect, and no domain stays under the pointer", async () => {
  const { client, studio } = setUp();
  studio.view.getState().hoverDomain("a");
  studio.charts.getState().hoverAt(40);
  studio.showChains({ source: "shards", domain: "a" });
  expect(studio.view.getState()).toMatchObject({
    view: "inspect",
    hoveredDomain: null,
    hoverStep: null,
  });
  studio.inspect.getState().activate();
  expect(client.last("chains.query").args.query).toMatchObject({
    source: "shards",
    domains: ["a"],
  });
});

test("the suite of the config is loaded once; the run's seed makes its data", async () => {
  const { client, studio } = setUp("?seed=7&suite.variant=clean");
  const loaded = studio.loadSuite();
  expect(client.last("suite.load").args).toEqual({ variant: "clean", seed: 7 });
  await client.last("suite.load").answer(summary(true));
  await loaded;
  const started = studio.toggleRun();
  await settle();
  expect(client.calls("suite.load")).toHaveLength(1);
  await client.last("run.start").answer(null);
  await started;
  expect(client.last("run.start").args.config).toMatchObject({ seed: 7 });
});

test("another seed has its suite made before the run starts", async () => {
  const { client, studio } = setUp();
  const loaded = studio.loadSuite();
  await client.last("suite.load").answer(summary(true));
  await loaded;
  studio.config.getState().setField("seed", 2);
  const started = studio.toggleRun();
  expect(client.last("suite.load").args).toEqual({ variant: "planted", seed: 2 });
  expect(client.calls("run.start")).toHaveLength(0);
  await client.last("suite.load").answer(summary(true));
  await settle();
  await client.last("run.start").answer(null);
  await started;
});

test("one's own files are never replaced by the suite", async () => {
  const { client, studio } = setUp();
  client.emit({ kind: "event", name: "corpus.changed", summary: summary(false) });
  void studio.toggleRun();
  await settle();
  expect(client.calls("suite.load")).toHaveLength(0);
  expect(client.calls("run.start")).toHaveLength(1);
});

test("a suite whose making was cancelled is not trained on, and is made at the next start", async () => {
  const { client, studio } = setUp();
  const loaded = studio.loadSuite();
  await client.last("suite.load").answer(summary(true));
  await loaded;
  studio.config.getState().setField("seed", 2);
  for (let attempt = 2; attempt <= 3; attempt++) {
    const started = studio.toggleRun();
    expect(client.calls("suite.load")).toHaveLength(attempt);
    await client.last("suite.load").fail(new StudioError("cancelled", "cancelled"));
    await started;
  }
  expect(client.calls("run.start")).toHaveLength(0);
});

test("asked for by name, the suite is made anew, as its domains may have been changed", async () => {
  const { client, studio } = setUp();
  const first = studio.loadSuite();
  await client.last("suite.load").answer(summary(true));
  await first;
  void studio.loadSuite();
  expect(client.calls("suite.load")).toHaveLength(2);
});

test("nothing starts with a config at fault or without data", async () => {
  const { client, studio } = setUp("?seed=-1");
  await studio.toggleRun();
  client.emit({ kind: "event", name: "corpus.changed", summary: summary(false) });
  await studio.toggleRun();
  await studio.stepOnce();
  expect(client.calls("run.start")).toHaveLength(0);
  expect(client.calls("run.step")).toHaveLength(0);
  studio.config.getState().setField("seed", 1);
  void studio.toggleRun();
  await settle();
  expect(client.calls("run.start")).toHaveLength(1);
});

test("a config at fault in the address does not leave the page without data", async () => {
  const { client, studio } = setUp("?seed=-1&suite.variant=nonsense");
  void studio.loadSuite();
  expect(client.last("suite.load").args).toEqual({ variant: "planted", seed: 1 });
});

test("the main button pauses what runs and resumes what is paused", async () => {
  const { client, studio, become } = setUp();
  become("running");
  void studio.toggleRun();
  await client.last("run.pause").answer(null);
  become("paused");
  void studio.toggleRun();
  expect(client.calls("run.resume")).toHaveLength(1);
});

test("restart ends the run before it starts the next", async () => {
  const { client, studio, become } = setUp();
  client.emit({ kind: "event", name: "corpus.changed", summary: summary(false) });
  become("running");
  const restarted = studio.restart();
  expect(client.calls("run.start")).toHaveLength(0);
  become("stopped");
  await client.last("run.stop").answer(null);
  await settle();
  await client.last("run.start").answer(null);
  await restarted;
  expect(client.calls("run.start")).toHaveLength(1);
});

test("pins of domains that are gone go with them; colours of the rest stay", () => {
  const { client, studio } = setUp();
  client.emit({ kind: "event", name: "corpus.changed", summary: summary(false) });
  studio.view.getState().togglePin("a");
  studio.view.getState().togglePin("b");
  const merged = summary(false);
  merged.domains = merged.domains.filter(({ name }) => name === "b");
  client.emit({ kind: "event", name: "corpus.changed", summary: merged });
  expect(studio.view.getState().pinnedDomains).toEqual(["b"]);
  expect(studio.view.getState().domainSlots).toEqual({ b: 1 });
});

test("while a study goes on no run begins, and a study waits for the run under way", async () => {
  const { client, studio, become } = setUp("?seed=3");
  client.emit({ kind: "event", name: "corpus.changed", summary: summary(false) });
  const begin = () =>
    studio.startStudy((config) => ({ kind: "verdict", config, seeds: [config.seed, 4] }));
  become("running");
  expect(await begin()).toBe(false);
  become("finished");
  const begun = begin();
  await settle();
  expect(client.last("study.start").args.request).toMatchObject({
    config: { seed: 3 },
    seeds: [3, 4],
  });
  await client.last("study.start").answer(null);
  expect(await begun).toBe(true);
  client.emit({
    kind: "event",
    name: "study.changed",
    status: {
      kind: "verdict",
      title: "Is it real?",
      state: "paused",
      runs: [],
      detail: "",
      share: 0,
      secondsLeft: null,
      error: null,
    },
  });
  await studio.toggleRun();
  await studio.restart();
  expect(client.calls("run.start")).toHaveLength(0);
});

function opened(more: Partial<OpenedWorkspace> = {}): OpenedWorkspace {
  return {
    status: { owner: "this", problem: null, saved: null, interrupted: null },
    hasCorpus: true,
    suite: null,
    edits: [],
    ...more,
  };
}

/** Opens the workspace; what the worker tells before it answers comes from `bring`. */
async function open(
  { client, studio }: ReturnType<typeof setUp>,
  reply: OpenedWorkspace,
  bring: () => void = () => {},
): Promise<void> {
  void studio.open(false);
  bring();
  await client.last("workspace.open").answer(reply);
  await settle();
}

function restoredRun(config: RunConfig): StudioEvent {
  return {
    kind: "event",
    name: "run.started",
    id: "run",
    role: "main",
    config,
    domains: ["a", "b"],
    totalSteps: 1500,
    encoderNote: null,
    restored: {
      step: 640,
      records: [],
      evaluations: [],
      timing: { lowerStepMs: 1, upperStepMs: 1, stepsPerSecond: 1 },
    },
  };
}

const tell = (client: ScriptedClient, isSuite: boolean) =>
  client.emit({ kind: "event", name: "corpus.changed", summary: summary(isSuite) });

test("where nothing is kept, or nothing can be, the suite is made", async () => {
  const empty = setUp("?seed=7");
  await open(empty, opened({ hasCorpus: false }));
  expect(empty.client.last("suite.load").args).toEqual({ variant: "planted", seed: 7 });
  const failed = setUp();
  void failed.studio.open(false);
  await failed.client.last("workspace.open").fail(new StudioError("state", "blocked"));
  await settle();
  expect(failed.client.calls("suite.load")).toHaveLength(1);
});

test("kept files are there again and no suite takes their place", async () => {
  const page = setUp("?seed=7");
  await open(page, opened(), () => tell(page.client, false));
  expect(page.client.calls("suite.load")).toHaveLength(0);
  void page.studio.toggleRun();
  await settle();
  expect(page.client.last("run.start").args.config).toMatchObject({ seed: 7 });
});

test("the kept suite is not made again where it is the one that the settings name", async () => {
  const page = setUp("?seed=7");
  const suite = { variant: "planted", seed: 7 } as const;
  await open(page, opened({ suite }), () => tell(page.client, true));
  void page.studio.toggleRun();
  await settle();
  expect(page.client.calls("suite.load")).toHaveLength(0);
  expect(page.client.calls("run.start")).toHaveLength(1);
});

test("an address that names another suite gets it, unless the kept one was edited or a run waits on it", async () => {
  const suite = { variant: "planted", seed: 1 } as const;
  const untouched = setUp("?seed=7");
  await open(untouched, opened({ suite }), () => tell(untouched.client, true));
  expect(untouched.client.last("suite.load").args).toEqual({ variant: "planted", seed: 7 });

  const edited = setUp("?seed=7");
  const edits = [{ kind: "rename", from: "a", to: "b" } as const];
  await open(edited, opened({ suite, edits }), () => tell(edited.client, true));
  expect(edited.client.calls("suite.load")).toHaveLength(0);
  expect(edited.studio.corpus.getState()).toMatchObject({
    undoable: [{ kind: "rename", from: "a", to: "b" }],
    madeHere: 0,
  });

  const waiting = setUp("?seed=7");
  await open(waiting, opened({ suite }), () => {
    tell(waiting.client, true);
    waiting.client.emit(restoredRun(defaultRunConfig()));
    waiting.become("paused");
  });
  expect(waiting.client.calls("suite.load")).toHaveLength(0);
  expect(waiting.studio.controls().main).toBe("resume");
});

test("without settings in the address the form shows the kept run's, with some it keeps those", async () => {
  const config = { ...defaultRunConfig(), seed: 21 };
  const plain = setUp("?utm=1");
  await open(plain, opened(), () => plain.client.emit(restoredRun(config)));
  expect(plain.studio.config.getState().config?.seed).toBe(21);
  const asked = setUp("?lower.steps=300");
  await open(asked, opened(), () => asked.client.emit(restoredRun(config)));
  expect(asked.studio.config.getState().config).toMatchObject({
    seed: defaultRunConfig().seed,
    lower: { steps: 300 },
  });
  // They are said, and can still be had; so too where the address asks for what is the default.
  expect(asked.studio.config.getState().setAside).toEqual(config);
  const link = setUp("?v=1&seed=1");
  await open(link, opened(), () => link.client.emit(restoredRun(config)));
  expect(link.studio.config.getState()).toMatchObject({ config: { seed: 1 }, setAside: config });
});
