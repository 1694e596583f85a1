// Final answers against ground truths: numbers, choices, LaTeX, words.
import { describe, expect, test } from "vitest";
import type { AnswerCheck } from "../domain/labelling.ts";
import { checkFor, isRightAnswer } from "./answerCheck.ts";
import { choicesIn, letterOf } from "./choiceAnswer.ts";
import { normaliseLatex, unboxed } from "./latexAnswer.ts";
import { parseNumber } from "./numericAnswer.ts";

function isRight(
  answer: string,
  groundTruth: string,
  options: { kind?: AnswerCheck; tolerance?: number; question?: string } = {},
): boolean {
  const { kind = "auto", tolerance = 1e-6, question = "What is it?" } = options;
  return isRightAnswer(answer, { question, groundTruth }, { kind, tolerance });
}

describe("numbers", () => {
  test.each([
    ["42", "42"],
    ["42.0", "42"],
    ["42.", "42"],
    ["+42", "42"],
    ["1,234,567", "1234567"],
    ["1 234 567", "1234567"],
    ["1234567", "1,234,567"],
    ["\\$1{,}234.50", "1234.5"],
    ["$1,234.50", "1234.5"],
    ["€ 12", "12"],
    ["-$5", "-5"],
    ["−7", "-7"],
    ["0.5", "1/2"],
    ["\\frac{1}{2}", "0.5"],
    ["\\dfrac{1}{2}", "1/2"],
    ["-\\frac{3}{4}", "-0.75"],
    ["1 1/2", "1.5"],
    ["1\\frac{1}{2}", "1.5"],
    ["3/6", "1/2"],
    ["50%", "50%"],
    ["50 percent", "50%"],
    ["50%", "0.5"],
    ["0.5", "50%"],
    ["50", "50%"],
    ["1.2e3", "1200"],
    ["1.2 × 10^3", "1200"],
    ["1.2 \\times 10^{3}", "1200"],
    ["5 \\times 10^{-2}", "0.05"],
    ["42 apples", "42"],
    ["42", "42 apples"],
    ["42 apple", "42 apples"],
    ["12 cm", "12"],
    ["12 \\text{ cm}", "12 cm"],
    ["45^\\circ", "45"],
    ["45°", "45 degrees"],
    ["x = 7", "7"],
    ["2 + 2 = 4", "4"],
    ["about 3.14", "3.14"],
    ["\\boxed{12}", "12"],
    ["$12$", "12"],
    ["**12**", "12"],
    ["12 (twelve)", "12"],
    [".25", "0.25"],
    ["0.3333333", "1/3"],
    ["25 km/h", "25"],
  ])("%s is %s", (answer, truth) => {
    expect(isRight(answer, truth)).toBe(true);
  });

  test.each([
    ["43", "42"],
    ["-42", "42"],
    ["4.2", "42"],
    ["42 or 43", "42"],
    ["42 and 7", "42"],
    ["between 40 and 44", "42"],
    ["1,23", "123"],
    ["12 m", "12 cm"],
    ["5%", "0.5"],
    ["1/0", "1"],
    ["0.333", "1/3"],
    ["a banana", "42"],
    ["", "42"],
    ["\\boxed{", "4"],
    ["42^2", "42"],
    ["Infinity", "42"],
  ])("%s is not %s", (answer, truth) => {
    expect(isRight(answer, truth)).toBe(false);
  });

  test("the tolerance is relative, and absolute at zero", () => {
    expect(isRight("101", "100", { tolerance: 0.01 })).toBe(true);
    expect(isRight("101.1", "100", { tolerance: 0.01 })).toBe(false);
    expect(isRight("0.01", "0", { tolerance: 0.01 })).toBe(true);
    expect(isRight("3.14", "3.14159", { tolerance: 0.001 })).toBe(true);
    expect(isRight("0.1", "0.1", { tolerance: 0 })).toBe(true);
  });

  test("what is no number says so", () => {
    for (const text of ["", "none", "x", "3 + 4", "1/2/3", "\\sqrt{2}", "2x", "3:4"]) {
      expect([text, parseNumber(text)?.unit ?? null]).not.toEqual([text, ""]);
    }
  });
});

describe("choices", () => {
  const question = "How long is it?\n(A) 10 cm\n(B) 12 cm\n(C) a metre\n(D) none of these";

  test.each([
    ["B"],
    ["b"],
    ["(B)"],
    ["(b)"],
    ["B."],
    ["B)"],
    ["[B]"],
    ["**B**"],
    ["$B$"],
    ["\\text{B}"],
    ["\\boxed{B}"],
    ["\\boxed{\\text{(B)}}"],
    ["B. 12 cm"],
    ["(B) 12 cm"],
    ["B: 12 cm"],
    ["option B"],
    ["Option (B)"],
    ["The answer is B"],
    ["the correct answer is (B)."],
    ["choice B, since it is longer"],
    ["12 cm"],
    ["12"],
  ])("%s names B", (answer) => {
    expect(isRight(answer, "B", { question })).toBe(true);
    expect(isRight(answer, "(B)", { question })).toBe(true);
    expect(isRight(answer, "12 cm", { question })).toBe(true);
  });

  test.each([
    ["A"],
    ["C"],
    ["(D)"],
    ["A. 12 cm"],
    ["10 cm"],
    ["B and C"],
    ["E"],
    ["a banana"],
    [""],
  ])("%s does not name B", (answer) => {
    expect(isRight(answer, "B", { question })).toBe(false);
  });

  test("a word is not taken for a letter", () => {
    expect(letterOf("A metre is right")).toBeNull();
    expect(letterOf("Because")).toBeNull();
    expect(isRight("a metre", "C", { question })).toBe(true);
    expect(isRight("a metre", "A", { question })).toBe(false);
  });

  test("choices are found in the ways questions list them", () => {
    expect([...choicesIn("Which? A. one\nB. two\nC. three").entries()]).toEqual([]);
    expect([...choicesIn("Which?\nA. one\nB. two\nC. three").keys()]).toEqual(["A", "B", "C"]);
    expect([...choicesIn("Which? (A) one (B) two, (C) three.").values()]).toEqual([
      "one",
      "two",
      "three",
    ]);
    expect(choicesIn("Point (A) lies on a line.").size).toBe(0);
  });

  test("where the choices are letters themselves, their text wins over their place", () => {
    const letters = "Which letter?\n(A) C\n(B) A\n(C) B";
    expect(isRight("C", "A", { question: letters })).toBe(true);
    expect(isRight("(C)", "C", { question: letters })).toBe(true);
  });

  test("letters without listed choices are compared as letters", () => {
    expect(isRight("The answer is (C)", "C")).toBe(true);
    expect(isRight("D", "C")).toBe(false);
  });
});

describe("LaTeX", () => {
  test.each([
    ["\\frac{1}{2}", "\\boxed{\\frac{1}{2}}"],
    ["\\boxed{\\frac{\\sqrt{3}}{2}}", "\\dfrac{\\sqrt{3}}{2}"],
    ["\\frac{\\sqrt3}{2}", "\\frac{\\sqrt{3}}{2}"],
    ["\\frac12", "\\frac{1}{2}"],
    ["$\\left( 3, \\frac{\\pi}{2} \\right)$", "(3,\\frac{\\pi}{2})"],
    ["x^{2} + 1", "x^2+1"],
    ["\\text{even}", "even"],
    ["2\\sqrt{2}", "2\\sqrt2"],
    ["\\{1, 2\\}", "\\{1,2\\}"],
    ["x \\le 3", "x\\leq 3"],
    ["\\pi/2", "\\frac{\\pi}{2}"],
    ["90^\\circ", "90"],
    ["a/b", "\\frac{a}{b}"],
    ["\\frac{-1}{2}", "-\\frac{1}{2}"],
  ])("%s is %s", (answer, truth) => {
    expect(isRight(answer, truth, { kind: "latex" })).toBe(true);
  });

  test.each([
    ["\\frac{2}{1}", "\\frac{1}{2}"],
    ["x^3", "x^2"],
    ["\\sqrt{3}", "\\sqrt{2}"],
    ["(2, 3)", "(3, 2)"],
  ])("%s is not %s", (answer, truth) => {
    expect(isRight(answer, truth, { kind: "latex" })).toBe(false);
  });

  test("boxes are opened, braces nested, the last one counts", () => {
    expect(unboxed("so \\boxed{1}, no: \\boxed{\\frac{a}{\\sqrt{b}}}.")).toBe(
      "\\frac{a}{\\sqrt{b}}",
    );
    expect(unboxed("\\boxed{\\{1\\}}")).toBe("\\{1\\}");
    expect(unboxed("\\boxed{1")).toBe("\\boxed{1");
    expect(normaliseLatex("\\boxed{x=5}")).toBe("5");
  });
});

describe("words", () => {
  test("case, blanks, quotes and a full stop make no difference; other words do", () => {
    expect(isRight(" “Paris”. ", "paris")).toBe(true);
    expect(isRight("New   York", "new york")).toBe(true);
    expect(isRight("Paris, France", "Paris")).toBe(false);
    expect(isRight("Yes", "yes")).toBe(true);
    expect(isRight("no", "yes")).toBe(false);
  });

  test("exact takes numbers as text", () => {
    expect(isRight("12.0", "12", { kind: "exact" })).toBe(false);
    expect(isRight("12.0", "12", { kind: "numeric" })).toBe(true);
  });
});

test("auto goes by what the truth looks like", () => {
  const none = new Map<string, string>();
  const choices = new Map([
    ["A", "red"],
    ["B", "blue"],
  ]);
  expect(checkFor("B", none)).toBe("choice");
  expect(checkFor("(C)", none)).toBe("choice");
  expect(checkFor("Red", choices)).toBe("choice");
  expect(checkFor("12", choices)).toBe("numeric");
  expect(checkFor("3/4", none)).toBe("numeric");
  expect(checkFor("12 cm", none)).toBe("numeric");
  expect(checkFor("\\sqrt{2}", none)).toBe("latex");
  expect(checkFor("x^2", none)).toBe("latex");
  expect(checkFor("Paris", none)).toBe("exact");
});
