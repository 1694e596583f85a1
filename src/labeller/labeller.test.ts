// The labeller with the suite's policy: a job from questions to rows, pauses and reloads without a trace in the
// result, and what it refuses.
import { describe, expect, test } from "vitest";
import { loadFiles } from "../data/loadFiles.ts";
import type { JournalledJob, LabelJournal } from "../domain/labelJournal.ts";
import { type LabelSpec, type LabelStatus, labelSpecSchema } from "../domain/labelling.ts";
import { Labeller } from "./labeller.ts";

/** A journal within the test: one copy of whatever was written last. */
function testJournal(): LabelJournal & { left: JournalledJob | null } {
  const kept: { left: JournalledJob | null } = { left: null };
  return Object.assign(kept, {
    claim: async () => () => undefined,
    begin: async (job: JournalledJob["job"]) => {
      const totals = {
        requests: 0,
        retried: 0,
        inputTokens: 0,
        outputTokens: 0,
        rejected: {},
        elapsedMs: 0,
      };
      kept.left = structuredClone({ job, records: [], totals });
    },
    update: async (_: string, change: Pick<JournalledJob["job"], "spec" | "hadKey">) => {
      if (kept.left !== null) kept.left.job = { ...kept.left.job, ...structuredClone(change) };
    },
    append: async (
      _: string,
      records: readonly JournalledJob["records"][number][],
      totals: JournalledJob["totals"],
    ) => {
      kept.left?.records.push(...structuredClone([...records]));
      if (kept.left !== null) kept.left.totals = structuredClone(totals);
    },
    read: async () => structuredClone(kept.left),
    clear: async () => {
      kept.left = null;
    },
  });
}

function open(journal: LabelJournal = testJournal()) {
  const posted: LabelStatus[] = [];
  const labeller = new Labeller({
    openJournal: async () => journal,
    fetch: () => Promise.reject(new Error("nothing is to be fetched")),
    now: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: Math.random,
    post: (status) => posted.push(status),
  });
  return { labeller, posted };
}

function suiteSpec(settings: Record<string, unknown> = {}): LabelSpec {
  return labelSpecSchema.parse({
    chainsPerQuestion: 2,
    ...settings,
    generator: { kind: "suite", ...(settings["generator"] as object | undefined) },
  });
}

async function until(labeller: Labeller, isThere: (status: LabelStatus) => boolean) {
  while (!isThere(labeller.status)) {
    if (labeller.status.state === "failed") throw new Error(labeller.status.error?.message);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

const isDone = ({ state }: LabelStatus) => state === "done";

async function shardTexts(labeller: Labeller): Promise<Record<string, string>> {
  const texts: Record<string, string> = {};
  for (const { name, blob } of labeller.shards()) {
    if (name.endsWith(".jsonl")) texts[name] = await blob.text();
  }
  return texts;
}

test("from questions to rows that drop straight into Data, pictures with them", async () => {
  const { labeller, posted } = open();
  const summary = labeller.openSuite(5, 2);
  expect(summary).toMatchObject({ questions: 30, isSuite: true, problems: [] });
  expect(summary.domains).toHaveLength(15);
  expect(labeller.status.state).toBe("ready");
  const spec = suiteSpec();
  expect(labeller.estimate(spec)).toEqual({
    requests: 30 * 2 * (1 + 4 * 8),
    inputTokens: 0,
    outputTokens: 0,
    cost: null,
  });
  await labeller.start(spec, null);
  await until(labeller, isDone);
  const { status } = labeller;
  expect(status.chains).toEqual({ done: 60, planned: 60 });
  expect(status.rollouts.done + status.rollouts.saved).toBe(status.rollouts.planned);
  expect(status.domains.every(({ questionsDone }) => questionsDone === 2)).toBe(true);
  expect(status.sample?.steps.at(-1)?.text).toMatch(/Final answer: \d$/);
  expect(posted.map(({ state }) => state)).toEqual(
    expect.arrayContaining(["ready", "running", "done"]),
  );
  expect(posted.at(-1)).toMatchObject({ state: "done", chains: { done: 60 } });

  const files = labeller.shards().map(({ name, blob }) => ({
    path: name,
    file: new File([blob], name, { type: blob.type }),
  }));
  const { corpus, problems, files: read } = await loadFiles(files);
  expect(problems).toEqual([]);
  expect(corpus.shards).toHaveLength(15);
  const chains = corpus.shards.flatMap((shard) => shard.chains);
  expect(chains).toHaveLength(60);
  for (const { steps, isCorrect, answer } of chains) {
    expect(steps.every(({ accuracy }) => accuracy !== null)).toBe(true);
    expect(steps.at(-1)?.accuracy).toBe(Number(isCorrect));
    expect(answer).toMatch(/^\d$/);
  }
  const pictured = chains.filter(({ imagePath }) => imagePath !== null);
  expect(pictured.length).toBe(2 * 2 * 8);
  expect(pictured.every(({ imagePath }) => corpus.images.has(imagePath!))).toBe(true);
  expect(read.reduce((sum, { badRows }) => sum + badRows, 0)).toBe(0);
});

test("paused and reloaded, a job ends with the very rows of one that was not", async () => {
  const whole = open();
  whole.labeller.openSuite(6, 4);
  await whole.labeller.start(suiteSpec(), null);
  await until(whole.labeller, isDone);

  const journal = testJournal();
  const broken = open(journal);
  broken.labeller.openSuite(6, 4);
  await broken.labeller.start(suiteSpec(), null);
  await until(broken.labeller, ({ rollouts }) => rollouts.done > 100);
  broken.labeller.pause();
  expect(broken.labeller.status.state).toBe("paused");
  await until(broken.labeller, ({ requests }) => requests.underWay === 0);
  await new Promise((resolve) => setTimeout(resolve, 20));
  const { rollouts } = broken.labeller.status;
  expect(rollouts.done).toBeLessThan(whole.labeller.status.rollouts.done);
  expect(journal.left?.records.filter(({ kind }) => kind === "rollout")).toHaveLength(
    rollouts.done,
  );

  const reloaded = open(journal);
  expect(await reloaded.labeller.restore()).toMatchObject({
    state: "paused",
    rollouts,
    questions: { questions: 60, isSuite: true },
  });
  await reloaded.labeller.resume(null, null);
  await until(reloaded.labeller, isDone);
  expect(await shardTexts(reloaded.labeller)).toEqual(await shardTexts(whole.labeller));

  const later = open(journal);
  expect((await later.labeller.restore()).state).toBe("done");
  expect(await shardTexts(later.labeller)).toEqual(await shardTexts(whole.labeller));
});

describe("what is refused, in words", () => {
  test("to start without questions, over an unfinished job, or a policy for questions not its own", async () => {
    const { labeller } = open();
    await expect(labeller.start(suiteSpec(), null)).rejects.toMatchObject({ code: "state" });
    expect(() => labeller.estimate(suiteSpec())).toThrow(/no questions/);
    expect(() => labeller.shards()).toThrow(/No step is labelled/);
    expect(() => labeller.openSuite(1, 0)).toThrow(/at least 1/);
    const own = new File(['{"question": "1 + 1?", "answer": 2}'], "own.jsonl");
    await labeller.open([{ path: "own.jsonl", file: own }]);
    await expect(labeller.start(suiteSpec(), null)).rejects.toMatchObject({
      code: "config",
      hint: expect.stringContaining("endpoint"),
    });
    labeller.openSuite(1, 4);
    await labeller.start(suiteSpec(), null);
    labeller.pause();
    await expect(labeller.start(suiteSpec(), null)).rejects.toMatchObject({ code: "state" });
    expect(() => labeller.openSuite(1, 1)).toThrow(/not finished/);
    await labeller.discard();
    expect(labeller.status).toMatchObject({ state: "ready", questions: { questions: 60 } });
    await expect(labeller.resume(null, null)).rejects.toMatchObject({ code: "state" });
  });

  test("a prompt without a place for the question", async () => {
    const { labeller } = open();
    labeller.openSuite(1, 1);
    const spec = { ...suiteSpec(), prompt: "Think!" };
    await expect(labeller.start(spec, null)).rejects.toMatchObject({
      code: "config",
      message: expect.stringContaining("{question}"),
    });
  });

  test("to go on with settings that would change what labels mean; the budget may change", async () => {
    const { labeller } = open();
    labeller.openSuite(1, 2);
    const spec = suiteSpec({ budget: { requests: 50 } });
    await labeller.start(spec, null);
    await until(labeller, ({ state }) => state === "overBudget");
    expect(labeller.status.requests.sent).toBe(50);
    await expect(labeller.resume({ ...spec, rollouts: 9 }, null)).rejects.toMatchObject({
      code: "config",
      message: expect.stringContaining("rollouts may not change"),
    });
    const other = { ...spec, generator: { ...spec.generator, seed: 2 } } as LabelSpec;
    await expect(labeller.resume(other, null)).rejects.toMatchObject({ code: "config" });
    await labeller.resume({ ...spec, budget: { requests: null, tokens: null } }, null);
    await until(labeller, isDone);
    await expect(labeller.resume(null, null)).rejects.toMatchObject({ code: "state" });
  });
});

test("where the journal cannot be written, the job stops, and what it could not write does not count", async () => {
  const journal = testJournal();
  const { append } = journal;
  let writes = 0;
  journal.append = (...args) =>
    ++writes === 4 ? Promise.reject(new Error("disk full")) : append(...args);
  const { labeller } = open(journal);
  labeller.openSuite(1, 2);
  await labeller.start(suiteSpec(), null);
  while (labeller.status.state === "running")
    await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(labeller.status).toMatchObject({
    state: "failed",
    error: { message: expect.stringContaining("disk full") },
  });
  const written = journal.left?.records.filter(({ kind }) => kind === "rollout").length;
  expect(labeller.status.rollouts.done).toBe(written);
  await labeller.resume(null, null);
  await until(labeller, isDone);
  const slots = journal.left?.records.map((record) => JSON.stringify({ ...record, answer: null }));
  expect(new Set(slots).size).toBe(slots?.length);
});
