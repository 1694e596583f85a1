// Single faults, budgets and keys: what the labeller does about each, against the local server.
import { afterEach, describe, expect, test } from "vitest";
import { OpenAiServer, type OpenAiServerOptions } from "../e2e/fixtures/openAiServer.ts";
import type { LabelSpec } from "../src/domain/labelling.ts";
import type { Labeller } from "../src/labeller/labeller.ts";
import { memoryLabelJournal } from "../src/storage/memoryLabelJournal.ts";
import {
  endpointSpec,
  openServerQuestions,
  openSession,
  recordsOf,
  shardRows,
  until,
  untilState,
} from "./labellerHarness.ts";

const servers: OpenAiServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(options: OpenAiServerOptions = {}) {
  const server = new OpenAiServer({ questionsPerDomain: 1, ...options });
  servers.push(server);
  return { server, url: await server.listen() };
}

/** Fifteen questions, one chain each, two rollouts a prefix: about 85 requests. */
function smallSpec(url: string, settings: Parameters<typeof endpointSpec>[1] = {}): LabelSpec {
  return endpointSpec(url, { chainsPerQuestion: 1, rollouts: 2, ...settings });
}

async function begin(server: OpenAiServer, spec: LabelSpec, key: string | null = null, haste = 40) {
  const journal = memoryLabelJournal();
  const session = openSession(journal, haste);
  await openServerQuestions(session.labeller, server);
  await session.labeller.start(spec, key);
  return { journal, ...session };
}

function untilFailed(labeller: Labeller) {
  return until(labeller, ({ state, requests }) => state === "failed" && requests.underWay === 0);
}

describe("waiting", () => {
  test.each(["rateLimitSeconds", "rateLimitDate"] as const)(
    "%s: nobody asks before the time that the endpoint named",
    async (fault) => {
      const script = [...new Array<null>(12).fill(null), fault];
      const { server, url } = await serve({ script, delayMs: 20, retryAfterSeconds: 1 });
      const { labeller, statuses } = await begin(server, smallSpec(url), null, 1);
      await until(labeller, ({ trouble }) => trouble !== null);
      expect(labeller.status.trouble).toMatch(/answered 429: too many requests; trying again in/);
      const status = await untilState(labeller, "done");
      expect(server.served.faults).toEqual({ [fault]: 1 });
      // Those that were on their way when the limit came; in a second, dozens would have been.
      expect(server.served.tooEarly).toBeLessThanOrEqual(3);
      expect(status.requests.retried).toBe(1);
      expect(status.trouble).toBeNull();
      expect(statuses.at(-1)?.state).toBe("done");
    },
  );

  test("no answer at all counts as a timeout and is tried again", async () => {
    const { server, url } = await serve({ script: [null, "timeout"] });
    const spec = smallSpec(url, { generator: { timeoutMs: 1000 } });
    const { labeller } = await begin(server, spec);
    const status = await untilState(labeller, "done");
    expect(status.requests.retried).toBe(1);
    expect(status.rejected).toEqual({});
  });
});

describe("replies that cannot be used", () => {
  test("are asked for again, counted by why, and are no rollouts", async () => {
    const script = ["empty", "blank", "truncatedJson", "cutOff", "reset", "serverError"] as const;
    const { server, url } = await serve({ script });
    const { labeller, journal } = await begin(server, smallSpec(url));
    const status = await untilState(labeller, "done");
    expect(status.rejected).toEqual({
      "empty completion": 2,
      "reply broken off in its JSON": 1,
      "cut off at 1,024 tokens": 1,
    });
    expect(status.requests.retried).toBe(6);
    const kept = (await journal.read())!;
    expect(recordsOf(kept, "rollout")).toHaveLength(server.served.completions);
    expect(recordsOf(kept, "givenUp")).toEqual([]);
    expect(status.chains).toEqual({ done: 15, planned: 15 });
  });

  test("time and again: the task is given up, replaced by another, and the label has what was made", async () => {
    // Retries 0: each fault gives its task up. The first fifteen requests write the chains.
    const script = [...new Array<null>(15).fill(null), "empty", "empty"] as const;
    const { server, url } = await serve({ script });
    const spec = smallSpec(url, { generator: { retries: 0, concurrency: 1 } });
    const { labeller, journal } = await begin(server, spec);
    const status = await untilState(labeller, "done");
    const kept = (await journal.read())!;
    expect(recordsOf(kept, "givenUp")).toHaveLength(2);
    expect(status.rollouts.done).toBe(status.rollouts.planned);
    expect(
      (await shardRows(labeller)).every(({ sid, times, add }) => sid > 0 && times > 0 && add),
    ).toBe(true);
  });

  test("only ever: the job stops and says why, and goes on when it is mended", async () => {
    const { server, url } = await serve({ script: new Array<"blank">(40).fill("blank") });
    const spec = smallSpec(url, { generator: { retries: 2, concurrency: 2 } });
    const { labeller } = await begin(server, spec);
    const status = await untilFailed(labeller);
    expect(status.error?.message).toMatch(/5 tasks in a row got no reply.*empty completion/);
    expect(server.served.requests).toBeLessThanOrEqual(21);
  });

  test("a whole reply without an answer counts as a wrong one", async () => {
    const { server, url } = await serve({ malformedRate: 1 });
    const { labeller } = await begin(server, smallSpec(url));
    const status = await untilState(labeller, "done");
    expect((await shardRows(labeller)).every(({ score, accuracy }) => score + accuracy === 0)).toBe(
      true,
    );
    expect(status.rejected["no final answer (counted as wrong)"]).toBeGreaterThan(10);
  });

  test("missing counts of tokens are estimated", async () => {
    const { server, url } = await serve({ faults: { noUsage: 1 } });
    const { labeller } = await begin(server, smallSpec(url));
    const { tokens } = await untilState(labeller, "done");
    expect(tokens.input).toBeGreaterThan(5000);
    expect(tokens.output).toBeGreaterThan(1000);
  });
});

describe("an endpoint that cannot be used", () => {
  test("refuses the key: the job stops at once, the key is in no message, and another key goes on", async () => {
    const { server, url } = await serve({ key: "sk-right" });
    const { labeller } = await begin(server, smallSpec(url), "sk-wrong-and-secret");
    const status = await untilFailed(labeller);
    expect(status.error?.message).toBe(
      "The endpoint refused the request (401): Incorrect API key: …",
    );
    expect(status.error?.hint).toContain("Check the key");
    expect(status.requests.retried).toBe(0);
    await labeller.resume(null, "sk-right");
    await untilState(labeller, "done");
  });

  test("has no such model: stops without another try, naming it", async () => {
    const { server, url } = await serve();
    const { labeller } = await begin(server, smallSpec(url, { generator: { model: "other" } }));
    const status = await untilFailed(labeller);
    expect(status.error?.message).toContain('404): model "other" not found');
    expect(server.served.requests).toBeLessThanOrEqual(4);
  });

  test("is not there: stops after a second try, with what to look at", async () => {
    const { server, url } = await serve();
    const journal = memoryLabelJournal();
    const { labeller } = openSession(journal);
    await openServerQuestions(labeller, server);
    await server.close();
    await labeller.start(smallSpec(url), null);
    const status = await untilFailed(labeller);
    expect(status.error?.message).toMatch(/127\.0\.0\.1:\d+ cannot be reached/);
    expect(status.error?.hint).toMatch(/running/);
    expect(status.requests.sent).toBeLessThanOrEqual(8);
  });

  test("goes down midway: stops with nothing lost, and goes on when it is back", async () => {
    const { server, url } = await serve({ delayMs: 5 });
    const spec = smallSpec(url, { generator: { retries: 1 } });
    const { labeller, journal } = await begin(server, spec);
    await until(labeller, ({ rollouts }) => rollouts.done > 10);
    await server.close();
    await untilFailed(labeller);
    const kept = (await journal.read())!;
    expect(recordsOf(kept, "givenUp")).toEqual([]);
    const again = new OpenAiServer({ questionsPerDomain: 1, port: Number(new URL(url).port) });
    servers.push(again);
    await again.listen();
    await labeller.resume(null, null);
    const status = await untilState(labeller, "done");
    const served = server.served.completions + again.served.completions;
    const chains = server.served.chains + again.served.chains;
    // What was on its way when it went down may have been written in vain.
    expect(served + chains).toBeGreaterThanOrEqual(status.rollouts.done + 15);
    expect(served + chains).toBeLessThanOrEqual(status.rollouts.done + 15 + 4);
  });

  test("is asked for its models", async () => {
    const { server, url } = await serve({ key: "sk-right" });
    const { labeller } = openSession(memoryLabelJournal());
    expect(await labeller.probe(`${url}/`, "sk-right")).toEqual({ models: ["suite-policy"] });
    await expect(labeller.probe(url, "sk-bad")).rejects.toMatchObject({
      message: "The endpoint refused the request (401): Incorrect API key: …",
    });
    await expect(labeller.probe(url.replace("/v1", ""), "sk-right")).rejects.toMatchObject({
      message: expect.stringContaining("404"),
      hint: expect.stringContaining("/v1"),
    });
    expect(server.served.requests).toBe(0);
  });
});

describe("a budget", () => {
  test("of requests is never gone over, retries included, and can be raised", async () => {
    const { server, url } = await serve({ faults: { serverError: 0.2 } });
    const spec = smallSpec(url, { budget: { requests: 30 } });
    const { labeller } = await begin(server, spec);
    const status = await untilState(labeller, "overBudget");
    expect(status.requests).toMatchObject({ sent: 30, underWay: 0 });
    expect(server.served.requests).toBe(30);
    expect(status.detail).toContain("30 requests");
    await labeller.resume({ ...spec, budget: { requests: 1000, tokens: null } }, null);
    await untilState(labeller, "done");
  });

  test("of tokens counts those under way at the most they can cost", async () => {
    const { server, url } = await serve();
    const spec = smallSpec(url, {
      budget: { tokens: 20_000 },
      generator: { maxTokens: 500, concurrency: 8 },
    });
    const { labeller } = await begin(server, spec);
    const { tokens, requests } = await untilState(labeller, "overBudget");
    expect(tokens.input + tokens.output).toBeLessThanOrEqual(20_000);
    // And not much is left unused: less than one request with an image can cost.
    expect(tokens.input + tokens.output).toBeGreaterThan(17_500);
    expect(requests.underWay).toBe(0);
    expect(server.served.requests).toBe(requests.sent);
  });

  test("is told in money, before and during", async () => {
    const { server, url } = await serve();
    const spec = smallSpec(url, { price: { input: 10, output: 30 } });
    const { labeller } = await begin(server, spec);
    const { tokens, cost } = await untilState(labeller, "done");
    expect(cost).toBeCloseTo((tokens.input * 10 + tokens.output * 30) / 1e6, 12);
    const estimate = labeller.estimate(spec);
    expect(estimate.cost).toBeGreaterThan(cost!);
    expect(estimate).toMatchObject({ requests: 15 * 9, outputTokens: 15 * 9 * 1024 });
  });
});

test("the key is in no journal, status, shard or error, and an address that holds one is refused", async () => {
  const key = "sk-secret-0123456789";
  const { server, url } = await serve({ key, script: [null, "serverError", "truncatedJson"] });
  const { labeller, journal, statuses } = await begin(server, smallSpec(url), key);
  await untilState(labeller, "done");
  const kept = await journal.read();
  expect(kept?.job.hadKey).toBe(true);
  const shards = await Promise.all(labeller.shards().map(({ blob }) => blob.text()));
  expect(JSON.stringify([kept, statuses, shards])).not.toContain(key);
  expect(JSON.stringify(kept)).toContain(url);

  await labeller.discard();
  expect(await journal.read()).toBeNull();
  for (const address of [url.replace("http://", `http://user:${key}@`), `${url}?api_key=${key}`]) {
    const start = labeller.start(smallSpec(address), null);
    await expect(start).rejects.toMatchObject({
      code: "config",
      message: expect.not.stringContaining(key),
    });
  }
});
