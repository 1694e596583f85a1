import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import type { LabelQuestionsSummary, LabelState, LabelStatus } from "../domain/labelling.ts";
import type { KeyMemory, RememberedKey } from "../storage/rememberedKey.ts";
import { canResumeLabels, createLabelStore, hasLabelJob } from "./labelStore.ts";
import { createScriptedClient } from "./scriptedClient.ts";

const ESTIMATE = { requests: 10, inputTokens: 1, outputTokens: 1, cost: null };

const questions = (isSuite: boolean): LabelQuestionsSummary => ({
  domains: [{ name: "algebra", questions: 2, withImage: 0 }],
  questions: 2,
  problems: [],
  isSuite,
  first: null,
});

const status = (state: LabelState, rest: Partial<LabelStatus> = {}): LabelStatus => ({
  state,
  detail: "",
  spec: null,
  hadKey: false,
  questions: null,
  domains: [],
  chains: { done: 0, planned: 0 },
  rollouts: { done: 0, planned: 0, saved: 0 },
  requests: { sent: 0, retried: 0, underWay: 0 },
  tokens: { input: 0, output: 0 },
  cost: null,
  rejected: {},
  elapsedMs: 0,
  secondsLeft: null,
  trouble: null,
  sample: null,
  error: null,
  ...rest,
});

function keyMemory(kept: RememberedKey | null = null): KeyMemory & { kept: RememberedKey | null } {
  return {
    kept,
    read() {
      return this.kept;
    },
    keep(remembered) {
      this.kept = remembered;
      return true;
    },
    forget() {
      this.kept = null;
    },
  };
}

function setUp(kept: RememberedKey | null = null) {
  const client = createScriptedClient();
  const memory = keyMemory(kept);
  const store = createLabelStore(client, memory);
  return { client, memory, store, state: () => store.getState() };
}

async function withEndpoint(kept: RememberedKey | null = null) {
  const all = setUp(kept);
  const opened = all.state().openFiles([]);
  await all.client.last("label.open").answer(questions(false));
  await opened;
  all.state().setField("endpoint.model", "m");
  return all;
}

test("questions choose their generator, and the newest form is estimated", async () => {
  const { client, state } = setUp();
  const opened = state().openSuite(3);
  expect(client.last("label.openSuite").args).toEqual({ questionsPerDomain: 3 });
  await client.last("label.openSuite").answer(questions(true));
  expect(await opened).toBe(true);
  expect(state().draft.kind).toBe("suite");
  state().setField("rollouts", 2);
  state().setField("rollouts", 3);
  await client.last("label.estimate").answer(ESTIMATE);
  expect(client.calls("label.estimate").map(({ args }) => args.spec.rollouts)).toEqual([8, 3]);
  await client.last("label.estimate").answer({ ...ESTIMATE, requests: 99 });
  expect(state().estimate?.requests).toBe(99);
  state().setField("rollouts", 0);
  expect(state()).toMatchObject({ estimate: null, spec: null });
  expect(state().issues["rollouts"]).toMatch(/>=1/);
});

test("files that are none are an error in words, and leave what was there", async () => {
  const { client, state } = await withEndpoint();
  expect(state().draft.kind).toBe("endpoint");
  const opened = state().openFiles([]);
  await client.last("label.open").fail(new StudioError("data", "no question in a.jsonl"));
  expect(await opened).toBe(false);
  expect(state()).toMatchObject({ error: { message: "no question in a.jsonl" }, pending: null });
  expect(state().questions?.questions).toBe(2);
});

test("the key goes to the endpoint, trimmed, and never into a spec or the browser unasked", async () => {
  const { client, memory, state } = await withEndpoint();
  state().setKey(" secret ");
  void state().start();
  const { spec, key } = client.last("label.start").args;
  expect(key).toBe("secret");
  expect(JSON.stringify(spec)).not.toContain("secret");
  expect(memory.kept).toBeNull();
  state().setGenerator("suite");
  void state().start();
  expect(client.last("label.start").args.key).toBeNull();
});

test("a remembered key stands at its own address only, and is forgotten at once", async () => {
  const { memory, state } = await withEndpoint();
  state().setField("endpoint.url", "https://a.test/v1");
  state().setKey("secret");
  state().rememberKey(true);
  expect(memory.kept).toEqual({ origin: "https://a.test", key: "secret" });
  state().setField("endpoint.url", "https://b.test/v1");
  expect(state()).toMatchObject({ key: "", isKeyRemembered: false });
  state().setField("endpoint.url", "https://a.test/v2");
  expect(state()).toMatchObject({ key: "secret", isKeyRemembered: true });
  state().forgetKey();
  expect(state()).toMatchObject({ key: "", isKeyRemembered: false });
  expect(memory.kept).toBeNull();
});

test("switching memory off keeps the key for this visit", async () => {
  const { memory, state } = await withEndpoint();
  state().setKey("secret");
  state().rememberKey(true);
  state().rememberKey(false);
  expect(state().key).toBe("secret");
  expect(memory.kept).toBeNull();
});

test("a tested connection lists models and fills in an empty one", async () => {
  const { client, state } = await withEndpoint();
  state().setField("endpoint.model", "");
  const tested = state().testConnection();
  expect(state().probe.state).toBe("testing");
  await client.last("label.probe").answer({ models: ["small", "large"] });
  await tested;
  expect(state().probe).toEqual({ state: "reached", models: ["small", "large"] });
  expect(state().spec?.generator).toMatchObject({ model: "small" });
  const again = state().testConnection();
  await client.last("label.probe").answer({ models: ["large"] });
  await again;
  expect(state().spec?.generator).toMatchObject({ model: "small" });
});

test("a failed test says why; an answer about a changed address says nothing", async () => {
  const { client, state } = await withEndpoint();
  const tested = state().testConnection();
  await client.last("label.probe").fail(new StudioError("data", "refused"));
  await tested;
  expect(state().probe).toMatchObject({ state: "failed", error: { message: "refused" } });
  const stale = state().testConnection();
  state().setField("endpoint.url", "http://localhost:9/v1");
  await client.last("label.probe").answer({ models: ["m"] });
  await stale;
  expect(state().probe).toEqual({ state: "untested" });
});

test("what an earlier visit left comes back into the form and goes on with a raised budget", async () => {
  const { client, state } = setUp();
  const first = await withEndpoint();
  const job = first.state().spec;
  if (job === null) throw new Error("the form should be right");
  const restored = state().restore();
  await client
    .last("label.restore")
    .answer(status("overBudget", { spec: job, hadKey: true, questions: questions(false) }));
  await restored;
  expect(state().spec).toEqual(job);
  expect(state().questions?.questions).toBe(2);
  expect(canResumeLabels(state().status)).toBe(true);
  state().setField("budget.requests", 500);
  state().setField("rollouts", 99);
  state().setKey("secret");
  void state().resume();
  expect(client.last("label.resume").args).toEqual({
    spec: { ...job, budget: { requests: 500, tokens: null } },
    key: "secret",
  });
});

test("the job's state is what the worker says; a failed one shows its error and can go on", () => {
  const { client, state } = setUp();
  expect(hasLabelJob(state().status)).toBe(false);
  const tell = (next: LabelStatus) =>
    client.emit({ kind: "event", name: "label.changed", status: next });
  tell(status("ready", { questions: questions(true) }));
  expect(hasLabelJob(state().status)).toBe(false);
  tell(status("running"));
  expect(hasLabelJob(state().status)).toBe(true);
  expect(canResumeLabels(state().status)).toBe(false);
  // A status that does not repeat the questions forgets none.
  expect(state().questions?.isSuite).toBe(true);
  const error = { code: "data", message: "401: the key was refused", hint: "" } as const;
  tell(status("failed", { error }));
  expect(state().error).toEqual(error);
  expect(canResumeLabels(state().status)).toBe(true);
});
