// What the command line says of the data it was given: problems named, and what makes it unusable.
import { FORMAT_WORDS } from "../src/domain/formatWords.ts";
import type { DataProblem } from "../src/domain/problem.ts";
import type { CorpusSummary, FileSummary } from "../src/domain/summary.ts";
import { type DataFile, isImageName } from "./dataFiles.ts";

/** Problems named one by one; the rest are counted. */
const SHOWN = 50;

export type DataOption = "--train" | "--meta" | "--test";

/** What each option's files must be. */
const WANTED: Record<DataOption, readonly FileSummary["format"][]> = {
  "--train": ["training", "mathShepherd", "prm800k", "processBench"],
  "--meta": ["meta"],
  "--test": ["candidates"],
};

export function describeProblem({ file, line, lineKind, field, message }: DataProblem): string {
  const place = [
    file,
    ...(line === null ? [] : [`${lineKind} ${line}`]),
    ...(field === null ? [] : [`"${field}"`]),
  ];
  return `${place.join(", ")}: ${message}`;
}

/** Lines that name the first problems and count them all; empty when there are none. */
export function problemLines({ problems, problemCount }: CorpusSummary): string[] {
  if (problemCount === 0) return [];
  const shown = problems
    .slice(0, SHOWN)
    .map(
      (problem) =>
        `${problem.severity === "error" ? "left out" : "warning"}: ${describeProblem(problem)}`,
    );
  const rest = problemCount - shown.length;
  return [
    ...shown,
    ...(rest > 0 ? [`… and ${rest} more problems`] : []),
    problemCount === 1 ? "1 problem in the data" : `${problemCount} problems in the data`,
  ];
}

/** One line a use, of what was read. */
export function corpusLines(summary: CorpusSummary): string[] {
  const enabled = summary.domains.filter((domain) => domain.isEnabled);
  const rows = enabled.reduce((sum, domain) => sum + domain.rows, 0);
  return [
    `${summary.source}: ${enabled.length} domains, ${rows} rows; ${summary.metaChains} meta chains; ` +
      `${summary.candidateQuestions} candidate questions`,
    // It is among the problems too, but perhaps not among those shown.
    ...(summary.overlapQuestions > 0 && summary.problemCount > SHOWN
      ? [
          `warning: ${summary.overlapQuestions} questions stand both in the shards and in the meta set, ` +
            `for example "${summary.overlapExamples[0] ?? ""}"`,
        ]
      : []),
  ];
}

export interface Misfits {
  /** Named files that cannot be used as what they were given for: reasons to refuse. */
  refused: string[];
  /** Files of a folder that are something else: left out, with a word about it. */
  leftOut: { path: string; reason: string }[];
}

/** Compares what the files were given for with what they were taken for. */
export function findMisfits(
  files: Record<DataOption, readonly DataFile[]>,
  summary: CorpusSummary,
): Misfits {
  /** What was read under a path: the file, or the members of an archive. */
  const readUnder = (path: string) =>
    summary.files.filter(({ name }) => name === path || name.startsWith(`${path}/`));
  const misfits: Misfits = { refused: [], leftOut: [] };
  for (const option of Object.keys(WANTED) as DataOption[]) {
    for (const { path, isFromFolder } of files[option]) {
      if (isImageName(path)) continue;
      const reason = reasonAgainst(option, readUnder(path), summary, path);
      if (reason === null) continue;
      if (isFromFolder) misfits.leftOut.push({ path, reason });
      else misfits.refused.push(`${option} ${path}: ${reason}`);
    }
  }
  return misfits;
}

function reasonAgainst(
  option: DataOption,
  files: readonly FileSummary[],
  summary: CorpusSummary,
  path: string,
): string | null {
  const fitting = files.filter(({ format }) => WANTED[option].includes(format));
  if (fitting.some(({ rows }) => rows > 0)) return null;
  if (fitting.length > 0) {
    const badRows = fitting.reduce((sum, file) => sum + file.badRows, 0);
    return `holds no usable row (${badRows} bad)`;
  }
  const file = files.find(({ format }) => format !== "unknown");
  if (file === undefined) {
    const own = summary.problems.find((problem) => problem.file === path);
    return own ? describeProblem({ ...own, file: "not usable" }) : "holds nothing usable";
  }
  return `holds ${FORMAT_WORDS[file.format]}, not ${FORMAT_WORDS[WANTED[option][0]!]}`;
}
