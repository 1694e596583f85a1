import { expect, test } from "vitest";
import { moveCursor } from "./moveCursor.ts";

const X = [10, 20, 20, 30, 40, 50];
const ALL = { low: 0, high: 100 };

test("arrows go from point to point, over equal ones at once, and stop at the ends", () => {
  expect(moveCursor("ArrowRight", 10, X, ALL)).toBe(20);
  expect(moveCursor("ArrowRight", 20, X, ALL)).toBe(30);
  expect(moveCursor("ArrowLeft", 30, X, ALL)).toBe(20);
  expect(moveCursor("ArrowLeft", 20, X, ALL)).toBe(10);
  expect(moveCursor("ArrowLeft", 10, X, ALL)).toBe(10);
  expect(moveCursor("ArrowRight", 50, X, ALL)).toBe(50);
});

test("between points the next one is meant; nowhere, the last", () => {
  expect(moveCursor("ArrowRight", 24, X, ALL)).toBe(30);
  expect(moveCursor("ArrowLeft", 24, X, ALL)).toBe(20);
  expect(moveCursor("ArrowLeft", null, X, ALL)).toBe(40);
  expect(moveCursor("End", null, X, ALL)).toBe(50);
});

test("stays within what is in sight", () => {
  const range = { low: 15, high: 35 };
  expect(moveCursor("Home", 50, X, range)).toBe(20);
  expect(moveCursor("End", 10, X, range)).toBe(30);
  expect(moveCursor("ArrowRight", 30, X, range)).toBe(30);
  expect(moveCursor("ArrowRight", 10, X, { low: 60, high: 70 })).toBeNull();
});

test("pages are tenths of the points in sight", () => {
  const many = Array.from({ length: 101 }, (_, i) => i);
  expect(moveCursor("PageUp", 40, many, ALL)).toBe(50);
  expect(moveCursor("PageDown", 40, many, ALL)).toBe(30);
});

test("other keys are none of the cursor's", () => {
  expect(moveCursor("a", 10, X, ALL)).toBeNull();
  expect(moveCursor(" ", 10, X, ALL)).toBeNull();
});
