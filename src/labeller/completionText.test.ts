// Reading replies: steps of a chain, what follows a prefix, the final answer.
import { describe, expect, test } from "vitest";
import { chainSteps, continuationOf, finalAnswer, withoutThought } from "./completionText.ts";
import { RejectedReply } from "./generator.ts";

const rejection = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    if (error instanceof RejectedReply) return error.reason;
    throw error;
  }
  return null;
};

describe("a chain", () => {
  test("is split at its tags; words before them are dropped, the answer stays with the last step", () => {
    const text =
      "Sure!\n\n**Step 1:** Restate.\nStep 2: Gather\nmore.\n\nStep 3: So.\nFinal answer: 4";
    expect(chainSteps(text)).toEqual(["Restate.", "Gather\nmore.", "So.\nFinal answer: 4"]);
  });

  test("without steps, with empty ones or too many is rejected", () => {
    expect(rejection(() => chainSteps("The answer is 4."))).toMatch(/no "Step n:"/);
    expect(rejection(() => chainSteps("Step 1: a\nStep 2:\nStep 3: c"))).toMatch(/without text/);
    const many = Array.from({ length: 65 }, (_, index) => `Step ${index + 1}: x`).join("\n");
    expect(rejection(() => chainSteps(many))).toMatch(/more than 64/);
  });

  test("thinking put before it is no part of it", () => {
    expect(withoutThought("<think>Step 1: hm</think>\nStep 1: a")).toBe("Step 1: a");
    expect(withoutThought("Step 1: <think> is a tag")).toBe("Step 1: <think> is a tag");
  });
});

describe("a continuation", () => {
  const prefix = ["First thing.", "Second\nthing."];

  test("that goes on is taken as it is, tagged or not", () => {
    const tagged = "Step 3: third\nFinal answer: 1";
    expect(continuationOf(tagged, prefix)).toBe(tagged);
    expect(continuationOf("third, so\nFinal answer: 1", prefix)).toMatch(/^third/);
  });

  test("that says the prefix again loses it", () => {
    const text = "Step 1: First thing.\nStep 2: Second  thing.\nStep 3: third\nFinal answer: 1";
    expect(continuationOf(text, prefix)).toBe("Step 3: third\nFinal answer: 1");
  });

  test("that begins anew is rejected: it completes another prefix", () => {
    const mended =
      "Step 1: First thing, mended.\nStep 2: Second thing.\nStep 3: x\nFinal answer: 1";
    expect(rejection(() => continuationOf(mended, prefix))).toMatch(/began anew/);
    expect(rejection(() => continuationOf("**Step 2:** other\nFinal answer: 1", prefix))).toMatch(
      /began anew/,
    );
    const noMore = "Step 1: First thing.\nStep 2: Second thing.";
    expect(rejection(() => continuationOf(noMore, prefix))).toMatch(/began anew/);
  });
});

test.each([
  ["Step 5: so.\nFinal answer: 12", "12"],
  ["**Final Answer:** \\boxed{\\frac{1}{\\sqrt{2}}}", "\\frac{1}{\\sqrt{2}}"],
  ["thus \\boxed{7}.", "7"],
  ["The answer is (B).", "(B)"],
  ["first the answer is 3, but no.\nThe correct answer is: 4.", "4"],
  ["Answer: Paris", "Paris"],
  ["**Answer:** Paris", "Paris"],
  ["I cannot answer this question.", null],
  ["It is not known.", null],
  ["Final answer:", null],
])("the final answer of %j is %j", (text, answer) => {
  expect(finalAnswer(text)).toBe(answer);
});
