import { expect, test } from "vitest";
import type { Corpus } from "../domain/chain.ts";
import { type LoadOptions, type LoadResult, loadFiles } from "./loadFiles.ts";

function load(files: Record<string, unknown[]>, options: LoadOptions = {}): Promise<LoadResult> {
  return loadFiles(
    Object.entries(files).map(([path, rows]) => {
      const text = rows.map((row) => JSON.stringify(row)).join("\n");
      return { path, file: new File([text], path) };
    }),
    options,
  );
}

/** Each shard's chains as "step=label|step". */
function outline({ shards }: Corpus): Record<string, string[]> {
  return Object.fromEntries(
    shards.map(({ name, chains }) => [
      name,
      chains.map(({ steps }) =>
        steps
          .map(({ text, accuracy }) => (accuracy === null ? text : `${text}=${accuracy}`))
          .join("|"),
      ),
    ]),
  );
}

function told({ problems }: LoadResult): string[] {
  return problems.map(({ line, field, message }) => `${line ?? "-"} ${field ?? "-"} ${message}`);
}

const shepherd = {
  input:
    "A pen costs $3 and a book twice as much. How much are both? Step 1: The book costs 3*2=<<3*2=6>>6 dollars. ки\nStep 2: Both cost 6+6=<<6+6=12>>12 dollars. ки\nStep 3: So they pay $12. The answer is: 12 ки",
  label:
    "A pen costs $3 and a book twice as much. How much are both? Step 1: The book costs 3*2=<<3*2=6>>6 dollars. +\nStep 2: Both cost 6+6=<<6+6=12>>12 dollars. -\nStep 3: So they pay $12. The answer is: 12 -",
  task: "GSM8K",
};

test("Math-Shepherd: the marks part the steps, the signs in their place are the labels", async () => {
  const result = await load({ "math-shepherd.jsonl": [shepherd] });
  expect(told(result)).toEqual([]);
  expect(result.files[0]).toMatchObject({ format: "mathShepherd", rows: 1, badRows: 0 });
  expect(outline(result.corpus)).toEqual({
    GSM8K: [
      "The book costs 3*2=<<3*2=6>>6 dollars.=1|Both cost 6+6=<<6+6=12>>12 dollars.=0|So they pay $12. The answer is: 12=0",
    ],
  });
  expect(result.corpus.shards[0]!.chains[0]).toMatchObject({
    question: "A pen costs $3 and a book twice as much. How much are both?",
    answer: "12",
    isCorrect: false,
  });
});

test("Math-Shepherd: several solutions of a question stay apart, signs inside a step are no labels", async () => {
  const solution = (steps: string[], mark: (index: number) => string) =>
    `Add. ${steps.map((step, index) => `Step ${index + 1}: ${step} ${mark(index)}`).join("\n")}`;
  const of = (steps: string[], signs: string[]) => ({
    input: solution(steps, () => "ки"),
    label: solution(steps, (index) => signs[index]!),
    task: "MATH",
  });
  const result = await load({
    "a.jsonl": [
      of(["x = 3 +\n4 -", "it is 7"], ["+", "+"]),
      of(["x = 3 +\n4 -", "it is 8"], ["+", "-"]),
    ],
  });
  expect(told(result)).toEqual([]);
  expect(outline(result.corpus)["MATH"]).toEqual([
    "x = 3 +\n4 -=1|it is 7=1",
    "x = 3 +\n4 -=1|it is 8=0",
  ]);
});

test("Math-Shepherd: the last mark may be missing, with or without its sign", async () => {
  const head = "Add 1 and 1. Step 1: We add. ";
  const result = await load({
    "a.jsonl": [
      { input: `${head}ки\nStep 2: It is 2.`, label: `${head}+\nStep 2: It is 2. +`, task: "t" },
      { input: `${head}ки\nStep 2: It is 3.`, label: `${head}+\nStep 2: It is 3.`, task: "t" },
      { input: `${head}ки`, label: ["-"], task: "t" },
    ],
  });
  expect(told(result)).toEqual([]);
  expect(outline(result.corpus)["t"]).toEqual(["We add.=1|It is 2.=1", "We add.=1", "We add.=0"]);
});

test.each([
  [
    { ...shepherd, label: shepherd.label.replace(" -\nStep 3: So", "\nStep 3: So") },
    "1 label label has 2 + or - at the ends of its steps, but input has 3 steps",
  ],
  [{ ...shepherd, label: 3 }, "1 label label must be text, got 3"],
  [{ input: shepherd.input, task: "t", label: null }, "1 label label is missing"],
  [
    { ...shepherd, input: "Why? It is so. ки" },
    "1 input input has no “Step 1:”, so where the question ends cannot be told",
  ],
  [{ ...shepherd, input: "Step 1: a ки", label: "Step 1: a +" }, "1 input input has no question"],
  [{ ...shepherd, input: "Q Step 1: ки\nStep 2: b ки" }, "1 input step 1 of input is empty"],
  [{ ...shepherd, input: 7 }, "1 input input must be text, got 7"],
])("Math-Shepherd: a bad row is named by field (%#)", async (bad, message) => {
  const result = await load({ "a.jsonl": [bad, shepherd] });
  expect(told(result)).toEqual([expect.stringContaining(message)]);
  expect(result.files[0]).toMatchObject({ rows: 1, badRows: 1 });
});

const completion = (text: string, rating: number | null) => ({ text, rating, flagged: null });
const prm800k = {
  labeler: "d8aa7923",
  timestamp: "2022-07-22T21:39:44",
  generation: null,
  is_quality_control_question: false,
  is_initial_screening_question: false,
  question: { problem: "What is $1+1$?", ground_truth_answer: "2" },
  label: {
    steps: [
      {
        completions: [
          completion("We add.", 0),
          completion("We multiply.", -1),
          completion("We add.", 0),
          completion("We multiply.", -1),
        ],
        human_completion: null,
        chosen_completion: 0,
      },
      {
        completions: [completion("It is 3.", -1), completion("", null)],
        human_completion: { text: "One and one are two.", rating: null, source: "human" },
        chosen_completion: null,
      },
      {
        completions: [completion("So it is 2.\n\n# Answer\n\n2", 1)],
        human_completion: null,
        chosen_completion: 0,
      },
    ],
    total_time: 1000,
    finish_reason: "solution",
  },
};

test("PRM800K: the chosen chain, and every other completion as the last step of its own", async () => {
  const result = await load({ "phase1_train.jsonl": [prm800k] });
  expect(told(result)).toEqual([]);
  expect(result.files[0]).toMatchObject({ format: "prm800k", rows: 1, badRows: 0 });
  expect(outline(result.corpus)).toEqual({
    phase1_train: [
      "We add.=1|One and one are two.=1|So it is 2.\n\n# Answer\n\n2=1",
      "We multiply.=0",
      "We add.|It is 3.=0",
    ],
  });
  expect(result.corpus.shards[0]!.chains[0]).toMatchObject({
    question: "What is $1+1$?",
    groundTruth: "2",
    answer: "2",
    isCorrect: true,
  });
  expect(result.corpus.shards[0]!.chains[1]!.isCorrect).toBeNull();
});

test("PRM800K: a chain ends where nothing was chosen, and stays wrong behind a wrong step", async () => {
  const step = (completions: unknown[], chosen: number | null) => ({
    ...{ completions, human_completion: null, chosen_completion: chosen },
  });
  const of = (...steps: unknown[]) => ({
    ...prm800k,
    label: { steps, total_time: 1, finish_reason: "found_error" },
  });
  const result = await load({
    "p.jsonl": [
      of(
        step([completion("a", 1)], 0),
        step([completion("b", -1), completion("c", 0), completion("d", -1)], null),
        step([completion("never reached", 1)], 0),
      ),
      of(step([completion("a", -1)], 0), step([completion("b", 1)], 0)),
      of(step([completion("u", null)], 0), step([completion("v", 1)], 0)),
    ],
  });
  expect(told(result)).toEqual([]);
  expect(outline(result.corpus)["p"]).toEqual(["a=1|b=0", "a|c=1", "a|d=0", "a=0|b=0", "u|v=1"]);
});

test.each([
  [{ question: "text" }, "question question must be an object, got the text"],
  [{ question: {} }, "question.problem question.problem is missing"],
  [{ label: { steps: null } }, "label.steps label.steps must be a list, got null"],
  [{ label: { steps: [] } }, "label.steps label.steps has no rated step"],
  [
    { label: { ...prm800k.label, finish_reason: "bad_problem" } },
    "label.finish_reason the labeller reported the problem as broken",
  ],
])("PRM800K: a bad row is named by field (%#)", async (change, message) => {
  const result = await load({ "a.jsonl": [prm800k, { ...prm800k, ...change }] });
  expect(told(result)).toEqual([expect.stringContaining(`2 ${message}`)]);
  expect(result.files[0]).toMatchObject({ rows: 1, badRows: 1 });
});

test("PRM800K: a bad completion is named and left out, the rest of the row is kept", async () => {
  const steps = [
    { completions: [completion("a", 1), completion("b", 2)], chosen_completion: 0 },
    { completions: [completion("c", 1)], chosen_completion: 4 },
  ];
  const result = await load({
    "a.jsonl": [{ ...prm800k, label: { steps, finish_reason: "give_up" } }],
  });
  expect(told(result)).toEqual([
    "1 label.steps[0].completions[1].rating rating must be -1, 0 or 1, got 2",
    "1 label.steps[1].chosen_completion chosen_completion is 4, but there are 1 completions",
  ]);
  expect(outline(result.corpus)["a"]).toEqual(["a=1|c=1"]); // the other completion goes on where it ends
});

const bench = {
  id: "gsm8k-0",
  generator: "Qwen2-7B-Instruct",
  problem: "Sam has 2 apples.",
  steps: ["First paragraph.", "Step 2: Second.", "Third, \\boxed{4}."],
  final_answer_correct: false,
  label: 1,
};

test("ProcessBench: right before the first wrong step, wrong from it on", async () => {
  const result = await load({
    "test-00000-of-00001.json": [
      bench,
      { ...bench, id: "gsm8k-1", label: -1, final_answer_correct: true },
      { ...bench, id: "math-0", label: 0 },
    ],
  });
  expect(told(result)).toEqual([]);
  expect(result.files[0]).toMatchObject({ format: "processBench", rows: 3 });
  expect(outline(result.corpus)).toEqual({
    gsm8k: [
      "First paragraph.=1|Second.=0|Third, \\boxed{4}.=0",
      "First paragraph.=1|Second.=1|Third, \\boxed{4}.=1",
    ],
    math: ["First paragraph.=0|Second.=0|Third, \\boxed{4}.=0"],
  });
  expect(result.corpus.shards[0]!.chains[0]).toMatchObject({
    ...{ id: "gsm8k-0", model: "Qwen2-7B-Instruct", answer: "4", isCorrect: false },
  });
});

test("rows with a label for each step are read alike; the file's name is the domain", async () => {
  const result = await load({
    "train-00002-of-00007.jsonl": [
      { prompt: "q", completions: ["a", "b", "c"], labels: [true, 0.25, null] },
    ],
  });
  expect(told(result)).toEqual([]);
  expect(outline(result.corpus)).toEqual({ train: ["a=1|b=0.25"] });
});

test.each([
  [{ label: 3 }, "label label must be the first wrong step, 0 to 2, or -1; got 3"],
  [{ label: 0.5 }, "label label must be the first wrong step, 0 to 2, or -1; got 0.5"],
  [{ label: [1, 0] }, "label label must list a label for each of 3 steps, got a list of 2"],
  [{ label: [1, 0, "x"] }, "label[2] a label must be true, false or a number between 0 and 1"],
  [{ steps: "one" }, "steps steps must be a list of texts"],
  [{ steps: [] }, "steps steps is empty"],
  [{ steps: ["a", " ", "c"] }, "steps[1] steps[1] is empty"],
  [{ problem: null }, "problem problem must be text, got null"],
  [{ id: "x", domain: "__proto__" }, "domain domain cannot be"],
])("ProcessBench: a bad row is named by field (%#)", async (change, message) => {
  const result = await load({ "a.jsonl": [bench, { ...bench, ...change }] });
  expect(told(result)).toEqual([expect.stringContaining(`2 ${message}`)]);
  expect(result.files[0]).toMatchObject({ rows: 1, badRows: 1 });
});

test("a mapping by hand reads ProcessBench as a meta set, and flat rows as candidates", async () => {
  const flat = [
    { q: "p", out: ["a", "Final answer: 1"], ok: 1 },
    { q: "p", out: "Step 1: b\n\nStep 2: Final answer: 2", ok: "false" },
    { q: "r", out: "c", ok: true },
  ];
  const result = await load(
    { "bench.json": [bench], "flat.jsonl": flat },
    {
      mappings: {
        "bench.json": {
          format: "meta",
          fields: { question: "problem", response: "steps", true_false: "final_answer_correct" },
        },
        "flat.jsonl": {
          format: "candidates",
          fields: { question: "q", response: "out", correct: "ok" },
        },
      },
    },
  );
  expect(told(result)).toEqual([]);
  expect(result.files.map(({ format }) => format)).toEqual(["meta", "candidates"]);
  expect(result.corpus.meta[0]).toMatchObject({
    question: "Sam has 2 apples.",
    isCorrect: false,
    steps: [{ text: "First paragraph." }, { text: "Second." }, { text: "Third, \\boxed{4}." }],
  });
  expect(
    result.corpus.candidates.map(({ id, candidates }) => [
      id,
      candidates.map((chain) => [chain.id, chain.answer, chain.isCorrect, chain.steps.length]),
    ]),
  ).toEqual([
    [
      "flat 1",
      [
        ["flat 1/0", "1", true, 2],
        ["flat 1/1", "2", false, 2],
      ],
    ],
    ["flat 3", [["flat 3/0", null, true, 1]]],
  ]);
});

test("mapped fields may stand inside objects and lists; text is taken for a number where it is one", async () => {
  const rows = [
    { meta: { q: "1+1?" }, turns: [{ text: "Step 1: two" }], "mc.value": "0.75", nr: 12 },
    { meta: { q: "1+1?" }, turns: [], "mc.value": "much", nr: 13 },
  ];
  const result = await load(
    { "odd.jsonl": rows },
    {
      mappings: {
        "odd.jsonl": {
          format: "training",
          fields: { input: "meta.q", add: "turns.0.text", accuracy: "mc.value", id: "nr" },
        },
      },
    },
  );
  expect(outline(result.corpus)).toEqual({ odd: ["two=0.75"] });
  expect(result.corpus.shards[0]!.chains[0]!.id).toBe("12");
  expect(told(result)).toEqual([
    "2 add add is missing",
    '2 accuracy accuracy must be a number between 0 and 1, got the text "much"',
  ]);
});

test.each([
  [{ input: "q" }, "no column is said to be add, nor accuracy (or score and times)"],
  [{ input: "q", add: "a", wrong: "x" }, "the mapping names “wrong”, which is no field"],
])("a mapping that cannot be is told once (%#)", async (fields, message) => {
  const result = await load(
    { "a.jsonl": [{ q: 1 }, { q: 2 }] },
    { mappings: { "a.jsonl": { format: "training", fields } } },
  );
  expect(told(result)).toEqual([expect.stringContaining(message)]);
});
