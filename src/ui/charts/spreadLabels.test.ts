import { expect, test } from "vitest";
import { createRng } from "../../base/rng.ts";
import { spreadLabels } from "./spreadLabels.ts";

const OPTIONS = { height: 10, top: 0, bottom: 100 };

function smallestGap(centres: number[]): number {
  const sorted = [...centres].sort((a, b) => a - b);
  return Math.min(...sorted.slice(1).map((y, i) => y - sorted[i]!));
}

test("labels with room stay where their lines end", () => {
  expect(spreadLabels([20, 50, 80], OPTIONS)).toEqual([20, 50, 80]);
});

test("two on one spot part evenly around it", () => {
  expect(spreadLabels([50, 50], OPTIONS)).toEqual([45, 55]);
});

test("a push that makes new neighbours moves them too, around the common mean", () => {
  // Wanted 40, 50, 52: centres c, c+10, c+20 with least squares at c = mean(40, 40, 32) = 37.33.
  const placed = spreadLabels([50, 40, 52], OPTIONS);
  expect(placed[1]).toBeCloseTo(37.333, 3);
  expect(placed[0]).toBeCloseTo(47.333, 3);
  expect(placed[2]).toBeCloseTo(57.333, 3);
});

test("keeps to the range at both ends", () => {
  expect(spreadLabels([-30, 0], OPTIONS)).toEqual([5, 15]);
  expect(spreadLabels([100, 130], OPTIONS)).toEqual([85, 95]);
});

test("more labels than room: squeezed evenly, still in order and inside", () => {
  const placed = spreadLabels(new Array(20).fill(50), OPTIONS);
  expect(smallestGap(placed)).toBeCloseTo(5, 9);
  expect(Math.min(...placed)).toBeCloseTo(2.5, 9);
  expect(Math.max(...placed)).toBeCloseTo(97.5, 9);
});

test("never overlaps and keeps the lines' order, for any positions", () => {
  const rng = createRng("labels");
  for (let round = 0; round < 200; round++) {
    const wanted = Array.from({ length: 1 + rng.below(10) }, () => rng.next() * 140 - 20);
    const placed = spreadLabels(wanted, OPTIONS);
    if (placed.length > 1) expect(smallestGap(placed)).toBeGreaterThan(10 - 1e-6);
    for (const y of placed) {
      expect(y).toBeGreaterThanOrEqual(5 - 1e-6);
      expect(y).toBeLessThanOrEqual(95 + 1e-6);
    }
    for (let i = 0; i < wanted.length; i++) {
      for (let j = 0; j < wanted.length; j++) {
        if (wanted[i]! < wanted[j]!) expect(placed[i]!).toBeLessThanOrEqual(placed[j]! + 1e-9);
      }
    }
  }
});

test("no number and infinities land inside", () => {
  const placed = spreadLabels(
    [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    OPTIONS,
  );
  expect(placed.every((y) => y >= 5 && y <= 95)).toBe(true);
  expect(placed[2]).toBe(5);
});

test("no labels, no places", () => {
  expect(spreadLabels([], OPTIONS)).toEqual([]);
});
