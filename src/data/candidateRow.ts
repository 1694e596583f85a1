// One best-of-N question with its candidate responses.
import type { CandidateQuestion, Chain } from "../domain/chain.ts";
import { describeValue } from "./describeValue.ts";
import { extractAnswer } from "./extractAnswer.ts";
import { MAX_CANDIDATES, MAX_QUESTION_CHARS } from "./limits.ts";
import type { RowReporter } from "./problemLog.ts";
import { optionalBoolean, optionalStepAccuracy, optionalText, requiredText } from "./rowFields.ts";
import { rowObject } from "./rowObject.ts";
import { responseField } from "./stepList.ts";

interface RawCandidateRow extends RawCandidate {
  id?: unknown;
  question?: unknown;
  domain?: unknown;
  dataset?: unknown;
  source?: unknown;
  image_path?: unknown;
  ground_truth?: unknown;
  candidates?: unknown;
}

interface RawCandidate {
  response?: unknown;
  correct?: unknown;
  answer?: unknown;
  model?: unknown;
  step_accuracy?: unknown;
}

/** A row with a single candidate in fields of its own, as files mapped by hand may have them. */
export function isSingleCandidate(row: RawCandidateRow): boolean {
  return row.candidates === undefined && row.response !== undefined;
}

/** The same row with its candidate in a list. */
export function asCandidateList(row: RawCandidateRow): RawCandidateRow {
  const { response, correct, answer, model, step_accuracy } = row;
  return { ...row, candidates: [{ response, correct, answer, model, step_accuracy }] };
}

/** Checks a question; a bad candidate is reported and left out, null where none is left. */
export function parseCandidateRow(
  row: RawCandidateRow,
  fallbackId: string,
  report: RowReporter,
): CandidateQuestion | null {
  const question = requiredText(row.question, "question", { maxChars: MAX_QUESTION_CHARS }, report);
  if (!Array.isArray(row.candidates)) {
    report.error("candidates", `candidates must be a list, got ${describeValue(row.candidates)}`);
    return null;
  }
  if (row.candidates.length > MAX_CANDIDATES) {
    const [has, most] = [row.candidates.length, MAX_CANDIDATES].map((n) =>
      n.toLocaleString("en-US"),
    );
    report.error("candidates", `candidates lists ${has} responses; at most ${most} are read`);
    return null;
  }
  if (row.candidates.length === 0) report.error("candidates", "candidates is empty");
  if (question === null) return null;
  const id = optionalText(row.id, "id", report) ?? fallbackId;
  const shared = {
    question,
    groundTruth: optionalText(row.ground_truth, "ground_truth", report),
    imagePath: optionalText(row.image_path, "image_path", report),
  };
  const candidates: Chain[] = [];
  for (const [index, value] of row.candidates.entries()) {
    const chain = parseCandidate(value, `candidates[${index}]`, report);
    if (chain !== null) candidates.push({ ...chain, ...shared, id: `${id}/${candidates.length}` });
  }
  if (candidates.length === 0) return null;
  return { id, question, domain: domainOf(row, report), candidates };
}

/** The kind of question: the first of `domain`, `dataset` and `source` that says anything; null where none does. */
function domainOf(row: RawCandidateRow, report: RowReporter): string | null {
  for (const field of ["domain", "dataset", "source"] as const) {
    const name = optionalText(row[field], field, report)?.trim();
    if (name) return name;
  }
  return null;
}

function parseCandidate(
  value: unknown,
  path: string,
  report: RowReporter,
): Omit<Chain, "id" | "question" | "groundTruth" | "imagePath"> | null {
  const raw: RawCandidate | null = rowObject(value);
  if (raw === null) {
    report.error(path, `${path} must be an object, got ${describeValue(value)}`);
    return null;
  }
  const steps = responseField(raw.response, `${path}.response`, report);
  if (steps === null) return null;
  const labels = optionalStepAccuracy(
    raw.step_accuracy,
    steps.length,
    `${path}.step_accuracy`,
    report,
  );
  return {
    steps: steps.map((text, index) => ({ text, accuracy: labels?.[index] ?? null })),
    isCorrect: optionalBoolean(raw.correct, `${path}.correct`, report),
    answer: optionalText(raw.answer, `${path}.answer`, report) ?? extractAnswer(steps.at(-1)!),
    model: optionalText(raw.model, `${path}.model`, report),
  };
}
