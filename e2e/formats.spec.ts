// Story: someone brings files of other people's making: one in a format that is known, one that nothing is
// known of, whose fields they name; vectors of the steps beside them; and takes it all to the official code.
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { unzipSync } from "fflate";
import type { SchemaElement } from "hyparquet";
import { parquetWriteBuffer } from "hyparquet-writer";
import { createRng } from "../src/base/rng.ts";
import { CHAINS, type DataFile, metaFile, STEPS, shardRows } from "./fixtures/sumData.ts";
import { StudioPage } from "./studioPage.ts";

const file = (name: string, content: string | ArrayBuffer): DataFile => ({
  ...{ name, mimeType: "application/octet-stream" },
  buffer: Buffer.from(content as string),
});

/** The honest shard as somebody else would have written it. */
const oddFile = (name: string): DataFile =>
  file(
    name,
    shardRows("honest sums", 1)
      .map(({ id, input, add, accuracy }) =>
        JSON.stringify({ uid: id, content: { text: input }, so_far: add, mc: { rate: accuracy } }),
      )
      .join("\n"),
  );

const processBench = file(
  "gsm8k.json",
  JSON.stringify([
    {
      id: "gsm8k-0",
      generator: "some-model",
      problem: "Sam has 2 apples and eats one. How many are left?",
      steps: ["Sam has 2 apples.", "He eats one: 2 - 1 = 0.", "So none is left."],
      final_answer_correct: false,
      label: 1,
    },
  ]),
);

const text = (name: string): SchemaElement => ({
  ...{ name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED" },
});

/** Training rows with a list of numbers beside each. */
const VECTOR_SCHEMA: SchemaElement[] = [
  { name: "root", num_children: 6 },
  ...["id", "input", "add", "dataset"].map(text),
  { name: "accuracy", type: "DOUBLE", repetition_type: "REQUIRED" },
  { name: "features", converted_type: "LIST", num_children: 1, repetition_type: "OPTIONAL" },
  { name: "list", repetition_type: "REPEATED", num_children: 1 },
  { name: "element", type: "FLOAT", repetition_type: "OPTIONAL" },
];

/** A shard in Parquet with a vector beside each row: two random numbers and the label. */
function withVectors(name: string): DataFile {
  const rng = createRng("vectors");
  const rows = shardRows("reversed sums", 1);
  const column = (field: string) => ({ name: field, data: rows.map((row) => row[field]) });
  const features = rows.map((row) => [rng.normal(), rng.normal(), row["accuracy"]]);
  const columnData = [
    ...["id", "input", "add", "dataset", "accuracy"].map(column),
    { name: "features", data: features },
  ];
  return file(name, parquetWriteBuffer({ columnData, schema: VECTOR_SCHEMA }));
}

const rowOf = (page: Page, name: string) =>
  page
    .getByRole("region", { name: "Table of files" })
    .getByRole("row")
    .filter({ has: page.getByRole("rowheader", { name, exact: true }) });

test("a file that nothing is known of is read as its owner says, and trains", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({ backend: "cpu", "lower.steps": 60, "upper.warmupSteps": 10 });
  await studio.loadFiles([processBench, oddFile("mine.jsonl"), oddFile("more.jsonl"), metaFile()]);
  await expect(rowOf(page, "gsm8k.json")).toContainText("ProcessBench rows");
  await expect(rowOf(page, "mine.jsonl")).toContainText("nothing recognised");

  await page.getByRole("button", { name: "Read mine.jsonl differently" }).click();
  const dialog = page.getByRole("dialog", { name: "How to read mine.jsonl" });
  const preview = dialog.getByRole("region", { name: "As it will be read" });
  await expect(preview).toContainText("No row can be read so.");
  await expect(dialog.getByRole("button", { name: "Read it so" })).toBeDisabled();
  await dialog.getByLabel(/^input/).selectOption("content.text");
  await dialog.getByLabel(/^add/).selectOption("so_far");
  await expect(preview).toContainText("no column is said to be accuracy");
  await dialog.getByLabel(/^accuracy/).selectOption("mc.rate");
  await expect(preview).toContainText("can be read.");
  await expect(preview).toContainText("What is the sum?");
  await dialog.getByRole("button", { name: "Read it so" }).click();

  // The other file that was not recognised is read the same way.
  for (const name of ["mine", "more"]) {
    await expect(rowOf(page, `${name}.jsonl`)).toContainText("DreamPRM training rows");
    const domain = page
      .getByRole("row")
      .filter({ has: page.getByRole("rowheader", { name, exact: true }) });
    await expect(domain).toContainText(String(CHAINS * STEPS));
  }
  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("finished");

  await studio.show("Data");
  const download = page.waitForEvent("download");
  await studio.button("For the official code").click();
  const entries = unzipSync(readFileSync(await (await download).path()));
  expect(Object.keys(entries).sort()).toEqual([
    "CONTINUE.md",
    "continue_from_weights.py",
    "data/domain_weights.json",
    "data/images/blank.png",
    "data/meta.json",
    "data/train.json",
  ]);
  const json = (name: string) => JSON.parse(Buffer.from(entries[name]!).toString("utf8"));
  expect(json("data/train.json")).toHaveLength(2 * CHAINS * STEPS + 3);
  expect(Object.keys(json("data/domain_weights.json"))).toEqual(["gsm8k", "mine", "more"]);
});

test("a column of vectors beside the rows is a feature set", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({ backend: "cpu" });
  await studio.loadFiles([withVectors("reversed.parquet"), metaFile()]);
  await expect(rowOf(page, "reversed.parquet")).toContainText("DreamPRM training rows");
  const sets = page.getByRole("list", { name: "Feature sets" });
  await expect(sets).toContainText("reversed.parquet");
  await expect(sets).toContainText("of 3 numbers");
  await expect(sets).toContainText(`all ${CHAINS * STEPS}`);
});
