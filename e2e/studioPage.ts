// The app as the specs see it: by roles and labels, waiting for what it says of itself.
import { readFileSync } from "node:fs";
import { expect, type Locator, type Page } from "@playwright/test";
import { unzipSync } from "fflate";
import type { RunFile, RunState } from "../src/domain/run.ts";
import type { DataFile } from "./fixtures/sumData.ts";

export class StudioPage {
  readonly page: Page;
  readonly state: Locator;
  readonly badge: Locator;
  /** One for each run in Runs. */
  readonly keptRuns: Locator;
  constructor(page: Page) {
    this.page = page;
    this.state = page.getByRole("status", { name: "Run state" });
    this.keptRuns = page.getByRole("checkbox", { name: /^Select (?!all)/ });
    this.badge = page.getByRole("banner").getByText(/WebGPU|wasm|CPU|no device yet/);
    // A page that throws has failed, whatever it still shows.
    page.on("pageerror", (error) => {
      throw error;
    });
  }

  /** Opens the app with settings in the address, and waits until Train can be pressed. */
  async open(settings: Record<string, string | number>): Promise<void> {
    const query = new URLSearchParams(
      Object.entries(settings).map(([key, value]) => [key, String(value)]),
    );
    await this.page.goto(`./?${query}`);
    await expect(this.button("Train")).toBeEnabled();
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  async show(view: "Data" | "Label" | "Train" | "Evaluate" | "Inspect" | "Runs"): Promise<void> {
    await this.page
      .getByRole("navigation", { name: "Views" })
      .getByRole("link", { name: view })
      .click();
  }

  /** Replaces the data with these files and waits until they are read. */
  async loadFiles(files: DataFile[]): Promise<void> {
    await this.show("Data");
    await this.page.getByRole("radio", { name: "Replace the present data" }).check();
    await this.page.getByLabel("Files to load").setInputFiles(files);
    const table = this.page.getByRole("region", { name: "Table of files" });
    await expect(table.getByRole("rowheader")).toHaveText(files.map((file) => file.name).sort());
  }

  /** Opens a file of one question in Label. */
  async openQuestion(row: object, name: string): Promise<void> {
    await this.show("Label");
    await this.page.getByLabel("Question files", { exact: true }).setInputFiles({
      name,
      mimeType: "application/jsonl",
      buffer: Buffer.from(JSON.stringify(row)),
    });
  }

  async expectState(state: RunState): Promise<void> {
    await expect(this.state).toHaveText(new RegExp(`^${state}$`, "i"), { timeout: 200_000 });
  }

  /** The number beside a label of the Progress strip. */
  async progressNumber(label: string): Promise<number> {
    const strip = this.page.getByRole("region", { name: "Progress" });
    const text = await strip
      .locator("div", { has: this.page.locator(`dt:text-is("${label}")`) })
      .last()
      .locator("dd")
      .textContent();
    return Number(text?.split("/")[0]?.replaceAll(",", ""));
  }

  /** The weights as the bars show them, by domain. */
  async shownWeights(): Promise<Record<string, number>> {
    const names = await this.page
      .getByRole("button", { name: /, weight [\d.]+$/ })
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute("aria-label") ?? ""));
    return Object.fromEntries(
      names.map((label) => {
        const [, name = "", weight = ""] = /^(.*), weight ([\d.]+)$/.exec(label) ?? [];
        return [name, Number(weight)];
      }),
    );
  }

  /** Presses "Export run" and reads what was saved. */
  async exportRun(): Promise<{ run: RunFile; files: Record<string, string> }> {
    const download = this.page.waitForEvent("download");
    await this.button("Export run").click();
    const path = await (await download).path();
    const entries = Object.entries(unzipSync(readFileSync(path)));
    const files = Object.fromEntries(
      entries.map(([name, bytes]) => [name, Buffer.from(bytes).toString("utf8")]),
    );
    return { run: JSON.parse(files["run.json"] ?? "null") as RunFile, files };
  }
}

export const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Checks what holds for the weights of every run. */
export function expectWeightsOfARun({ history, weights, finalWeights }: RunFile): void {
  for (const record of history) expect(mean(record.weights)).toBeCloseTo(1, 6);
  expect(mean(Object.values(weights))).toBeCloseTo(1, 6);
  expect(Object.values(finalWeights)).toEqual(history.at(-1)?.weights);
  expect(
    history.filter((record) => record.upperStep === 0).flatMap((record) => record.weights),
  ).not.toHaveLength(0);
  for (const record of history.filter((r) => r.upperStep === 0)) {
    expect(new Set(record.weights)).toEqual(new Set([1]));
  }
}
