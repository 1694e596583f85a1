import { expect, test } from "vitest";
import { createFrameBatch } from "./frameBatch.ts";

function frames() {
  const waiting: (() => void)[] = [];
  return {
    waiting,
    schedule: (callback: () => void) => void waiting.push(callback),
    draw: () => {
      for (const callback of waiting.splice(0)) callback();
    },
  };
}

test("many items, one hand-over a frame, in order", () => {
  const { schedule, draw, waiting } = frames();
  const applied: number[][] = [];
  const batch = createFrameBatch<number>(schedule, (items) => applied.push(items));
  batch.push(1);
  batch.push(2);
  expect(waiting).toHaveLength(1);
  draw();
  batch.push(3);
  draw();
  draw();
  expect(applied).toEqual([[1, 2], [3]]);
});

test("a flush hands on at once and the frame after it finds nothing", () => {
  const { schedule, draw } = frames();
  const applied: number[][] = [];
  const batch = createFrameBatch<number>(schedule, (items) => applied.push(items));
  batch.push(1);
  batch.flush();
  draw();
  expect(applied).toEqual([[1]]);
});
