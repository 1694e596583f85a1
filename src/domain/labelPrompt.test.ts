import { expect, test } from "vitest";
import { FIVE_STEP_PROMPT, fillPrompt, promptIssue, promptTemplate } from "./labelPrompt.ts";

test("an empty prompt is the five-step one, which has five headings and a place for the question", () => {
  expect(promptTemplate(" \n")).toBe(FIVE_STEP_PROMPT);
  expect(FIVE_STEP_PROMPT.match(/^Step \d:/gm)).toEqual([1, 2, 3, 4, 5].map((n) => `Step ${n}:`));
  expect(promptIssue(FIVE_STEP_PROMPT)).toBeNull();
});

test("the question stands in every place, its dollars and braces as they are", () => {
  const question = "What is $& of {question}?";
  expect(fillPrompt("Q: {question}!", { question })).toBe(`Q: ${question}!`);
  expect(fillPrompt("{question} {question}", { question: "a" })).toBe("a a");
});

test("a template without a place for the question is refused in words", () => {
  expect(promptIssue("Answer.")).toContain("{question}");
  expect(promptIssue("")).toBeNull();
});
