// Story: someone opens the app once, from a folder on a host that sends no headers. From then on it opens and trains
// without that host; a newer version on it waits to be asked for.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { DIST, type PlainServer, servePlainly } from "./fixtures/plainServer.ts";
import { metaFile, shardFile } from "./fixtures/sumData.ts";
import { TINY_SETTINGS } from "./fixtures/tinySettings.ts";
import { StudioPage } from "./studioPage.ts";

test.use({ serviceWorkers: "allow" });

let host: PlainServer;
test.beforeEach(async () => {
  host = await servePlainly("/some/folder/");
});
test.afterEach(() => host.close());

const addressOf = (settings: Record<string, string | number>) =>
  `${host.url}?${new URLSearchParams(
    Object.entries(settings).map(([key, value]) => [key, String(value)]),
  )}`;

async function visit(page: Page, settings: Record<string, string | number>): Promise<StudioPage> {
  const studio = new StudioPage(page);
  await page.goto(addressOf(settings));
  await expect(studio.button("Train")).toBeEnabled();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  return studio;
}

const isIsolated = (page: Page) => page.evaluate(() => crossOriginIsolated);

test("after one visit the app opens and trains though its host is gone", async ({ page }) => {
  const studio = await visit(page, TINY_SETTINGS);
  expect(await isIsolated(page)).toBe(false);
  await studio.show("Runs");
  await studio.button("Storage…").click();
  await expect(page.getByRole("dialog", { name: "Storage" })).toContainText("Works offline");
  await host.close();

  // Other settings than those of the visit, and an encoder that starts workers of its own.
  const transformer = {
    "encoder.kind": "transformer",
    "encoder.layers": 1,
    "encoder.languageModel.steps": 2,
  };
  await page.goto(addressOf({ ...TINY_SETTINGS, ...transformer }));
  await expect(studio.button("Train")).toBeEnabled();
  // The headers that the host could not send.
  expect(await isIsolated(page)).toBe(true);
  await studio.loadFiles([shardFile("honest sums"), metaFile()]);
  await studio.button("Train").click();
  await studio.expectState("finished");
  for (const view of ["Label", "Train", "Evaluate", "Inspect", "Runs"] as const) {
    await studio.show(view);
    await expect(page.getByRole("main")).toContainText(/\S/);
  }
});

test("a newer version waits, says so, and comes when it is asked for", async ({ page }) => {
  const studio = await visit(page, { ...TINY_SETTINGS, "lower.steps": 100_000 });
  const file = "serviceWorker.js";
  host.replaced.set(file, `${readFileSync(join(DIST, file), "utf8")}// newer`);
  await page.reload();
  await studio.button("Train").click();
  await studio.expectState("running");
  const note = page.getByRole("region", { name: "New version" });
  await expect(note).toContainText("A run is under way");
  // Nothing is loaded by itself: the page and its run are the ones of before.
  await page.evaluate(() => Object.assign(window, { isStillThere: true }));
  const before = await studio.progressNumber("Lower step");
  await expect.poll(() => studio.progressNumber("Lower step")).toBeGreaterThan(before);
  expect(await page.evaluate(() => "isStillThere" in window)).toBe(true);

  const loaded = page.waitForEvent("load");
  await note.getByRole("button", { name: "Reload" }).click();
  await loaded;
  await expect(page.getByRole("region", { name: "Interrupted training" })).toBeVisible();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
  const script = await page.evaluate(async () => {
    const { active, waiting } = (await navigator.serviceWorker.getRegistration()) ?? {};
    return { isActive: active?.state, isWaiting: waiting !== null };
  });
  expect(script).toEqual({ isActive: "activated", isWaiting: false });
  await expect(note).toBeHidden();
});
