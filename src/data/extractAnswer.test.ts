import { expect, test } from "vitest";
import { extractAnswer } from "./extractAnswer.ts";

test.each([
  ["Step 1: a\n\nFinal answer: 42", "42"],
  ["Final answer: 1\nno, wait.\nfinal answer: 2.", "2"],
  ["**Final answer:** **B**", "B"],
  ["The final answer is $\\frac{1}{2}$.", "\\frac{1}{2}"],
  ["Final answer:\n7", "7"],
  ["so \\boxed{3} and \\boxed{\\frac{1}{\\sqrt{2}}} holds", "\\frac{1}{\\sqrt{2}}"],
  ["Final answer: $\\boxed{x^{2}}$", "x^{2}"],
  ["Final answer: 3.5", "3.5"],
  ["\\boxed{\\{1,2\\}}", "\\{1,2\\}"],
  ["\\boxed{1} then \\boxed{2", "1"],
  ["Endgültige: Final answer: 四", "四"],
])("%j gives %j", (response, answer) => {
  expect(extractAnswer(response)).toBe(answer);
});

test.each(["no answer here", "Final answer: ", "\\boxed{open", ""])("%j gives none", (response) => {
  expect(extractAnswer(response)).toBeNull();
});
