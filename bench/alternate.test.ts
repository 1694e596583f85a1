import { expect, it } from "vitest";
import { alternate, type Contender, type Pace } from "./alternate.ts";
import { LEXICAL } from "./problem.ts";
import type { Session } from "./session.ts";

const contender = (name: string, stepMultiple = 5): Contender => ({
  name,
  peer: "ours.cpu",
  workload: { kind: "lower", spec: { ...LEXICAL, seed: name.length }, readEvery: stepMultiple },
  stepMultiple,
  warmSteps: 10,
});
const PACE: Pace = { rounds: 4, chunkMs: 100, budgetMs: 1000 };
const SILENT = { log: () => {}, progress: () => {} };

/** Sessions that report a time by the clock of `stepMs` and say what was asked of them. */
function fakeOpen(calls: string[], stepMs: Record<string, number>, breaksAt: string | null = null) {
  return async (_peer: string, { spec }: Contender["workload"]): Promise<Session> => {
    const name = Object.keys(stepMs).find((one) => one.length === spec.seed) ?? "";
    let runs = 0;
    return {
      device: "fake",
      async run(steps) {
        if (name === breaksAt && ++runs > 3) throw new Error("lost\nsecond line");
        calls.push(`${name} ${steps}`);
        const ms = steps * (stepMs[name] ?? 0);
        return { ms, losses: [{ steps, sum: steps }], counts: null };
      },
      async close() {
        calls.push(`${name} closed`);
      },
    };
  };
}

it("takes turns forth and back, for the same time each, a slow one in fewer rounds", async () => {
  const calls: string[] = [];
  const { series, failures } = await alternate(
    [contender("a"), contender("bb"), contender("ccc", 1)],
    fakeOpen(calls, { a: 1, bb: 4, ccc: 400 }),
    PACE,
    SILENT,
  );
  expect(failures).toEqual([]);
  expect(calls).toEqual([
    ...["a 10", "a 5", "bb 10", "bb 5", "ccc 10", "ccc 1"],
    ...["a 100", "bb 25", "ccc 1"],
    ...["ccc 1", "bb 25", "a 100"],
    ...["a 100", "bb 25", "bb 25", "a 100"],
    ...["a closed", "bb closed", "ccc closed"],
  ]);
  expect(series.map(({ stepMs }) => stepMs)).toEqual([
    [1, 1, 1, 1],
    [4, 4, 4, 4],
    [400, 400, null, null],
  ]);
  expect(series[0]?.warmLosses).toEqual([
    { steps: 10, sum: 10 },
    { steps: 5, sum: 5 },
  ]);
});

it("goes on without one that breaks, says why and closes it", async () => {
  const calls: string[] = [];
  const { series, failures } = await alternate(
    [contender("a"), contender("bb")],
    fakeOpen(calls, { a: 1, bb: 4 }, "bb"),
    PACE,
    SILENT,
  );
  expect(series.map(({ contender: { name } }) => name)).toEqual(["a"]);
  expect(series[0]?.stepMs).toHaveLength(4);
  expect(failures.map(({ reason }) => reason)).toEqual(["lost"]);
  expect(calls.filter((call) => call.endsWith("closed"))).toEqual(["bb closed", "a closed"]);
});
