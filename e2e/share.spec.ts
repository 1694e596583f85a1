// Story: a run is passed on, as a link that sets everything up elsewhere and as a report that needs nothing.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { hostile, hostileFiles, TRAP } from "./fixtures/hostileData.ts";
import { TINY_SETTINGS } from "./fixtures/tinySettings.ts";
import { StudioPage } from "./studioPage.ts";

const SETTINGS = {
  backend: "cpu",
  seed: 5,
  "lower.steps": 60,
  "upper.unroll": 5,
  "upper.warmupSteps": 5,
  "upper.estimator": "darts",
};

const form = (page: Page) => page.getByRole("form", { name: "Configuration" });

async function elsewhere(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

/** The report as it was downloaded, opened from the disk in a browser that could run scripts. */
async function openReport(
  page: Page,
  browser: Browser,
  save: () => Promise<void>,
  path: string,
): Promise<{ report: Page; requests: string[]; html: string }> {
  const download = page.waitForEvent("download");
  await save();
  const html = readFileSync(await (await download).path(), "utf8");
  writeFileSync(path, html);
  const report = await elsewhere(browser);
  const requests: string[] = [];
  report.on("request", (request) => requests.push(request.url()));
  report.on("console", (message) => requests.push(message.text()));
  await report.goto(pathToFileURL(path).href);
  return { report, requests, html };
}

test("a finished run is passed on as a link and as a report", async ({
  page,
  context,
  browser,
}, testInfo) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const studio = new StudioPage(page);
  await studio.open(SETTINGS);
  await studio.button("Train").click();
  await studio.expectState("finished");
  await studio.button("Copy link").click();
  await expect(page.getByText("that is the whole run: same seed, same run.").first()).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(Object.fromEntries(new URL(link).searchParams)).toEqual({
    v: "1",
    ...Object.fromEntries(Object.entries(SETTINGS).map(([key, value]) => [key, String(value)])),
  });

  // Elsewhere it sets up what it was copied from, and the same run comes of it.
  const receiver = new StudioPage(await elsewhere(browser));
  await receiver.page.goto(link);
  await expect(form(receiver.page).getByLabel("Seed", { exact: true })).toHaveValue("5");
  await expect(form(receiver.page).getByLabel("Estimator", { exact: true })).toHaveValue("darts");
  await receiver.button("Train").click();
  await receiver.expectState("finished");
  const weights = await studio.shownWeights();
  expect(Object.keys(weights)).toHaveLength(15);
  expect(await receiver.shownWeights()).toEqual(weights);
  await receiver.page.context().close();

  // The report has the weights that the page shows, and neither runs nor fetches anything.
  const { report, requests, html } = await openReport(
    page,
    browser,
    () => studio.button("Report").click(),
    testInfo.outputPath("report.html"),
  );
  await expect(report.getByRole("heading", { level: 1 })).toHaveText("bilevel run, seed 5");
  expect(requests).toEqual([pathToFileURL(testInfo.outputPath("report.html")).href]);
  expect(html).not.toMatch(/<script/i);
  const table = report.getByRole("table", { name: "Weights at the end, the largest first" });
  const rows = await table.getByRole("row").evaluateAll((all) =>
    all.slice(1).map((row) => {
      const cells = [...row.children].map((cell) => cell.textContent ?? "");
      return [cells[0], Number(cells.at(-1))];
    }),
  );
  expect(Object.fromEntries(rows)).toEqual(weights);
  await expect(report.getByRole("img", { name: /^Domain weights/ })).toBeVisible();
  await expect(report.getByRole("article")).toHaveCount(4);
  await expect(report.getByText("No verdict was reached")).toBeVisible();
  await expect(report.getByRole("link", { name: /^http/ })).toHaveAttribute("href", link);
  await report.context().close();
});

test("what an address holds amiss is said, and what it holds aright is taken", async ({ page }) => {
  await page.goto("./?v=9&seed=4&lower.steps=many&colour=red&fixedWeights=7");
  const alert = page.getByRole("alert").filter({ hasText: "The address" });
  await expect(alert).toContainText("newer version of the app (its settings are of version 9)");
  await expect(alert).toContainText("colour");
  await expect(alert).toContainText("The address gives fixedWeights a value it cannot have");
  const steps = form(page).getByLabel("Lower steps", { exact: true });
  await expect(steps).toHaveAttribute("aria-invalid", "true");
  await expect(form(page).getByLabel("Seed", { exact: true })).toHaveValue("4");
  // There is no link to settings that are wrong.
  await page.getByRole("button", { name: "Copy link" }).click();
  await expect(page.getByText("There is no link to settings that are wrong").first()).toBeVisible();
});

test("where the clipboard is refused the link is shown to be copied; names stay text in both", async ({
  page,
  browser,
}, testInfo) => {
  await page.addInitScript(() => {
    Object.assign(navigator.clipboard ?? {}, {
      writeText: () => Promise.reject(new DOMException("", "NotAllowedError")),
    });
  });
  const studio = new StudioPage(page);
  await studio.open(TINY_SETTINGS);
  await studio.loadFiles(hostileFiles());
  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("finished");
  await studio.button("Copy link").click();
  const dialog = page.getByRole("dialog", { name: "Copy this link" });
  await expect(dialog.getByLabel("Link")).toHaveValue(/\?v=1&seed=1&backend=cpu&.*#train$/);
  await expect(dialog).toContainText("Your own data files are not in it");
  const selected = await page.evaluate(() => getSelection()?.toString());
  expect(selected).toContain("?v=1");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  const { report, requests } = await openReport(
    page,
    browser,
    () => studio.button("Report").click(),
    testInfo.outputPath("hostile.html"),
  );
  expect(requests).toHaveLength(1);
  await expect(report.getByText(hostile("first domain")).first()).toBeVisible();
  await expect(report.getByText(hostile("candidate question")).first()).toBeVisible();
  await expect(report.locator(`img[src=x], [onerror], script, iframe`)).toHaveCount(0);
  expect(await report.evaluate((trap) => trap in window, TRAP)).toBe(false);
  await report.context().close();

  // A link with other settings leaves the run that comes back as it is, and says so.
  await page.goto("./?v=1&seed=9#train");
  const note = page.getByRole("region", { name: "Settings of the address" });
  await expect(note).toContainText("seed: 9 → 1");
  const seed = form(page).getByLabel("Seed", { exact: true });
  await expect(seed).toHaveValue("9");
  await note.getByRole("button", { name: "Use the run's settings" }).click();
  await expect(seed).toHaveValue("1");
  await expect(note).toBeHidden();
});
