// Story: someone drops in shards and a meta set of their own and trains on them, on WebGPU.
import { expect, test } from "@playwright/test";
import { allFiles, CHAINS, DOMAINS, META_CHAINS, STEPS } from "./fixtures/sumData.ts";
import { expectWeightsOfARun, StudioPage } from "./studioPage.ts";

const LOWER_STEPS = 100;

test("uploaded files are counted, train, and teach the weights", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({
    backend: "webgpu",
    "suite.variant": "planted",
    "lower.steps": LOWER_STEPS,
    "lower.batchSize": 32,
    "upper.unroll": 5,
    "upper.warmupSteps": 20,
    "upper.learningRate": 0.1,
    "upper.metaBatchSize": 32,
    "upper.trainBatchSize": 64,
  });
  await studio.loadFiles(allFiles());
  for (const domain of DOMAINS) {
    const cells = page
      .getByRole("row")
      .filter({ has: page.getByRole("rowheader", { name: domain }) });
    // Rows, chains and steps a chain, as the fixture was made.
    await expect(cells).toContainText(String(CHAINS * STEPS));
    await expect(cells).toContainText(`${STEPS}.0`);
  }
  await expect(page.getByText("Every row that was read is in use.")).toBeVisible();

  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("finished");
  const { run } = await studio.exportRun();
  expect(run.backend.name).toBe("webgpu");
  expect(run.data.domains.map(({ name, rows, chains }) => ({ name, rows, chains }))).toEqual(
    [...DOMAINS].map((name) => ({ name, rows: CHAINS * STEPS, chains: CHAINS })),
  );
  expect(run.data.meta.chains).toBe(META_CHAINS);
  expectWeightsOfARun(run);
  // The labels of one domain are turned round on purpose: it must lose to the honest one.
  const honest = run.weights["honest sums"] ?? Number.NaN;
  const reversed = run.weights["reversed sums"] ?? Number.NaN;
  expect(honest).toBeGreaterThan(1);
  expect(reversed).toBeLessThan(1);
});
