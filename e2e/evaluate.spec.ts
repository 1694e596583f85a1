// Story: someone trains on the suite, looks at what the candidates say, and asks whether it is real.
import { readFileSync } from "node:fs";
import { expect, type Page, test } from "@playwright/test";
import type { VerdictReport } from "../src/domain/study.ts";
import { StudioPage } from "./studioPage.ts";

const SETTINGS = {
  backend: "cpu",
  "lower.steps": 60,
  "lower.batchSize": 32,
  "upper.unroll": 5,
  "upper.warmupSteps": 10,
  "upper.metaBatchSize": 32,
  "upper.trainBatchSize": 32,
  "evaluation.questions": 20,
};

/** The first number of a cell, with its sign: "+2.4" of "+2.4+1.6 to +3.2". */
function firstNumber(text: string | null): number {
  const found = /[+−]?\d+(\.\d+)?/.exec(text ?? "")?.[0] ?? "";
  return Number(found.replace("−", "-"));
}

/** The share or gain as shown, to its last digit; a tie may have been rounded either way. */
function expectShown(text: string | null, share: number): void {
  expect(Math.abs(firstNumber(text) - 100 * share)).toBeLessThan(0.0501);
}

const table = (page: Page, name: string) => page.getByRole("table", { name, exact: true });

test("a run is measured on the candidates, alone and beside vanilla", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open(SETTINGS);
  await studio.show("Evaluate");
  await expect(page.getByText("No PRM yet")).toBeVisible();
  await studio.button("Train a PRM").click();
  await studio.expectState("finished");
  const methods = table(page, "Accuracy by method and number of candidates");
  await expect(methods).toBeVisible({ timeout: 90_000 });
  // One PRM alone has nothing to gain over.
  await expect(methods.getByRole("columnheader", { name: /^Gain over/ })).toHaveCount(0);

  await studio.button("Retrain and compare").click();
  await expect(page.getByText("So far, from one run")).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(/Recommended for use:/)).toBeVisible();
  await expect(methods.getByRole("row")).toHaveCount(1 + 3 + 3 + 3);
  const cells = async (name: string | RegExp) =>
    await methods.getByRole("row", { name }).getByRole("cell").allTextContents();
  const learned = await cells(/^Retrained, learned weights 4/);
  const vanilla = await cells(/^Vanilla \d/);
  // Accuracies at N = 1, 2, 4, 8, 16, the bar, the gain at N = 8: the difference of the two shown.
  expect(learned).toHaveLength(7);
  const gain = firstNumber(learned[6] ?? "");
  expect(gain).toBeCloseTo(firstNumber(learned[3] ?? "") - firstNumber(vanilla[3] ?? ""), 0);
  // Any one candidate is as good as another before a PRM has chosen.
  expect(firstNumber(learned[0] ?? "")).toBe(firstNumber(vanilla[0] ?? ""));
  // The gain at another N.
  await page.getByRole("combobox", { name: "N of the gain" }).selectOption("2");
  const atTwo = await cells(/^Retrained, learned weights 4/);
  expect(firstNumber(atTwo[6] ?? "")).toBeCloseTo(
    firstNumber(learned[1] ?? "") - firstNumber(vanilla[1] ?? ""),
    0,
  );

  // A line a method that is switched on.
  const lines = page.locator(".recharts-line");
  await expect(lines).toHaveCount(5);
  await studio.button("Oracle: any correct").click();
  await expect(lines).toHaveCount(6);

  const steps = table(page, "Step metrics");
  await expect(steps.getByRole("row", { name: /position alone/ })).toBeVisible();
  await expect(steps.getByRole("row")).toHaveCount(1 + 3 + 1);
  await expect(table(page, "By domain").getByRole("row")).not.toHaveCount(1);
  await page.getByText("By number of steps").click();
  await expect(table(page, "By number of steps")).toBeVisible();

  // Without vanilla in the comparison nothing is left to gain over; with it again, it is.
  await page
    .getByRole("region", { name: "What is compared" })
    .getByRole("button", { name: "Vanilla" })
    .click();
  await expect(methods.getByRole("columnheader", { name: /^Gain over/ })).toHaveCount(0);
  await page.getByLabel("Chain score").selectOption({ label: "Lowest step" });
  await expect(page.getByText(/^best of N by lowest step/)).toBeVisible({ timeout: 60_000 });
});

test("the controls are run, paused and resumed, and end in a verdict", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open(SETTINGS);
  await studio.show("Evaluate");
  await page.getByRole("textbox", { name: "Seeds" }).first().fill("1");
  await expect(studio.button("Is it real?")).toBeDisabled();
  await page.getByRole("textbox", { name: "Seeds" }).first().fill("2");
  // Seven PRMs a seed on the suite, and three on its clean domains.
  await expect(page.getByText("20 trainings")).toBeVisible();
  await studio.button("Is it real?").click();

  await studio.button("Pause study").click();
  await expect(studio.button("Resume study")).toBeVisible();
  await expect(studio.state).toHaveText("Study paused");
  await expect(studio.button("Train")).toBeDisabled();
  await expect(studio.button("Train")).toHaveAttribute("title", /study is under way/);
  const trainings = page.getByRole("list", { name: "Trainings" });
  const done = () => trainings.getByRole("img", { name: /: done$/ }).count();
  const before = await done();
  await page.waitForTimeout(1500);
  expect(await done()).toBe(before);
  await studio.button("Resume study").click();
  await expect.poll(done, { timeout: 60_000 }).toBeGreaterThan(before);

  await expect(studio.button("Export verdict")).toBeVisible({ timeout: 200_000 });
  const download = page.waitForEvent("download");
  await studio.button("Export verdict").click();
  const path = await (await download).path();
  const report = JSON.parse(readFileSync(path, "utf8")) as VerdictReport;
  expect(report.seeds).toEqual([1, 2]);
  expect(report.config.lower.steps).toBe(60);
  const words = { benefit: /^Yes: \+/, none: /^No evidence of benefit$/, harm: /^Harm: −/ };
  await expect(page.getByText(words[report.verdict])).toBeVisible();
  for (const text of [report.headline, ...report.reasons, ...report.cautions]) {
    await expect(page.getByText(text).first()).toBeVisible();
  }
  const controls = table(page, "Controls");
  expect(report.controls.map(({ id }) => id)).toEqual([
    "retrained",
    "bilevel",
    "vanilla",
    "vanillaLong",
    "permuted",
    "fineTuned",
    "oracle",
  ]);
  for (const [place, row] of report.controls.entries()) {
    const point = row.points.find(({ n }) => n === report.atN);
    const cells = controls
      .getByRole("row")
      .nth(place + 1)
      .getByRole("cell");
    expectShown(await cells.nth(0).textContent(), point?.accuracy.value ?? Number.NaN);
    if (point?.gainOverThis) {
      expectShown(await cells.nth(2).textContent(), point.gainOverThis.value);
    }
  }
  for (const { domain, mean } of report.weights) {
    await expect(
      page.getByRole("listitem").filter({ hasText: domain }).getByRole("img").last(),
    ).toHaveAccessibleName(new RegExp(`^Mean ${mean.toFixed(2)};`));
  }
  // The worker is free again.
  await expect(studio.button("Train")).toBeEnabled();
});
