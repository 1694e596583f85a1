// Story: a browser without WebGPU. The app trains on the processor and says so.
import { expect, test } from "@playwright/test";
import { chromiumFlags, requireChromium } from "../cli/chromium.ts";
import { allFiles } from "./fixtures/sumData.ts";
import { expectWeightsOfARun, StudioPage } from "./studioPage.ts";

test.use({
  launchOptions: { executablePath: requireChromium(), args: chromiumFlags({ hasWebGpu: false }) },
});

test("auto falls back and says why", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({ "lower.steps": 30, "upper.unroll": 5, "upper.warmupSteps": 5 });
  expect(
    await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) ?? null),
  ).toBeNull();
  await studio.loadFiles(allFiles());
  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("finished");
  await expect(studio.badge.first()).toContainText("CPU");
  await expect(page.getByTitle(/WebGPU could not be used/)).toBeVisible();
  const { run } = await studio.exportRun();
  expect(run.backend).toMatchObject({ engine: "fused" });
  expect(["wasm", "cpu"]).toContain(run.backend.name);
  expectWeightsOfARun(run);
});

test("the reference engine trains on wasm where it is chosen", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({
    backend: "referenceWasm",
    "lower.steps": 20,
    "lower.batchSize": 16,
    "upper.unroll": 5,
    "upper.warmupSteps": 5,
  });
  await studio.loadFiles(allFiles());
  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("finished");
  await expect(studio.badge.first()).toContainText("wasm, reference engine");
  const { run } = await studio.exportRun();
  expect(run.backend).toMatchObject({ name: "wasm", engine: "reference" });
  expectWeightsOfARun(run);
});

test("WebGPU by choice fails in words where there is none", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({ backend: "webgpu", "lower.steps": 20 });
  await studio.button("Train").click();
  await studio.expectState("failed");
  await expect(page.getByRole("alert")).toContainText(/WebGPU/);
});
