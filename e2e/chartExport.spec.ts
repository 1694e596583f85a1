// Story: someone takes the charts of a finished run into a paper and a talk: pictures, numbers, and the race of
// the weights as a film.
import { readFileSync } from "node:fs";
import { expect, type Locator, type Page, test } from "@playwright/test";
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

/** A run that is over, on few data of three domains. */
async function finishedRun(page: Page): Promise<StudioPage> {
  const studio = new StudioPage(page);
  await studio.open(SETTINGS);
  await studio.loadFiles(allFiles());
  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("finished");
  return studio;
}

async function choose(page: Page, chart: string, action: string): Promise<void> {
  await page.getByRole("button", { name: `Save or read ${chart}`, exact: true }).click();
  await page.getByRole("menuitem", { name: action, exact: true }).click();
}

async function saved(page: Page, press: () => Promise<void>): Promise<[string, Buffer]> {
  const download = page.waitForEvent("download");
  await press();
  const file = await download;
  return [file.suggestedFilename(), readFileSync(await file.path())];
}

/** Width and height of a PNG, from its header. */
function pngSize(png: Buffer): [number, number] {
  expect(png.subarray(1, 4).toString()).toBe("PNG");
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
}

const cellsOf = async (row: Locator) => await row.locator("th, td").allTextContents();

test("the weights are saved as picture, as numbers and as a film, and read as a table", async ({
  page,
  browser,
}) => {
  const studio = await finishedRun(page);
  const weights = page.getByRole("region", { name: "Domain weights", exact: true });
  const domains = await weights
    .getByRole("list")
    .getByRole("button")
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute("title") ?? ""));
  expect(domains.length).toBeGreaterThan(1);

  const [svgName, svgFile] = await saved(page, () => choose(page, "Domain weights", "Save as SVG"));
  expect(svgName).toBe("Domain_weights.svg");
  const svg = svgFile.toString("utf8");
  expect(svg).not.toContain("var(");
  const drawn = await page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    return {
      name: root.nodeName,
      size: [Number(root.getAttribute("width")), Number(root.getAttribute("height"))],
      texts: [...root.querySelectorAll("text")].map((one) => one.textContent ?? ""),
      colors: [...root.querySelectorAll("path[fill=none]")].map((one) =>
        one.getAttribute("stroke"),
      ),
    };
  }, svg);
  expect(drawn.name).toBe("svg");
  expect(drawn.texts).toEqual(expect.arrayContaining([...domains, "Domain weights", "Lower step"]));
  expect(drawn.texts.some((text) => text.includes("step 60 of 60"))).toBe(true);
  expect(new Set(drawn.colors).size).toBe(domains.length);

  const [, png] = await saved(page, () => choose(page, "Domain weights", "Save as PNG"));
  expect(pngSize(png)).toEqual(drawn.size.map((pixels) => 2 * pixels));

  const [, csvFile] = await saved(page, () =>
    choose(page, "Domain weights", "Save numbers as CSV"),
  );
  const csv = csvFile
    .toString("utf8")
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","));
  expect(csv[0]?.slice(1).sort()).toEqual([...domains].sort());
  expect(csv[1]?.slice(1)).toEqual(domains.map(() => "1"));

  await choose(page, "Domain weights", "Show as table");
  const table = weights.getByRole("table");
  await expect(table).toHaveAttribute("aria-rowcount", String(csv.length));
  expect(await cellsOf(table.getByRole("row").first())).toEqual(csv[0]);
  // From the last step on: as far as the table shows them, the numbers of the file.
  await table.getByRole("button", { name: "Lower step" }).click();
  const inTable = await cellsOf(table.getByRole("row").nth(1));
  const inFile = csv.at(-1)?.map(Number) ?? [];
  expect(inTable.map(Number)).toEqual(
    inFile.map((value, i) => (i === 0 ? value : Number(value.toFixed(3)))),
  );
  await choose(page, "Domain weights", "Show as chart");
  await expect(table).toBeHidden();

  // The race is played and scrubbed through, without the run being touched.
  const shown = await studio.shownWeights();
  await page.getByRole("radio", { name: "Race" }).click();
  const race = page.getByRole("region", { name: "Race of the weights" });
  const slider = race.getByRole("slider", { name: "Step" });
  await expect(slider).toHaveAttribute("aria-valuetext", "step 60 of 60");
  const values = () => race.locator("svg [data-domain] text:last-of-type").allTextContents();
  const last = Object.values(shown).map((weight) => weight.toFixed(2));
  expect((await values()).sort()).toEqual(last.sort());
  await slider.press("Home");
  await expect.poll(values).toEqual(last.map(() => "1.00"));
  await slider.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuetext", "step 5 of 60");
  // The space key plays, and begins no run.
  await race.getByRole("radio", { name: "4×" }).click();
  await slider.press(" ");
  await expect(race.getByRole("button", { name: "Pause the race" })).toBeVisible();
  await expect(slider).toHaveAttribute("aria-valuetext", "step 60 of 60", { timeout: 20_000 });
  await studio.expectState("finished");

  // Called off, nothing is saved and the buttons are back.
  await race.getByRole("button", { name: "Save as GIF" }).click();
  await race.getByRole("button", { name: "Cancel" }).click();
  const [gifName, gif] = await saved(page, () =>
    race.getByRole("button", { name: "Save as GIF" }).click(),
  );
  expect(gifName).toBe("Domain_weights.gif");
  const [videoName, video] = await saved(page, () =>
    race.getByRole("button", { name: "Save as video" }).click(),
  );
  expect(videoName).toBe("Domain_weights.webm");

  // They play elsewhere: in a page without the app's policy, but as safe a place, where images may be decoded.
  const elsewhere = await browser.newPage();
  const blank = new URL("elsewhere.html", page.url()).href;
  await elsewhere.route(blank, (route) => route.fulfill({ contentType: "text/html", body: "" }));
  await elsewhere.goto(blank);
  const film = await elsewhere.evaluate(async (bytes) => {
    const data = Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0));
    const decoder = new ImageDecoder({ data, type: "image/gif" });
    await decoder.tracks.ready;
    await decoder.completed;
    const frameCount = decoder.tracks.selectedTrack?.frameCount ?? 0;
    const look = async (frameIndex: number) => {
      const { image } = await decoder.decode({ frameIndex });
      const { displayWidth: width, displayHeight: height, duration } = image;
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d");
      context?.drawImage(image, 0, 0);
      const pixels = context?.getImageData(0, 0, width, height).data ?? [];
      let sum = 0;
      pixels.forEach((value, index) => {
        sum = (sum * 31 + value * (index % 97)) % 1_000_000_007;
      });
      return { width, height, duration, sum };
    };
    return { frameCount, frames: [await look(0), await look(40), await look(frameCount - 1)] };
  }, gif.toString("base64"));
  expect(film.frameCount).toBe(100);
  for (const { width, height, duration } of film.frames) {
    expect([width, height, duration]).toEqual([960, 540, 80_000]);
  }
  expect(new Set(film.frames.map(({ sum }) => sum)).size).toBe(3);

  const played = await elsewhere.evaluate(async (bytes) => {
    const data = Uint8Array.from(atob(bytes), (sign) => sign.charCodeAt(0));
    const element = document.createElement("video");
    element.muted = true;
    element.src = URL.createObjectURL(new Blob([data], { type: "video/webm" }));
    await new Promise((resolve, reject) => {
      element.onloadeddata = resolve;
      element.onerror = () => reject(new Error(element.error?.message ?? "no video"));
    });
    const { duration, videoWidth, videoHeight } = element;
    return { duration, videoWidth, videoHeight };
  }, video.toString("base64"));
  expect(played).toEqual({ duration: expect.closeTo(8, 1), videoWidth: 960, videoHeight: 540 });
  await elsewhere.close();
});
