// Story: someone does everything the app can do, and nothing is asked of any server but the app's own; then
// a hub and an endpoint are named, and these are asked, and no other. All of it under the app's policy.
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import { serveModelHub } from "./fixtures/modelHub.ts";
import { OpenAiServer } from "./fixtures/openAiServer.ts";
import { illustratedZip } from "./fixtures/pictureData.ts";
import { openRecordedBrowser, originsOf, type RecordedBrowser } from "./fixtures/recordingProxy.ts";
import { type DataFile, metaFile, shardRows } from "./fixtures/sumData.ts";
import { StudioPage } from "./studioPage.ts";

const SETTINGS = {
  backend: "cpu",
  "lower.steps": 20,
  "lower.batchSize": 16,
  "upper.unroll": 5,
  "upper.warmupSteps": 5,
  "upper.metaBatchSize": 16,
  "upper.trainBatchSize": 16,
};

let recorded: RecordedBrowser;
let page: Page;
let studio: StudioPage;
test.beforeEach(async ({ baseURL }) => {
  recorded = await openRecordedBrowser(baseURL ?? "");
  page = await recorded.context.newPage();
  studio = new StudioPage(page);
});
test.afterEach(() => recorded.close());

const jsonl = (name: string, rows: readonly object[]): DataFile => ({
  name,
  mimeType: "application/jsonl",
  buffer: Buffer.from(rows.map((row) => JSON.stringify(row)).join("\n")),
});

/** A few chains of a shard; with vectors they are a features file too. */
const fewRows = () => shardRows("honest sums", 1).slice(0, 12);

async function saved(press: () => Promise<void>): Promise<string> {
  const download = page.waitForEvent("download");
  await press();
  return (await download).path();
}

async function labelWithPolicy(): Promise<void> {
  await studio.show("Label");
  await page.getByLabel("questions a domain", { exact: true }).fill("1");
  await studio.button("Try it with the suite").click();
  await page.getByLabel("Chains a question", { exact: true }).fill("2");
  await page.getByLabel("Rollouts a step", { exact: true }).fill("2");
  await studio.button("Start labelling").click();
}

const labelling = () => page.getByRole("status", { name: "Labelling" });

test("a whole session asks the app's own server and no other, and stays within the policy", async ({
  baseURL,
}) => {
  await studio.open(SETTINGS);
  // Images, vectors that stand in the rows, and files that have to be unpacked.
  await studio.show("Data");
  await page.getByRole("radio", { name: "Replace the present data" }).check();
  const withVectors = fewRows().map((row, i) => ({ ...row, features: [i / 12, 1 - i / 12, 0.5] }));
  await page
    .getByLabel("Files to load")
    .setInputFiles([illustratedZip(), jsonl("vectors.jsonl", withVectors)]);
  await expect(page.getByRole("region", { name: "Images" })).toContainText("96 image files");
  await expect(page.getByRole("region", { name: "Features" })).toContainText("of 3 numbers");

  await studio.show("Train");
  await studio.button("Step").click();
  await studio.expectState("paused");
  await studio.button("Resume").click();
  await studio.expectState("finished");
  await studio.button("Retrain").click();
  await expect(
    page
      .getByRole("row", { name: /^Vanilla/i })
      .getByRole("cell")
      .last(),
  ).toHaveText("20");
  await studio.expectState("finished");
  await studio.exportRun();

  await studio.show("Inspect");
  await page.getByRole("combobox", { name: "Chains from" }).selectOption({ label: "Candidates" });
  await page.getByRole("listbox", { name: "Chains" }).getByRole("option").first().click();
  const chain = page.getByRole("article", { name: "Open chain" });
  await chain.getByRole("button", { name: /^Show the image of the chain/ }).click();
  await page.keyboard.press("Escape");
  const score = chain
    .getByRole("listitem", { name: "Step 2", exact: true })
    .locator('[data-figure="score"]');
  const before = (await score.textContent()) ?? "";
  await chain.getByRole("textbox", { name: "Text of step 2" }).fill("Other words stand here.");
  await expect(score).not.toHaveText(before);

  await studio.show("Evaluate");
  await page.getByRole("textbox", { name: "Seeds" }).first().fill("2");
  await studio.button("Is it real?").click();
  await expect(studio.button("Export verdict")).toBeVisible({ timeout: 120_000 });
  await saved(() => studio.button("Export verdict").click());

  await labelWithPolicy();
  await expect(labelling()).toHaveText("done", { timeout: 60_000 });
  await saved(() => studio.button("Download shards").click());

  await studio.show("Runs");
  const names = page.getByRole("region", { name: "Table of runs" }).getByRole("rowheader");
  const kept = (await names.first().getAttribute("aria-label")) ?? "";
  const archive = await saved(async () => {
    await page.getByRole("button", { name: `Actions for ${kept}` }).click();
    await page.getByRole("menuitem", { name: "Export" }).click();
  });
  const runs = await names.count();
  await page.getByLabel("Runs to import").setInputFiles({
    name: "carried.dreamprm.zip",
    mimeType: "application/zip",
    buffer: readFileSync(archive),
  });
  await expect(names).toHaveCount(runs + 1);

  await page.reload();
  await expect(studio.button("Train")).toBeEnabled();
  for (const view of ["Data", "Label", "Train", "Evaluate", "Inspect", "Runs"] as const) {
    await studio.show(view);
  }
  expect(recorded.requests.some((url) => /training\.worker-/.test(url))).toBe(true);
  expect(originsOf(recorded.requests)).toEqual([new URL(baseURL ?? "").origin]);
  expect(recorded.violations).toEqual([]);
});

test("a hub and an endpoint are asked once they are named, and nobody else", async ({
  baseURL,
}) => {
  const own = new URL(baseURL ?? "").origin;
  const hub = await serveModelHub();
  const endpoint = new OpenAiServer({ questionsPerDomain: 1 });
  const endpointUrl = await endpoint.listen();
  try {
    await studio.open(SETTINGS);
    await studio.loadFiles([
      jsonl("few_sums.jsonl", fewRows()),
      { ...metaFile(), buffer: fewItems(metaFile(), 6) },
    ]);
    await page.getByRole("button", { name: "From a pretrained model…" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Model", { exact: true }).selectOption("Another model of a hub…");
    await dialog.getByLabel("Id").fill("tiny/decoder");
    await dialog.getByLabel("Kind").selectOption("causal language model");
    await dialog.getByLabel("Runs on").selectOption("Processor");
    await dialog.getByText("Another hub").click();
    await dialog.getByLabel("Address").fill(hub.url);
    expect(originsOf(recorded.requests)).toEqual([own]);
    await dialog.getByRole("button", { name: "Start reading" }).click();
    await expect(
      page.getByRole("region", { name: "Features" }).getByRole("listitem"),
    ).toContainText("of 32 numbers", { timeout: 120_000 });
    expect(originsOf(recorded.requests)).toEqual([own, new URL(hub.url).origin]);

    const [questions] = endpoint.questionFiles();
    await studio.show("Label");
    await page.getByLabel("Question files", { exact: true }).setInputFiles({
      name: questions?.name ?? "",
      mimeType: "application/json",
      buffer: Buffer.from(questions?.text.replace(/,"image_path":"[^"]*"/g, "") ?? ""),
    });
    await page.getByLabel("Address", { exact: true }).fill(endpointUrl);
    expect(originsOf(recorded.requests)).toHaveLength(2);
    await studio.button("Test connection").click();
    await expect(page.getByLabel("Model", { exact: true })).toHaveValue("suite-policy");
    await page.getByLabel("Chains a question", { exact: true }).fill("1");
    await page.getByLabel("Rollouts a step", { exact: true }).fill("2");
    await studio.button("Start labelling").click();
    await expect(labelling()).toHaveText("done", { timeout: 60_000 });

    const asked = [own, new URL(hub.url).origin, new URL(endpointUrl).origin];
    expect(originsOf(recorded.requests)).toEqual(asked);
    expect(recorded.violations).toEqual([]);
  } finally {
    await endpoint.close();
    await hub.close();
  }
});

/** The first items of a JSON list. */
function fewItems({ buffer }: DataFile, count: number): Buffer {
  const items = JSON.parse(buffer.toString("utf8")) as object[];
  return Buffer.from(JSON.stringify(items.slice(0, count)));
}
