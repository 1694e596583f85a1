import { expect, test } from "vitest";
import { createRunHistory } from "../../../store/runHistory.ts";
import { raceFrame } from "./raceFrame.ts";
import { raceLayout } from "./raceLayout.ts";
import { pointAt, raceTrack, ranksOf, weightsAt } from "./raceTrack.ts";

function track(startsAtOne = true) {
  const history = createRunHistory(["a", "b", "c"]);
  const weights = [
    [1.2, 0.9, 0.9],
    [0.8, 1.8, 0.4],
  ];
  weights.forEach((values, index) => {
    history.append({
      step: 100 * (index + 1),
      upperStep: index + 1,
      lowerLoss: 0.1,
      weightedLowerLoss: 0.1,
      metaLoss: 0.1,
      weights: values,
      alignment: null,
      cosine: null,
      gradientNorm: null,
      elapsedMs: 10,
    });
  });
  return raceTrack(history, startsAtOne);
}

test("learned weights set out from 1 at step 0, given ones do not", () => {
  expect([...track().steps]).toEqual([0, 100, 200]);
  expect(weightsAt(track(), 0)).toEqual([1, 1, 1]);
  expect([...track(false).steps]).toEqual([100, 200]);
  expect(weightsAt(track(false), 0)).toEqual([1.2, 0.9, 0.9]);
});

test("between two points weights go straight, beyond the last they stay", () => {
  expect(weightsAt(track(), 50)[0]).toBeCloseTo(1.1);
  expect(weightsAt(track(), 150)[1]).toBeCloseTo(1.35);
  expect(weightsAt(track(), 900)).toEqual([0.8, 1.8, 0.4]);
});

test("the point of a step is the last one before it", () => {
  expect([-5, 0, 99, 100, 150, 200, 999].map((step) => pointAt(track(), step))).toEqual([
    0, 0, 0, 1, 1, 2, 2,
  ]);
});

test("places go from the largest weight on; ties keep their order; no number is last", () => {
  expect(ranksOf([1, 1, 1])).toEqual([0, 1, 2]);
  expect(ranksOf([0.5, 2, 1, 2])).toEqual([3, 0, 2, 1]);
  expect(ranksOf([Number.NaN, -1, 3])).toEqual([2, 1, 0]);
});

test("without gliding, bars stand at their places", () => {
  expect(raceFrame(track(), 200, 0).rows).toEqual([
    { domain: 0, weight: 0.8, rank: 1 },
    { domain: 1, weight: 1.8, rank: 0 },
    { domain: 2, weight: 0.4, rank: 2 },
  ]);
});

test("gliding, a bar that is passed is between two places, and arrives", () => {
  const race = track();
  // b passes a between the points, at step 125.
  const rank = (step: number) => raceFrame(race, step, 40).rows[0]?.rank ?? Number.NaN;
  expect(rank(120)).toBe(0);
  const onTheWay = rank(145);
  expect(onTheWay).toBeGreaterThan(0.2);
  expect(onTheWay).toBeLessThan(0.8);
  expect(rank(170)).toBe(1);
  // As smooth as samples allow: no jump between neighbouring steps.
  for (let step = 120; step < 170; step++) {
    expect(Math.abs(rank(step + 1) - rank(step))).toBeLessThan(0.2);
  }
  // Places are shared out: they always add up to the same.
  const sum = raceFrame(race, 145, 40).rows.reduce((all, row) => all + row.rank, 0);
  expect(sum).toBeCloseTo(3);
});

test("the scale holds the largest weight of the whole run", () => {
  expect(track().scale).toBe(2);
});

test("rows share the height down to a least one, beyond which the last are left out", () => {
  const box = { left: 10, top: 20, width: 600, height: 320 };
  const few = raceLayout(box, ["a", "b"], 2);
  expect(few.rowsShown).toBe(2);
  expect(few.xOf(0)).toBe(few.barLeft);
  expect(few.xOf(1) - few.barLeft).toBeCloseTo((few.xOf(2) - few.barLeft) / 2);
  expect(few.xOf(5)).toBe(few.xOf(2));
  expect(few.xOf(2)).toBeLessThan(610);
  const many = raceLayout(
    box,
    Array.from({ length: 300 }, (_, i) => `domain ${i}`),
    2,
  );
  expect(many.rowsShown).toBe(20);
  expect(many.yOf(many.rowsShown)).toBeLessThanOrEqual(340);
});

test("long names leave most of the width to the bars", () => {
  const box = { left: 0, top: 0, width: 300, height: 300 };
  const layout = raceLayout(box, ["a very long name of a domain that goes on and on and on"], 2);
  expect(layout.barLeft).toBeLessThan(130);
});
