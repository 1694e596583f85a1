// The labeller as a whole against a local server with every fault of real ones: no rollout is lost or counted
// twice, and labels are unbiased against the known policy, with and without breaks.
import { afterEach, describe, expect, test } from "vitest";
import {
  evenFaults,
  OpenAiServer,
  type OpenAiServerOptions,
} from "../e2e/fixtures/openAiServer.ts";
import { splitSteps } from "../src/data/stepText.ts";
import { slotKey } from "../src/domain/labelJournal.ts";
import type { LabelSpec } from "../src/domain/labelling.ts";
import type { Labeller } from "../src/labeller/labeller.ts";
import { memoryLabelJournal } from "../src/storage/memoryLabelJournal.ts";
import {
  endpointSpec,
  meanAndError,
  openServerQuestions,
  openSession,
  recordsOf,
  shardRows,
  TrueAccuracy,
  until,
  untilState,
} from "./labellerHarness.ts";

const servers: OpenAiServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function serve(options: OpenAiServerOptions): Promise<{ server: OpenAiServer; url: string }> {
  const server = new OpenAiServer(options);
  servers.push(server);
  return { server, url: await server.listen() };
}

/** Standard errors that a mean is off by chance once in a hundred thousand runs: replies come as they come. */
const BY_CHANCE = 4.4;

/** Every label's error against the truth, those of last steps (which are checked, not estimated) left out. */
async function labelErrors(labeller: Labeller, server: OpenAiServer, malformedRate: number) {
  const truth = new TrueAccuracy(server.suite, server.options.errorRate ?? 0.2);
  const ids = new Map(server.suite.questions.map(({ id, question }) => [question, id]));
  const errors: { error: number; truth: number }[] = [];
  for (const { input, add, accuracy } of await shardRows(labeller)) {
    const { steps } = splitSteps(add);
    const id = ids.get(input)!;
    if (steps.length === server.suite.problems[id]!.actions.length) continue;
    const right = truth.of(id, steps) * (1 - malformedRate);
    errors.push({ error: accuracy - right, truth: right });
  }
  return errors;
}

const FAULTY = {
  questionsPerDomain: 2,
  // Long enough for requests to overlap.
  delayMs: 2,
  retryAfterSeconds: 0,
  malformedRate: 0.1,
  // A timeout takes a second of real time, a date up to one: fewer of those.
  faults: { ...evenFaults(0.3), timeout: 0.005, rateLimitDate: 0.004 },
} satisfies OpenAiServerOptions;

function faultySpec(url: string): LabelSpec {
  return endpointSpec(url, {
    chainsPerQuestion: 3,
    rollouts: 8,
    generator: { concurrency: 8, timeoutMs: 1000, retries: 12 },
  });
}

describe("a faulty endpoint", () => {
  test("served without a break: every whole completion counts once, and labels are unbiased", async () => {
    const { server, url } = await serve({ ...FAULTY, seed: 11 });
    const journal = memoryLabelJournal();
    const { labeller } = openSession(journal);
    const questions = await openServerQuestions(labeller, server);
    expect(questions).toMatchObject({ questions: 30, problems: [] });
    await labeller.start(faultySpec(url), null);
    const status = await untilState(labeller, "done");

    const kept = (await journal.read())!;
    const rollouts = recordsOf(kept, "rollout");
    expect(rollouts.length).toBe(server.served.completions);
    expect(recordsOf(kept, "chain").length).toBe(server.served.chains);
    expect(status.rollouts.done).toBe(rollouts.length);
    expect(status.requests.sent).toBe(server.served.requests);
    const { noUsage: _, ...spoiling } = server.served.faults;
    const spoiled = Object.values(spoiling).reduce((sum, count) => sum + count, 0);
    expect(spoiled).toBeGreaterThan(100);
    expect(status.requests.retried).toBe(spoiled);
    expect(Object.keys(server.served.faults).length).toBe(10);
    expect(server.served.mostAtOnce).toBeLessThanOrEqual(8);
    expect(server.served.mostAtOnce).toBeGreaterThan(4);
    expect(server.served.images).toBeGreaterThan(100);

    // The rows say what was made, row by row.
    const rows = await shardRows(labeller);
    const checked = rows.filter(({ sid, add }) => splitSteps(add).steps.length === sid);
    expect(checked.length).toBe(rows.length);
    const last = recordsOf(kept, "chain").length;
    expect(rows.reduce((sum, { times }) => sum + times, 0)).toBe(rollouts.length + last);

    const errors = await labelErrors(labeller, server, FAULTY.malformedRate);
    expect(errors.length).toBeGreaterThan(200);
    const all = meanAndError(errors.map(({ error }) => error));
    expect(Math.abs(all.mean)).toBeLessThan(BY_CHANCE * all.error);
    expect(all.error).toBeLessThan(0.02);
    // Where early stops would favour the extremes, too.
    const likely = meanAndError(
      errors.filter(({ truth }) => truth > 0.6).map(({ error }) => error),
    );
    expect(Math.abs(likely.mean)).toBeLessThan(BY_CHANCE * likely.error);
  });

  test("paused, gone on with, reloaded twice: nothing lost, nothing twice, the same labels' quality", async () => {
    const { server, url } = await serve({ ...FAULTY, seed: 12 });
    const journal = memoryLabelJournal();
    let session = openSession(journal);
    await openServerQuestions(session.labeller, server);
    await session.labeller.start(faultySpec(url), null);
    await until(session.labeller, ({ rollouts }) => rollouts.done > 200);
    session.labeller.pause();
    // Replies that were on their way are kept.
    const atPause = session.labeller.status;
    await until(session.labeller, ({ requests }) => requests.underWay === 0);
    const paused = session.labeller.status;
    expect(paused.state).toBe("paused");
    expect(paused.rollouts.done + paused.chains.done).toBeGreaterThanOrEqual(
      atPause.rollouts.done + atPause.chains.done,
    );
    await session.labeller.resume(null, null);
    for (const target of [400, 600]) {
      await until(session.labeller, ({ rollouts }) => rollouts.done > target);
      const counted = session.labeller.status.rollouts.done;
      session.crash();
      session = openSession(journal);
      const restored = await session.labeller.restore();
      expect(restored.state).toBe("paused");
      expect(restored.rollouts.done).toBeGreaterThanOrEqual(counted);
      await session.labeller.resume(null, null);
    }
    const status = await untilState(session.labeller, "done");

    const kept = (await journal.read())!;
    const rollouts = recordsOf(kept, "rollout");
    expect(new Set(kept.records.map(slotKey)).size).toBe(kept.records.length);
    expect(status.rollouts.done).toBe(rollouts.length);
    // What was on its way at a crash may have been served in vain, no more.
    const served = server.served.completions + server.served.chains;
    const chains = recordsOf(kept, "chain");
    expect(served).toBeGreaterThanOrEqual(rollouts.length + chains.length);
    expect(served).toBeLessThanOrEqual(rollouts.length + chains.length + 2 * 8);
    // And its requests are on the books, which may lag behind by what was being written at the crash.
    expect(status.requests.sent).toBeLessThanOrEqual(server.served.requests + 2 * 8);
    expect(status.requests.sent).toBeGreaterThanOrEqual(server.served.requests - 2 * 8);

    const errors = await labelErrors(session.labeller, server, FAULTY.malformedRate);
    const all = meanAndError(errors.map(({ error }) => error));
    expect(Math.abs(all.mean)).toBeLessThan(BY_CHANCE * all.error);
  });
});
