import { expect, test } from "vitest";
import type { FieldMapping } from "../domain/fieldMapping.ts";
import { peekFile, previewFile } from "./peekFile.ts";

const input = (rows: unknown[]) => ({
  path: "odd.jsonl",
  file: new File([rows.map((row) => JSON.stringify(row)).join("\n")], "odd.jsonl"),
});

const odd = [
  { q: "", nested: { text: "Step 1: a", tags: ["x", "y"] }, share: 0.5, extra: null },
  { q: `1+1? ${"long ".repeat(40)}`, nested: { text: "Step 1: a\n\nStep 2: b" }, share: "0.25" },
  { q: "1+1?", nested: { text: "" }, share: 3 },
];

test("the fields of the first rows, each with the first example that says anything", async () => {
  const peek = await peekFile(input(odd));
  expect(peek.format).toBeNull();
  expect(peek.reason).toBe("its fields are q, nested, share, extra");
  expect(peek.columns.map(({ name }) => name)).toEqual([
    "q",
    "nested",
    "nested.text",
    "nested.tags",
    "share",
    "extra",
  ]);
  const examples = Object.fromEntries(peek.columns.map(({ name, example }) => [name, example]));
  expect(examples["q"]).toMatch(/^1\+1\? long .*…$/);
  expect(examples).toMatchObject({
    "nested.text": "Step 1: a",
    "nested.tags": "a list of 2, first x",
    share: "0.5",
    extra: "",
  });
});

test("every format says which of its fields it must have", async () => {
  const { targets } = await peekFile(input(odd));
  const required = targets.map(({ format, fields }) => [
    format,
    fields.filter(({ isRequired }) => isRequired).map(({ name }) => name),
  ]);
  expect(Object.fromEntries(required)).toEqual({
    training: ["input", "add"],
    meta: ["true_false"],
    candidates: ["question"],
    mathShepherd: ["input", "label"],
    prm800k: ["question.problem", "label.steps"],
    processBench: ["problem", "steps", "label"],
  });
});

test("what a file is taken for is said with the reason", async () => {
  const peek = await peekFile(input([{ problem: "p", steps: ["a"], label: -1 }]));
  expect(peek).toMatchObject({
    format: "processBench",
    reason: "it has problem, steps and label",
  });
});

test("a file without rows is told in words", async () => {
  await expect(peekFile(input([]))).rejects.toThrow(
    "odd.jsonl has no rows to look at: the file is empty",
  );
  await expect(peekFile({ ...input([]), file: new File(["[1, 2]"], "x") })).rejects.toThrow(
    "its rows are no objects with fields",
  );
});

const mapping: FieldMapping = {
  format: "training",
  fields: { input: "q", add: "nested.text", accuracy: "share" },
};

test("the preview shows the first rows as they will be read, and what is wrong with them", async () => {
  const preview = await previewFile(input(odd), mapping);
  expect(preview).toMatchObject({ rows: 1, badRows: 2 });
  expect(preview.chains).toMatchObject([
    {
      domain: "odd",
      steps: [
        { text: "a", accuracy: null },
        { text: "b", accuracy: 0.25 },
      ],
    },
  ]);
  expect(preview.problems).toEqual([
    { line: 1, field: "input", message: "input is empty" },
    { line: 3, field: "add", message: "add is empty" },
    { line: 3, field: "accuracy", message: "accuracy must be between 0 and 1, got 3" },
  ]);
  const asIs = await previewFile(input(odd), null);
  expect(asIs.chains).toEqual([]);
  expect(asIs.problems[0]!.message).toMatch(/no row is in a known format/);
});

test("only the first rows are read for it", async () => {
  const many = Array.from({ length: 5000 }, (_, i) => ({ ...odd[1], q: `question ${i}` }));
  const preview = await previewFile(input(many), mapping);
  expect(preview.rows).toBe(12);
  expect(preview.chains).toHaveLength(3);
});
