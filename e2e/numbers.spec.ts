// Story: settings under which the PRM's numbers run away. The run ends before the step that would have broken
// it, says which and why, and what was learned by then can be used.
import { expect, test } from "@playwright/test";
import { allFiles } from "./fixtures/sumData.ts";
import { StudioPage } from "./studioPage.ts";

test("a run that diverges is stopped before the step, named and kept", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({
    backend: "cpu",
    mode: "vanilla",
    "lower.steps": 500,
    "lower.batchSize": 16,
    "lower.learningRate": 10,
    "lower.weightDecay": 0.25,
    "lower.schedule": "constant",
    "upper.unroll": 5,
  });
  await studio.loadFiles(allFiles());
  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("failed");
  const failure = page.getByRole("alert").filter({ hasText: "Nothing of that step was applied" });
  await expect(failure).toContainText(/^At lower step \d+ .* in embedding\.weight/);
  await expect(failure).toContainText("their product is 2.5");
  const lastGood = Number((await failure.textContent())?.match(/PRM of step (\d+)/)?.[1]);
  const gradient = page.getByRole("region", { name: "Gradient" });
  await expect(gradient.getByText(/^(never clipped|clipped at \d+ of \d+ points)$/)).toBeVisible();
  // Another action puts the failure away.
  const { run, files } = await studio.exportRun();
  expect(lastGood - (run.history.at(-1)?.step ?? 0)).toBeLessThan(5);
  for (const { gradientNorm } of run.history) expect(gradientNorm).toBeGreaterThanOrEqual(0);
  expect(Object.keys(files)).toContain("prm.safetensors");
  await studio.show("Runs");
  await expect(studio.keptRuns).toHaveCount(1);
  // It says why it failed, also after the browser was closed.
  await page.reload();
  const kept = page.getByRole("region", { name: "Table of runs" });
  await expect(kept).toContainText("failed");
  await expect(kept).toContainText(`PRM of step ${lastGood} can be used`);
});
