// The labeller's journal in a real browser's database, and its twin in memory: the same behaviour.
import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LabelJob, LabelJournal, LabelRecord, LabelTotals } from "../domain/labelJournal.ts";
import { labelSpecSchema } from "../domain/labelling.ts";
import { openLabelJournal } from "./labelJournal.ts";
import { memoryLabelJournal } from "./memoryLabelJournal.ts";

let name = "";
let opened: { close(): void }[] = [];

beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
  opened = [];
});
afterEach(async () => {
  for (const journal of opened) journal.close();
  await deleteDB(name);
});

async function open(onClosed?: () => void) {
  const journal = await openLabelJournal(onClosed === undefined ? { name } : { name, onClosed });
  opened.push(journal);
  return journal;
}

function someJob(id = "job"): LabelJob {
  return {
    id,
    createdAt: "2026-11-21T18:00:00.000Z",
    spec: labelSpecSchema.parse({ generator: { kind: "suite" } }),
    questions: [{ id: "q", domain: "d", question: "?", groundTruth: "1", imagePath: "a/i.png" }],
    summary: { domains: [], questions: 1, problems: [], isSuite: true, first: null },
    hadKey: true,
    suiteProblems: { q: { start: 1, isPictured: true, actions: [2], track: [1, 3], key: 3 } },
    images: new Map([["a/i.png", new Blob(["PNG"], { type: "image/png" })]]),
  };
}

function rollout(index: number, isCorrect: boolean): LabelRecord {
  return {
    kind: "rollout",
    question: 0,
    chain: 0,
    step: 1,
    rollout: index,
    answer: isCorrect ? "3" : null,
    isCorrect,
    attempt: 1,
  };
}

const CHAIN: LabelRecord = {
  kind: "chain",
  question: 0,
  chain: 0,
  steps: ["a", "b"],
  answer: "3",
  isCorrect: true,
  attempt: 2,
};
const GIVEN_UP: LabelRecord = {
  kind: "givenUp",
  question: 0,
  chain: 1,
  step: null,
  rollout: null,
  reason: "empty completion",
};

function totals(requests: number): LabelTotals {
  return {
    requests,
    retried: 1,
    inputTokens: 10,
    outputTokens: 20,
    rejected: { "empty completion": 1 },
    elapsedMs: 5,
  };
}

test("a job, its images, records in order and totals are there again when it is opened anew", async () => {
  const first = await open();
  await first.begin(someJob());
  await first.append("job", [CHAIN, rollout(1, true)], totals(2));
  await first.append("job", [rollout(0, false), GIVEN_UP], totals(4));
  first.close();

  const left = await (await open()).read();
  expect(left?.records).toEqual([CHAIN, rollout(1, true), rollout(0, false), GIVEN_UP]);
  expect(left?.totals).toEqual(totals(4));
  const { images, ...job } = someJob();
  expect(left?.job).toMatchObject(job);
  expect([...images.keys()]).toEqual([...left!.job.images.keys()]);
  expect(await left!.job.images.get("a/i.png")!.text()).toBe("PNG");
  expect(left!.job.images.get("a/i.png")!.type).toBe("image/png");
});

describe.each([
  ["in the browser's database", () => open()],
  ["in memory", async () => memoryLabelJournal()],
] as [string, () => Promise<LabelJournal>][])("%s", (_, make) => {
  test("a slot that is taken keeps its first record, also within one batch", async () => {
    const journal = await make();
    await journal.begin(someJob());
    await journal.append("job", [rollout(0, true), rollout(0, false)], totals(1));
    await journal.append("job", [rollout(0, false), rollout(1, false)], totals(2));
    const left = await journal.read();
    expect(left?.records).toEqual([rollout(0, true), rollout(1, false)]);
    expect(left?.totals.requests).toBe(2);
  });

  test("another job's records are not taken in; a new job begins empty", async () => {
    const journal = await make();
    await journal.begin(someJob("old"));
    await journal.append("old", [rollout(0, true)], totals(1));
    await journal.begin(someJob("new"));
    await journal.append("old", [rollout(1, true)], totals(9));
    const left = await journal.read();
    expect(left?.job.id).toBe("new");
    expect(left?.records).toEqual([]);
    expect(left?.totals.requests).toBe(0);
  });

  test("the spec may change; cleared, nothing is left", async () => {
    const journal = await make();
    expect(await journal.read()).toBeNull();
    await journal.begin(someJob());
    const spec = { ...someJob().spec, budget: { requests: 7, tokens: null } };
    await journal.update("job", { spec, hadKey: false });
    await journal.update("other", { spec: someJob().spec, hadKey: true });
    expect((await journal.read())?.job).toMatchObject({ spec, hadKey: false });
    await journal.clear();
    expect(await journal.read()).toBeNull();
  });

  test("what was given is copied: changes to it afterwards stay outside", async () => {
    const journal = await make();
    const job = someJob();
    await journal.begin(job);
    job.questions[0]!.question = "changed";
    const spent = totals(1);
    await journal.append("job", [], spent);
    spent.requests = 99;
    const left = await journal.read();
    expect(left?.job.questions[0]?.question).toBe("?");
    expect(left?.totals.requests).toBe(1);
  });
});

test("a batch with something that cannot be stored leaves nothing of it", async () => {
  const journal = await open();
  await journal.begin(someJob());
  const broken = { ...rollout(1, true), answer: (() => "no data") as unknown as string };
  await expect(journal.append("job", [rollout(0, true), broken], totals(2))).rejects.toMatchObject({
    code: "state",
  });
  const left = await journal.read();
  expect(left?.records).toEqual([]);
  expect(left?.totals.requests).toBe(0);
});

test("one tab has the job at a time; what it lets go of another may take", async () => {
  const [one, other] = [await open(), await open()];
  const release = await one.claim();
  await expect(other.claim()).rejects.toMatchObject({
    code: "state",
    message: expect.stringContaining("Another tab"),
  });
  release();
  await expect
    .poll(() =>
      other.claim().then(
        () => true,
        () => false,
      ),
    )
    .toBe(true);
});

test("a database of a newer version is refused in words, and makes way for one", async () => {
  let isClosed = false;
  await open(() => {
    isClosed = true;
  });
  const newer = await openDB(name, 99);
  newer.close();
  expect(isClosed).toBe(true);
  await expect(openLabelJournal({ name })).rejects.toMatchObject({
    code: "state",
    message: expect.stringContaining("newer version of the app"),
  });
});
