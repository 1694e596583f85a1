import { expect, test } from "vitest";
import { assignDomainSlots } from "./domainSlots.ts";

test("first corpus: slots in domain order", () => {
  expect(assignDomainSlots({}, ["a", "b", "c"])).toEqual({ a: 0, b: 1, c: 2 });
});

test("a renamed domain takes the slot it gave up, the others keep theirs", () => {
  const before = assignDomainSlots({}, ["a", "b", "c"]);
  expect(assignDomainSlots(before, ["a", "x", "c"])).toEqual({ a: 0, x: 1, c: 2 });
});

test("merging frees slots and moves nobody", () => {
  const before = assignDomainSlots({}, ["a", "b", "c", "d"]);
  expect(assignDomainSlots(before, ["a", "d"])).toEqual({ a: 0, d: 3 });
});

test("nothing changed gives the same object back", () => {
  const before = assignDomainSlots({}, ["a", "b"]);
  expect(assignDomainSlots(before, ["b", "a"])).toBe(before);
});

test("names that are properties of every object are names like others", () => {
  expect(assignDomainSlots({}, ["constructor", "a"])).toEqual({ constructor: 0, a: 1 });
});
