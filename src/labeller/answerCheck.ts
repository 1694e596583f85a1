// Holds a final answer against the ground truth, by what the truth looks like unless the job says how.
import type { AnswerCheck, LabelQuestion, LabelSpec } from "../domain/labelling.ts";
import { choicesIn, letterOf } from "./choiceAnswer.ts";
import { normaliseLatex, unboxed } from "./latexAnswer.ts";
import { parseNumber, sameNumber } from "./numericAnswer.ts";

/** A truth that is a choice's letter: "B", "(B)", "B.". */
const LETTER = /^\(?[A-J]\)?[.)]?$/;
const LATEX = /\\[a-zA-Z]+|[\^_]\{?\w|\\boxed/;

/** True where the answer says what the ground truth says. */
export function isRightAnswer(
  answer: string,
  { question, groundTruth }: Pick<LabelQuestion, "question" | "groundTruth">,
  { kind, tolerance }: LabelSpec["check"],
): boolean {
  const truth = unboxed(groundTruth).trim();
  const choices = choicesIn(question);
  const chosen = kind === "auto" ? checkFor(truth, choices) : kind;
  switch (chosen) {
    case "choice":
      return sameChoice(answer, truth, choices, tolerance);
    case "numeric":
      return sameNumeric(answer, truth, tolerance) ?? sameText(answer, truth);
    case "latex":
      return (
        normaliseLatex(answer) === normaliseLatex(truth) ||
        (sameNumeric(unboxed(answer), truth, tolerance) ?? false)
      );
    case "exact":
      return sameText(answer, truth);
    default:
      return chosen satisfies never;
  }
}

/** What auto takes a ground truth for. */
export function checkFor(
  truth: string,
  choices: ReadonlyMap<string, string>,
): Exclude<AnswerCheck, "auto"> {
  if (LETTER.test(truth)) return "choice";
  if ([...choices.values()].some((choice) => sameText(choice, truth))) return "choice";
  if (parseNumber(truth) !== null) return "numeric";
  return LATEX.test(truth) ? "latex" : "exact";
}

/** null where one of the two is no number. */
function sameNumeric(answer: string, truth: string, tolerance: number): boolean | null {
  const a = parseNumber(unboxed(answer));
  const b = parseNumber(truth);
  return a === null || b === null ? null : sameNumber(a, b, tolerance);
}

/** By letter; an answer without one by the words of the choice that is right. */
function sameChoice(
  answer: string,
  truth: string,
  choices: ReadonlyMap<string, string>,
  tolerance: number,
): boolean {
  const isSame = (a: string, b: string) => sameText(a, b) || sameNumeric(a, b, tolerance) === true;
  const right = LETTER.test(truth)
    ? truth.replace(/[^A-J]/g, "")
    : [...choices].find(([, choice]) => sameText(choice, truth))?.[0];
  const words = right === undefined ? truth : choices.get(right);
  // First the words: where choices are single letters or numbers, "C" may be a choice's text and not its letter.
  const named = [...choices].filter(([, choice]) => isSame(answer, choice));
  if (named.length === 1) return named[0]![0] === right;
  const letter = letterOf(answer);
  if (letter !== null && (choices.size === 0 || choices.has(letter))) return letter === right;
  return words !== undefined && isSame(answer, words);
}

/** Without regard to case, blanks, quotes and a full stop at the end. */
function sameText(a: string, b: string): boolean {
  return plainText(a) === plainText(b);
}

function plainText(text: string): string {
  return unboxed(text)
    .normalize("NFKC")
    .replace(/\\(?:text|mathrm|textbf|mathbf)\s*\{([^{}]*)\}/g, "$1")
    .replaceAll("**", "")
    .replace(/^[\s"'“”‘’$`]+|[\s"'“”‘’$`.!]+$/g, "")
    .replace(/\s+/g, " ")
    .toLowerCase();
}
