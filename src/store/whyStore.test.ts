import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import type { DomainPulls } from "../domain/inspect.ts";
import type { PrmRole } from "../domain/run.ts";
import { defaultRunConfig } from "../domain/runConfig.ts";
import { createScriptedClient } from "./scriptedClient.ts";
import { createWhyStore } from "./whyStore.ts";

function setUp() {
  const client = createScriptedClient();
  const store = createWhyStore(client);
  const started = (role: PrmRole) =>
    client.emit({
      kind: "event",
      name: "run.started",
      id: "run",
      restored: null,
      role,
      config: defaultRunConfig(),
      domains: ["a", "b"],
      totalSteps: 100,
      encoderNote: null,
    });
  const progressed = (role: PrmRole, step: number) =>
    client.emit({
      kind: "event",
      name: "run.progressed",
      role,
      step,
      records: [],
      timing: { lowerStepMs: 1, upperStepMs: 1, stepsPerSecond: 1 },
    });
  return { client, started, progressed, state: () => store.getState() };
}

function pullsOf(domain: string, atStep: number): DomainPulls {
  const chain = { ref: 3, question: "q", isCorrect: true, score: 0.75, pull: 0.5 };
  return { domain, atStep, up: [chain], down: [], total: 0.5 };
}

test("the meta chains asked for come, and are stale once the PRM has trained on", async () => {
  const { client, started, progressed, state } = setUp();
  started("main");
  progressed("main", 40);
  void state().explain("a");
  expect(state()).toMatchObject({ domain: "a", isAsking: true });
  expect(client.last("domain.explain").args).toEqual({ domain: "a" });
  await client.last("domain.explain").answer(pullsOf("a", 40));
  expect(state()).toMatchObject({ isAsking: false, isStale: false, pulls: { atStep: 40 } });
  progressed("vanilla", 90);
  expect(state().isStale).toBe(false);
  progressed("main", 41);
  expect(state().isStale).toBe(true);
});

test("an answer that trained-on steps have overtaken on its way is stale at once", async () => {
  const { client, started, progressed, state } = setUp();
  started("main");
  void state().explain("a");
  progressed("main", 50);
  await client.last("domain.explain").answer(pullsOf("a", 40));
  expect(state().isStale).toBe(true);
});

test("of two domains asked about, the later one is shown whichever answers first", async () => {
  const { client, state } = setUp();
  void state().explain("a");
  void state().explain("b");
  const [first, second] = client.calls("domain.explain");
  await second?.answer(pullsOf("b", 10));
  await first?.answer(pullsOf("a", 10));
  expect(state()).toMatchObject({ domain: "b", pulls: { domain: "b" }, isAsking: false });
});

test("another run forgets what was measured, its retraining does not", async () => {
  const { client, started, state } = setUp();
  void state().explain("a");
  await client.last("domain.explain").answer(pullsOf("a", 10));
  started("retrained");
  expect(state().pulls).not.toBeNull();
  void state().explain("b");
  started("main");
  await client.last("domain.explain").answer(pullsOf("b", 10));
  expect(state()).toMatchObject({ pulls: null, isAsking: false, isStale: false });
});

test("a refusal is told, and what was measured before stays", async () => {
  const { client, state } = setUp();
  void state().explain("a");
  await client.last("domain.explain").answer(pullsOf("a", 10));
  void state().explain("b");
  await client
    .last("domain.explain")
    .fail(new StudioError("state", "there is no PRM yet", "Train."));
  expect(state()).toMatchObject({
    isAsking: false,
    error: { code: "state", message: "there is no PRM yet" },
    pulls: { domain: "a" },
  });
});
