// The guide's live examples show what the guide says they show: the app's own worker session on their data.
import { afterAll, describe, expect, it } from "vitest";
import type { StudioClient } from "../src/protocol/client.ts";
import type { CommandArgs, CommandName, StudioEvent } from "../src/protocol/messages.ts";
import { memoryWorkspace } from "../src/storage/memoryWorkspace.ts";
import { createExampleLab } from "../src/store/exampleLab.ts";
import {
  CANDIDATES,
  EXAMPLE_QUESTION,
  RIGHT_STEPS,
  SLIPPED_STEPS,
} from "../src/ui/guide/examples/exampleChains.ts";
import {
  domainsWithDoubtfulLast,
  EXAMPLE_DOMAINS,
  EXAMPLE_STEPS,
  exampleConfig,
} from "../src/ui/guide/examples/exampleConfig.ts";
import { type ExampleDomain, exampleFiles } from "../src/ui/guide/examples/exampleFiles.ts";
import { meanAgreement, meanSpread } from "../src/ui/guide/examples/seedAgreement.ts";
import { createSession } from "../src/worker/session.ts";

/** The session without a worker around it; Node cannot send files to one. */
function sessionClient(): StudioClient {
  const listeners = new Set<(event: StudioEvent) => void>();
  const handlers = createSession({
    post: (event) => {
      for (const listener of [...listeners]) listener(event);
    },
    storage: memoryWorkspace(),
    now: () => performance.now(),
  });
  return {
    call: async <N extends CommandName>(name: N, args: CommandArgs<N>) => handlers[name](args),
    on(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose: () => listeners.clear(),
  };
}

const lab = createExampleLab(sessionClient);
afterAll(() => lab.close());

const train = (last: Partial<ExampleDomain>, seed: number) =>
  lab.train({
    files: exampleFiles(domainsWithDoubtfulLast(last), seed),
    config: exampleConfig(seed),
  });

async function finalWeights(last: Partial<ExampleDomain>, seed: number): Promise<number[]> {
  const { history, domains } = await train(last, seed);
  expect(domains).toEqual(EXAMPLE_DOMAINS);
  expect(history[0]?.weights).toEqual([1, 1, 1, 1]);
  expect(history.at(-1)?.step).toBe(EXAMPLE_STEPS);
  return history.at(-1)?.weights ?? [];
}

describe("the guide's live examples", () => {
  it("score a chain: a slip takes the score from its step and from those behind it", async () => {
    const { prm } = await train({}, 1);
    const right = (await lab.score(prm, EXAMPLE_QUESTION, RIGHT_STEPS)).stepScores;
    const slipped = (await lab.score(prm, EXAMPLE_QUESTION, SLIPPED_STEPS)).stepScores;
    expect(Math.min(...right)).toBeGreaterThan(0.7);
    expect(slipped[0]).toBeGreaterThan(0.7);
    expect(slipped[1]).toBeLessThan(0.3);
    expect(slipped[2]).toBeLessThan(0.3);
  });

  it("aggregate: a product likes the shorter right chain, and the last step forgets a late slip's past", async () => {
    const { prm } = await train({}, 1);
    const score = async (name: keyof typeof CANDIDATES) =>
      (await lab.score(prm, EXAMPLE_QUESTION, CANDIDATES[name])).chainScores;
    const [right, small, early, late] = [
      await score("right"),
      await score("small"),
      await score("early"),
      await score("late"),
    ];
    expect(right.product).toBeGreaterThan(small.product);
    expect(small.meanLogit).toBeGreaterThan(right.meanLogit - 0.05);
    expect(late.meanLogit - early.meanLogit).toBeGreaterThan(0.3);
    expect(Math.abs(late.last - early.last)).toBeLessThan(0.1);
  });

  it.each([
    ["turned round", { isFlipped: true }],
    ["drawn by lot", { noise: 1 }],
  ])("two levels: a domain whose labels are %s falls", async (_, last) => {
    const [a = 0, b = 0, c = 0, d = 1] = await finalWeights(last, 1);
    expect(d).toBeLessThan(0.3);
    expect((a + b + c) / 3).toBeGreaterThan(1.2);
  });

  it("drift: equal domains spread too, but seeds agree only where there is something to find", async () => {
    const seeds = [8, 9, 10];
    const equal: number[][] = [];
    const flipped: number[][] = [];
    for (const seed of seeds) {
      equal.push(await finalWeights({}, seed));
      flipped.push(await finalWeights({ isFlipped: true }, seed));
    }
    expect(meanSpread(equal)).toBeGreaterThan(0.3);
    expect(meanAgreement(equal)).toBeLessThan(0.5);
    expect(meanAgreement(flipped)).toBeGreaterThan(0.6);
  });

  it("give the same for the same seed", async () => {
    expect(await finalWeights({ noise: 0.5 }, 3)).toEqual(await finalWeights({ noise: 0.5 }, 3));
  });
});
