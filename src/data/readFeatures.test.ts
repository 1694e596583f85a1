import { parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import type { Corpus } from "../domain/chain.ts";
import { type FeatureSet, prefixKey } from "../domain/features.ts";
import { exportChains } from "./exportChains.ts";
import { safetensors } from "./fixtures.ts";
import { loadFiles } from "./loadFiles.ts";
import { type ReadFeaturesResult, readFeatures } from "./readFeatures.ts";

function jsonl(path: string, rows: unknown[]) {
  return { path, file: new File([rows.map((row) => JSON.stringify(row)).join("\n")], path) };
}

const row = (id: string, steps: string[], accuracy: number, dataset = "sums") => ({
  ...{ id, sid: steps.length, input: `${id}?`, dataset, accuracy },
  add: steps.map((text, index) => `Step ${index + 1}: ${text}`).join("\n\n"),
});

/** Two domains, the rows of the first in no order; a meta chain; a question with two candidates. */
async function corpusOf(): Promise<Corpus> {
  const { corpus, problems } = await loadFiles([
    jsonl("a.jsonl", [
      row("q1", ["a", "b"], 0.5),
      row("q2", ["c"], 0.25),
      row("q1", ["a"], 1),
      row("q1", ["a", "x"], 0),
      row("p", ["z"], 1, "other"),
    ]),
    jsonl("meta.jsonl", [
      { id: "m", input: "Question: m?\n\nStep 1: u\n\nStep 2: v", true_false: true },
    ]),
    jsonl("candidates.jsonl", [
      {
        id: "k",
        question: "k?",
        candidates: [{ response: "r", correct: true }, { response: "s" }],
      },
    ]),
  ]);
  expect(problems).toEqual([]);
  return corpus;
}

/** The vectors by what they are of: "id/step" of the shards, meta set and candidates. */
function vectorsOf(corpus: Corpus, { width, values, rowOf }: FeatureSet): Record<string, number[]> {
  const chains = [
    ...corpus.shards.flatMap((shard) => shard.chains),
    ...corpus.meta,
    ...corpus.candidates.flatMap((question) => question.candidates),
  ];
  const found: Record<string, number[]> = {};
  for (const chain of chains) {
    for (const [index, { text }] of chain.steps.entries()) {
      const at = rowOf.get(prefixKey(chain, index));
      if (at === undefined) continue;
      found[`${chain.id}/${index + 1} ${text}`] = [...values.slice(at * width, (at + 1) * width)];
    }
  }
  return found;
}

const told = ({ problems }: ReadFeaturesResult) =>
  problems.map(({ file, field, message }) => `${file} ${field ?? "-"} ${message}`);

/** [n × 2]: (first, first + 0.5), (first + 1, …) … */
const pairs = (count: number, first = 1) =>
  Array.from({ length: count }, (_, i) => [first + i, first + i + 0.5]).flat();

test("tensors named after domains list the training rows in the order of their file", async () => {
  const corpus = await corpusOf();
  const result = await readFeatures(
    [
      safetensors("features.safetensors", {
        sums: { shape: [4, 2], data: pairs(4) },
        other: { shape: [1, 2], data: pairs(1, 50) },
        meta: { shape: [2, 2], data: pairs(2, 60) },
        candidates: { shape: [2, 2], data: pairs(2, 70) },
      }),
    ],
    corpus,
  );
  expect(told(result)).toEqual([]);
  expect(result.sets).toMatchObject([{ id: "features.safetensors", origin: "file", width: 2 }]);
  expect(vectorsOf(corpus, result.sets[0]!)).toEqual({
    "q1/1 a": [3, 3.5],
    "q1/2 b": [1, 1.5],
    "q2/1 c": [2, 2.5],
    "q1/2 x": [4, 4.5],
    "p/1 z": [50, 50.5],
    "m/1 u": [60, 60.5],
    "m/2 v": [61, 61.5],
    "k/0/1 r": [70, 70.5],
    "k/1/1 s": [71, 71.5],
  });
});

test("keys of chains.jsonl in __metadata__ name the prefixes", async () => {
  const corpus = await corpusOf();
  const lines = (await exportChains(corpus).blob.text()).trim().split("\n");
  const chains = lines.map((line) => JSON.parse(line) as { key: string; steps: string[] });
  expect(chains.map(({ steps }) => steps)).toEqual([
    ["a", "b"],
    ["c"],
    ["a", "x"],
    ["z"],
    ["u", "v"],
    ["r"],
    ["s"],
  ]);
  const keys = chains.flatMap(({ key, steps }) => steps.map((_, index) => `${key}/${index}`));
  const result = await readFeatures(
    [
      safetensors(
        "f.safetensors",
        { features: { shape: [keys.length, 2], data: pairs(keys.length) } },
        { keys: JSON.stringify(keys) },
      ),
    ],
    corpus,
  );
  expect(told(result)).toEqual([]);
  expect(result.sets[0]!.rowOf.size).toBe(10);
  expect(vectorsOf(corpus, result.sets[0]!)["m/2 v"]).toEqual([8, 8.5]);
});

test("ids name rows by id and step number, of a domain, the meta set or the candidates", async () => {
  const corpus = await corpusOf();
  const ids = ["q1/2", "q2/1", "q1/1", "q1/2", "p/1", "m/1", "m/2", "k/0/1", "k/1/1"];
  const result = await readFeatures(
    [
      safetensors(
        "f.safetensors",
        { all: { shape: [9, 2], data: pairs(9), dtype: "F64" } },
        { "all.ids": JSON.stringify(ids) },
      ),
    ],
    corpus,
  );
  expect(told(result)).toEqual([]);
  expect(vectorsOf(corpus, result.sets[0]!)).toEqual({
    "q1/1 a": [3, 3.5],
    // Two chains of q1 have a second step: the vectors are theirs in order.
    "q1/2 b": [1, 1.5],
    "q1/2 x": [4, 4.5],
    "q2/1 c": [2, 2.5],
    "p/1 z": [5, 5.5],
    "m/1 u": [6, 6.5],
    "m/2 v": [7, 7.5],
    "k/0/1 r": [8, 8.5],
    "k/1/1 s": [9, 9.5],
  });
});

test("half precision, bfloat16 and an integer tensor beside them", async () => {
  const corpus = await corpusOf();
  const result = await readFeatures(
    [
      safetensors("f.safetensors", {
        // 1, −2, 2⁻²⁴ (the smallest), 65504 (the largest), 1/3 rounded, −0 …
        sums: {
          shape: [4, 2],
          dtype: "F16",
          bits: new Uint16Array([0x3c00, 0xc000, 0x0001, 0x7bff, 0x3555, 0x8000, 0, 0]),
        },
        other: { shape: [1, 2], dtype: "BF16", bits: new Uint16Array([0x3fc0, 0xc2f7]) },
        labels: { shape: [1, 1], dtype: "I64", bits: new BigInt64Array([1n]) },
      }),
    ],
    corpus,
  );
  expect(told(result)).toEqual([
    "f.safetensors labels the tensor is I64; F32, F16, BF16 and F64 are read",
  ]);
  expect(vectorsOf(corpus, result.sets[0]!)).toMatchObject({
    "q1/2 b": [1, -2],
    "q2/1 c": [2 ** -24, 65504],
    "q1/1 a": [0.333251953125, -0],
    "p/1 z": [1.5, -123.5],
  });
});

test("what does not fit is named, the rest is read", async () => {
  const corpus = await corpusOf();
  const data = pairs(4);
  data[5] = Number.NaN;
  const result = await readFeatures(
    [
      safetensors("a.safetensors", {
        sums: { shape: [4, 2], data },
        other: { shape: [2, 2], data: pairs(2) },
        geometry: { shape: [1, 2], data: pairs(1) },
        wide: { shape: [1, 3], data: [1, 2, 3] },
        flat: { shape: [2], data: [1, 2] },
      }),
      safetensors(
        "b.safetensors",
        { x: { shape: [3, 4], data: [...pairs(2), ...pairs(2), ...pairs(2)] } },
        { ids: JSON.stringify(["p/1", "nobody/1", "p/1"]) },
      ),
      safetensors("c.safetensors", { x: { shape: [1, 2], data: pairs(1) } }, { keys: "[]" }),
      { path: "d.safetensors", file: new File([new Uint8Array(20).fill(123)], "d") },
      safetensors(
        "e.safetensors",
        { w: { shape: [1, 2], data: [1, 2] } },
        { format: "dreamprm-studio" },
      ),
    ],
    corpus,
  );
  expect(told(result)).toEqual([
    "a.safetensors flat the tensor has the shape [2], not [n, d]; it is left out",
    "a.safetensors wide the tensor has vectors of 3 numbers, the first (“sums”) of 2; it is left out",
    "a.safetensors other the tensor has 2 vectors and no ids, but the domain has 1 row (1 step in 1 chain); rows that were left out when the data were read leave their order unknown",
    "a.safetensors geometry the tensor has no ids, “geometry” is neither a domain nor “meta” nor “candidates”, and it has 1 vector where there are 5 training rows",
    "a.safetensors - vectors left out, since they hold a number that is not finite: 1 (row 3 of “sums”)",
    "b.safetensors - vectors that name no step of the data: 1 (nobody/1)",
    "b.safetensors - vectors of a step that had one before, of which the first is kept: 1 (p/1)",
    "c.safetensors keys keys lists 0 names for 1 vector",
    "c.safetensors - no vector of the file is of a step of the data",
    expect.stringMatching(/^d.safetensors - /),
    "e.safetensors - this is a trained PRM, not a file of features; load it in the Runs view",
    "a.safetensors - without a vector: 2 of 5 labelled steps of the shards, such as step 1 of “q1”",
    "b.safetensors - without a vector: 4 of 5 labelled steps of the shards, such as step 1 of “q1”",
  ]);
  expect(result.sets.map(({ id, width }) => [id, width])).toEqual([
    ["a.safetensors", 2],
    ["b.safetensors", 4],
  ]);
  expect(vectorsOf(corpus, result.sets[0]!)["q1/1 a"]).toBeUndefined();
});

test("names with other words around them, one tensor for all rows, one vector a chain", async () => {
  const corpus = await corpusOf();
  const named = await readFeatures(
    [
      safetensors("a", {
        "train/sums": { shape: [4, 2], data: pairs(4) },
        "Meta.last": { shape: [1, 2], data: pairs(1, 60) },
      }),
    ],
    corpus,
  );
  expect(told(named)).toEqual([
    "a - without a vector: 1 of 5 labelled steps of the shards, such as step 1 of “p”",
    "a - without a vector: 1 of 2 steps of the meta set, such as step 1 of “m”",
  ]);
  expect(vectorsOf(corpus, named.sets[0]!)).toMatchObject({
    "q1/2 b": [1, 1.5],
    "m/2 v": [60, 60.5],
  });
  const all = await readFeatures(
    [
      safetensors("a", { features: { shape: [5, 2], data: pairs(5) } }),
      safetensors("b", { x: { shape: [1, 2], data: pairs(1, 9) } }, { ids: '["m"]' }),
    ],
    corpus,
  );
  expect(vectorsOf(corpus, all.sets[0]!)).toMatchObject({
    "q1/2 b": [1, 1.5],
    "q2/1 c": [2, 2.5],
    "p/1 z": [5, 5.5],
    "m/2 v": [9, 9.5],
  });
});

test("a vector column beside a meta set's items", async () => {
  const corpus = await corpusOf();
  const item = { input: "Question: m?\n\nStep 1: u\n\nStep 2: v", true_false: true };
  const loaded = await loadFiles([jsonl("meta.jsonl", [{ ...item, features: [1, 2] }])]);
  expect(loaded.files).toMatchObject([{ format: "meta", rows: 1 }]);
  const result = await readFeatures(loaded.featureFiles, corpus);
  expect(vectorsOf(corpus, result.sets[0]!)).toEqual({ "m/2 v": [1, 2] });
});

test("a file that is cut off or whose header is broken is told as one", async () => {
  const corpus = await corpusOf();
  const { file } = safetensors("x", { sums: { shape: [4, 2], data: pairs(4) } });
  const bytes = new Uint8Array(await file.arrayBuffer());
  const broken = bytes.slice();
  broken[9] = 33; // the quote behind the header's brace
  const result = await readFeatures(
    [
      { path: "cut", file: new File([bytes.slice(0, -4)], "cut") },
      { path: "header", file: new File([broken], "header") },
      safetensors("shape", { sums: { shape: [4, 3], data: pairs(4) } }),
    ],
    corpus,
  );
  expect(result.sets).toEqual([]);
  expect(told(result)).toEqual([
    "cut - the tensor “sums” lies outside the file, which is cut off or damaged",
    "header - the safetensors header is no JSON object",
    "shape sums the tensor's shape [4, 3] does not fit its 32 bytes",
  ]);
});

test("an ambiguous id is not guessed", async () => {
  const corpus = await corpusOf();
  const result = await readFeatures(
    [
      safetensors(
        "f.safetensors",
        { x: { shape: [1, 2], data: pairs(1) } },
        { ids: JSON.stringify(["q1/2"]) },
      ),
    ],
    corpus,
  );
  expect(result.sets).toEqual([]);
  expect(told(result)[1]).toMatch(/vectors that fit several chains of the data .*: 1 \(q1\/2\)$/);
});

test("a vector column beside training rows: rows and features from one file", async () => {
  const rows = [
    { ...row("q1", ["a", "b"], 0.5), embedding: [1, 2] },
    { ...row("q1", ["a"], 1), embedding: [3, 4] },
    { ...row("q1", ["a"], 1, "other"), embedding: [5, 6] },
  ];
  const loaded = await loadFiles([jsonl("both.jsonl", rows)]);
  expect(loaded.files[0]).toMatchObject({ format: "training", rows: 3 });
  expect(loaded.featureFiles.map(({ path }) => path)).toEqual(["both.jsonl"]);
  const result = await readFeatures(loaded.featureFiles, loaded.corpus);
  expect(told(result)).toEqual([]);
  expect(result.sets[0]!.width).toBe(2);
  const { corpus } = loaded;
  expect(vectorsOf({ ...corpus, shards: corpus.shards.slice(0, 1) }, result.sets[0]!)).toEqual({
    "q1/1 a": [3, 4],
    "q1/2 b": [1, 2],
  });
});

test("a vector column in Parquet beside id and sid, in two files of one set", async () => {
  const corpus = await corpusOf();
  const file = (path: string, ids: string[], sids: number[], features: number[][]) => ({
    path,
    file: new File(
      [
        parquetWriteBuffer({
          columnData: [
            { name: "id", data: ids },
            { name: "sid", data: sids },
            { name: "features", data: features },
          ],
          schema: [
            { name: "root", num_children: 3 },
            { name: "id", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
            { name: "sid", type: "INT32", repetition_type: "REQUIRED" },
            {
              name: "features",
              repetition_type: "OPTIONAL",
              converted_type: "LIST",
              num_children: 1,
            },
            { name: "list", repetition_type: "REPEATED", num_children: 1 },
            { name: "element", type: "FLOAT", repetition_type: "OPTIONAL" },
          ],
        }),
      ],
      path,
    ),
  });
  const files = [
    file(
      "f/a.parquet",
      ["q2", "q1"],
      [1, 1],
      [
        [1, 2],
        [3, 4],
      ],
    ),
    file(
      "f/b.parquet",
      ["p", "m"],
      [1, 2],
      [
        [5, 6],
        [7, 8],
      ],
    ),
  ];
  const loaded = await loadFiles(files, { base: corpus });
  expect(loaded.files.map(({ format }) => format)).toEqual(["features", "features"]);
  expect(loaded.problems).toEqual([]);
  const result = await readFeatures(loaded.featureFiles, corpus);
  expect(result.sets.map(({ id }) => id)).toEqual(["f/"]);
  expect(vectorsOf(corpus, result.sets[0]!)).toEqual({
    "q1/1 a": [3, 4],
    "q2/1 c": [1, 2],
    "p/1 z": [5, 6],
    "m/2 v": [7, 8],
  });
});

test("rows that name nobody, lack a vector or have one of another length are counted", async () => {
  const corpus = await corpusOf();
  const result = await readFeatures(
    [
      jsonl("f.jsonl", [
        { id: "p", sid: 1, vector: [1, 2] },
        { id: "q2", sid: 1, vector: [1, 2, 3] },
        { id: "q2", sid: 9, vector: [1, 2] },
        { sid: 1, vector: [1, 2] },
        { id: "q2", sid: 1, vector: null },
        { id: "q2", sid: 1, vector: [1, "x"] },
      ]),
    ],
    corpus,
  );
  expect(told(result)).toEqual([
    "f.jsonl - vectors not as long as the first one: 1 (q2/1 (3))",
    expect.stringMatching(/^f.jsonl - vectors that do not say whose they are .*: 1 \(line 4\)$/),
    "f.jsonl - rows without a vector: 1 (line 5)",
    "f.jsonl - vectors left out, since they hold a number that is not finite: 1 (q2/1)",
    "f.jsonl - vectors that name no step of the data: 1 (q2/9)",
    expect.stringContaining("without a vector: 4 of 5 labelled steps of the shards"),
  ]);
});

test("a vector column of another name is found where it is the only one", async () => {
  const corpus = await corpusOf();
  const lastState = Array.from({ length: 8 }, (_, i) => i);
  const loaded = await loadFiles([jsonl("f.jsonl", [{ id: "p", sid: 1, lastState, n: [1, 2] }])], {
    base: corpus,
  });
  expect(loaded.files).toMatchObject([{ format: "features" }]);
  const result = await readFeatures(loaded.featureFiles, corpus);
  expect(vectorsOf(corpus, result.sets[0]!)).toEqual({ "p/1 z": lastState });
});

test("a vector for each step of a chain, named by its key", async () => {
  const corpus = await corpusOf();
  const [line] = (await exportChains(corpus).blob.text()).split("\n");
  const { key } = JSON.parse(line!) as { key: string };
  const result = await readFeatures(
    [
      jsonl("f.jsonl", [
        {
          key,
          features: [
            [1, 2],
            [3, 4],
          ],
        },
      ]),
    ],
    corpus,
  );
  expect(vectorsOf(corpus, result.sets[0]!)).toEqual({ "q1/1 a": [1, 2], "q1/2 b": [3, 4] });
});
