// One row of PRM800K (Lightman et al. 2023): a solution to a MATH problem, each step of it rated by a
// person, beside other completions of the same step. The chain that was chosen is one chain, every other
// completion the last step of a chain of its own. Right (1) and neutral (0) count as 1, as the paper
// scores them: a neutral step leads nowhere, but not astray; wrong (−1) and all that follows count as 0.
import type { Step } from "../domain/chain.ts";
import { describeValue } from "./describeValue.ts";
import type { LabelledChain } from "./labelledChain.ts";
import { MAX_QUESTION_CHARS, MAX_ROW_STEPS, MAX_STEP_CHARS } from "./limits.ts";
import type { RowReporter } from "./problemLog.ts";
import { chars, optionalText, requiredText } from "./rowFields.ts";
import { rowObject } from "./rowObject.ts";
import { areFew, areShort } from "./stepList.ts";

interface RawPrm800kRow {
  id?: unknown;
  domain?: unknown;
  question?: unknown;
  label?: unknown;
}

interface Completion {
  text: string;
  /** Null where the labeller gave none. */
  rating: -1 | 0 | 1 | null;
}

/** How a solution ends that has one. */
const ANSWER = /(?:^|\n)#[ \t]*Answer[ \t\r]*\n/i;

/**
 * Checks a row: the chosen chain (where it has a step) first, then the others. Null where the row has a
 * fault; a bad completion is reported and left out.
 */
export function parsePrm800kRow(row: RawPrm800kRow, report: RowReporter): LabelledChain[] | null {
  const asked = rowObject(row.question);
  const label = rowObject(row.label);
  if (asked === null) {
    report.error("question", `question must be an object, got ${describeValue(row.question)}`);
  }
  if (label === null) {
    report.error("label", `label must be an object, got ${describeValue(row.label)}`);
  }
  if (asked === null || label === null) return null;
  const question = requiredText(
    asked["problem"],
    "question.problem",
    { maxChars: MAX_QUESTION_CHARS },
    report,
  );
  if (!Array.isArray(label["steps"])) {
    report.error("label.steps", `label.steps must be a list, got ${describeValue(label["steps"])}`);
    return null;
  }
  if (question === null) return null;
  if (label["finish_reason"] === "bad_problem") {
    report.error("label.finish_reason", "the labeller reported the problem as broken");
    return null;
  }
  const shared = {
    id: optionalText(row.id, "id", report),
    domain: optionalText(row.domain, "domain", report)?.trim() || null,
    question,
    groundTruth:
      optionalText(asked["ground_truth_answer"], "question.ground_truth_answer", report) ??
      optionalText(asked["answer"], "question.answer", report),
    model: null,
    imagePath: null,
  };
  if (!areFew(label["steps"].length, "label.steps", report)) return null;
  const { chosen, others } = walk(label["steps"], report);
  const texts = chosen.map(({ text }) => text);
  if (!areShort(texts, "label.steps", report)) return null;
  const isSolved = label["finish_reason"] === "solution";
  const chains: LabelledChain[] = [];
  if (chosen.length > 0) {
    const answer = answerOf(chosen);
    chains.push({ ...shared, steps: chosen, answer, isCorrect: isSolved ? true : null });
  }
  for (const steps of others) {
    chains.push({ ...shared, steps, answer: answerOf(steps), isCorrect: null });
  }
  if (chains.length > 0) return chains;
  report.error("label.steps", "label.steps has no rated step");
  return null;
}

/** The chain that was chosen, and those that end in another completion. Behind a step without a choice there is none. */
function walk(steps: unknown[], report: RowReporter): { chosen: Step[]; others: Step[][] } {
  const chosen: Step[] = [];
  const others: Step[][] = [];
  let isWrong = false;
  let made = 0;
  for (const [index, value] of steps.entries()) {
    const field = `label.steps[${index}]`;
    const step = rowObject(value);
    if (step === null) {
      report.error(field, `${field} must be an object, got ${describeValue(value)}`);
      break;
    }
    const completions = completionsOf(step["completions"], `${field}.completions`, report);
    const choice = step["chosen_completion"];
    const human = humanOf(step["human_completion"]);
    const taken =
      typeof choice === "number" ? (completions[choice] ?? null) : human === "" ? null : human;
    if (typeof choice === "number" && !(choice in completions)) {
      report.error(
        `${field}.chosen_completion`,
        `chosen_completion is ${choice}, but there are ${completions.length} completions`,
      );
    }
    // A model that was asked several times says the same now and then: that is one step, not several.
    const told = new Set(taken !== null && typeof taken !== "string" ? [nameOf(taken)] : []);
    for (const completion of completions) {
      if (completion === null || completion.rating === null) continue;
      if (told.has(nameOf(completion))) continue;
      told.add(nameOf(completion));
      made += chosen.length + 1;
      if (made > MAX_ROW_STEPS) {
        const most = MAX_ROW_STEPS.toLocaleString("en-US");
        report.error(field, `the chains of the row have more than ${most} steps; no more are read`);
        return { chosen, others };
      }
      others.push([...chosen.map(unlabelled), labelled(completion, isWrong)]);
    }
    if (taken === null) break;
    const next: Step =
      typeof taken === "string"
        ? // Written by the labeller where every completion was wrong.
          labelled({ text: taken, rating: 1 }, isWrong)
        : labelled(taken, isWrong);
    chosen.push(next);
    isWrong = next.accuracy === 0;
  }
  return { chosen, others };
}

function nameOf({ text, rating }: Completion): string {
  return `${rating} ${text}`;
}

function completionsOf(value: unknown, field: string, report: RowReporter): (Completion | null)[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) {
    report.error(field, `${field} must be a list, got ${describeValue(value)}`);
    return [];
  }
  return value.map((item, place) => completionOf(item, `${field}[${place}]`, report));
}

/** Null, and reported, where it cannot be used. An empty one is no step, which is no fault. */
function completionOf(value: unknown, field: string, report: RowReporter): Completion | null {
  const raw = rowObject(value);
  if (raw === null) {
    report.error(field, `${field} must be an object, got ${describeValue(value)}`);
    return null;
  }
  const { text, rating } = raw;
  if (typeof text !== "string") {
    report.error(`${field}.text`, `text must be text, got ${describeValue(text)}`);
    return null;
  }
  if (text.trim() === "") return null;
  if (text.length > MAX_STEP_CHARS) {
    report.error(
      `${field}.text`,
      `the step has ${chars(text.length)}; at most ${MAX_STEP_CHARS.toLocaleString("en-US")} are read`,
    );
    return null;
  }
  if (rating === null || rating === undefined) return { text: text.trim(), rating: null };
  if (rating === -1 || rating === 0 || rating === 1) return { text: text.trim(), rating };
  report.error(`${field}.rating`, `rating must be -1, 0 or 1, got ${describeValue(rating)}`);
  return null;
}

/** The labeller's own step: an object with its text, in some copies the text itself. Empty where there is none. */
function humanOf(value: unknown): string {
  const text = typeof value === "string" ? value : rowObject(value)?.["text"];
  return typeof text === "string" ? text.trim() : "";
}

function labelled({ text, rating }: Completion, isWrong: boolean): Step {
  if (isWrong) return { text, accuracy: 0 };
  return { text, accuracy: rating === null ? null : rating < 0 ? 0 : 1 };
}

/** Its label stands in the chosen chain: a shared prefix is one training row. */
function unlabelled({ text }: Step): Step {
  return { text, accuracy: null };
}

function answerOf(steps: readonly Step[]): string | null {
  const text = steps.at(-1)?.text ?? "";
  const mark = ANSWER.exec(text);
  return mark === null ? null : text.slice(mark.index + mark[0].length).trim() || null;
}
