// Story: someone opens the page and trains on the built-in suite, on WebGPU.
import { expect, test } from "@playwright/test";
import { expectWeightsOfARun, mean, StudioPage } from "./studioPage.ts";

const STEPS = 40;

test("the suite trains on WebGPU and its weights part from 1", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({
    backend: "webgpu",
    "lower.steps": STEPS,
    "lower.batchSize": 32,
    "upper.unroll": 5,
    "upper.warmupSteps": 10,
    "upper.metaBatchSize": 32,
    "upper.trainBatchSize": 32,
    "evaluation.questions": 20,
  });
  await studio.expectState("idle");
  await studio.button("Train").click();
  await studio.expectState("finished");
  await expect(studio.badge.first()).toContainText("WebGPU");
  expect(await studio.progressNumber("Lower step")).toBe(STEPS);

  const shown = await studio.shownWeights();
  expect(Object.keys(shown)).toHaveLength(15);
  expect(mean(Object.values(shown))).toBeCloseTo(1, 2);
  expect(Math.max(...Object.values(shown)) - Math.min(...Object.values(shown))).toBeGreaterThan(
    0.005,
  );

  const { run, files } = await studio.exportRun();
  expect(run.backend.name).toBe("webgpu");
  expectWeightsOfARun(run);
  // An upper step every 5 lower steps, from the end of the warm-up on.
  expect(run.history.at(-1)).toMatchObject({ step: STEPS, upperStep: (STEPS - 10) / 5 });
  for (const { lowerLoss, weightedLowerLoss } of run.history) {
    expect(lowerLoss).toBeGreaterThan(0);
    expect(lowerLoss).toBeLessThan(1);
    expect(weightedLowerLoss).toBeGreaterThan(0);
  }
  for (const [name, weight] of Object.entries(run.finalWeights)) {
    expect(shown[name]).toBeCloseTo(weight, 3);
  }
  expect(files["weights.csv"]?.split("\n")[0]).toBe(
    `step,${run.data.domains.map((d) => d.name).join(",")}`,
  );
  const last = run.evaluation?.main.at(-1);
  expect(last?.step).toBe(STEPS);
  expect(last?.bestOf?.["8"]).toBeGreaterThan(0);
  await expect(page.getByRole("row", { name: /^This run/ })).toContainText(
    `${((last?.bestOf?.["8"] ?? 0) * 100).toFixed(1)} %`,
  );
});
