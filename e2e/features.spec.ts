// Story: a pretrained model reads the data in the browser, a head is trained on its vectors; the next time
// they are there at once. The hub is a server on this machine, the model a tiny one of random weights.
import { expect, type Page, test } from "@playwright/test";
import { type ModelHub, serveModelHub } from "./fixtures/modelHub.ts";
import {
  allFiles,
  CANDIDATES,
  CHAINS,
  DOMAINS,
  META_CHAINS,
  QUESTIONS,
  STEPS,
} from "./fixtures/sumData.ts";
import { expectWeightsOfARun, StudioPage } from "./studioPage.ts";

const SETTINGS = { backend: "cpu", "lower.steps": 40, "upper.unroll": 5, "upper.warmupSteps": 10 };

let hub: ModelHub;
test.beforeEach(async () => {
  hub = await serveModelHub();
});
test.afterEach(() => hub.close());

/** Asks for a model of the hub through the dialog. */
async function read(page: Page, model: string, kind: string): Promise<void> {
  await page.getByRole("button", { name: "From a pretrained model…" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Model", { exact: true }).selectOption("Another model of a hub…");
  await dialog.getByLabel("Id").fill(model);
  await dialog.getByLabel("Kind").selectOption(kind);
  await dialog.getByLabel("Runs on").selectOption("Processor");
  await dialog.getByText("Another hub").click();
  await dialog.getByLabel("Address").fill(hub.url);
  await dialog.getByRole("button", { name: "Start reading" }).click();
}

test("a model reads the data, a head is trained, and the second time nothing is fetched", async ({
  page,
}) => {
  const studio = new StudioPage(page);
  const outside: string[] = [];
  page.on("request", (request) => {
    const { host, protocol } = new URL(request.url());
    if (/^https?:$/.test(protocol) && !host.startsWith("127.0.0.1")) outside.push(request.url());
  });
  await studio.open(SETTINGS);
  await studio.loadFiles(allFiles());
  const panel = page.getByRole("region", { name: "Features" });
  await read(page, "tiny/decoder", "causal language model");
  const set = panel.getByRole("listitem").filter({ hasText: "tiny/decoder:causal" });
  await expect(set).toContainText("of 32 numbers", { timeout: 200_000 });
  await expect(set).toContainText(`all ${DOMAINS.length * CHAINS * STEPS}`);
  await expect(set).toContainText(`all ${META_CHAINS * STEPS}`);
  await expect(set).toContainText(`all ${QUESTIONS * CANDIDATES * STEPS}`);
  await expect(panel).toContainText(/Kept in this browser/);
  expect(hub.asked.some((path) => path.endsWith("onnx/model.onnx"))).toBe(true);

  await set.getByRole("button", { name: "Train a head on them" }).click();
  await expect(page).toHaveURL(/encoder\.kind=frozen/);
  await studio.button("Train").click();
  await studio.expectState("finished");
  const { run } = await studio.exportRun();
  expect(run.config.encoder).toMatchObject({
    kind: "frozen",
    features: "tiny/decoder:causal",
    width: 32,
  });
  expectWeightsOfARun(run);

  // A step that is edited is read anew by the model, and only from there on the scores move.
  await studio.show("Inspect");
  await page.getByRole("listbox", { name: "Chains" }).getByRole("option").first().click();
  const chain = page.getByRole("article", { name: "Open chain" });
  const score = (step: number) =>
    chain
      .getByRole("listitem", { name: `Step ${step}`, exact: true })
      .locator('[data-figure="score"]');
  const before = [await score(1).textContent(), await score(2).textContent()];
  await chain.getByRole("textbox", { name: "Text of step 2" }).fill("Some other words.");
  await expect(score(2)).not.toHaveText(before[1] ?? "");
  await expect(score(2)).toHaveText(/^[01]\.\d{3}$/);
  await expect(score(1)).toHaveText(before[0] ?? "");

  // After a reload the vectors come from the browser, even where the hub is gone.
  await page.goto("about:blank");
  hub.asked.length = 0;
  hub.goOffline();
  await studio.open(SETTINGS);
  await studio.loadFiles(allFiles());
  await read(page, "tiny/decoder", "causal language model");
  await expect(panel.getByRole("status").filter({ hasText: "all kept from before" })).toBeVisible();
  await expect(set).toContainText("of 32 numbers");
  expect(hub.asked.filter((path) => path.includes("onnx"))).toEqual([]);

  await panel.getByRole("button", { name: "Clear" }).click();
  await expect(panel.getByText(/Kept in this browser/)).toHaveCount(0);
  expect(outside).toEqual([]);
});

test("what cannot be read is said in words, with the address or the file", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open(SETTINGS);
  await studio.loadFiles(allFiles());
  const panel = page.getByRole("region", { name: "Features" });
  const alert = panel.getByRole("alert");
  await read(page, "tiny/nothing", "sentence embedder");
  await expect(alert).toContainText("config.json of “tiny/nothing”");
  await read(page, "tiny/sentence", "image tower");
  await expect(alert).toContainText("No chain has an image");
  hub.goOffline();
  await read(page, "tiny/sentence", "sentence embedder");
  await expect(alert).toContainText(`The hub at ${hub.url} cannot be reached`);
});
