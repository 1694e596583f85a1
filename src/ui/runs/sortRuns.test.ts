import { expect, test } from "vitest";
import { someKeptRun } from "../../domain/keptRunFixture.ts";
import { NEWEST_FIRST, nextOrder, sortRuns } from "./sortRuns.ts";

const base = someKeptRun().summary;
const kept = (id: string, createdAt: string, best: number | null, seed: number) =>
  someKeptRun({
    id,
    name: `seed ${seed}`,
    createdAt,
    summary: { ...base, seed, bestOf: best === null ? null : { "8": best } },
  });
const RUNS = [
  kept("a", "2026-01-02T00:00:00.000Z", 0.7, 10),
  kept("b", "2026-01-03T00:00:00.000Z", null, 2),
  kept("c", "2026-01-01T00:00:00.000Z", 0.9, 1),
];
const order = (...args: [Parameters<typeof sortRuns>[1]]) =>
  sortRuns(RUNS, args[0], "8").map(({ id }) => id);

test("the newest run comes first", () => {
  expect(order(NEWEST_FIRST)).toEqual(["b", "a", "c"]);
});

test("runs that were not measured come last, whichever way", () => {
  const best = nextOrder(NEWEST_FIRST, "best");
  expect(order(best)).toEqual(["c", "a", "b"]);
  expect(order(nextOrder(best, "best"))).toEqual(["a", "c", "b"]);
});

test("numbers in names are numbers", () => {
  expect(order(nextOrder(NEWEST_FIRST, "name"))).toEqual(["c", "b", "a"]);
});
