// A batch of sequences as a fixed number of shards: what a thread needs to run one, and the words in
// shared memory through which threads are told of a job and take its shards. Each shard sums its own
// gradient in its own order, so that the result is the same however many threads there are.
import type { Kernels } from "./kernels.ts";
import { squaredErrorSlope } from "./losses.ts";
import type { TransformerPass } from "./transformerPass.ts";
import type { TransformerPlan } from "./transformerPlan.ts";
import type { MemoryViews } from "./wasmMemory.ts";

/** Sequences in the kernels' memory; see EncodedSequences. Addresses. */
export interface StoredSequences {
  tokens: number;
  surprisal: number;
  start: number;
  scoreStart: number;
  scoreAt: number;
}

export const SHARD_TASKS = {
  /** Logits only; of the language model surprisals, in their place everywhere here. */
  score: 0,
  /** Logits, slopes of the squared error from labels and factors, gradient. */
  lowerGradient: 1,
  /** Logits and gradient from slopes that are given. */
  gradient: 2,
} as const;

/** Addresses are bytes; 0 where the task has no use for it. */
export interface ShardJob {
  task: (typeof SHARD_TASKS)[keyof typeof SHARD_TASKS];
  set: StoredSequences;
  /** φ; its packed weights must be up to date. */
  params: number;
  /** Sequences of the batch, int32 [count], and where each one's scores stand among the batch's. */
  items: number;
  scoreOffsets: number;
  count: number;
  /** float32, [scores of the batch] */
  logits: number;
  slopes: number;
  /** p of every score of the set, and what each sequence's slopes are multiplied by, [count]. */
  labels: number;
  factors: number;
}

/** Places of the shared words. */
const WORDS = {
  /** Goes up with every job. */
  generation: 0,
  /** Shards nobody has taken yet; 0 or less where there is no job. */
  untaken: 1,
  /** Shards not yet finished. */
  unfinished: 2,
  isClosed: 3,
  hasFailed: 4,
  job: 8,
} as const;

export interface ShardBoard {
  /**
   * Announces a job and works on it until it is done, with whatever helpers there are. Throws an Error
   * when a helper failed.
   */
  run(job: ShardJob, runShard: (job: ShardJob, shard: number) => void): void;
  /** A helper's life: waits for jobs and takes shards; returns when the board is closed. */
  help(runShard: (job: ShardJob, shard: number) => void): void;
  close(): void;
}

/** Both sides of the board in `plan.control`. */
export function createShardBoard(views: MemoryViews, plan: TransformerPlan): ShardBoard {
  const word = (name: keyof typeof WORDS) => plan.control / 4 + WORDS[name];

  function takeShards(runShard: (job: ShardJob, shard: number) => void): void {
    for (;;) {
      const untaken = Atomics.sub(views.i32, word("untaken"), 1);
      if (untaken <= 0) return;
      const shard = plan.shards - untaken;
      try {
        // Read only now: a job is posted before its shards can be taken.
        runShard(readJob(views.i32, word("job")), shard);
      } catch (error) {
        Atomics.store(views.i32, word("hasFailed"), 1);
        throw error;
      } finally {
        if (Atomics.sub(views.i32, word("unfinished"), 1) === 1) {
          Atomics.notify(views.i32, word("unfinished"));
        }
      }
    }
  }

  return {
    run(job, runShard) {
      const words = views.i32;
      writeJob(words, word("job"), job);
      Atomics.store(words, word("unfinished"), plan.shards);
      Atomics.store(words, word("untaken"), plan.shards);
      Atomics.add(words, word("generation"), 1);
      Atomics.notify(words, word("generation"));
      takeShards(runShard);
      for (;;) {
        const unfinished = Atomics.load(views.i32, word("unfinished"));
        if (unfinished === 0) break;
        // A page may not sleep; a worker may.
        if (MAY_SLEEP) Atomics.wait(views.i32, word("unfinished"), unfinished);
      }
      if (Atomics.load(views.i32, word("hasFailed")) === 1) {
        throw new Error("a thread of the WebAssembly engine failed");
      }
    },
    help(runShard) {
      for (;;) {
        const generation = Atomics.load(views.i32, word("generation"));
        takeShards(runShard);
        if (Atomics.load(views.i32, word("isClosed")) === 1) return;
        Atomics.wait(views.i32, word("generation"), generation);
      }
    },
    close() {
      Atomics.store(views.i32, word("isClosed"), 1);
      Atomics.add(views.i32, word("generation"), 1);
      Atomics.notify(views.i32, word("generation"));
    },
  };
}

const MAY_SLEEP = typeof window === "undefined";

function writeJob(words: Int32Array, at: number, job: ShardJob): void {
  const { tokens, surprisal, start, scoreStart, scoreAt } = job.set;
  const { task, params, items, scoreOffsets, count, logits, slopes, labels, factors } = job;
  words.set([task, params, items, scoreOffsets, count, logits, slopes, labels, factors], at);
  words.set([tokens, surprisal, start, scoreStart, scoreAt], at + 9);
}

function readJob(words: Int32Array, at: number): ShardJob {
  // Addresses are unsigned.
  const read = (i: number) => words[at + i]! >>> 0;
  return {
    task: words[at]! as ShardJob["task"],
    params: read(1),
    items: read(2),
    scoreOffsets: read(3),
    count: read(4),
    logits: read(5),
    slopes: read(6),
    labels: read(7),
    factors: read(8),
    set: {
      tokens: read(9),
      surprisal: read(10),
      start: read(11),
      scoreStart: read(12),
      scoreAt: read(13),
    },
  };
}

/** Runs the sequences shard, shard + shards, … of a job: one thread's work at a time. */
export function createShardRunner(
  kernels: Kernels,
  views: MemoryViews,
  plan: TransformerPlan,
  pass: TransformerPass,
): (job: ShardJob, shard: number) => void {
  return (job, shard) => {
    const { i32, f32 } = views;
    const { set, task, params } = job;
    const gradient = plan.gradients + shard * plan.gradientBytes;
    if (task !== SHARD_TASKS.score) kernels.clear(gradient, plan.layout.size);
    for (let i = shard; i < job.count; i += plan.shards) {
      const item = i32[job.items / 4 + i]!;
      const firstScore = i32[set.scoreStart / 4 + item]!;
      const scoreCount = i32[set.scoreStart / 4 + item + 1]! - firstScore;
      if (scoreCount === 0) continue;
      const scoreAt = set.scoreAt + 4 * firstScore;
      const first = i32[set.start / 4 + item]!;
      const sequence = {
        tokens: set.tokens + 4 * first,
        surprisal: set.surprisal + 4 * first,
        // Nothing behind the last score is ever looked at.
        tokenCount: i32[scoreAt / 4 + scoreCount - 1]! + 1,
        scoreAt,
        scoreCount,
      };
      const offset = i32[job.scoreOffsets / 4 + i]!;
      const slopes = job.slopes + 4 * offset;
      pass.forward(params, sequence, job.logits + 4 * offset);
      if (task === SHARD_TASKS.score) continue;
      if (task === SHARD_TASKS.lowerGradient) {
        const factor = f32[job.factors / 4 + i]!;
        for (let score = 0; score < scoreCount; score++) {
          const label = f32[job.labels / 4 + firstScore + score]!;
          const logit = f32[job.logits / 4 + offset + score]!;
          f32[slopes / 4 + score] = factor * squaredErrorSlope(logit, label);
        }
      }
      pass.backward(params, sequence, slopes, gradient);
    }
  };
}
