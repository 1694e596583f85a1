// Story: runs are kept by the browser: named, compared, deleted and brought back, carried to another
// browser as one file; a sweep from the form leaves its runs there too.
import { readFileSync, writeFileSync } from "node:fs";
import { type Browser, expect, type Locator, type Page, test } from "@playwright/test";
import { unzipSync, zipSync } from "fflate";
import type { RunFile } from "../src/domain/run.ts";
import { allFiles } from "./fixtures/sumData.ts";
import { StudioPage } from "./studioPage.ts";

const SETTINGS = {
  backend: "cpu",
  "lower.steps": 60,
  "lower.batchSize": 16,
  "upper.unroll": 5,
  "upper.warmupSteps": 5,
  "upper.metaBatchSize": 16,
  "upper.trainBatchSize": 16,
};

/** The Runs view by its roles and labels. */
class RunsPage {
  readonly page: Page;
  readonly table: Locator;
  constructor(page: Page) {
    this.page = page;
    this.table = page.getByRole("region", { name: "Table of runs" });
  }

  row(name: string): Locator {
    return this.table
      .getByRole("row")
      .filter({ has: this.page.getByRole("rowheader", { name, exact: true }) });
  }

  names(): Locator {
    return this.table.getByRole("rowheader");
  }

  async choose(name: string, action: string): Promise<void> {
    await this.page.getByRole("button", { name: `Actions for ${name}` }).click();
    await this.page.getByRole("menuitem", { name: action }).click();
  }

  async rename(from: string, to: string): Promise<void> {
    await this.row(from).hover();
    await this.page.getByRole("button", { name: `Rename ${from}`, exact: true }).click();
    await this.page.getByLabel(`New name for ${from}`).fill(to);
    await this.page.keyboard.press("Enter");
    await expect(this.row(to)).toBeVisible();
  }

  /** Presses Export of a run and reads the archive. */
  async exported(name: string): Promise<{ fileName: string; files: Record<string, Uint8Array> }> {
    const download = this.page.waitForEvent("download");
    await this.choose(name, "Export");
    const saved = await download;
    return {
      fileName: saved.suggestedFilename(),
      files: unzipSync(readFileSync(await saved.path())),
    };
  }

  async import(file: string): Promise<void> {
    await this.page.getByLabel("Runs to import").setInputFiles(file);
  }
}

const runOf = (files: Record<string, Uint8Array>) =>
  JSON.parse(new TextDecoder().decode(files["run.json"])) as RunFile;

/** Trains with the settings in the address and the files of the fixture. */
async function train(page: Page, settings: Record<string, string | number>): Promise<StudioPage> {
  const studio = new StudioPage(page);
  await studio.open({ ...SETTINGS, ...settings });
  await studio.loadFiles(allFiles());
  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("finished");
  return studio;
}

async function freshPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ acceptDownloads: true });
  return context.newPage();
}

test("runs are kept, named, overlaid, deleted, brought back and carried elsewhere", async ({
  page,
  browser,
}, testInfo) => {
  const studio = await train(page, { seed: 1 });
  const runs = new RunsPage(page);
  await studio.show("Runs");
  await expect(runs.names()).toHaveCount(1);
  const first = (await runs.names().first().getAttribute("aria-label")) ?? "";
  await runs.rename(first, "First");

  // Another visit with another seed: the first one is still there.
  await train(page, { seed: 2 });
  await studio.show("Runs");
  await expect(runs.names()).toHaveCount(2);
  await expect(runs.row("First")).toContainText("lower.steps: 1500 → 60");
  const second = (await runs.names().first().getAttribute("aria-label")) ?? "";
  expect(second).toContain("seed 2");

  // Both are drawn, each in every chart.
  const chart = page.getByRole("figure", { name: /^Lower loss of the shown runs/ });
  await expect(chart.locator("[data-line$='Raw']")).toHaveCount(2);
  await page.getByRole("button", { name: "Hide First in the charts" }).click();
  await expect(chart.locator("[data-line$='Raw']")).toHaveCount(1);
  await page.getByRole("button", { name: "Show First in the charts" }).click();
  await expect(chart.locator("[data-line$='Raw']")).toHaveCount(2);

  // Deleted and brought back by the notice; deleted again, it stays so and can still be had back.
  await runs.choose("First", "Delete");
  await expect(runs.names()).toHaveCount(1);
  await page.getByRole("button", { name: "Undo", exact: true }).click();
  await expect(runs.names()).toHaveCount(2);
  await runs.choose("First", "Delete");
  await page.reload();
  await expect(runs.names()).toHaveCount(1);
  await page.getByRole("button", { name: "Undo delete" }).click();
  await expect(runs.row("First")).toBeVisible();

  // One file, which a browser that knows nothing takes with the same numbers.
  const { fileName, files } = await runs.exported("First");
  expect(fileName).toBe("First.dreamprm.zip");
  expect(Object.keys(files).sort()).toEqual(["prm.safetensors", "run.json", "weights.csv"]);
  const archive = testInfo.outputPath(fileName);
  writeFileSync(archive, zipSync(files));
  const elsewhere = await freshPage(browser);
  const other = new RunsPage(elsewhere);
  await elsewhere.goto("./#runs");
  await expect(elsewhere.getByText("No runs are kept")).toBeVisible();
  await other.import(archive);
  await expect(other.row("First")).toBeVisible();
  const again = await other.exported("First");
  expect(runOf(again.files)).toEqual(runOf(files));
  expect(Buffer.from(again.files["prm.safetensors"] ?? [])).toEqual(
    Buffer.from(files["prm.safetensors"] ?? []),
  );

  // What is at fault is refused by its name and field, and nothing of it is kept.
  const broken = runOf(files);
  broken.history[3]!.weights.pop();
  const brokenPath = testInfo.outputPath("broken.json");
  writeFileSync(brokenPath, JSON.stringify(broken));
  await other.import(brokenPath);
  await expect(elsewhere.getByRole("alert")).toContainText("broken.json");
  await expect(elsewhere.getByRole("alert")).toContainText("history.3.weights");
  const newerPath = testInfo.outputPath("newer.json");
  writeFileSync(newerPath, JSON.stringify({ ...runOf(files), schemaVersion: 9 }));
  await other.import(newerPath);
  await expect(elsewhere.getByRole("alert")).toContainText("newer version of the app");
  await expect(other.names()).toHaveCount(1);
});

test("a kept run is the start of another, is evaluated, and stands beside it in Inspect", async ({
  page,
}) => {
  const studio = await train(page, { seed: 3 });
  const runs = new RunsPage(page);
  await studio.show("Runs");
  const first = (await runs.names().first().getAttribute("aria-label")) ?? "";
  await runs.rename(first, "Parent");
  await runs.choose("Parent", "Pin as baseline");
  await runs.choose("Parent", "Use its config");
  await page
    .getByRole("form", { name: "Configuration" })
    .getByLabel("Seed", { exact: true })
    .fill("4");
  await studio.button("Train").click();
  await studio.expectState("finished");
  await studio.show("Runs");
  await expect(runs.row("seed 4")).toContainText("seed: 3 → 4");
  await expect(runs.row("seed 4")).toContainText("from Parent");

  await runs.choose("Parent", "Compare in Inspect");
  await expect(page).toHaveURL(/#inspect$/);
  // A chain is open, and says which PRM's scores stand beside the shown ones.
  await expect(page.getByLabel("Compare with")).toHaveValue(/^kept\//);
  await studio.show("Runs");
  await runs.choose("Parent", "Evaluate");
  await expect(page).toHaveURL(/#evaluate$/);
  await expect(page.getByText("Parent").first()).toBeVisible();
});

test("a sweep from the form says how much it is, and leaves a run a training", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open(SETTINGS);
  await studio.loadFiles(allFiles());
  await studio.show("Train");
  await studio.button("Sweep…").click();
  const dialog = page.getByRole("dialog", { name: "Sweep a setting" });
  await dialog.getByLabel("Values").fill("0.05, -1");
  await expect(dialog).toContainText("upper.learningRate: the value -1");
  await expect(dialog.getByRole("button", { name: "Start the sweep" })).toBeDisabled();
  await dialog.getByLabel("Values").fill("0.05, 0.2");
  await dialog.getByLabel("Seeds").fill("1..2");
  await expect(dialog.getByRole("status")).toContainText("4 trainings (2 values × 2 seeds)");
  await dialog.getByRole("button", { name: "Start the sweep" }).click();
  await expect(page).toHaveURL(/#evaluate$/);
  const runs = new RunsPage(page);
  await studio.show("Runs");
  await expect(runs.names()).toHaveCount(4, { timeout: 120_000 });
  for (const value of ["0.05", "0.2"]) {
    for (const seed of [1, 2]) {
      await expect(runs.row(`upper.learningRate ${value}, seed ${seed}`)).toBeVisible();
    }
  }
});
