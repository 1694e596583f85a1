// Questions with ground truth from files (JSON, JSONL, Parquet, gzipped or not, also in ZIPs), one file a domain
// unless rows say otherwise, and the images they name. What is wrong is named by file, line and field.
import { StudioError } from "../base/errors.ts";
import { expandArchives } from "../base/expandArchives.ts";
import { describeError } from "../data/describeError.ts";
import { describeValue } from "../data/describeValue.ts";
import { sortFiles } from "../data/imageFiles.ts";
import { ImageIndex } from "../data/imageIndex.ts";
import {
  MAX_DATA_FILES,
  MAX_DOMAINS,
  MAX_QUESTION_CHARS,
  MAX_SHORT_TEXT_CHARS,
} from "../data/limits.ts";
import type { InputFile } from "../data/loadFiles.ts";
import { ProblemLog, type RowPosition, WHOLE_FILE } from "../data/problemLog.ts";
import { type RowSink, readFile } from "../data/readFile.ts";
import { optionalText, requiredText } from "../data/rowFields.ts";
import { rowObject } from "../data/rowObject.ts";
import type { LabelQuestion, LabelQuestionsSummary } from "../domain/labelling.ts";

export interface QuestionSet {
  questions: LabelQuestion[];
  /** Files of the images that questions name, by that path. */
  images: Map<string, Blob>;
  problems: LabelQuestionsSummary["problems"];
}

const QUESTION_FIELDS = ["question", "input", "problem", "prompt"] as const;
const TRUTH_FIELDS = ["answer", "ground_truth", "target", "gold", "solution"] as const;
const IMAGE_FIELDS = ["image_path", "image"] as const;
const DOMAIN_FIELDS = ["dataset", "domain"] as const;
/** GSM8K and those like it put the working before the answer. */
const WORKED_ANSWER = "####";
const SHOWN_PROBLEMS = 1000;
/** More could not be asked in a lifetime, and would fill the memory. */
const MAX_QUESTIONS = 500_000;

/**
 * Reads all files, in the order of their paths. Throws StudioError("data") where none holds a question that can
 * be used, naming the first thing that is wrong.
 */
export async function readQuestions(files: readonly InputFile[]): Promise<QuestionSet> {
  const log = new ProblemLog(SHOWN_PROBLEMS);
  const expanded = await expandArchives(files, {
    onFault: ({ path }, { message, hint }) =>
      log.error(path, WHOLE_FILE, null, `${message}. ${hint}`),
  });
  const ordered = expanded.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const { images: all, data } = await sortFiles(ordered, log);
  const index = new ImageIndex(all.keys());
  const images = new Map<string, Blob>();
  const questions: LabelQuestion[] = [];
  const seen = new Map<string, string>();
  const domains = new Set<string>();

  function addRow(value: unknown, path: string, at: RowPosition): void {
    const question = parseRow(value, path, at, log);
    if (question === null) return;
    if (!domains.has(question.domain) && domains.size >= MAX_DOMAINS) {
      const most = MAX_DOMAINS.toLocaleString("en-US");
      const message = `“${question.domain.slice(0, 80)}” would be a domain more than the ${most} that are read`;
      log.error(path, at, "dataset", message);
      return;
    }
    domains.add(question.domain);
    const { imagePath } = question;
    if (imagePath !== null) question.imagePath = findImage(imagePath, path, at);
    // The same words about another image are another question.
    const key = JSON.stringify([question.question, question.imagePath]);
    const known = seen.get(key);
    if (known !== undefined) {
      log.warn(path, at, "question", `the same question stands in ${known}; it is asked once`);
      return;
    }
    seen.set(key, `${path}, ${at.lineKind} ${at.line}`);
    questions.push({ ...question, id: question.id || `${question.domain}/${questions.length}` });
  }

  function findImage(written: string, path: string, at: RowPosition): string | null {
    const match = index.find(written, path);
    if (match.kind === "found") {
      images.set(match.path, all.get(match.path)!);
      return match.path;
    }
    const why = match.kind === "none" ? "is not among the files" : "fits several of the files";
    log.warn(
      path,
      at,
      "image_path",
      `the image ${written} ${why}; the question is asked without it`,
    );
    return null;
  }

  if (data.length > MAX_DATA_FILES) {
    const [all, most] = [data.length, MAX_DATA_FILES].map((n) => n.toLocaleString("en-US"));
    const message = `${all} files are more than the ${most} that are read at once; this one and those behind it are left out`;
    log.error(data[MAX_DATA_FILES]!.path, WHOLE_FILE, null, message);
  }
  for (const { path, file } of data.slice(0, MAX_DATA_FILES)) {
    const before = questions.length;
    const full = new AbortController();
    const sink: RowSink = {
      row(value, at) {
        if (full.signal.aborted) return;
        if (questions.length < MAX_QUESTIONS) addRow(value, path, at);
        else {
          const most = MAX_QUESTIONS.toLocaleString("en-US");
          log.error(
            path,
            at,
            null,
            `${most} questions are read; this one and those behind it are not`,
          );
          full.abort();
        }
      },
      broken: (message, at) => log.error(path, at, null, message),
      odd: (message) => log.warn(path, WHOLE_FILE, null, message),
    };
    try {
      await readFile(file, sink, { signal: full.signal });
    } catch (error) {
      // Whatever one file does to its reader, the others are read.
      if (!full.signal.aborted) {
        log.error(path, WHOLE_FILE, null, `the file cannot be read: ${describeError(error)}`);
      }
    }
    if (questions.length === before) {
      log.error(path, WHOLE_FILE, null, "no question of the file can be used");
    }
  }
  const problems = log.problems.map(({ file, line, field, message }) => ({
    file,
    line,
    field,
    message,
  }));
  if (questions.length === 0) throw nothingRead(problems[0]);
  return { questions: withOwnIds(questions), images, problems };
}

function nothingRead(first: QuestionSet["problems"][number] | undefined): StudioError {
  const where = first && `${first.file}${first.line === null ? "" : `, row ${first.line}`}`;
  return new StudioError(
    "data",
    first ? `No question was read: ${where}: ${first.message}` : "No file with questions was given",
    'One JSON object a line: {"question": "…", "answer": "…"}, with "image_path" where there is an image.',
  );
}

function parseRow(
  value: unknown,
  path: string,
  at: RowPosition,
  log: ProblemLog,
): LabelQuestion | null {
  const report = {
    error: (field: string | null, message: string) => log.error(path, at, field, message),
    warn: (field: string | null, message: string) => log.warn(path, at, field, message),
  };
  const row = rowObject(value);
  if (row === null) {
    report.error(null, `a row must be an object, got ${describeValue(value)}`);
    return null;
  }
  const named = (fields: readonly string[]) => fields.find((field) => Object.hasOwn(row, field));
  const field = named(QUESTION_FIELDS);
  if (field === undefined) {
    report.error(
      "question",
      "question is missing (it may also be called input, problem or prompt)",
    );
  }
  const rule = { maxChars: MAX_QUESTION_CHARS };
  const question = field === undefined ? null : requiredText(row[field], field, rule, report);
  const groundTruth = truthOf(row, named(TRUTH_FIELDS), report);
  if (field === undefined || question === null || groundTruth === null) return null;
  const text = (fields: readonly string[]) => {
    const found = named(fields);
    return found === undefined ? null : optionalText(row[found], found, report);
  };
  return {
    id: optionalText(row["id"], "id", report) ?? "",
    domain: text(DOMAIN_FIELDS)?.trim() || domainOf(path),
    question: question.trim() + choicesOf(row),
    groundTruth,
    imagePath: text(IMAGE_FIELDS),
  };
}

function truthOf(
  row: Record<string, unknown>,
  field: string | undefined,
  report: { error(field: string | null, message: string): void },
): string | null {
  const value = field === undefined ? undefined : row[field];
  if (value === undefined || value === null) {
    report.error(
      field ?? "answer",
      "the right answer is missing (it may be called answer, ground_truth or target)",
    );
    return null;
  }
  if (typeof value === "boolean") return value ? "yes" : "no";
  const isText = typeof value === "string" || (typeof value === "number" && Number.isFinite(value));
  const text = isText ? String(value).trim() : "";
  if (text.length > MAX_SHORT_TEXT_CHARS * 10) {
    report.error(
      field ?? "answer",
      `${field} has ${text.length.toLocaleString("en-US")} characters`,
    );
    return null;
  }
  if (text !== "") return behindWorking(text);
  report.error(field ?? "answer", `${field} must be text or a number, got ${describeValue(value)}`);
  return null;
}

function behindWorking(text: string): string {
  const at = text.lastIndexOf(WORKED_ANSWER);
  const answer = at < 0 ? "" : text.slice(at + WORKED_ANSWER.length).trim();
  return answer === "" || answer.includes("\n") ? text : answer;
}

/** Choices that stand in a field of their own are put under the question: "(A) …". */
function choicesOf(row: Record<string, unknown>): string {
  const choices = row["choices"] ?? row["options"];
  const listed: [string, unknown][] = Array.isArray(choices)
    ? choices.map((choice, index) => [String.fromCharCode(65 + index), choice])
    : Object.entries(rowObject(choices) ?? {});
  if (listed.length < 2 || listed.length > 26) return "";
  if (!listed.every(([, choice]) => typeof choice === "string" || typeof choice === "number")) {
    return "";
  }
  return `\n${listed.map(([letter, choice]) => `(${letter}) ${choice}`).join("\n")}`;
}

/** The file's name without folders and endings. */
function domainOf(path: string): string {
  const name = path.replace(/^.*[\\/]/, "").replace(/(\.(jsonl?|ndjson|txt|parquet|gz))+$/i, "");
  return name === "" ? "questions" : name;
}

/** Ids are told apart within the set: rows of one chain id would be taken for one chain. */
function withOwnIds(questions: readonly LabelQuestion[]): LabelQuestion[] {
  const taken = new Set<string>();
  /** Copies of each id so far: a file of one id a million times must not take a million tries for each. */
  const copies = new Map<string, number>();
  return questions.map((question) => {
    let { id } = question;
    let copy = copies.get(id) ?? 1;
    while (taken.has(id)) id = `${question.id} (${++copy})`;
    copies.set(question.id, copy);
    taken.add(id);
    return { ...question, id };
  });
}

/** What was read, for the page. */
export function summariseQuestions(
  { questions, problems }: Pick<QuestionSet, "questions" | "problems">,
  isSuite: boolean,
): LabelQuestionsSummary {
  const domains = new Map<string, { name: string; questions: number; withImage: number }>();
  for (const { domain, imagePath } of questions) {
    const entry = domains.get(domain) ?? { name: domain, questions: 0, withImage: 0 };
    entry.questions++;
    if (imagePath !== null) entry.withImage++;
    domains.set(domain, entry);
  }
  return {
    domains: [...domains.values()],
    questions: questions.length,
    problems,
    isSuite,
    first: questions[0] ?? null,
  };
}
