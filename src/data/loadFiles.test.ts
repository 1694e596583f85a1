import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Corpus } from "../domain/chain.ts";
import { type InputFile, type LoadOptions, type LoadResult, loadFiles } from "./loadFiles.ts";

function input(path: string, content: unknown): InputFile {
  const text =
    typeof content === "string" || content instanceof Uint8Array
      ? (content as BlobPart)
      : (content as unknown[]).map((row) => JSON.stringify(row)).join("\n");
  return { path, file: new File([text], path) };
}

function load(files: Record<string, unknown>, options: LoadOptions = {}): Promise<LoadResult> {
  return loadFiles(
    Object.entries(files).map(([path, content]) => input(path, content)),
    options,
  );
}

/** "file:line field message" of each problem; warnings in brackets. */
function told({ problems }: LoadResult): string[] {
  return problems.map(({ file, line, field, message, severity }) => {
    const text = `${file}:${line ?? "-"} ${field ?? "-"} ${message}`;
    return severity === "warning" ? `[${text}]` : text;
  });
}

/** Each shard's chains as "step|step=label". */
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

const row = { id: "q1", sid: 1, input: "1+1?", add: "Step 1: two", dataset: "sums", accuracy: 0.5 };

test("rows whose prefixes extend one another are one chain, in any order, with gaps", async () => {
  const result = await load({
    "a.jsonl": [
      { ...row, add: "Step 1: a\n\nStep 2: b\n\nStep 3: c", accuracy: 0.25 },
      { ...row, add: "Step 1: a", accuracy: 1 },
      {
        ...row,
        add: "Step 1: a\n\nStep 2: b\n\nStep 3: c\n\nStep 4: Final answer: 7",
        accuracy: 0,
        ground_truth: "2",
      },
      { ...row, add: "Step 1: a\n\nStep 2: x", accuracy: 0.75 },
      { ...row, id: "q2", add: "Step 1: a\n\nStep 2: b", accuracy: 0.125 },
    ],
  });
  expect(told(result)).toEqual([]);
  expect(outline(result.corpus)).toEqual({
    sums: ["a=1|b|c=0.25|Final answer: 7=0", "a|x=0.75", "a|b=0.125"],
  });
  expect(result.corpus.shards[0]!.chains.map(({ id }) => id)).toEqual(["q1", "q1", "q2"]);
  expect(result.corpus.shards[0]!.chains[0]).toMatchObject({
    question: "1+1?",
    groundTruth: "2",
    answer: "7",
  });
});

test("without ids the question takes their place; one id with two questions is two chains", async () => {
  const { id: _id, ...noId } = row;
  const result = await load({
    "a.jsonl": [
      { ...noId, input: "p", add: "Step 1: a" },
      { ...noId, input: "q", add: "Step 1: a" },
      { ...noId, input: "p", add: "Step 1: a\n\nStep 2: b" },
      { ...row, input: "r", add: "Step 1: a" },
      { ...row, input: "s", add: "Step 1: a\n\nStep 2: b" },
    ],
  });
  expect(outline(result.corpus)).toEqual({ sums: ["a=0.5|b=0.5", "a=0.5", "a=0.5", "a|b=0.5"] });
  expect(told(result)).toEqual([]);
});

test("many chains of one question are told apart", async () => {
  const rows = Array.from({ length: 60 }, (_, i) => [
    { ...row, add: `Step 1: s${i % 30}\n\nStep 2: t${i}`, accuracy: 0.5 },
    { ...row, add: `Step 1: s${i % 30}\n\nStep 2: t${i}\n\nStep 3: u`, accuracy: 0.25 },
  ]).flat();
  const result = await load({ "a.jsonl": rows });
  expect(outline(result.corpus)).toEqual({
    sums: Array.from({ length: 60 }, (_, i) => `s${i % 30}|t${i}=0.5|u=0.25`),
  });
});

test("texts without step tags get their steps from each other's prefixes", async () => {
  const result = await load({
    "a.jsonl": [
      { ...row, add: "first we add\n\nthen we stop 12", accuracy: 0.5 },
      { ...row, add: "first we add", accuracy: 0.75 },
      { ...row, add: "first we add\n\nthen we stop 12\n\nend", accuracy: 0.25 },
      { ...row, add: "first we add\n\nthen we stop 1", accuracy: 0 },
      { ...row, add: "other", accuracy: 1 },
    ],
  });
  expect(outline(result.corpus)).toEqual({
    sums: [
      "first we add=0.75|then we stop 12=0.5|end=0.25",
      "first we add\n\nthen we stop 1=0",
      "other=1",
    ],
  });
});

test("a repeated prefix is one row: the mean of its labels, with a warning", async () => {
  const result = await load({
    "a.jsonl": [row, row, { ...row, accuracy: 1 }, { ...row, accuracy: 0 }],
  });
  expect(outline(result.corpus)).toEqual({ sums: ["two=0.5"] }); // (.5 + .5 + 1 + 0) / 4
  expect(told(result)[0]).toMatch(
    /^\[a.jsonl:2 - this step prefix stood there before with the same label/,
  );
  expect(told(result)[1]).toMatch(
    /^\[a.jsonl:3 accuracy .*with accuracy 0.5, now 1; the mean 0.66/,
  );
  expect(result.problemCount).toBe(3);
});

test.each([
  [{ accuracy: 1.7 }, "accuracy", "accuracy must be between 0 and 1, got 1.7"],
  [{ accuracy: -0.1 }, "accuracy", "accuracy must be between 0 and 1, got -0.1"],
  [
    { accuracy: "0.5" },
    "accuracy",
    'accuracy must be a number between 0 and 1, got the text "0.5"',
  ],
  [{ accuracy: true }, "accuracy", "accuracy must be a number between 0 and 1, got true"],
  [{ accuracy: [[]] }, "accuracy", "accuracy must be a number between 0 and 1, got a list of 1"],
  [
    { accuracy: undefined },
    "accuracy",
    "accuracy is missing, and there are no score and times to compute it from",
  ],
  [{ accuracy: null, score: 1, times: 0 }, "times", "times must be at least 1, got 0"],
  [{ accuracy: null, score: 3, times: 2 }, "score", "score must be at most times (2), got 3"],
  [{ accuracy: null, score: 3 }, "times", "times is missing"],
  [{ accuracy: null, score: 1.5, times: 2 }, "score", "score must be a whole number, got 1.5"],
  [{ input: undefined }, "input", "input is missing"],
  [{ input: " " }, "input", "input is empty"],
  [{ add: 5 }, "add", "add must be text, got 5"],
  [{ add: undefined }, "add", "add is missing"],
  [{ dataset: 7 }, "dataset", "dataset must be text, got 7"],
  [{ dataset: "__proto__" }, "dataset", 'dataset cannot be the text "__proto__"'],
  [
    { add: `Step 1: a\n\nStep 2: ${"x".repeat(1_000_000)}` },
    "add",
    "step 2 has 1,000,000 characters; at most 100,000 are read",
  ],
])(
  "a bad row is named by file, line and field and left out: %#",
  async (change, field, message) => {
    const result = await load({
      "dir/a.jsonl": [row, { ...row, id: "bad", ...change }, { ...row, id: "q3" }],
    });
    expect(told(result)).toEqual([`dir/a.jsonl:2 ${field} ${message}`]);
    expect(outline(result.corpus)).toEqual({ sums: ["two=0.5", "two=0.5"] });
    expect(result.files).toMatchObject([
      { name: "dir/a.jsonl", format: "training", rows: 2, badRows: 1 },
    ]);
    const domain = field === "dataset" ? "a" : "sums";
    expect([...result.badRowsByDomain]).toEqual([[domain, 1]]);
  },
);

test("NaN and Infinity as Python writes them are named by field, elsewhere they do no harm", async () => {
  const text = JSON.stringify({ ...row, accuracy: 12345, score: null });
  const result = await load({
    "a.jsonl": [
      text.replace("12345", "NaN"),
      text.replace("12345", "-Infinity"),
      text.replace("12345", "0.5").replace("}", ',"extra":NaN}'),
    ].join("\n"),
  });
  expect(told(result)).toEqual([
    "a.jsonl:1 accuracy accuracy must be a number between 0 and 1, got NaN",
    "a.jsonl:2 accuracy accuracy must be a number between 0 and 1, got -Infinity",
  ]);
  expect(outline(result.corpus)).toEqual({ sums: ["two=0.5"] });
});

test("accuracy comes from score and times where it is missing; a contradiction is warned of", async () => {
  const result = await load({
    "a.jsonl": [
      { ...row, id: 1, accuracy: undefined, score: 3, times: 8 },
      { ...row, id: 2, accuracy: 0.33, score: 1, times: 3 },
      { ...row, id: 3, accuracy: 0.5, score: 1, times: 4 },
      { ...row, id: 4, score: null, times: null },
    ],
  });
  expect(outline(result.corpus)).toEqual({ sums: ["two=0.375", "two=0.33", "two=0.5", "two=0.5"] });
  expect(told(result)).toEqual([
    "[a.jsonl:3 accuracy accuracy is 0.5, but score / times is 0.25; accuracy is used]",
  ]);
});

test("the domain is the file's name where the row has none", async () => {
  const { dataset: _dataset, ...rest } = row;
  const result = await load({ "dir.x/代数 one.jsonl.gz": gzipSync(JSON.stringify(rest)) });
  expect(Object.keys(outline(result.corpus))).toEqual(["代数 one"]);
});

test("one domain in two files is merged with a warning; files are taken in path order", async () => {
  const result = await load({
    "b.json": JSON.stringify([
      { ...row, id: "b" },
      { ...row, dataset: "other" },
    ]),
    "a.json": JSON.stringify([{ ...row, id: "a" }]),
  });
  expect(
    result.corpus.shards.map(({ name, chains }) => [name, chains.map(({ id }) => id)]),
  ).toEqual([
    ["sums", ["a", "b"]],
    ["other", ["q1"]],
  ]);
  expect(told(result)).toEqual([
    "[b.json:- - the domain “sums” stands in a.json too; the rows of both are one domain]",
  ]);
});

test("broken JSON, an empty file and an unknown format do not stop the rest", async () => {
  const result = await load({
    "a.jsonl": `${JSON.stringify(row)}\r\n{"id": \r\n\r\n${JSON.stringify({ ...row, id: "q2" })}\r\n`,
    "b.json": "",
    "c.json": "[]",
    "d.json": '[{"question":"p","solution":[],"marks":-1}]',
    "e.csv": "a,b\n",
    "f.json": `[${JSON.stringify(row)}, 5, {"x":1}, ${JSON.stringify(row).slice(0, 40)}`,
    "g.jsonl": [{ ...row, accuracy: 7 }],
    "h.json": '{"__proto__":{"add":"x"}}',
    "i/photo.png": "png",
    "j.zip": new Uint8Array([0x50, 0x4b, 3, 4, 20]),
  });
  expect(told(result)).toEqual([
    "j.zip:- - j.zip could not be unpacked: the ZIP is cut off or damaged. Unpack it yourself and drop the folder.",
    "i/photo.png:- - it is named like an image but holds none (PNG, JPEG, GIF, WebP and BMP are read)",
    expect.stringMatching(/^a.jsonl:2 - not valid JSON/),
    "b.json:- - the file is empty",
    "c.json:- - the file has no rows",
    "d.json:- - no row is in a known format; its fields are question, solution, marks",
    "e.csv:- - neither a JSON list nor JSON lines nor Parquet",
    "[f.json:- - the domain “sums” stands in a.jsonl too; the rows of both are one domain]",
    expect.stringMatching(/^\[f.json:1 - this step prefix stood there before/),
    "f.json:2 - a row must be an object, got 5",
    "f.json:3 input input is missing",
    "f.json:3 add add is missing",
    "f.json:3 accuracy accuracy is missing, and there are no score and times to compute it from",
    expect.stringMatching(
      /^f.json:4 - the JSON is broken in line 1, where this item starts: the file ends inside it/,
    ),
    "g.jsonl:1 accuracy accuracy must be between 0 and 1, got 7",
    "g.jsonl:- - no row of the file could be used",
    "h.json:- - no row is in a known format; its fields are __proto__",
  ]);
  expect(outline(result.corpus)).toEqual({ sums: ["two=0.5", "two=0.5"] });
});

test("a file of endless unknown rows is given up", async () => {
  const result = await load({
    "a.jsonl": Array.from({ length: 5000 }, (_, x) => ({ x })),
    "b.jsonl": [row],
  });
  expect(told(result)).toEqual(["a.jsonl:- - no row is in a known format; its fields are x"]);
  expect(result.files.map(({ format, rows }) => [format, rows])).toEqual([
    ["unknown", 0],
    ["training", 1],
  ]);
});

test("meta items: the question ends where the first step begins", async () => {
  const result = await load({
    "meta.json": JSON.stringify([
      {
        id: 7,
        true_false: true,
        input:
          "Question: How many?\nOptions: (A) 1\n\nStep 1: count\n- one\n\nStep 2: so\n\nFinal answer: A",
        image_path: "x.png",
      },
      { id: 8, true_false: false, input: "Question: What?\n\n### Step 1: look\n\n### Step 2: see" },
      { true_false: true, input: "Question: Which?\nOptions: (A) a (B) b\n\nFinal answer: B" },
      { id: 10, true_false: true, input: "Question: Which?\nOptions: (A) a (B) b" },
      { id: 11, true_false: "yes", input: "Q\n\nStep 1: a" },
      { id: 12, true_false: true },
      { id: 13, input: "Q\n\nStep 1: a", true_false: false },
    ]),
  });
  expect(result.corpus.meta).toEqual([
    {
      id: "7",
      question: "How many?\nOptions: (A) 1",
      isCorrect: true,
      answer: "A",
      groundTruth: null,
      model: null,
      imagePath: "x.png",
      steps: [
        { text: "count\n- one", accuracy: null },
        { text: "so\n\nFinal answer: A", accuracy: null },
      ],
    },
    expect.objectContaining({ id: "8", question: "What?", isCorrect: false, answer: null }),
    expect.objectContaining({
      id: "meta 3",
      question: "Which?\nOptions: (A) a (B) b",
      answer: "B",
      steps: [{ text: "Final answer: B", accuracy: null }],
    }),
    expect.objectContaining({ id: "13", question: "Q", isCorrect: false }),
  ]);
  expect(told(result)).toEqual([
    "meta.json:4 input input has a question but no response to it (no steps, no final answer)",
    'meta.json:5 true_false true_false must be true or false, got the text "yes"',
    "meta.json:6 input input is missing",
  ]);
  expect(result.files).toMatchObject([{ format: "meta", rows: 4, badRows: 3 }]);
});

test("candidates: a bad candidate is left out, the others of its question stay", async () => {
  const result = await load({
    "test.jsonl": [
      {
        id: "c1",
        question: "1+1?",
        ground_truth: 2,
        candidates: [
          { response: "Step 1: a\n\nStep 2: \\boxed{2}", correct: true, model: "m" },
          { response: 5 },
          null,
          { response: "just 3", correct: "no", answer: "3" },
        ],
      },
      { id: "c2", question: "q", candidates: "none" },
      { id: "c3", question: "q", candidates: [] },
    ],
  });
  expect(result.corpus.candidates).toHaveLength(1);
  expect(result.corpus.candidates[0]).toMatchObject({
    id: "c1",
    question: "1+1?",
    candidates: [
      {
        id: "c1/0",
        steps: [{ text: "a" }, { text: "\\boxed{2}" }],
        isCorrect: true,
        answer: "2",
        model: "m",
        groundTruth: "2",
      },
      { id: "c1/1", steps: [{ text: "just 3" }], isCorrect: null, answer: "3", model: null },
    ],
  });
  expect(told(result)).toEqual([
    "test.jsonl:1 candidates[1].response candidates[1].response must be text, got 5",
    "test.jsonl:1 candidates[2] candidates[2] must be an object, got null",
    '[test.jsonl:1 candidates[3].correct candidates[3].correct must be true or false, got the text "no"; it is ignored]',
    'test.jsonl:2 candidates candidates must be a list, got the text "none"',
    "test.jsonl:3 candidates candidates is empty",
  ]);
});

test("candidates: the kind of question is the first of domain, dataset and source that says anything", async () => {
  const named = [
    { domain: " algebra ", dataset: "d", source: "s" },
    { domain: "  ", dataset: "d", source: "s" },
    { domain: null, source: 7 },
    { domain: ["no text"], source: "" },
    {},
  ];
  const candidates = [{ response: "Step 1: a" }];
  const result = await load({
    "test.jsonl": named.map((fields, i) => ({ id: `q${i}`, question: "q", ...fields, candidates })),
  });
  expect(result.corpus.candidates.map(({ domain }) => domain)).toEqual([
    "algebra",
    "d",
    "7",
    null,
    null,
  ]);
  expect(told(result)).toContain(
    "[test.jsonl:4 domain domain must be text, got a list of 1; it is ignored]",
  );
});

test("adding to a corpus leaves that corpus as it was", async () => {
  const { corpus: base } = await load({ "a.jsonl": [row, { ...row, dataset: "other" }] });
  const before = structuredClone(base);
  const { corpus, problems } = await load(
    {
      "b.jsonl": [
        { ...row, add: "Step 1: two\n\nStep 2: end", accuracy: 1 },
        { ...row, dataset: "new" },
      ],
    },
    { base },
  );
  expect(base).toEqual(before);
  expect(outline(corpus)).toEqual({
    sums: ["two=0.5|end=1"],
    other: ["two=0.5"],
    new: ["two=0.5"],
  });
  expect(corpus.shards[1]).toBe(base.shards[1]);
  expect(corpus.source).toBe("a.jsonl + b.jsonl");
  expect(problems.map(({ message }) => message)).toEqual([
    "the domain “sums” stands in a.jsonl too; the rows of both are one domain",
  ]);
});

test("progress runs to the total of all files; an aborted load throws cancelled", async () => {
  const rows = Array.from({ length: 200 }, (_, id) => ({ ...row, id }));
  const seen: [number, number][] = [];
  await load(
    { "a.jsonl": rows, "b.jsonl": rows },
    { onProgress: (done, total) => seen.push([done, total]) },
  );
  const [done, total] = seen.at(-1)!;
  expect(done).toBe(total);
  expect(seen.map(([value]) => value)).toEqual(
    seen.map(([value]) => value).toSorted((a, b) => a - b),
  );
  const loading = load({ "a.jsonl": rows }, { signal: AbortSignal.abort() });
  await expect(loading).rejects.toMatchObject({ code: "cancelled" });
});

test("all problems are counted, the first 100,000 kept", async () => {
  const bad = JSON.stringify({ ...row, accuracy: 2 });
  const result = await load({ "a.jsonl": `${JSON.stringify(row)}\n${`${bad}\n`.repeat(100_500)}` });
  expect(result.problemCount).toBe(100_500);
  expect(result.problems).toHaveLength(100_000);
});
