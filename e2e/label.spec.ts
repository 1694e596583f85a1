// Story: someone makes step labels from questions: with the suite's policy and no server, with an endpoint
// that has its faults, and from the command line.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { unzipSync } from "fflate";
import { command, saidBy } from "./commandProcess.ts";
import { OpenAiServer } from "./fixtures/openAiServer.ts";
import { StudioPage } from "./studioPage.ts";

const KEY = "sk-the-key-of-this-test";
const QUICK = { backend: "cpu", "lower.steps": 30, "upper.unroll": 5, "upper.warmupSteps": 10 };

class LabelPage {
  readonly studio: StudioPage;
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
    this.studio = new StudioPage(page);
  }

  field(label: string) {
    return this.page.getByLabel(label, { exact: true });
  }

  async expectState(words: string): Promise<void> {
    const state = this.page.getByRole("status", { name: "Labelling" });
    await expect(state).toHaveText(words, { timeout: 120_000 });
  }

  /** The figure beside a term of the job. */
  async figure(term: string): Promise<number> {
    const text = await this.page
      .getByRole("region", { name: "Progress of the labels" })
      .locator("div", { has: this.page.locator(`dt:text-is("${term}")`) })
      .last()
      .locator("dd")
      .textContent();
    return Number(text?.replaceAll(",", ""));
  }

  /** Rollouts or chains that are done, as the bar's line has them. */
  async done(what: "Chains" | "Rollouts"): Promise<number> {
    const line = this.page
      .getByRole("region", { name: "Progress of the labels" })
      .locator("div", { has: this.page.getByText(what, { exact: true }) })
      .last();
    return Number((await line.locator("strong").textContent())?.replaceAll(",", ""));
  }

  /** The table's sum of a column, domains as rows. */
  async labels(): Promise<number> {
    const rows = this.page.getByRole("region", { name: "Labels by domain" }).getByRole("row");
    const texts = await rows.locator("td:nth-of-type(3)").allTextContents();
    return texts.reduce((sum, text) => sum + Number(text.replaceAll(",", "")), 0);
  }

  async downloadShards(): Promise<Record<string, string>> {
    const download = this.page.waitForEvent("download");
    await this.studio.button("Download shards").click();
    const entries = unzipSync(readFileSync(await (await download).path()));
    return Object.fromEntries(
      Object.entries(entries).map(([name, bytes]) => [name, Buffer.from(bytes).toString("utf8")]),
    );
  }
}

/** Everything the browser keeps for this page, as text. */
function keptByBrowser(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const texts = [
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      location.href,
    ];
    for (const { name } of await indexedDB.databases()) {
      if (name === undefined) continue;
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const all = await settled(database.transaction(store).objectStore(store).getAll());
        texts.push(JSON.stringify(all));
      }
      database.close();
    }
    return texts.join("\n");
  });
}

const rowsOf = (files: Record<string, string>) =>
  Object.entries(files)
    .filter(([name]) => name.endsWith(".jsonl"))
    .flatMap(([, text]) => text.trim().split("\n"))
    .map((line) => JSON.parse(line) as { times: number; accuracy: number; add: string });

test("the suite's policy labels the suite's questions, and the labels train", async ({ page }) => {
  const label = new LabelPage(page);
  const { studio } = label;
  await studio.open(QUICK);
  await studio.show("Label");
  await expect(page.getByText("Nothing to label yet")).toBeVisible();
  await label.field("questions a domain").fill("1");
  await studio.button("Try it with the suite").click();
  await expect(page.getByText("15 questions in 15 domains")).toBeVisible();
  await label.field("Chains a question").fill("2");
  await label.field("Rollouts a step").fill("0");
  await expect(page.getByText(/Too small/).first()).toBeVisible();
  await expect(studio.button("Start labelling")).toBeDisabled();
  await label.field("Rollouts a step").fill("4");
  // Fifteen questions, two chains each: the chain and four times every step but the last of five.
  const estimate = page.getByRole("region", { name: "Estimate" });
  await expect(estimate).toContainText(String(15 * 2 * (1 + 4 * 4)));
  // The form is not lost on the way to another view and back.
  await studio.show("Data");
  const rowsBefore = await page
    .getByRole("region", { name: "Table of domains" })
    .getByRole("row")
    .nth(1)
    .locator("td")
    .nth(1)
    .textContent();
  await studio.show("Label");
  await expect(label.field("Rollouts a step")).toHaveValue("4");
  await studio.button("Start labelling").click();
  await label.expectState("done");
  expect(await label.done("Chains")).toBe(30);
  expect(await label.labels()).toBeGreaterThan(30);
  await studio.button("Use in Data").click();
  await studio.button("Add to the data").click();
  await expect(page.getByText("The labels are in Data.").first()).toBeVisible();
  await studio.show("Data");
  const first = page.getByRole("region", { name: "Table of domains" }).getByRole("row").nth(1);
  await expect(first).toBeVisible();
  expect(await first.locator("td").nth(1).textContent()).not.toBe(rowsBefore);
  await studio.show("Train");
  await studio.button("Train").click();
  await studio.expectState("finished");
});

test("an endpoint with faults: nothing is lost over a pause and a reload, the key is nowhere", async ({
  page,
}) => {
  const server = new OpenAiServer({
    questionsPerDomain: 1,
    key: KEY,
    delayMs: 15,
    script: [
      null,
      "rateLimitSeconds",
      null,
      "truncatedJson",
      "empty",
      "serverError",
      "rateLimitDate",
    ],
    faults: { truncatedJson: 0.02, blank: 0.02, serverError: 0.02 },
  });
  const url = await server.listen();
  try {
    const label = new LabelPage(page);
    const { studio } = label;
    await studio.open(QUICK);
    await studio.show("Label");
    const domains = server.questionFiles().slice(0, 4);
    await label.field("Question files").setInputFiles(
      domains.map(({ name, text }) => ({
        name,
        mimeType: "application/json",
        buffer: Buffer.from(text.replace(/,"image_path":"[^"]*"/g, "")),
      })),
    );
    await expect(page.getByText("4 questions in 4 domains")).toBeVisible();
    await label.field("Address").fill(url);
    await studio.button("Test connection").click();
    await expect(page.getByRole("alert")).toContainText("401");
    await label.field("Key").fill(KEY);
    await studio.button("Test connection").click();
    await expect(label.field("Model")).toHaveValue("suite-policy");
    // One at a time: what is said of a fault stands until that request is answered.
    await studio.button("More").click();
    await label.field("At once").fill("1");
    await label.field("Chains a question").fill("3");
    await label.field("Rollouts a step").fill("8");
    await label.field("Price of writing").fill("2");
    await expect(page.getByRole("region", { name: "Estimate" })).toContainText("$");

    await studio.button("Start labelling").click();
    await expect(page.getByText(/429/)).toBeVisible();
    await expect.poll(() => label.done("Rollouts"), { timeout: 60_000 }).toBeGreaterThan(20);
    await studio.button("Pause labelling").click();
    await label.expectState("paused");
    await expect.poll(() => label.figure("Under way")).toBe(0);
    const doneBefore = await label.done("Rollouts");
    expect(doneBefore).toBe(server.served.completions);
    expect(await label.done("Chains")).toBe(server.served.chains);
    expect(await keptByBrowser(page)).not.toContain(KEY);

    await page.reload();
    await expect(studio.button("Train")).toBeEnabled();
    await label.expectState("paused");
    expect(await label.done("Rollouts")).toBe(doneBefore);
    await expect(label.field("Key")).toHaveValue("");
    await expect(page.getByText(/begun with a key/)).toBeVisible();
    await label.field("Key").fill(KEY);
    await studio.button("Go on").click();
    await label.expectState("done");
    // Every whole answer that was served counts, and counts once.
    expect(await label.done("Rollouts")).toBe(server.served.completions);
    expect(await label.done("Chains")).toBe(server.served.chains);
    expect(server.served.faults["rateLimitSeconds"]).toBe(1);
    expect(server.served.tooEarly).toBe(0);
    await expect(page.getByRole("region", { name: "Not counted" })).toContainText(/empty|JSON/);

    const files = await label.downloadShards();
    const rows = rowsOf(files);
    expect(rows).toHaveLength(await label.labels());
    // The last step of a chain is checked, not rolled out.
    const rolledOut = rows.reduce((sum, row) => sum + row.times, 0) - server.served.chains;
    expect(rolledOut).toBe(server.served.completions);
    for (const row of rows) {
      expect(row.accuracy).toBeGreaterThanOrEqual(0);
      expect(row.accuracy).toBeLessThanOrEqual(1);
      expect(row.add).toMatch(/^Step 1: /);
    }
    expect(JSON.stringify(files)).not.toContain(KEY);
    expect(await keptByBrowser(page)).not.toContain(KEY);

    // Only who asks for it has the key kept, and forgetting is at once.
    await studio.button("Discard").click();
    await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
    await label.expectState("ready");
    await page.getByRole("switch", { name: "Remember in this browser" }).click();
    expect(await keptByBrowser(page)).toContain(KEY);
    await studio.button("Forget").click();
    expect(await keptByBrowser(page)).not.toContain(KEY);
    await expect(label.field("Key")).toHaveValue("");
  } finally {
    await server.close();
  }
});

test("from the command line: Ctrl-C leaves a job that the same command ends", async ({
  browserName: _,
}, info) => {
  test.skip(process.platform === "win32", "signals are not sent between processes there");
  const server = new OpenAiServer({ questionsPerDomain: 1, key: KEY, delayMs: 25 });
  const url = await server.listen();
  const folder = info.outputPath("questions");
  mkdirSync(folder, { recursive: true });
  for (const { name, text } of server.questionFiles()) {
    writeFileSync(join(folder, name), text.replace(/,"image_path":"[^"]*"/g, ""));
  }
  const out = info.outputPath("out");
  process.env["LABEL_SPEC_KEY"] = KEY;
  const label = () =>
    command(
      "label",
      ...["--questions", folder, "--endpoint", url, "--model", "suite-policy", "--out", out],
      ...["--key-env", "LABEL_SPEC_KEY", "--chains", "2", "--rollouts", "6"],
    );
  try {
    const first = label();
    await saidBy(first.child, /rollouts: [1-9]\d+\//);
    first.child.kill("SIGINT");
    const paused = await first.ended;
    expect(paused.err).toContain("The same command goes on from here");
    expect(paused.status).toBe(130);
    const servedBefore = server.served.completions;
    expect(paused.out).toContain(`${servedBefore} rollouts`);

    const { status, out: table, err } = await label().ended;
    expect(err).toContain("Going on with the unfinished job");
    expect(status).toBe(0);
    expect(table).toContain(`${server.served.completions} rollouts`);
    expect(server.served.chains).toBe(30);
    const shard = readFileSync(
      join(out, `train_${server.suite.questions[0]?.domain}.jsonl`),
      "utf8",
    );
    expect(shard.trim().split("\n").length).toBeGreaterThan(2);
    expect(shard + table + err + paused.err).not.toContain(KEY);
  } finally {
    delete process.env["LABEL_SPEC_KEY"];
    await server.close();
  }
});
