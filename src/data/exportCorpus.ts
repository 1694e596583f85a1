// A corpus as files in the official formats. Read again they give the same corpus in the same order,
// so that training on them gives the same run. Not in the files: which domains are switched off, the
// planted tier, and steps behind a chain's last label.
import { safeFileName } from "../base/safeFileName.ts";
import type { CandidateQuestion, Chain, Corpus, Shard } from "../domain/chain.ts";
import { extractAnswer } from "./extractAnswer.ts";
import { imageFileNames } from "./imageFileNames.ts";
import { joinSteps, untagged } from "./stepText.ts";

export interface CorpusFile {
  name: string;
  blob: Blob;
}

/** Text is gathered in parts of about this many characters. */
const PART_CHARS = 1 << 20;

/** What a chain's image is called in the files. */
type ImageNames = ReadonlyMap<string, string>;

/**
 * One JSONL file a domain (numbered, so that path order is domain order), meta.json, candidates.jsonl, and
 * the images under images/.
 */
export function exportCorpus(corpus: Corpus): CorpusFile[] {
  const names = imageFileNames(corpus.images.keys());
  const digits = Math.max(2, String(corpus.shards.length).length);
  const files = corpus.shards.map((shard, index) => ({
    name: `train_${String(index + 1).padStart(digits, "0")}_${safeFileName(shard.name, "domain")}.jsonl`,
    blob: toBlob(shardLines(shard, names), "application/jsonl"),
  }));
  if (corpus.meta.length > 0) {
    files.push({
      name: "meta.json",
      blob: toBlob(metaLines(corpus.meta, names), "application/json"),
    });
  }
  if (corpus.candidates.length > 0) {
    files.push({
      name: "candidates.jsonl",
      blob: toBlob(candidateLines(corpus.candidates, names), "application/jsonl"),
    });
  }
  for (const [path, blob] of corpus.images) files.push({ name: names.get(path)!, blob });
  return files;
}

/** The path an image has in the files; one that is missing keeps what its rows have. */
function imageField({ imagePath }: Chain, names: ImageNames): string | null {
  return imagePath === null ? null : (names.get(imagePath) ?? imagePath);
}

function* shardLines(shard: Shard, names: ImageNames): Generator<string> {
  for (const { row } of shardRows(shard, names)) yield `${JSON.stringify(row)}\n`;
}

/** The official training rows of a shard, each with its chain. */
export function* shardRows(
  shard: Shard,
  names: ImageNames,
): Generator<{ chain: Chain; row: Record<string, unknown> }> {
  const written = new Map<string, Chain[]>();
  const copies = new Map<string, number>();
  for (const original of shard.chains) {
    const chain = separateId(original, written, copies);
    const steps = chain.steps.map(({ text }) => untagged(text));
    for (const [index, { accuracy }] of chain.steps.entries()) {
      if (accuracy === null) continue;
      const row = {
        id: chain.id,
        sid: index + 1,
        input: chain.question,
        add: joinSteps(steps.slice(0, index + 1)),
        dataset: shard.name,
        accuracy,
        ground_truth: chain.groundTruth,
        image_path: imageField(chain, names),
        ...(chain.isCorrect !== null && { final_correct: chain.isCorrect }),
        ...extras(chain, steps),
      };
      yield { chain, row };
    }
  }
}

/** Gives a chain an id of its own where, read again, it would fuse with one written before. */
function separateId(
  chain: Chain,
  written: Map<string, Chain[]>,
  copies: Map<string, number>,
): Chain {
  const { question } = chain;
  const keyOf = (name: string) => JSON.stringify([name, question]);
  const isFree = (name: string) =>
    !written.get(keyOf(name))?.some((other) => wouldFuse(other, chain));
  const named = (copy: number) => `${chain.id} (${copy})`;
  let { id } = chain;
  if (!isFree(id)) {
    // Where an id stands for many chains, its first copies are taken.
    let copy = copies.get(keyOf(id)) ?? 1;
    while (copy === 1 || !isFree(named(copy))) copy++;
    copies.set(keyOf(id), copy);
    id = named(copy);
  }
  const key = keyOf(id);
  const sameId = written.get(key);
  if (sameId === undefined) written.set(key, [chain]);
  else sameId.push(chain);
  return id === chain.id ? chain : { ...chain, id };
}

/** One is a prefix of the other, or the later one labels a prefix that both have. */
function wouldFuse(a: Chain, b: Chain): boolean {
  if (a.question !== b.question) return false;
  const areImagesApart =
    a.imagePath !== null && b.imagePath !== null && a.imagePath !== b.imagePath;
  if (areImagesApart) return false;
  const shared = Math.min(a.steps.length, b.steps.length);
  for (let i = 0; i < shared; i++) {
    if (a.steps[i]!.text !== b.steps[i]!.text) return false;
    if (b.steps[i]!.accuracy !== null) return true; // read again it would label the first chain
  }
  return true;
}

function* metaLines(meta: readonly Chain[], names: ImageNames): Generator<string> {
  yield "[\n";
  for (const [index, chain] of meta.entries()) {
    yield `${JSON.stringify(metaItem(chain, names))}${index + 1 < meta.length ? "," : ""}\n`;
  }
  yield "]\n";
}

/** The official meta item of a chain. */
export function metaItem(chain: Chain, names: ImageNames) {
  const steps = chain.steps.map(({ text }) => untagged(text));
  return {
    id: chain.id,
    true_false: chain.isCorrect,
    input: `Question: ${untagged(chain.question)}\n\n${joinSteps(steps)}`,
    image_path: imageField(chain, names),
    ...(chain.groundTruth !== null && { ground_truth: chain.groundTruth }),
    ...extras(chain, steps),
    ...stepLabels(chain),
  };
}

function* candidateLines(
  questions: readonly CandidateQuestion[],
  names: ImageNames,
): Generator<string> {
  for (const { id, question, domain, candidates } of questions) {
    const row = {
      id,
      question,
      ...(domain !== null && { domain }),
      image_path: candidates[0] ? imageField(candidates[0], names) : null,
      ground_truth: candidates[0]?.groundTruth ?? null,
      candidates: candidates.map((chain) => {
        const steps = chain.steps.map(({ text }) => untagged(text));
        return {
          response: joinSteps(steps),
          ...(chain.isCorrect !== null && { correct: chain.isCorrect }),
          ...extras(chain, steps),
          ...stepLabels(chain),
        };
      }),
    };
    yield `${JSON.stringify(row)}\n`;
  }
}

/** The answer only where it would not be found in the text. */
function extras(chain: Chain, steps: readonly string[]): { answer?: string; model?: string } {
  const found = extractAnswer(steps.at(-1) ?? "");
  return {
    ...(chain.answer !== null && chain.answer !== found && { answer: chain.answer }),
    ...(chain.model !== null && { model: chain.model }),
  };
}

/** Labels of held-out steps, for the step AUROC; a field of this app's own. */
function stepLabels(chain: Chain): { step_accuracy?: (number | null)[] } {
  if (chain.steps.every(({ accuracy }) => accuracy === null)) return {};
  return { step_accuracy: chain.steps.map(({ accuracy }) => accuracy) };
}

export function toBlob(lines: Iterable<string>, type: string): Blob {
  const parts: Blob[] = [];
  let part = "";
  for (const line of lines) {
    part += line;
    if (part.length > PART_CHARS) {
      parts.push(new Blob([part])); // held as bytes from here on, not as text
      part = "";
    }
  }
  parts.push(new Blob([part]));
  return new Blob(parts, { type });
}
