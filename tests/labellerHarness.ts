// What the labeller's end-to-end tests share: a labeller on a fast clock, a journal that can lose its page, and the
// true accuracy of a prefix under the suite's policy.

import type { OpenAiServer } from "../e2e/fixtures/openAiServer.ts";
import { createRng } from "../src/base/rng.ts";
import type { JournalledJob, LabelJournal, LabelRecord } from "../src/domain/labelJournal.ts";
import {
  type LabelSpec,
  type LabelState,
  type LabelStatus,
  labelSpecSchema,
} from "../src/domain/labelling.ts";
import { Labeller } from "../src/labeller/labeller.ts";
import { type SuiteQuestions, suitePolicy } from "../src/labeller/suiteGenerator.ts";
import { estimateAccuracy, honestChecker } from "../src/suite/rollouts.ts";

/** Waits are this much shorter than real ones, so that a test need not sit out minutes of backoff. */
const HASTE = 40;

export interface Session {
  labeller: Labeller;
  /** The page is gone: nothing is written and nothing is answered any more. */
  crash(): void;
  statuses: LabelStatus[];
}

/** A page's labeller on a journal that outlives it. `haste` 1: real time. */
export function openSession(journal: LabelJournal, haste = HASTE): Session {
  const gone = new AbortController();
  const statuses: LabelStatus[] = [];
  const never = new Promise<never>(() => undefined);
  const isGone = () => gone.signal.aborted;
  const guarded: LabelJournal = {
    claim: () => journal.claim(),
    begin: (job) => journal.begin(job),
    update: (id, change) => journal.update(id, change),
    append: (id, records, totals) => (isGone() ? never : journal.append(id, records, totals)),
    read: () => journal.read(),
    clear: () => (isGone() ? never : journal.clear()),
  };
  const labeller = new Labeller({
    openJournal: async () => guarded,
    fetch: async (input, init) => {
      const signals = [gone.signal, ...(init?.signal ? [init.signal] : [])];
      try {
        return await fetch(input, { ...init, signal: AbortSignal.any(signals) });
      } catch (error) {
        if (isGone()) return never;
        throw error;
      }
    },
    now: () => performance.now() * haste,
    sleep: (ms) => (isGone() ? never : new Promise((resolve) => setTimeout(resolve, ms / haste))),
    random: createRng("spread of retries").next,
    post: (status) => statuses.push(status),
  });
  return { labeller, crash: () => gone.abort(), statuses };
}

/** A job at the server's address; what is not said stands at its default. */
export function endpointSpec(
  url: string,
  settings: { generator?: object } & Record<string, unknown> = {},
): LabelSpec {
  const { generator, ...rest } = settings;
  return labelSpecSchema.parse({
    ...rest,
    generator: { kind: "endpoint", url, model: "suite-policy", ...generator },
  });
}

export async function openServerQuestions(labeller: Labeller, server: OpenAiServer) {
  const questions = server
    .questionFiles()
    .map(({ name, text }) => ({ path: name, file: new File([text], name) }));
  const images = [...server.suite.images].map(([path, blob]) => ({
    path,
    file: new File([blob], path),
  }));
  return labeller.open([...questions, ...images]);
}

/** Resolves when `isThere` holds; rejects with the job's own error, or after a hundred seconds. */
export async function until(labeller: Labeller, isThere: (status: LabelStatus) => boolean) {
  const started = performance.now();
  for (;;) {
    const { status } = labeller;
    if (isThere(status)) return status;
    if (status.state === "failed" && status.requests.underWay === 0) {
      throw new Error(`failed: ${status.error?.message}`);
    }
    if (performance.now() - started > 100_000)
      throw new Error(`waited in vain: ${status.state}, ${JSON.stringify(status.rollouts)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export function untilState(labeller: Labeller, state: LabelState) {
  return until(labeller, (status) => status.state === state);
}

/** The journal's records of one kind. */
export function recordsOf<K extends LabelRecord["kind"]>(
  { records }: JournalledJob,
  kind: K,
): Extract<LabelRecord, { kind: K }>[] {
  return records.filter((record) => record.kind === kind) as Extract<LabelRecord, { kind: K }>[];
}

const RESULT = /gives (\d)\.(?:\s*Final answer.*)?$/s;
/** Their own error is far below that of the labels. */
const TRUE_ROLLOUTS = 4000;

/** The share of the policy's completions of a prefix that are right, by many rollouts of the suite's own code. */
export class TrueAccuracy {
  private readonly known = new Map<string, number>();
  private readonly rng = createRng("truth");
  private readonly suite: SuiteQuestions;
  private readonly errorRate: number;

  constructor(suite: SuiteQuestions, errorRate: number) {
    this.suite = suite;
    this.errorRate = errorRate;
  }

  of(questionId: string, steps: readonly string[]): number {
    const problem = this.suite.problems[questionId]!;
    const result = Number(RESULT.exec(steps.at(-1)!)![1]);
    const key = `${questionId}/${steps.length}/${result}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const written = steps.map(() => ({ action: 0, input: 0, result, cues: [] }));
    const chain = { problem, isConfident: false, steps: written, answer: result };
    const policy = suitePolicy(this.errorRate);
    const truth = estimateAccuracy(
      policy,
      chain,
      steps.length,
      honestChecker,
      TRUE_ROLLOUTS,
      this.rng,
    );
    this.known.set(key, truth);
    return truth;
  }
}

/** A row of the shards that the labeller writes. */
export interface ShardRow {
  id: string;
  sid: number;
  input: string;
  add: string;
  dataset: string;
  score: number;
  times: number;
  accuracy: number;
  ground_truth: string;
  image_path: string | null;
  final_correct: boolean;
}

export async function shardRows(labeller: Labeller): Promise<ShardRow[]> {
  const rows: ShardRow[] = [];
  for (const { name, blob } of labeller.shards()) {
    if (!name.endsWith(".jsonl")) continue;
    const lines = (await blob.text()).trim().split("\n");
    rows.push(...lines.map((line) => JSON.parse(line) as ShardRow));
  }
  return rows;
}

/** Mean and standard error of a list. */
export function meanAndError(values: readonly number[]): { mean: number; error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}
