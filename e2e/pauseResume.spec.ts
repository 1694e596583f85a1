// Story: a run is paused, moved on by one upper step, and resumed where it stood.
import { expect, test } from "@playwright/test";
import type { HistoryRecord } from "../src/domain/run.ts";
import { allFiles } from "./fixtures/sumData.ts";
import { StudioPage } from "./studioPage.ts";

const UNROLL = 5;
/** Enough that the run does not end while a button is on its way. */
const STEPS = { webgpu: 400, cpu: 20_000 } as const;

const SETTINGS = {
  "lower.batchSize": 16,
  "upper.unroll": UNROLL,
  "upper.warmupSteps": 5,
  "upper.metaBatchSize": 16,
  "upper.trainBatchSize": 16,
};

const trace = (history: readonly HistoryRecord[]) =>
  history.map(({ step, weights }) => ({ step, weights }));

for (const backend of ["webgpu", "cpu"] as const) {
  test(`a run pauses, steps and resumes where it stood (${backend})`, async ({ page }) => {
    const studio = new StudioPage(page);
    const steps = STEPS[backend];
    await studio.open({ ...SETTINGS, "lower.steps": steps, backend });
    await studio.loadFiles(allFiles());
    await studio.show("Train");
    // One upper step at a time from the start: never a race against the end of the run.
    await studio.button("Step").click();
    await studio.expectState("paused");
    const first = await studio.progressNumber("Lower step");
    expect(first).toBeLessThan(steps);
    const before = await studio.exportRun();
    expect(before.run.history.at(-1)?.step).toBe(first);

    await studio.button("Step").click();
    await expect.poll(() => studio.progressNumber("Lower step")).toBeGreaterThan(first);
    await studio.expectState("paused");
    const second = await studio.progressNumber("Lower step");
    expect(second).toBe(first + UNROLL);

    await studio.button("Resume").click();
    await studio.button("Pause").click();
    await studio.expectState("paused");
    const third = await studio.progressNumber("Lower step");
    expect(third).toBeGreaterThanOrEqual(second);
    const paused = await studio.exportRun();
    expect(paused.run.history.at(-1)?.step).toBe(third);

    await studio.button("Resume").click();
    await studio.expectState("finished");
    const { run } = await studio.exportRun();
    // Resumed, not begun again: what stood there stands there still, and nothing is missing or double.
    expect(trace(run.history).slice(0, paused.run.history.length)).toEqual(
      trace(paused.run.history),
    );
    expect(run.history.map((record) => record.step)).toEqual(
      Array.from({ length: steps / UNROLL }, (_, i) => (i + 1) * UNROLL),
    );

    if (backend === "cpu") {
      // The same run without a pause gives the same numbers, to the last digit.
      await studio.button("Reset").click();
      await studio.expectState("idle");
      await studio.button("Train").click();
      await studio.expectState("finished");
      const whole = await studio.exportRun();
      expect(trace(whole.run.history)).toEqual(trace(run.history));
    }
  });
}
