// Story: someone asks why a weight moved, reads the numbers behind it, and follows them to the chains.
import { expect, type Page, test } from "@playwright/test";
import { allFiles, DOMAINS, META_CHAINS } from "./fixtures/sumData.ts";
import { mean, StudioPage } from "./studioPage.ts";

const RECENT = 20;

async function trained(page: Page) {
  const studio = new StudioPage(page);
  await studio.open({
    backend: "cpu",
    "lower.steps": 160,
    "upper.unroll": 5,
    "upper.warmupSteps": 10,
    "upper.cosineEvery": 3,
  });
  await studio.loadFiles(allFiles());
  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("finished");
  const panel = page.getByRole("region", { name: "Why a weight moved" });
  return { studio, panel };
}

/** "+3.3e−4" as a number. */
const numberOf = (text: string | null) => Number((text ?? "").replaceAll("−", "-"));

/** Two figures are shown: half a unit of the second one. */
const isNear = (shown: number, value: number) =>
  Math.abs(shown - value) <= Math.max(0.051 * Math.abs(value), 1e-12);

test("the table of pulls says what the exported history says", async ({ page }) => {
  const { studio, panel } = await trained(page);
  // Closed, it names the highest and the lowest weight.
  const { run } = await studio.exportRun();
  const byWeight = Object.entries(run.finalWeights).sort(([, a], [, b]) => b - a);
  for (const [name] of [byWeight[0] ?? [""], byWeight.at(-1) ?? [""]]) {
    await expect(panel.getByText(name, { exact: true })).toBeVisible();
  }
  await panel.getByRole("button", { name: "Show" }).click();

  const { history } = run;
  const upper = history
    .map((record, index) => ({ record, index }))
    .filter(({ record }) => record.alignment !== null);
  expect(upper.length).toBeGreaterThan(RECENT);
  const recent = upper.slice(-RECENT);
  const averages = recent.map(({ record, index }) =>
    mean((record.alignment ?? []).map((h, k) => h * (history[index - 1]?.weights[k] ?? 1))),
  );
  const table = panel.getByRole("region", { name: "Table of pulls" });
  for (const [k, name] of run.data.domains.map((domain) => domain.name).entries()) {
    const slopes = recent.map(({ record }) => record.alignment?.[k] ?? Number.NaN);
    const variance =
      slopes.reduce((sum, h) => sum + (h - mean(slopes)) ** 2, 0) / (slopes.length - 1);
    const cosines = recent.flatMap(({ record }) => record.cosine?.[k] ?? []);
    const cells = table.getByRole("row", { name: new RegExp(`^${name}`) }).getByRole("cell");
    await expect(cells.nth(0)).toHaveText((run.finalWeights[name] ?? 0).toFixed(3));
    const pull = numberOf(await cells.nth(1).textContent());
    expect(isNear(pull, mean(slopes) - mean(averages)), `${name}: pull ${pull}`).toBe(true);
    const ratio = Math.abs(mean(slopes)) / Math.sqrt(variance);
    await expect(cells.nth(2)).toContainText(ratio.toFixed(2));
    await expect(cells.nth(2)).toContainText(ratio < 0.5 ? "noise" : ratio < 1 ? "faint" : "clear");
    const slope = numberOf(await cells.nth(3).textContent());
    expect(isNear(slope, mean(slopes)), `${name}: mean h ${slope}`).toBe(true);
    const cosine = numberOf(await cells.nth(4).textContent());
    expect(Math.abs(cosine - mean(cosines)), `${name}: cosine ${cosine}`).toBeLessThan(0.0051);
  }

  // Sorted by the weight at first, by whatever is clicked then.
  const names = () => table.getByRole("rowheader").allTextContents();
  expect(await names()).toEqual(byWeight.map(([name]) => name));
  await table.getByRole("button", { name: "Domain" }).click();
  expect(await names()).toEqual([...DOMAINS].sort());
});

test("the meta chains behind a weight are asked for, opened, and still there on the way back", async ({
  page,
}) => {
  const { panel } = await trained(page);
  await panel.getByRole("button", { name: "Show" }).click();
  await panel.getByLabel("Behind the weight of").selectOption("honest sums");
  await panel.getByRole("button", { name: "Which meta chains?" }).click();
  await expect(panel.getByText("Measured at step 160")).toBeVisible();
  const up = panel.getByRole("list", { name: "Pull it up most" }).getByRole("button");
  const down = panel.getByRole("list", { name: "Pull it down most" }).getByRole("button");
  const pulls = (texts: string[]) =>
    texts.map((text) => numberOf(/[+−][\d.]+(?:e−?\d+)?$/.exec(text.trim())?.[0] ?? null));
  const risen = pulls(await up.allTextContents());
  expect(risen.length).toBeGreaterThan(0);
  expect(risen.every((pull) => pull > 0)).toBe(true);
  expect([...risen].sort((a, b) => b - a)).toEqual(risen);
  expect(pulls(await down.allTextContents()).every((pull) => pull < 0)).toBe(true);

  const text = (await up.first().textContent()) ?? "";
  await up.first().click();
  const chain = page.getByRole("article", { name: "Open chain" });
  await expect(page.getByRole("combobox", { name: "Chains from" })).toHaveValue("meta");
  await expect(page.getByText(`${META_CHAINS} chains`)).toBeVisible();
  const question = (await chain.getByRole("region", { name: "Question" }).textContent()) ?? "";
  expect(question).toContain(/^.*What is the sum\?/.exec(text)?.[0] ?? "no question");
  expect(question).toContain(text.includes("right answer") ? "right answer" : "wrong answer");
  // The line of the list is in sight and marked.
  await expect(
    page.getByRole("listbox", { name: "Chains" }).getByRole("option", { selected: true }),
  ).toBeVisible();

  await page.goBack();
  await expect(panel.getByText("Measured at step 160")).toBeVisible();
  await expect(up.first()).toHaveText(text);
});

test("a click on a weight's line leads to its domain's chains, a name pins it", async ({
  page,
}) => {
  const { panel } = await trained(page);
  const chart = page.getByRole("figure", { name: /^Weights of 3 domains/ });
  const lines = chart.locator("[data-line] path");
  // The chart draws once it knows its size, which may be a frame after the run has ended.
  await expect(lines).toHaveCount(DOMAINS.length);
  /** Where the lines end, in the order of the data. */
  const ends = await lines.evaluateAll((paths) =>
    paths.map((path) => {
      const line = path as SVGPathElement;
      const { x, y } = line.getPointAtLength(line.getTotalLength() - 4);
      const at = new DOMPoint(x, y).matrixTransform(line.getScreenCTM() ?? undefined);
      return { x: at.x, y: at.y };
    }),
  );
  // Lines may end beside one another: the one that stands most by itself is pointed at.
  const apart = ends.map((end) =>
    Math.min(...ends.filter((other) => other !== end).map((other) => Math.abs(other.y - end.y))),
  );
  const place = apart.indexOf(Math.max(...apart));
  const [end, name] = [ends[place], DOMAINS[place]];
  if (end === undefined || name === undefined) throw new Error("the chart has no line");
  await page.mouse.move(end.x, end.y);
  const hint = page.getByText("click: its chains in Inspect");
  await expect(hint).toBeVisible();
  await expect(hint).toContainText(name);
  // A double click is about the zoom, and leads nowhere.
  await page.mouse.dblclick(end.x, end.y);
  await page.mouse.move(end.x, end.y + 1);
  await expect(hint).toBeVisible();
  await page.mouse.click(end.x, end.y);
  await expect(page.getByRole("combobox", { name: "Domain" })).toHaveValue(name);
  await expect(page.getByRole("combobox", { name: "Chains from" })).toHaveValue("shards");

  await page.goBack();
  await expect(chart).toBeVisible();
  await chart.getByRole("button", { name: /^honest sums/ }).click();
  await expect(page.getByRole("button", { name: "Clear pins (1)" })).toBeVisible();
  await panel.getByRole("button", { name: "Show" }).click();
  await panel.getByRole("button", { name: "Chains of honest sums in Inspect" }).click();
  await expect(page.getByRole("combobox", { name: "Domain" })).toHaveValue("honest sums");
});
