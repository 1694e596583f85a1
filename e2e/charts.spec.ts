// Story: the charts as researchers use them, on two kept runs whose every number is known: scales, what they are
// drawn against, the cursor, zoom and legend, by pointer and by keys alone.
import { expect, type Locator, type Page, test } from "@playwright/test";
import { someRunFile } from "../src/domain/keptRunFixture.ts";
import type { RunFile } from "../src/domain/run.ts";
import { StudioPage } from "./studioPage.ts";

const POINTS = 100;

/** Point i is at step 10 i, upper step i and `pace` · i seconds; its loss is 1/i, but 0 at the fiftieth. */
function knownRun(seed: number, pace: number): RunFile {
  const run = someRunFile({ seed, lower: { steps: 10 * POINTS } });
  // Legends list the oldest first.
  run.createdAt = `2026-11-21T1${seed}:00:00.000Z`;
  const [record] = run.history;
  if (record === undefined) throw new Error("the fixture has no points");
  run.history = Array.from({ length: POINTS }, (_, index) => ({
    ...record,
    step: 10 * (index + 1),
    upperStep: index + 1,
    lowerLoss: index === 49 ? 0 : seed / (index + 1),
    gradientNorm: 10 / (index + 1),
    elapsedMs: 1000 * pace * (index + 1),
  }));
  return run;
}

const fileOf = (name: string, run: RunFile) => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(JSON.stringify(run)),
});

async function withRuns(page: Page): Promise<StudioPage> {
  const studio = new StudioPage(page);
  await studio.open({});
  await studio.show("Runs");
  const files = page.getByLabel("Runs to import");
  await files.setInputFiles(fileOf("slow.json", knownRun(1, 2)));
  await expect(studio.keptRuns).toHaveCount(1);
  await files.setInputFiles(fileOf("fast.json", knownRun(2, 1)));
  await expect(studio.keptRuns).toHaveCount(2);
  // As logged.
  await page.getByRole("slider", { name: "Smoothing" }).press("Home");
  return studio;
}

const figureOf = (page: Page, title: string) =>
  page.getByRole("figure", { name: new RegExp(`^${title} of the shown runs`) });
const cursorOf = (page: Page, title: string) =>
  page.getByRole("slider", { name: `Cursor of ${title}` });
/** What the legend of a chart says of a run. */
const legendOf = (page: Page, title: string, run: string) =>
  page.getByRole("list", { name: `Lines of ${title}` }).locator("li", { hasText: run });
/** Numbers at the value axis, from below. */
const ticks = (figure: Locator) =>
  figure.locator(".recharts-yAxis-tick-labels text").allTextContents();

/** The pointer over a chart at a share of its width. */
async function pointAt(page: Page, title: string, share: number): Promise<void> {
  const box = await cursorOf(page, title).boundingBox();
  if (box === null) throw new Error(`the chart ${title} has no place`);
  await page.mouse.move(box.x + box.width * share, box.y + box.height / 2);
}

test("scales, units, tooltip and legend", async ({ page }) => {
  await withRuns(page);
  const figure = figureOf(page, "Lower loss");
  await expect(figure.locator("[data-line]")).toHaveCount(2);
  await expect.poll(() => ticks(figure)).toContain("0");

  // A logarithmic axis has no place for 0, says so, and is remembered for this chart alone.
  const log = page.getByRole("button", { name: "log axis of Lower loss" });
  await log.click();
  await expect.poll(() => ticks(figure)).toEqual(["0.01", "0.03", "0.1", "0.3", "1"]);
  await expect(page.getByText("2 points at or below 0 have no place")).toBeVisible();
  // The line is broken there: two strokes, none of them at infinity.
  const path = await figure.locator("[data-line] path").first().getAttribute("d");
  expect(path?.match(/M/g)).toHaveLength(2);
  expect(path).not.toMatch(/NaN|Infinity/);
  await page.reload();
  await expect(log).toHaveAttribute("aria-pressed", "true");
  await expect(page.getByRole("button", { name: "log axis of Meta loss" })).toHaveAttribute(
    "aria-pressed",
    "false",
  );
  await expect(page.getByRole("button", { name: "log axis of Gradient" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );

  // One place, read in every chart by its value: a fifth of 1,000 steps is point 20.
  await pointAt(page, "Lower loss", 0.2);
  await expect(legendOf(page, "Lower loss", "slow")).toContainText("0.0500");
  await expect(legendOf(page, "Gradient", "fast")).toContainText("0.5");
  const tooltip = page.locator("[data-chart-tooltip]");
  await expect(tooltip).toContainText("step 200");
  // Largest first: fast's loss is twice slow's.
  await expect(tooltip.locator("tbody tr")).toHaveText([/fast.*0\.1000/, /slow.*0\.0500/]);

  // Against time the same place is another point of each run; fast has ended before slow.
  await page.getByRole("radio", { name: "training time" }).click();
  await expect(
    page.getByRole("figure", { name: "Lower loss of the shown runs against training time" }),
  ).toBeVisible();
  await pointAt(page, "Lower loss", 0.2);
  await expect(tooltip).toContainText("0:40.0 of training");
  await expect(legendOf(page, "Lower loss", "slow")).toContainText("0.0500");
  await expect(legendOf(page, "Lower loss", "fast")).toContainText("0.0500");
  await pointAt(page, "Lower loss", 0.9);
  await expect(legendOf(page, "Lower loss", "fast")).toContainText("–");

  // Pressed in one chart, a run stands alone in all of them; another can be kept beside it.
  await page.mouse.move(0, 0);
  await legendOf(page, "Lower loss", "fast").getByRole("button", { name: "fast" }).first().click();
  await expect(figure.locator("[data-line]")).toHaveCount(1);
  await expect(figureOf(page, "Gradient").locator("[data-line]")).toHaveCount(1);
  await legendOf(page, "Gradient", "slow")
    .getByRole("button")
    .first()
    .click({ modifiers: ["Shift"] });
  await expect(figure.locator("[data-line]")).toHaveCount(2);
  await page.getByRole("button", { name: "Show all", exact: true }).first().click();
  await expect(page.getByRole("button", { name: "Show all", exact: true })).toHaveCount(0);

  // By value the fast run, whose last loss is larger, comes first.
  const names = () =>
    page.getByRole("list", { name: "Lines of Lower loss" }).locator("li").allTextContents();
  expect((await names())[0]).toContain("slow");
  await page.getByRole("combobox", { name: "Legend" }).selectOption("by value");
  expect((await names())[0]).toContain("fast");
});

test("a chart by keys alone: values are told, a range is zoomed into, Escape leads back", async ({
  page,
}) => {
  await withRuns(page);
  const cursor = cursorOf(page, "Lower loss");
  const expectTold = (words: string) => expect(cursor).toHaveAttribute("aria-valuetext", words);
  // Reached by Tab from the legend before it.
  await legendOf(page, "Lower loss", "slow").getByRole("button").first().focus();
  await page.keyboard.press("Tab");
  await expect(cursor).toBeFocused();
  await expectTold("step 1,000: slow 0.0100, fast 0.0200");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expectTold("step 20: slow 0.5000, fast 1.0000");
  await expect(legendOf(page, "Gradient", "slow")).toContainText("5");
  await expect(page.locator("[data-chart-tooltip]")).toContainText("step 20");

  for (let i = 0; i < 8; i++) await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Steps 20 to 100")).toBeVisible();
  await page.keyboard.press("ArrowRight");
  await expectTold("step 100: slow 0.1000, fast 0.2000");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Show all steps" })).toBeDisabled();

  // A zoom by dragging is taken over into the other unit where there is a run to go by, else it ends.
  const box = await cursor.boundingBox();
  if (box === null) throw new Error("the chart has no place");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.25, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, y, { steps: 3 });
  await page.mouse.up();
  await expect(page.getByText(/^Steps 2[45]\d to (49|50)\d$/)).toBeVisible();
  await page.mouse.dblclick(box.x + box.width * 0.5, y);
  await expect(page.getByRole("button", { name: "Show all steps" })).toBeDisabled();

  // What is seen is also said.
  const summary = figureOf(page, "Lower loss");
  const id = await summary.getAttribute("aria-describedby");
  await expect(page.locator(`[id="${id}"]`)).toContainText(
    "Lower loss: slow from 1.0000 to 0.0100, least 0.0000 at step 500, most 1.0000 at step 10;",
  );
});
