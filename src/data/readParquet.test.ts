import { brotliCompressSync, gzipSync } from "node:zlib";
import type { CompressionCodec, SchemaElement } from "hyparquet";
import { type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import { expect, test } from "vitest";
import { loadFiles } from "./loadFiles.ts";
import { readFile } from "./readFile.ts";

interface Written {
  codec?: CompressionCodec;
  schema?: SchemaElement[];
  rowGroupSize?: number;
  compressors?: Record<string, (bytes: Uint8Array) => Uint8Array>;
}

function parquet(path: string, columnData: ColumnSource[], options: Written = {}) {
  const bytes = parquetWriteBuffer({ columnData, ...options });
  return { path, file: new File([bytes], path) };
}

async function read({ file }: { file: File }) {
  const rows: unknown[] = [];
  const lines: (number | null)[] = [];
  const broken: string[] = [];
  await readFile(file, {
    row: (value, at) => {
      rows.push(value);
      lines.push(at.line);
    },
    broken: (message) => broken.push(message),
    odd: () => undefined,
  });
  return { rows, lines, broken };
}

const text = (name: string, data: string[]): ColumnSource => ({ name, data, type: "STRING" });

const trainingColumns = (count: number): ColumnSource[] => [
  { name: "id", data: Array.from({ length: count }, (_, i) => BigInt(i >> 1)), type: "INT64" },
  text(
    "input",
    Array.from({ length: count }, (_, i) => `${i >> 1} + 1?`),
  ),
  text(
    "add",
    Array.from({ length: count }, (_, i) => `Step 1: a${i % 2 === 0 ? "" : "\n\nStep 2: b"}`),
  ),
  text(
    "dataset",
    Array.from({ length: count }, () => "sums"),
  ),
  { name: "accuracy", data: Array.from({ length: count }, (_, i) => (i % 4) / 4), type: "DOUBLE" },
];

test("DreamPRM rows in Parquet are read like any other, over several row groups", async () => {
  const file = parquet("train-00000-of-00001.parquet", trainingColumns(10), { rowGroupSize: 3 });
  const { corpus, files, problems } = await loadFiles([file]);
  expect(problems).toEqual([]);
  expect(files[0]).toMatchObject({ format: "training", rows: 10, badRows: 0 });
  expect(corpus.shards[0]!.chains).toHaveLength(5);
  expect(corpus.shards[0]!.chains[4]).toMatchObject({
    ...{ id: "4", question: "4 + 1?" },
    steps: [
      { text: "a", accuracy: 0 },
      { text: "b", accuracy: 0.25 },
    ],
  });
});

test("rows are counted from 1 through all row groups, a bad one is named by it", async () => {
  const columns = trainingColumns(10);
  (columns[4]!.data as number[])[7] = 2;
  const { problems } = await loadFiles([parquet("a.parquet", columns, { rowGroupSize: 3 })]);
  expect(problems).toMatchObject([
    { file: "a.parquet", line: 8, lineKind: "item", field: "accuracy" },
  ]);
});

test("gzip, brotli, snappy and no compression", async () => {
  for (const options of [
    { codec: "SNAPPY" },
    { codec: "UNCOMPRESSED" },
    { codec: "GZIP", compressors: { GZIP: (bytes: Uint8Array) => gzipSync(bytes) } },
    { codec: "BROTLI", compressors: { BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes) } },
  ] satisfies Written[]) {
    const { rows, broken } = await read(parquet("a", trainingColumns(4), options));
    expect(broken).toEqual([]);
    expect(rows).toHaveLength(4);
    expect(rows[3]).toEqual({
      ...{ id: 1, input: "1 + 1?", add: "Step 1: a\n\nStep 2: b", dataset: "sums", accuracy: 0.75 },
    });
  }
});

test("lists and objects, 64-bit integers and what is null", async () => {
  const list = (name: string, element: SchemaElement): SchemaElement[] => [
    { name, repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
    { name: "list", repetition_type: "REPEATED", num_children: 1 },
    element,
  ];
  const schema: SchemaElement[] = [
    { name: "root", num_children: 2 },
    { name: "question", repetition_type: "OPTIONAL", num_children: 1 },
    { name: "problem", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
    { name: "label", repetition_type: "OPTIONAL", num_children: 2 },
    ...list("steps", { name: "element", repetition_type: "OPTIONAL", num_children: 2 }),
    ...list("completions", { name: "element", repetition_type: "OPTIONAL", num_children: 2 }),
    { name: "text", type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" },
    { name: "rating", type: "INT64", repetition_type: "OPTIONAL" },
    { name: "chosen_completion", type: "INT64", repetition_type: "OPTIONAL" },
    {
      name: "finish_reason",
      type: "BYTE_ARRAY",
      converted_type: "UTF8",
      repetition_type: "OPTIONAL",
    },
  ];
  const steps = [
    { completions: [{ text: "a", rating: 1n }], chosen_completion: 0n },
    {
      completions: [
        { text: "b", rating: -1n },
        { text: "c", rating: null },
      ],
      chosen_completion: null,
    },
  ];
  const file = parquet(
    "phase2_train.parquet",
    [
      { name: "question", data: [{ problem: "p" }] },
      { name: "label", data: [{ steps, finish_reason: "found_error" }] },
    ],
    { schema },
  );
  const { corpus, files, problems } = await loadFiles([file]);
  expect(problems).toEqual([]);
  expect(files[0]).toMatchObject({ format: "prm800k", rows: 1 });
  expect(corpus.shards).toMatchObject([
    {
      name: "phase2_train",
      chains: [
        {
          steps: [
            { text: "a", accuracy: 1 },
            { text: "b", accuracy: 0 },
          ],
        },
      ],
    },
  ]);
});

test("a damaged file is told as one, a damaged row group costs itself", async () => {
  const { file } = parquet("a", trainingColumns(9), { rowGroupSize: 3, codec: "SNAPPY" });
  const bytes = new Uint8Array(await file.arrayBuffer());
  expect((await read({ file: new File([bytes.slice(0, -9)], "a") })).broken).toEqual([
    expect.stringMatching(/^the Parquet file cannot be read: /),
  ]);
  const { rows, lines, broken } = await read({ file: new File([bytes.fill(255, 4, 40)], "a") });
  expect(broken).toEqual([
    expect.stringMatching(/^row group 1 of 3 \(rows 1 to 3\) cannot be read: /),
  ]);
  expect(rows).toHaveLength(6);
  expect(lines).toEqual([4, 5, 6, 7, 8, 9]);
});
