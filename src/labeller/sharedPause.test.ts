// Many lanes of work in one thread let a message through every few milliseconds.
import { expect, test } from "vitest";
import { SharedPause } from "./sharedPause.ts";

test("a timer fires again and again while sixty-four lanes are busy", async () => {
  let now = 0; // each piece of work takes a millisecond of this clock
  const pause = new SharedPause(() => now);
  let heard = 0;
  let isOver = false;
  const listen = () => {
    heard++;
    if (!isOver) setImmediate(listen);
  };
  setImmediate(listen);
  await Promise.all(
    Array.from({ length: 64 }, async () => {
      for (let piece = 0; piece < 50; piece++) {
        now++;
        await pause.breathe();
      }
    }),
  );
  isOver = true;
  // 3,200 ms of work; one full turn a lane between messages would leave room for a handful.
  expect(heard).toBeGreaterThan(30);
});
