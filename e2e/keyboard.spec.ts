// Story: someone who uses no mouse opens the page, trains, looks at a chain and passes the run on.
import { expect, type Page, test } from "@playwright/test";
import { TINY_SETTINGS } from "./fixtures/tinySettings.ts";
import { StudioPage } from "./studioPage.ts";

/** Presses Tab until the focused control has this name. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let press = 0; press < 60; press++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute("aria-label") ?? element?.textContent ?? "";
    });
    if (name.test(focused)) return;
  }
  throw new Error(`Tab does not lead to ${name}`);
}

/** Chooses in the command palette. */
async function command(page: Page, words: string): Promise<void> {
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Command palette" });
  await expect(field).toBeFocused();
  await page.keyboard.type(words);
  await expect(page.getByRole("option", { name: words }).first()).toHaveAttribute(
    "aria-selected",
    "true",
  );
  await page.keyboard.press("Enter");
  await expect(field).toBeHidden();
}

test("from opening the page to a shared link of a finished run, without a mouse", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const studio = new StudioPage(page);
  await studio.open({ ...TINY_SETTINGS, seed: 5 });

  // The first Tab stop leads past the header; the opening starts the run.
  await page.keyboard.press("Tab");
  await expect(page.getByRole("button", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("main")).toBeFocused();
  await tabTo(page, /^Train on the built-in suite$/);
  await page.keyboard.press("Enter");
  await studio.expectState("finished");
  await expect(page).toHaveTitle("Finished · Train · DreamPRM Studio");
  expect(await studio.progressNumber("Lower step")).toBe(TINY_SETTINGS["lower.steps"]);

  // Two keys lead to Inspect; arrows from chain to chain and from step to step.
  await page.keyboard.press("g");
  await page.keyboard.press("i");
  await expect(page).toHaveTitle("Finished · Inspect · DreamPRM Studio");
  const list = page.getByRole("listbox", { name: "Chains", exact: true });
  await expect(list.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("j");
  const chain = page.getByRole("region", { name: "Chain", exact: true });
  await expect(chain.getByRole("listitem", { name: "Step 1", exact: true })).toBeVisible();
  const selected = list.getByRole("option", { selected: true });
  const first = await selected.getAttribute("aria-posinset");
  await page.keyboard.press("ArrowRight");
  await expect(selected).toHaveAttribute("aria-posinset", String(Number(first) + 1));
  await page.keyboard.press("ArrowDown");
  await expect(chain.getByRole("listitem", { name: "Step 1", exact: true })).toBeFocused();

  // In the view's search field letters are letters; Escape empties it, then leaves it.
  await page.keyboard.press("/");
  const filter = page.getByRole("searchbox", { name: "Text in question or steps" });
  await expect(filter).toBeFocused();
  await page.keyboard.type("g t?");
  await expect(filter).toHaveValue("g t?");
  await page.keyboard.press("Escape");
  await expect(filter).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("main")).toBeFocused();

  // Data's filter is reached the same way.
  await page.keyboard.press("g");
  await page.keyboard.press("1");
  await expect(page.getByRole("row", { name: /bar_heights/ })).toBeVisible();
  await page.keyboard.press("/");
  await page.keyboard.type("bus_");
  await expect(page.getByRole("row", { name: /bus_seats/ })).toBeVisible();
  await expect(page.getByRole("row", { name: /bar_heights/ })).toBeHidden();

  // The link of the finished run, by the palette.
  await command(page, "Go to Train");
  await expect(page).toHaveTitle("Finished · Train · DreamPRM Studio");
  await command(page, "Copy a link");
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain("seed=5");
  const link = await page.evaluate(() => navigator.clipboard.readText());

  const other = await context.newPage();
  await other.goto(link);
  await expect(other.getByRole("textbox", { name: "Seed" })).toHaveValue("5");
});

test("the sheet names the keys, and keys keep quiet in dialogs, fields and when switched off", async ({
  page,
}) => {
  const studio = new StudioPage(page);
  await studio.open(TINY_SETTINGS);
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard" });
  await expect(sheet).toContainText("Train, pause or resume");
  // Neither of these may start a run or go anywhere while the sheet is open.
  await page.keyboard.press(".");
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(sheet).toBeVisible();
  await tabTo(page, /^$/);
  await page.keyboard.press("Space");
  await expect(sheet.getByRole("switch", { name: "Single keys" })).not.toBeChecked();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await page.keyboard.press(".");
  await page.keyboard.press("g");
  await page.keyboard.press("r");
  await expect(page).toHaveTitle("Train · DreamPRM Studio");
  await studio.expectState("idle");

  // The palette stays, and leads back to the sheet; so does another visit.
  await page.reload();
  await expect(studio.button("Train")).toBeEnabled();
  await page.keyboard.press("?");
  await command(page, "All keys");
  await expect(sheet.getByRole("switch", { name: "Single keys" })).not.toBeChecked();
});
