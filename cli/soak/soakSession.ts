// The app in a browser on a profile, through everything that befalls it: opened, crashed, killed, opened again. All
// that page and workers complain of is written down.
import type { Page } from "playwright";
import { type SoakBrowser, startBrowser } from "./soakBrowser.ts";
import { StudioDriver } from "./studioDriver.ts";

export class SoakSession {
  /** In the order of their coming; empty is how it should be. */
  readonly complaints: string[] = [];
  /** Of the browser and all its processes. */
  browser: SoakBrowser;
  driver: StudioDriver;
  private readonly executablePath: string;
  private readonly profile: string;

  private constructor(
    executablePath: string,
    profile: string,
    complaints: string[],
    browser: SoakBrowser,
    address: string,
  ) {
    this.executablePath = executablePath;
    this.profile = profile;
    this.complaints = complaints;
    this.browser = browser;
    this.driver = this.driverAt(address);
  }

  static async start(
    executablePath: string,
    profile: string,
    address: string,
  ): Promise<SoakSession> {
    const complaints: string[] = [];
    const browser = await startBrowser(executablePath, profile, (page) => hear(page, complaints));
    return new SoakSession(executablePath, profile, complaints, browser, address);
  }

  /** Opens the app with other settings. */
  async settle(address: string): Promise<void> {
    this.driver = this.driverAt(address);
    await this.driver.goto();
  }

  async crash(): Promise<void> {
    await this.browser.crashPage();
    await this.driver.goto();
  }

  async kill(): Promise<void> {
    await this.browser.kill();
    const { complaints } = this;
    this.browser = await startBrowser(this.executablePath, this.profile, (page) =>
      hear(page, complaints),
    );
    await this.driver.goto();
  }

  private driverAt(address: string): StudioDriver {
    return new StudioDriver(address, () => this.browser.page);
  }
}

function hear(page: Page, complaints: string[]): void {
  page.on("pageerror", (error) => complaints.push(`page error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(`console: ${message.text()}`);
  });
}
