// What was labelled, as files in the official training layout: one JSONL a domain, one row a labelled prefix.
import { safeFileName } from "../base/safeFileName.ts";
import { joinSteps, untagged } from "../data/stepText.ts";
import type { LabelJob } from "../domain/labelJournal.ts";
import type { LabelProgress, ProgressChain } from "./labelProgress.ts";

export interface ShardFile {
  name: string;
  blob: Blob;
}

/**
 * Every prefix so far whose label is finished, of unfinished chains too, and the images that their questions
 * name. `score` of `times` completions were correct. Where completions stopped early, `accuracy` is the unbiased
 * estimate, which is not score / times (see stoppingPlan.ts), and `adaptive` says so.
 */
export function shardFiles(job: LabelJob, progress: LabelProgress): ShardFile[] {
  const lines = new Map<string, string[]>();
  const imagePaths = new Set<string>();
  for (const [index, question] of job.questions.entries()) {
    for (const chain of progress.chains.get(index) ?? []) {
      if (!chain) continue;
      const rows = chainRows(job, index, chain, progress);
      if (rows.length === 0) continue;
      lines.set(question.domain, [...(lines.get(question.domain) ?? []), ...rows]);
      if (question.imagePath !== null) imagePaths.add(question.imagePath);
    }
  }
  const names = new Set<string>();
  const shards = [...lines].map(([domain, rows]) => ({
    name: newName(safeFileName(domain, "domain"), names),
    blob: new Blob(
      rows.map((row) => `${row}\n`),
      { type: "application/jsonl" },
    ),
  }));
  const images = [...imagePaths].flatMap((name) => {
    const blob = job.images.get(name);
    return blob === undefined ? [] : [{ name, blob }];
  });
  return [...shards, ...images];
}

function chainRows(
  job: LabelJob,
  index: number,
  chain: ProgressChain,
  progress: LabelProgress,
): string[] {
  const question = job.questions[index]!;
  const { generator, adaptive } = job.spec;
  const steps = chain.steps.map(untagged);
  return steps.flatMap((_, at) => {
    const label = progress.labelOf(chain, at + 1);
    if (label === null) return [];
    return JSON.stringify({
      id: `${question.id}/${chain.chain}`,
      sid: at + 1,
      input: question.question,
      add: joinSteps(steps.slice(0, at + 1)),
      dataset: question.domain,
      score: label.correct,
      times: label.made,
      accuracy: label.accuracy,
      ...(adaptive.isOn && { adaptive: true }),
      ground_truth: question.groundTruth,
      image_path: question.imagePath,
      final_correct: chain.isCorrect,
      ...(chain.answer !== null && { answer: chain.answer }),
      model: generator.kind === "suite" ? "suite-policy" : generator.model,
    });
  });
}

function newName(base: string, taken: Set<string>): string {
  let name = `train_${base}.jsonl`;
  for (let copy = 2; taken.has(name); copy++) name = `train_${base}_${copy}.jsonl`;
  taken.add(name);
  return name;
}
