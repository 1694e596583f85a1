// Story: someone is here for the first time, takes the tour and trains; the second time the page is as it was left.
import { expect, test } from "@playwright/test";
import { TINY_SETTINGS } from "./fixtures/tinySettings.ts";
import { StudioPage } from "./studioPage.ts";

const STOPS = [
  "One button trains",
  "Each line is a domain's weight",
  "The same weights, sorted",
  "Why a weight moves",
  "Look at single chains",
  "Is it real?",
  "Pass it on",
];

test("the opening starts a run, folds away and does not come back by itself", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open(TINY_SETTINGS);
  const opening = page.getByRole("region", { name: "Not all training data deserve the same say" });
  await expect(opening).toBeVisible();
  await studio.show("Data");
  await expect(opening).toBeHidden();
  await studio.show("Train");
  await page.getByRole("button", { name: "Train on the built-in suite" }).click();
  await expect(opening).toBeHidden();
  await studio.expectState("finished");
  // The weights are in sight.
  await expect(page.getByRole("heading", { name: "Domain weights" })).toBeInViewport();

  await page.reload();
  await expect(page.getByRole("heading", { name: "Domain weights" })).toBeVisible();
  await expect(opening).toBeHidden();
  await page.getByRole("button", { name: "Help" }).click();
  await page.getByRole("menuitem", { name: "Show the opening" }).click();
  await expect(opening).toBeVisible();
  await page.getByRole("button", { name: "Close the opening" }).click();
  await expect(opening).toBeHidden();
});

test("the tour leads through the views, by keys, and gives the page back", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const studio = new StudioPage(page);
  await studio.open(TINY_SETTINGS);
  await page.getByRole("button", { name: "Take the tour" }).click();
  const tour = page.getByRole("dialog", { name: "Tour" });
  for (const stop of STOPS) {
    await expect(tour.getByRole("heading", { name: stop, exact: true })).toBeVisible();
    await expect(tour).toBeInViewport({ ratio: 1 });
    await expect(page.locator('[data-part="spot"]')).toBeInViewport();
    await expect(tour).toContainText(`${STOPS.indexOf(stop) + 1} of ${STOPS.length}`);
    if (stop !== STOPS.at(-1)) await page.keyboard.press("ArrowRight");
  }
  // What a stop stands at may be missing: the words are shown all the same.
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("[data-tour]")) one.removeAttribute("data-tour");
  });
  await expect(page.locator('[data-part="spot"]')).toBeHidden();
  await expect(tour.getByRole("heading", { name: "Pass it on", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(tour).toBeHidden();
  await expect(page.getByRole("main")).toBeFocused();
});

test("the page speaks the other language, and says so before anything is drawn", async ({
  page,
}) => {
  const studio = new StudioPage(page);
  await studio.open(TINY_SETTINGS);
  await page.getByRole("button", { name: "Language: English" }).click();
  await page.getByRole("menuitemradio", { name: "繁體中文" }).click();
  await expect(page.getByRole("button", { name: "訓練", exact: true })).toBeVisible();
  await expect(page).toHaveTitle("訓練 · DreamPRM Studio");
  await page.route("**/assets/*.js", (route) => route.abort());
  await page.emulateMedia({ colorScheme: "dark" });
  await page.reload({ waitUntil: "commit" });
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hant");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
});
