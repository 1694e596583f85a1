// A chain's key depends on what the chain says and shows, not on what it came in.
import { expect, test } from "vitest";
import { chainKey } from "./chainKey.ts";

const chain = {
  question: "What is shown?",
  steps: [{ text: "A bar." }],
  imagePath: "images/1.png",
};

test("the same chain out of another archive has the same key, another chain has not", () => {
  const key = chainKey(chain);
  expect(key).toMatch(/^[0-9a-f]{24}$/);
  expect(chainKey({ ...chain, imagePath: "data.zip/images/1.png" })).toBe(key);
  expect(chainKey({ ...chain, imagePath: "images/2.png" })).not.toBe(key);
  expect(chainKey({ ...chain, imagePath: null })).not.toBe(key);
  expect(chainKey({ ...chain, steps: [{ text: "A bar" }, { text: "." }] })).not.toBe(key);
});
