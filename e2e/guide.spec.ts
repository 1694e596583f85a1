// Story: someone does not know a word, opens the guide at it, looks for another, and tries the method on the
// guide's own small data, beside whatever is loaded.
import { expect, type Locator, type Page, test } from "@playwright/test";
import { TINY_SETTINGS } from "./fixtures/tinySettings.ts";
import { StudioPage } from "./studioPage.ts";

const search = (page: Page) => page.getByRole("combobox", { name: "Search the guide" });
/** Training workers that there are: the page's own, and the examples'. */
const workers = (page: Page) =>
  page.workers().filter((worker) => /training\.worker-/.test(worker.url())).length;
const example = (page: Page, title: string) => page.getByRole("region", { name: title });
const numberIn = async (place: Locator) => Number(await place.textContent());

test("from the question mark beside a setting to a live example whose weights part", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const studio = new StudioPage(page);
  await studio.open(TINY_SETTINGS);
  const mark = page.getByRole("link", { name: "Guide: The two levels" }).first();
  await mark.click();
  await expect(page).toHaveURL(/#guide\/levels$/);
  await expect(page.getByRole("heading", { name: "The two levels", level: 2 })).toBeVisible();
  // Equations are there for the eye and for screen readers.
  await expect(page.locator("article .katex-display math").first()).toBeAttached();
  expect(await page.locator("article .katex-error").count()).toBe(0);

  const levels = example(page, "Two levels, four domains");
  expect(workers(page)).toBe(1);
  await levels.getByRole("button", { name: "Run", exact: true }).click();
  const weightOf = (name: string) =>
    levels
      .getByRole("listitem")
      .filter({ hasText: `Domain ${name}` })
      .locator("span")
      .last();
  await expect(levels.getByRole("status")).toHaveText(/^1,500 lower and 296 upper steps in/);
  expect(workers(page)).toBe(2);
  expect(await numberIn(weightOf("D"))).toBeLessThan(0.4);
  expect(await numberIn(weightOf("A"))).toBeGreaterThan(1);
  await expect(levels.getByRole("figure").locator("path").first()).toBeAttached();

  const heading = page.getByRole("heading", { name: "The hypergradient" });
  await heading.hover();
  await page.getByRole("button", { name: "Copy the link to “The hypergradient”" }).click();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).hash).toBe("#guide/levels/3");
  expect(new URL(link).search).toBe("");

  // The examples' worker goes with the guide; what the page had loaded is as it was.
  await studio.show("Train");
  await expect.poll(() => workers(page)).toBe(1);
  await studio.expectState("idle");
  await page.goto(link);
  await expect(heading).toBeInViewport();
});

test("looking for a word by keys alone, and scoring a chain that is edited", async ({ page }) => {
  await page.goto("./#guide");
  await expect(page.getByRole("heading", { name: "Start here", level: 2 })).toBeVisible();
  await page.keyboard.press("/");
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("glossary");
  const results = page.getByRole("listbox", { name: "Places in the guide" });
  await expect(results.getByRole("option").first()).toContainText("Glossary");
  await search(page).fill("completes the chain several times");
  await expect(results.getByRole("option")).toHaveCount(1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#guide\/prm\/2$/);
  const found = page.getByRole("heading", { name: "Where labels come from" });
  await expect(found).toBeInViewport();
  await expect(found).toBeFocused();
  await search(page).fill("zeppelin");
  await expect(page.getByText("Nothing in the guide has “zeppelin”.")).toBeVisible();
  await page.keyboard.press("Escape");

  const chain = example(page, "Score a chain");
  const scoreOf = async (step: number) =>
    Number(
      await chain
        .getByRole("meter", { name: `Score of step ${step}` })
        .getAttribute("aria-valuenow"),
    );
  await chain.getByRole("button", { name: "Train the small PRM" }).click();
  await expect.poll(() => scoreOf(3)).toBeGreaterThan(0.7);
  await chain.getByRole("textbox", { name: "Step 2" }).fill("5 + 1 = 7.");
  await expect.poll(() => scoreOf(2)).toBeLessThan(0.3);
  expect(await scoreOf(1)).toBeGreaterThan(0.7);

  // From a setting's name in the guide to its field.
  await page.getByRole("link", { name: "Settings of a run" }).click();
  await page.getByRole("link", { name: "Unroll" }).click();
  await expect(page.getByRole("textbox", { name: "Unroll" })).toBeFocused();
});

test("in Chinese, on a phone: a section is chosen from the field, and words are found", async ({
  page,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.addInitScript(() => localStorage.setItem("dreamprm-studio.language", "zh-Hant"));
  await page.goto("./#guide/caution");
  await expect(page.getByRole("heading", { name: "權重不代表什麼", level: 2 })).toBeVisible();
  await page.getByRole("combobox", { name: "指南章節" }).selectOption({ label: "看懂判定" });
  await expect(page).toHaveURL(/#guide\/verdict$/);
  await expect(page.getByRole("heading", { name: "成對的區間" })).toBeVisible();
  await page.getByRole("combobox", { name: "搜尋指南" }).fill("超梯度");
  const results = page.getByRole("listbox", { name: "指南中的位置" });
  await results.getByRole("option").filter({ hasText: "上下兩層" }).first().click();
  await expect(page).toHaveURL(/#guide\/levels/);
  await expect(page.getByRole("heading", { name: "上下兩層", level: 2 })).toBeAttached();
  const wide = () => document.documentElement.scrollWidth - innerWidth;
  expect(await page.evaluate(wide)).toBeLessThanOrEqual(0);
});
