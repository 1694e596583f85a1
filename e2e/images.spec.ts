// Story: someone drops a ZIP of shards with their images, sees which are missing, trains a PRM that looks at
// them, and hides them from it.
import { readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { DOMAINS, IMAGES, illustratedZip, LOST } from "./fixtures/pictureData.ts";
import { StudioPage } from "./studioPage.ts";

test("images of a ZIP are shown, missing ones named, seen by the PRM and hidden from it", async ({
  page,
}) => {
  const studio = new StudioPage(page);
  await studio.open({
    backend: "cpu",
    "lower.steps": 300,
    "upper.warmupSteps": 20,
    "heldOut.metaShare": 0,
    "heldOut.shardShare": 0,
  });
  await studio.show("Data");
  await page.getByRole("radio", { name: "Replace the present data" }).check();
  await page.getByLabel("Files to load").setInputFiles([illustratedZip()]);

  const images = page.getByRole("region", { name: "Images" });
  // Two domains, the meta set and the candidates.
  await expect(images).toContainText(`${4 * IMAGES} image files`);
  await expect(images).toContainText("1 chain names an image that is not among the files");
  for (const domain of DOMAINS) {
    const thumbs = images.getByRole("button", { name: `Show the image of “${domain}” large` });
    await expect(thumbs).toHaveCount(6);
    await expect
      .poll(() =>
        thumbs
          .first()
          .locator("img")
          .evaluate((img) => (img as HTMLImageElement).naturalWidth),
      )
      .toBe(48);
  }
  const problems = page.getByRole("region", { name: "List of problems" });
  const miss = problems.getByRole("listitem").filter({ hasText: LOST });
  await expect(miss).toContainText("bars.zip/set/round_tables.jsonl");
  await expect(miss).toContainText("line 1");
  await expect(miss).toContainText("image_path");
  await expect(miss).toContainText(`the image “${LOST}” is not among the files`);
  await expect(page.getByRole("region", { name: "Table of files" })).toContainText("images");

  // By keyboard: the thumbnail opens the image, Escape closes it and gives the focus back.
  const thumb = images.getByRole("button", { name: /^Show the image of/ }).first();
  await thumb.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Image" });
  await expect(dialog).toContainText("bars.zip/set/images/round_tables/");
  await expect(dialog.getByRole("img")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(thumb).toBeFocused();

  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("finished");

  await studio.show("Inspect");
  await page.getByRole("combobox", { name: "Chains from" }).selectOption({ label: "Meta set" });
  const list = page.getByRole("listbox", { name: "Chains" }).getByRole("option");
  await list.first().click();
  const chain = page.getByRole("article", { name: "Open chain" });
  await expect(chain.getByRole("button", { name: /^Show the image of the chain/ })).toBeVisible();
  const score = chain
    .getByRole("listitem", { name: "Step 1", exact: true })
    .locator('[data-figure="score"]');
  const seen = await score.textContent();
  await chain.getByRole("switch", { name: "Hide the image from the PRM" }).click();
  await expect(chain.getByText(/step \d changes most, from \d\.\d+ to \d\.\d+\.$/)).toBeVisible();
  await expect(score).not.toHaveText(seen ?? "");
  await expect(chain.getByText("Image seen").first()).toBeVisible();
  await chain.getByRole("switch", { name: "Hide the image from the PRM" }).click();
  await expect(score).toHaveText(seen ?? "");

  // The chain whose image is missing says so.
  await page
    .getByRole("combobox", { name: "Chains from" })
    .selectOption({ label: "Training shards" });
  await page.getByRole("searchbox").or(page.getByPlaceholder("Search text")).fill("lost");
  await list.first().click();
  await expect(chain).toContainText(`Its image ${LOST} is not among the files`);

  await studio.show("Evaluate");
  await studio.button("Measure with the images hidden").click();
  const worth = page.getByRole("table", { name: "What the images are worth" });
  const all = worth.getByRole("row", { name: /^All questions/ });
  await expect(all).toContainText(String(IMAGES));
  // Nothing but the image tells which candidate is right.
  const worthOfAll = all.getByRole("img", { name: /^Worth of the images/ });
  await expect(worthOfAll).toHaveAttribute("data-tone", "better");
});

test("what is exported with its images and dropped again is the same data", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({ backend: "cpu" });
  await studio.show("Data");
  await page.getByRole("radio", { name: "Replace the present data" }).check();
  await page.getByLabel("Files to load").setInputFiles([illustratedZip()]);
  const images = page.getByRole("region", { name: "Images" });
  await expect(images).toContainText(`${4 * IMAGES} image files`);
  const before = await images.innerText();
  const download = page.waitForEvent("download");
  await studio.button("Export the data").click();
  const path = await (await download).path();
  await page.getByRole("radio", { name: "Replace the present data" }).check();
  await page
    .getByLabel("Files to load")
    .setInputFiles({ name: "again.zip", mimeType: "application/zip", buffer: readFileSync(path) });
  // Two shards, meta set, candidates and the images.
  await expect(page.getByText(/^Loaded: 100 files$/)).toBeVisible();
  await expect.poll(() => images.innerText()).toBe(before);
});
