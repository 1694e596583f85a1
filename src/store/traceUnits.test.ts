import { expect, test } from "vitest";
import { columnOf, convertX, type TracePoints } from "./traceUnits.ts";

const POINTS: TracePoints = {
  steps: Float64Array.of(10, 20, 30, 40),
  // Warm-up until step 20.
  upperSteps: Float64Array.of(0, 0, 1, 2),
  elapsedMs: Float64Array.of(100, 300, 400, 600),
};

test("the points themselves", () => {
  expect(columnOf(POINTS, "time")).toBe(POINTS.elapsedMs);
  expect(convertX(POINTS, "step", "step", 17)).toBe(17);
  for (const [index, step] of POINTS.steps.entries()) {
    expect(convertX(POINTS, "step", "time", step)).toBe(POINTS.elapsedMs[index]);
    expect(convertX(POINTS, "time", "step", POINTS.elapsedMs[index] ?? 0)).toBe(step);
  }
});

test("linear between points, from the beginning on", () => {
  expect(convertX(POINTS, "step", "time", 15)).toBe(200);
  expect(convertX(POINTS, "step", "time", 5)).toBe(50);
  expect(convertX(POINTS, "time", "step", 0)).toBe(0);
  expect(convertX(POINTS, "step", "upper", 35)).toBe(1.5);
});

test("beyond the last point as on average until there", () => {
  expect(convertX(POINTS, "step", "time", 80)).toBe(1200);
  expect(convertX(POINTS, "upper", "step", 3)).toBe(60);
});

test("where upper steps stand still the last of them counts", () => {
  expect(convertX(POINTS, "upper", "step", 0)).toBe(20);
  expect(convertX(POINTS, "upper", "step", 0.5)).toBe(25);
});

test("no points, or no upper steps: no place", () => {
  const none = new Float64Array();
  expect(convertX({ steps: none, upperSteps: none, elapsedMs: none }, "step", "time", 5)).toBeNaN();
  const vanilla = { ...POINTS, upperSteps: new Float64Array(4) };
  expect(convertX(vanilla, "upper", "step", 1)).toBeNaN();
  expect(convertX(vanilla, "step", "upper", 25)).toBe(0);
});
