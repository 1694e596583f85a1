// Stories: work outlives the page. A reload, a crash, another tab and a full disk lose nothing, and a training
// that went on ends where it would have ended undisturbed.
import { type Browser, expect, type Page, test } from "@playwright/test";
import { allFiles } from "./fixtures/sumData.ts";
import { StudioPage } from "./studioPage.ts";

/** With its batches enough that a run does not end while something befalls it. */
const STEPS = 6_000;
const SETTINGS = {
  backend: "cpu",
  "lower.steps": STEPS,
  "lower.batchSize": 512,
  "upper.unroll": 5,
  "upper.warmupSteps": 5,
  "upper.metaBatchSize": 64,
  "upper.trainBatchSize": 16,
  "evaluation.every": 500,
};

const note = (page: Page, name: "Interrupted training" | "Keeping the work") =>
  page.getByRole("region", { name, exact: true });
const keptMark = (page: Page) => page.getByRole("button", { name: /^Kept at step/ });

/** The first checkpoint behind the beginning. */
async function keptStep(page: Page): Promise<number> {
  await expect(keptMark(page)).toHaveText(/step [1-9]/);
  return Number(((await keptMark(page).textContent()) ?? "").replace(/\D/g, ""));
}

/** Takes the page's renderer process away, as a crash does, and opens the app anew in the same browser. */
async function crash(studio: StudioPage): Promise<StudioPage> {
  const { page } = studio;
  const context = page.context();
  const session = await context.newCDPSession(page);
  const gone = page.waitForEvent("crash");
  // The renderer that is asked does not live to answer.
  session.send("Page.crash").catch(() => {});
  await gone;
  const fresh = new StudioPage(await context.newPage());
  await fresh.page.goto(page.url());
  return fresh;
}

/** Own files, with an edit: a domain that bears another name. */
async function openEdited(page: Page): Promise<StudioPage> {
  const studio = new StudioPage(page);
  await studio.open(SETTINGS);
  await studio.loadFiles(allFiles());
  await page.getByRole("button", { name: "Rename honest sums" }).click();
  await page.getByRole("textbox", { name: /honest sums/ }).fill("true sums");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("rowheader", { name: "true sums" })).toBeVisible();
  await studio.show("Train");
  return studio;
}

async function undisturbed(browser: Browser) {
  const context = await browser.newContext();
  const studio = await openEdited(await context.newPage());
  await studio.button("Train").click();
  await studio.expectState("finished");
  const exported = await studio.exportRun();
  await context.close();
  return exported;
}

test("a training goes on after a reload and after a crash, and ends as it would have undisturbed", async ({
  browser,
  page,
}) => {
  let studio = await openEdited(page);
  await studio.button("Train").click();
  const kept = await keptStep(page);
  await page.reload();

  const interrupted = note(page, "Interrupted training");
  await expect(interrupted).toContainText(/interrupted at step [\d,]+ of 6,000, just now\./);
  await studio.expectState("paused");
  const waiting = await studio.progressNumber("Lower step");
  expect(waiting).toBeGreaterThanOrEqual(kept);
  expect(waiting).toBeLessThan(STEPS);
  await studio.show("Data");
  await expect(page.getByRole("rowheader", { name: "true sums" })).toBeVisible();
  await expect(page.getByRole("link", { name: /^Train ?, interrupted$/ })).toBeVisible();
  await studio.show("Train");
  await studio.button("Go on").click();
  await expect(interrupted).toBeHidden();
  await expect.poll(() => studio.progressNumber("Lower step")).toBeGreaterThan(waiting);

  studio = await crash(studio);
  await expect(note(studio.page, "Interrupted training")).toBeVisible();
  await studio.expectState("paused");
  expect(await studio.progressNumber("Lower step")).toBeGreaterThanOrEqual(waiting);
  // The keyboard does as well as the button.
  await studio.page.keyboard.press("Space");
  await studio.expectState("finished");

  // What has ended is there again, too, and is one run in Runs.
  await studio.page.reload();
  await studio.expectState("finished");
  expect(await studio.progressNumber("Lower step")).toBe(STEPS);
  await expect(note(studio.page, "Interrupted training")).toBeHidden();
  await studio.show("Runs");
  await expect(studio.keptRuns).toHaveCount(1);
  await studio.show("Train");

  const { run, files } = await studio.exportRun();
  const reference = await undisturbed(browser);
  expect(run.weights).toEqual(reference.run.weights);
  const trace = (history: typeof run.history) =>
    history.map(({ elapsedMs: _, ...record }) => record);
  expect(trace(run.history)).toEqual(trace(reference.run.history));
  expect(run.evaluation?.main).toEqual(reference.run.evaluation?.main);
  expect(Object.keys(files)).toContain("prm.safetensors");
  expect(files["prm.safetensors"]).toBe(reference.files["prm.safetensors"]);

  // The edit of before all that can still be taken back.
  await studio.show("Data");
  await studio.button("Undo").click();
  await expect(studio.page.getByRole("rowheader", { name: "honest sums" })).toBeVisible();
});

test("a run that was interrupted can be left at that: it is in Runs then", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open(SETTINGS);
  await studio.loadFiles(allFiles());
  await studio.show("Train");
  await studio.button("Step").click();
  await studio.expectState("paused");
  const step = await studio.progressNumber("Lower step");
  await expect(keptMark(page)).toHaveText(`Kept at step ${step}`);
  await page.reload();
  await studio.button("Stop here").click();
  await studio.expectState("stopped");
  await expect(note(page, "Interrupted training")).toBeHidden();
  await studio.show("Runs");
  await expect(studio.keptRuns).toHaveCount(1);
  await page.reload();
  await studio.expectState("stopped");
  await expect(studio.keptRuns).toHaveCount(1);
});

test("two tabs: one keeps the work, the other says so and can take it over", async ({ page }) => {
  const first = new StudioPage(page);
  await first.open(SETTINGS);
  await first.loadFiles(allFiles());
  await first.show("Train");
  await first.button("Step").click();
  await first.expectState("paused");
  const step = await first.progressNumber("Lower step");

  const second = new StudioPage(await page.context().newPage());
  await second.open(SETTINGS);
  const elsewhere = note(second.page, "Keeping the work");
  await expect(elsewhere).toContainText("open in another tab");
  await expect(second.page.getByText("Ready: built-in suite")).toBeVisible();
  await second.button("Use it here").click();
  await expect(elsewhere).toBeHidden();
  await expect(note(second.page, "Interrupted training")).toBeVisible();
  expect(await second.progressNumber("Lower step")).toBe(step);

  const lost = note(page, "Keeping the work");
  await expect(lost).toContainText("Another tab took over");
  await expect(page.getByRole("button", { name: "Not kept" })).toBeVisible();
  await first.button("Take it back").click();
  // The paused run here would go with that, so it asks.
  await page.getByRole("dialog").getByRole("button", { name: "Take it back" }).click();
  await expect(note(page, "Interrupted training")).toBeVisible();
  await expect(lost).toBeHidden();
  await expect(note(second.page, "Keeping the work")).toContainText("Another tab took over");
  // The address was not marked for good: a reload takes nothing from anybody.
  await second.page.reload();
  await expect(elsewhere).toContainText("open in another tab");
  await expect(lost).toBeHidden();
});

test("a full disk pauses the run in words, and it goes on once there is room", async ({ page }) => {
  const studio = new StudioPage(page);
  // So many that it is not the end of the run that comes first.
  await studio.open({ ...SETTINGS, "lower.steps": 400_000 });
  await studio.loadFiles(allFiles());
  await studio.show("Train");
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await studio.button("Train").click();
  await keptStep(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1000 });
  const full = note(page, "Keeping the work");
  await expect(full).toContainText("The run is paused: this browser has no room left to keep it.");
  await studio.expectState("paused");
  const paused = await studio.progressNumber("Lower step");

  await studio.button("Make room…").click();
  const panel = page.getByRole("dialog", { name: "Storage" });
  await expect(panel.getByText(/B of the .+ that the browser allows/)).toBeVisible();
  await expect(panel.getByRole("listitem", { name: "Work at hand" })).toContainText(/\d kB|\d MB/);
  await page.keyboard.press("Escape");

  // It may go on without being kept, and is kept again once there is room.
  await studio.button("Go on").click();
  await expect(full).toContainText("what is done here now is not kept");
  await expect.poll(() => studio.progressNumber("Lower step")).toBeGreaterThan(paused);
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await expect(full).toBeHidden();
  await expect.poll(() => keptStep(page)).toBeGreaterThan(paused);
  await studio.expectState("running");
});
