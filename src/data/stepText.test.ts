import { expect, test } from "vitest";
import { joinSteps, responseSteps, splitSteps, untagged } from "./stepText.ts";

test("splits the official form", () => {
  expect(splitSteps("Step 1: add 2\n\nStep 2: add 3\nand 4\n\nStep 3: so 9")).toEqual({
    preamble: "",
    steps: ["add 2", "add 3\nand 4", "so 9"],
  });
});

test.each([
  ["Step 1. a\nStep 2. b", ["a", "b"]],
  ["**Step 1** a\n**Step 2** b", ["a", "b"]],
  ["**Step 1:** a\n**Step 2:** b", ["a", "b"]],
  ["**Step 1**: a\n__Step 2__: b", ["a", "b"]],
  ["**Step 1: Title**\na\n**Step 2: More**\nb", ["**Title**\na", "**More**\nb"]],
  ["### Step 1: a\n### Step 2\nb", ["a", "b"]],
  ["step 1: a\r\n\r\nstep 2: b", ["a", "b"]],
  ["  STEP 1) a\n- Step 2 – b", ["a", "b"]],
  ["Step 1：甲\n\nStep 2：乙", ["甲", "乙"]],
  ["Step 1: a\n\nStep 3: b", ["a", "b"]],
  ["Step 1:\n\nStep 2: b", ["", "b"]],
])("splits %j", (text, steps) => {
  expect(splitSteps(text).steps).toEqual(steps);
});

test.each([
  "Steps 1: a",
  "Step 2 of the plan is this",
  "as in Step 2: no",
  "Step 1.5 is none",
  "footstep 3: a",
])("finds no tag in %j", (text) => {
  expect(splitSteps(text)).toEqual({ preamble: text, steps: [] });
  expect(responseSteps(text)).toEqual([text]);
});

test("a tag in the middle of a line is text, and so is one that does not rise", () => {
  const text = "Step 1: first\n\nStep 2: as in Step 1: add\nStep 1: again\n\nStep 3: end";
  expect(splitSteps(text).steps).toEqual(["first", "as in Step 1: add Step 1: again", "end"]);
});

test("words before the first tag belong to the first step", () => {
  expect(responseSteps("Let us see.\n\nStep 1: a\n\nStep 2: b")).toEqual(["Let us see.\n\na", "b"]);
  expect(responseSteps(" \n ")).toEqual([]);
});

test.each([
  "Step 1: a\n\nStep 2: b Step 3: c\nmore\n\nStep 3: **d**",
  "Step 2: a\nStep 1: b\n  Step 1: c\n\nStep 7: d\nStep 3: e",
  "intro\n**Step 1: T**\n\n- Step 1: x\n### Step 4\nStep 2: y\nStep 4: z",
  "Step 1: Step 2: a\n\nStep 2: **Step 9**",
  "Step 1:**b** a\nStep 2:\n\n\nStep 3: ",
  "no steps\nat all",
])("joined steps split into the same again: %j", (text) => {
  const steps = responseSteps(text);
  expect(responseSteps(joinSteps(steps))).toEqual(steps);
  expect(steps.map(untagged)).toEqual(steps);
});

test("a prefix of a response has a prefix of its steps", () => {
  const parts = ["Step 1: a", "Step 2: b\nStep 1: q", "Step 4: c", "Step 4: d"];
  const whole = responseSteps(parts.join("\n\n"));
  expect(responseSteps(parts.slice(0, 1).join("\n\n"))).toEqual(whole.slice(0, 1));
  expect(responseSteps(parts.slice(0, 2).join("\n\n"))).toEqual(whole.slice(0, 2));
});

test("untagged pulls tags off the line starts and is stable", () => {
  const text = "look\n\nStep 3: here\n  Step 4: there ";
  expect(untagged(text)).toBe("look Step 3: here Step 4: there");
  expect(responseSteps(joinSteps([untagged(text), "next"]))).toEqual([untagged(text), "next"]);
});

test("no text takes long: blanks and marks without end stay linear", () => {
  const blanks = " ".repeat(300_000);
  for (const text of [
    `Step 1${blanks}x`,
    `${blanks}Step`,
    `**Step 1**${blanks}x`,
    `\n- ${blanks}`.repeat(3),
  ]) {
    expect(responseSteps(text)).toHaveLength(1);
  }
});
