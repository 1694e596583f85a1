// The app as a user drives it, by roles and labels, for hours: every wait has an end and says what it waited for,
// and everything the page complains of is written down.
import { readFileSync } from "node:fs";
import type { Locator, Page } from "playwright";
import { allFiles } from "../../e2e/fixtures/sumData.ts";
import { type ExportedRun, readExport } from "./compareRuns.ts";

const LONG_MS = 120_000;
const POLL_MS = 100;
/** A button may go in the moment it is to be pressed. */
const CLICK_MS = 3000;

export type View = "Data" | "Label" | "Train" | "Evaluate" | "Inspect" | "Runs";
export const VIEWS: readonly View[] = ["Data", "Label", "Train", "Evaluate", "Inspect", "Runs"];

/** What the run is doing, as the header says it. */
export type Standing = "idle" | "going" | "waiting" | "finished" | "failed";

export class StudioDriver {
  /** Where the app is served, with the run's settings. */
  private readonly address: string;
  private readonly pageNow: () => Page;

  constructor(address: string, pageNow: () => Page) {
    this.address = address;
    this.pageNow = pageNow;
  }

  get page(): Page {
    return this.pageNow();
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  async goto(): Promise<void> {
    await this.page.goto(this.address);
  }

  /** Replaces the data by the small files. */
  async loadFiles(): Promise<void> {
    await this.until("the suite", async () => this.button("Train").isEnabled());
    await this.show("Data");
    await this.page.getByRole("radio", { name: "Replace the present data" }).check();
    const files = allFiles();
    await this.page.getByLabel("Files to load").setInputFiles(files);
    const names = this.page.getByRole("region", { name: "Table of files" }).getByRole("rowheader");
    await this.until("the files", async () => (await names.count()) === files.length);
    await this.show("Train");
  }

  async show(view: View): Promise<void> {
    await this.page
      .getByRole("navigation", { name: "Views" })
      .getByRole("link", { name: view })
      .click();
  }

  async standing(): Promise<Standing> {
    const state = await this.page.getByRole("status", { name: "Run state" }).textContent();
    const word = (state ?? "").trim().toLowerCase();
    if (word === "paused") return "waiting";
    if (word === "finished" || word === "failed") return word;
    return word === "idle" || word === "" || word === "stopped" ? "idle" : "going";
  }

  /** Presses Train and waits until some of it is kept. */
  async train(): Promise<void> {
    await this.until("Train", () => this.button("Train").isEnabled());
    await this.button("Train").click();
    await this.show("Train");
    const kept = this.page.getByRole("button", { name: /^Kept at step/ });
    await this.until("the first checkpoint", async () => (await kept.count()) > 0);
  }

  /** Whatever stopped the run: it goes on. Resolves with how it stands then. */
  async goOn(): Promise<Standing> {
    let standing = await this.standing();
    await this.until("the run to go on", async () => {
      standing = await this.standing();
      if (standing === "waiting") {
        const note = this.button("Go on");
        const button = (await note.count()) > 0 ? note : this.button("Resume");
        await button.click({ timeout: CLICK_MS }).catch(() => {});
        standing = await this.standing();
      }
      return standing !== "waiting";
    });
    return standing;
  }

  /** After a page was opened anew: the run is there again, waiting or finished. */
  async comeBack(): Promise<void> {
    await this.until("the run to be back", async () => {
      const standing = await this.standing().catch(() => "idle");
      return standing === "waiting" || standing === "finished";
    });
  }

  /** False where it was at its end before it could be paused. */
  async pause(): Promise<boolean> {
    await this.button("Pause")
      .click({ timeout: CLICK_MS })
      .catch(() => {});
    await this.until("the pause", async () => (await this.standing()) !== "going");
    return (await this.standing()) === "waiting";
  }

  /** Takes the run away: one that ended is in Runs, one that did not is thrown away. */
  async reset(): Promise<void> {
    await this.show("Train");
    await this.button("Reset").click();
    const sure = this.button("Throw it away");
    await this.until("the reset", async () => {
      if ((await sure.count()) > 0) await sure.click({ timeout: CLICK_MS }).catch(() => {});
      return (await this.standing()) === "idle";
    });
  }

  /** Deletes every run in Runs. */
  async deleteRuns(): Promise<void> {
    await this.show("Runs");
    const actions = this.page.getByRole("button", { name: /^Actions for / });
    await this.until("the runs", async () => (await actions.count()) > 0);
    while ((await actions.count()) > 0) {
      const before = await actions.count();
      await actions.first().click();
      await this.page.getByRole("menuitem", { name: "Delete" }).click();
      await this.until("the deletion", async () => (await actions.count()) < before);
    }
    await this.show("Train");
  }

  /** The number beside a label of the Progress strip. */
  async step(): Promise<number> {
    const strip = this.page.getByRole("region", { name: "Progress" });
    const text = await strip
      .locator("div", { has: this.page.locator('dt:text-is("Lower step")') })
      .last()
      .locator("dd")
      .textContent();
    return Number(text?.split("/")[0]?.replaceAll(",", ""));
  }

  async exportRun(): Promise<ExportedRun> {
    const download = this.page.waitForEvent("download", { timeout: LONG_MS });
    await this.button("Export run").click();
    return readExport(readFileSync(await (await download).path()));
  }

  /** Polls until `isSo`; throws Error saying what was waited for in vain. */
  async until(what: string, isSo: () => Promise<boolean>, limitMs = LONG_MS): Promise<void> {
    const end = Date.now() + limitMs;
    while (!(await isSo())) {
      if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
      await this.wait(POLL_MS);
    }
  }

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms));
  }
}
