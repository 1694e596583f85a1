// Story: files with all kinds of faults. Each is named by file, line and field; the rest trains.
import { expect, test } from "@playwright/test";
import {
  allFiles,
  CHAINS,
  type DataFile,
  STEPS,
  shardFile,
  shardRows,
} from "./fixtures/sumData.ts";
import { StudioPage } from "./studioPage.ts";

const file = (name: string, text: string): DataFile => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(text),
});

/** The honest shard under another name, with its first rows spoilt. */
function spoiltShard(): DataFile {
  const rows = shardRows("honest sums", 2).map((row) =>
    JSON.stringify({ ...row, dataset: "spoilt sums" }),
  );
  const change = (index: number, change: (row: Record<string, unknown>) => void) => {
    const row = JSON.parse(rows[index] ?? "") as Record<string, unknown>;
    change(row);
    rows[index] = JSON.stringify(row);
  };
  rows[0] = '{"input": "cut off';
  change(3, (row) => {
    delete row["input"];
  });
  change(6, (row) => {
    row["accuracy"] = 1.7;
  });
  rows[9] = (rows[9] ?? "").replace(/"accuracy":[\d.]+/, '"accuracy":NaN');
  return file("spoilt.jsonl", rows.join("\n"));
}

test("every fault is named and the rest trains", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({ backend: "cpu", "lower.steps": 20, "upper.warmupSteps": 5 });
  const windows = shardFile("coin-toss sums", 3);
  const others = allFiles().filter(({ name }) => name !== windows.name);
  await studio.loadFiles([
    ...others,
    file(windows.name, `\uFEFF${windows.buffer.toString("utf8").replaceAll("\n", "\r\n")}`),
    spoiltShard(),
    file("empty.jsonl", ""),
    file("broken.json", '[{"input": '),
  ]);
  const problem = (...words: (string | RegExp)[]) =>
    words.reduce(
      (items, word) => items.filter({ hasText: word }),
      page.getByRole("region", { name: "List of problems" }).getByRole("listitem"),
    );
  await expect(problem("spoilt.jsonl", /line 1(?!\d)/)).toHaveCount(1);
  await expect(problem("spoilt.jsonl", /line 4(?!\d)/, "input")).toHaveCount(1);
  await expect(problem("spoilt.jsonl", /line 7(?!\d)/, "accuracy", "1.7")).toHaveCount(1);
  await expect(problem("spoilt.jsonl", /line 10(?!\d)/)).toHaveCount(1);
  await expect(problem("empty.jsonl")).not.toHaveCount(0);
  await expect(problem("broken.json")).not.toHaveCount(0);
  // A byte-order mark and Windows line ends are no faults.
  await expect(problem(windows.name)).toHaveCount(0);

  const row = (domain: string) =>
    page
      .getByRole("row")
      .filter({ has: page.getByRole("rowheader", { name: domain, exact: true }) });
  await expect(row("coin-toss sums")).toContainText(String(CHAINS * STEPS));
  await expect(row("spoilt sums").getByRole("cell").last()).toBeVisible();

  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("finished");
  const { run } = await studio.exportRun();
  expect(run.data.problems).toBeGreaterThanOrEqual(6);
  const rows = Object.fromEntries(run.data.domains.map((domain) => [domain.name, domain.rows]));
  expect(rows["coin-toss sums"]).toBe(CHAINS * STEPS);
  // Four rows were spoilt; their neighbours stay.
  expect(rows["spoilt sums"]).toBe(CHAINS * STEPS - 4);
});

test("without a meta set the page says why it cannot train", async ({ page }) => {
  const studio = new StudioPage(page);
  await studio.open({ backend: "cpu" });
  await studio.loadFiles([shardFile("honest sums")]);
  await studio.show("Train");
  await expect(studio.button("Train")).toBeDisabled();
  await expect(page.getByRole("region", { name: "Progress" })).toContainText(
    /Training cannot start:.*meta/i,
  );
});
