import { join } from "node:path";
import { expect, it } from "vitest";
import { placeBelow } from "./outputPlace.ts";
import { UsageError } from "./usageError.ts";

it("keeps files inside their folder", () => {
  expect(placeBelow("out", "images/a/1.png")).toBe(join("out", "images", "a", "1.png"));
  expect(placeBelow("out", "a/../1.png")).toBe(join("out", "1.png"));
});

it.each(["../1.png", "a/../../1.png", "/etc/passwd", ".."])("refuses %s", (name) => {
  expect(() => placeBelow("out", name)).toThrow(UsageError);
});
