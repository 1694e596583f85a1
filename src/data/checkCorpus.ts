// What is odd about a corpus as a whole, whatever its files were: nothing here stops a run.
import type { Corpus } from "../domain/chain.ts";
import type { DataProblem } from "../domain/problem.ts";
import { findOverlap } from "./findOverlap.ts";
import { unnamedImages } from "./missingImages.ts";

/** Warnings about the corpus; `file` is its source, or the domain's or set's name. */
export function checkCorpus(
  corpus: Corpus,
  overlap: readonly string[] = findOverlap(corpus),
): DataProblem[] {
  return [
    ...checkShards(corpus),
    ...checkMeta(corpus, overlap),
    ...checkCandidates(corpus),
    ...checkImages(corpus),
  ];
}

function checkShards({ shards }: Corpus): DataProblem[] {
  const problems: DataProblem[] = [];
  for (const { name, chains } of shards) {
    const isLabelled = chains.some(({ steps }) => steps.some(({ accuracy }) => accuracy !== null));
    if (chains.length === 0) problems.push(warning(name, "the domain has no chains"));
    else if (!isLabelled) problems.push(warning(name, "no step of the domain is labelled"));
  }
  if (shards.length === 1) {
    problems.push(warning(shards[0]!.name, "there is only one domain, so its weight stays at 1"));
  }
  const byFolded = new Map<string, string>();
  for (const { name } of shards) {
    const folded = name
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\s_-]+/g, " ");
    const other = byFolded.get(folded);
    if (other === undefined) byFolded.set(folded, name);
    else {
      const message = `the names “${other}” and “${name}” are almost the same; merge them if they are one domain`;
      problems.push(warning(name, message));
    }
  }
  return problems;
}

function checkMeta({ shards, meta }: Corpus, overlap: readonly string[]): DataProblem[] {
  if (meta.length === 0) {
    return shards.length === 0
      ? []
      : [
          warning(
            "meta set",
            "there is no meta set; without one only the modes vanilla and fixed can train",
          ),
        ];
  }
  const problems: DataProblem[] = [];
  const correct = meta.filter(({ isCorrect }) => isCorrect === true).length;
  if (correct === 0 || correct === meta.length) {
    const which = correct === 0 ? "wrong" : "correct";
    problems.push(
      warning("meta set", `all ${meta.length} chains are ${which}; there is nothing to tell apart`),
    );
  }
  if (overlap.length > 0) {
    const count = overlap.length === 1 ? "1 question stands" : `${overlap.length} questions stand`;
    problems.push(
      warning(
        "meta set",
        `${count} both in the shards and in the meta set, such as “${short(overlap[0]!)}”`,
      ),
    );
  }
  return problems;
}

function checkCandidates({ candidates }: Corpus): DataProblem[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const { id } of candidates) {
    if (seen.has(id)) repeated.add(id);
    seen.add(id);
  }
  return [...repeated].map((id) =>
    warning("candidates", `the id “${short(id)}” stands for more than one question`),
  );
}

function checkImages(corpus: Corpus): DataProblem[] {
  const unnamed = unnamedImages(corpus);
  if (unnamed.length === 0) return [];
  const shown = unnamed.slice(0, 3).map((path) => `“${path}”`);
  const more = unnamed.length > shown.length ? ", …" : "";
  const count =
    unnamed.length === 1 ? "1 image is" : `${unnamed.length.toLocaleString("en-US")} images are`;
  return [warning("images", `${count} named by no row: ${shown.join(", ")}${more}`)];
}

function short(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}

function warning(file: string, message: string): DataProblem {
  return { file, line: null, lineKind: "line", field: null, message, severity: "warning" };
}
