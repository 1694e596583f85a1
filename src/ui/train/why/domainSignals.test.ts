import { expect, test } from "vitest";
import { createRunHistory, type RunHistory } from "../../../store/runHistory.ts";
import {
  domainSignals,
  domainsInQuestion,
  meanAlignmentAt,
  RECENT_UPPER_STEPS,
  signalToNoise,
  signalWord,
  sortSignals,
} from "./domainSignals.ts";

interface Point {
  weights?: number[];
  alignment: number[] | null;
  cosine?: number[] | null;
}

function historyOf(domains: string[], points: Point[]): RunHistory {
  const history = createRunHistory(domains);
  let upperStep = 0;
  points.forEach(({ weights, alignment, cosine }, index) => {
    if (alignment !== null) upperStep += 1;
    history.append({
      step: (index + 1) * 5,
      upperStep,
      lowerLoss: 0.1,
      weightedLowerLoss: 0.1,
      metaLoss: alignment === null ? null : 0.2,
      weights: weights ?? domains.map(() => 1),
      alignment,
      cosine: cosine ?? null,
      gradientNorm: null,
      elapsedMs: index,
    });
  });
  return history;
}

test("signal to noise is the mean over the sample standard deviation, whatever its sign", () => {
  // Mean 2, sample variance 1.
  expect(signalToNoise([1, 2, 3])).toBe(2);
  expect(signalToNoise([-1, -2, -3])).toBe(2);
  expect(signalToNoise([1, Number.NaN, 2, 3, Number.POSITIVE_INFINITY])).toBe(2);
});

test("constants are all signal, zeros none, and too few say nothing", () => {
  expect(signalToNoise([0.1, 0.1, 0.1, 0.1])).toBe(Number.POSITIVE_INFINITY);
  expect(signalToNoise([0, 0, 0])).toBeNaN();
  expect(signalToNoise([1, 2])).toBeNaN();
  expect(signalToNoise([])).toBeNaN();
});

test("below one half it is noise", () => {
  expect([0, 0.49, 0.5, 0.99, 1, Number.POSITIVE_INFINITY].map(signalWord)).toEqual([
    "noise",
    "noise",
    "faint",
    "faint",
    "clear",
    "clear",
  ]);
  expect(signalWord(Number.NaN)).toBe("");
});

test("a domain is pulled up where it stands above the others, not where it is above 0", () => {
  const history = historyOf(
    ["a", "b", "c"],
    Array.from({ length: 5 }, () => ({ alignment: [3, 1, 2] })),
  );
  const signals = domainSignals(history);
  expect(signals.map(({ mean }) => mean)).toEqual([3, 1, 2]);
  expect(signals.map(({ pull }) => pull)).toEqual([1, -1, 0]);
});

test("the average weighs each domain as it was weighed before the upper step", () => {
  const history = historyOf(
    ["a", "b"],
    [
      { weights: [1.5, 0.5], alignment: [2, 4] },
      { weights: [1.9, 0.1], alignment: [2, 4] },
    ],
  );
  expect(meanAlignmentAt(history, 0)).toBe(3);
  expect(meanAlignmentAt(history, 1)).toBe((1.5 * 2 + 0.5 * 4) / 2);
});

test("only the recent upper steps count, and points without one are passed over", () => {
  const early = Array.from({ length: 30 }, () => ({ alignment: [100, -100], cosine: [1, -1] }));
  const recent = Array.from({ length: RECENT_UPPER_STEPS }, (_, i) => [
    { alignment: [i % 2 === 0 ? 1 : 3, -5], cosine: i % 5 === 0 ? [0.25, -0.5] : null },
    { alignment: null },
  ]).flat();
  const [a, b] = domainSignals(historyOf(["a", "b"], [...early, ...recent]));
  expect(a).toMatchObject({ mean: 2, cosine: 0.25 });
  expect(a?.snr).toBeCloseTo(2 / Math.sqrt(20 / 19), 12);
  expect(b).toMatchObject({ mean: -5, snr: Number.POSITIVE_INFINITY, cosine: -0.5 });
});

test("up to an earlier step, only what was known by then counts", () => {
  const points = [1, 2, 3, 40, 50].map((h, i) => ({
    weights: [1 + i / 10, 1 - i / 10],
    alignment: [h, -h],
    cosine: [h / 100, 0],
  }));
  const [a, b] = domainSignals(historyOf(["a", "b"], points), 17);
  expect(a).toMatchObject({ weight: 1.2, mean: 2, snr: 2, cosine: 0.02 });
  expect(b).toMatchObject({ weight: 0.8, mean: -2 });
  expect(domainSignals(historyOf(["a", "b"], points), 2)[0]).toMatchObject({
    weight: 1,
    mean: Number.NaN,
  });
});

test("a cosine measured before the recent steps is better than none", () => {
  const points = [
    { alignment: [1], cosine: [0.5] },
    ...Array.from({ length: 40 }, () => ({ alignment: [1] })),
  ];
  expect(domainSignals(historyOf(["a"], points))[0]?.cosine).toBe(0.5);
});

test("without upper steps there is nothing to say but the weights", () => {
  for (const history of [historyOf(["a"], []), historyOf(["a"], [{ alignment: null }])]) {
    expect(domainSignals(history)).toEqual([
      {
        place: 0,
        name: "a",
        weight: 1,
        pull: Number.NaN,
        mean: Number.NaN,
        snr: Number.NaN,
        cosine: Number.NaN,
      },
    ]);
  }
});

test("sorted either way, what is no number stays last and equals keep their place", () => {
  const row = (place: number, snr: number) => ({
    place,
    name: `d${place}`,
    weight: 1,
    pull: 0,
    mean: 0,
    snr,
    cosine: 0,
  });
  const rows = [row(0, Number.NaN), row(1, 2), row(2, Number.POSITIVE_INFINITY), row(3, 2)];
  const places = (isDescending: boolean) =>
    sortSignals(rows, { column: "snr", isDescending }).map(({ place }) => place);
  expect(places(true)).toEqual([2, 1, 3, 0]);
  expect(places(false)).toEqual([1, 3, 2, 0]);
  expect(
    sortSignals([row(10, 0), row(2, 0)], { column: "name", isDescending: false }).map(
      ({ name }) => name,
    ),
  ).toEqual(["d2", "d10"]);
});

test("the domains in question: hovered and pinned ones, else the highest and the lowest", () => {
  const rows = domainSignals(
    historyOf(["a", "b", "c"], [{ weights: [1, 0.5, 1.5], alignment: [0, 0, 0] }]),
  );
  expect(domainsInQuestion(rows, null, [])).toEqual(["c", "b"]);
  expect(domainsInQuestion(rows, "a", [])).toEqual(["a"]);
  expect(domainsInQuestion(rows, "a", ["b"])).toEqual(["a", "b"]);
  expect(domainsInQuestion(rows, "gone", [])).toEqual(["c", "b"]);
  expect(domainsInQuestion(rows.slice(0, 1), null, [])).toEqual(["a"]);
  expect(domainsInQuestion([], null, [])).toEqual([]);
});
