// A Chromium on a profile that outlives it, started as a process of our own, so that it can be killed like one.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  type Browser,
  type BrowserContext,
  type CDPSession,
  chromium,
  type Page,
} from "playwright";
import { chromiumFlags } from "../chromium.ts";

const START_MS = 60_000;
const KILOBYTE = 1024;

export interface SoakBrowser {
  readonly page: Page;
  /** Of all its processes together, in bytes; pages that processes share count for each. */
  residentBytes(): Promise<number>;
  /** The page's renderer dies; a new page takes its place. */
  crashPage(): Promise<void>;
  /** SIGKILL to the browser's process; the others follow it. */
  kill(): Promise<void>;
  /** As a user closes it. */
  close(): Promise<void>;
}

/** @param prepare called with every page before anything is opened in it. */
export async function startBrowser(
  executablePath: string,
  profile: string,
  prepare: (page: Page) => void,
): Promise<SoakBrowser> {
  const child = spawn(
    executablePath,
    [
      "--headless=new",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      "--window-size=1440,900",
      "--hide-crash-restore-bubble",
      "--no-default-browser-check",
      ...chromiumFlags(),
      "about:blank",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const exited = once(child, "exit");
  const browser = await chromium.connectOverCDP(await endpointOf(child));
  const [context] = browser.contexts();
  if (!context) throw new Error("The browser came without a profile");
  const cdp = await browser.newBrowserCDPSession();
  const [first] = context.pages();
  let page = first ?? (await context.newPage());
  prepare(page);

  return {
    get page() {
      return page;
    },
    async residentBytes() {
      const ids = (await processesOf(cdp)).map(({ id }) => String(id));
      const listed = execFileSync("ps", ["-o", "rss=", "-p", ids.join(",")], { encoding: "utf8" });
      const sizes = listed.split("\n").map(Number);
      return sizes.reduce((sum, size) => sum + size, 0) * KILOBYTE;
    },
    async crashPage() {
      page = await crashed(context, page);
      prepare(page);
    },
    async kill() {
      const processes = await processesOf(cdp);
      const own = processes.find(({ type }) => type === "browser")?.id ?? child.pid;
      if (own === undefined) throw new Error("The browser's process is not known");
      process.kill(own, "SIGKILL");
      await exited;
      await gone(browser);
    },
    async close() {
      await cdp.send("Browser.close").catch(() => {});
      await exited;
    },
  };
}

/** The address the browser says it can be driven at. */
function endpointOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(
      () => reject(new Error(`The browser did not start:\n${said}`)),
      START_MS,
    );
    child.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address === undefined) return;
      clearTimeout(timer);
      resolve(address);
    });
    child.once("exit", () => reject(new Error(`The browser ended as it started:\n${said}`)));
  });
}

async function processesOf(cdp: CDPSession): Promise<{ type: string; id: number }[]> {
  return (await cdp.send("SystemInfo.getProcessInfo")).processInfo;
}

async function crashed(context: BrowserContext, page: Page): Promise<Page> {
  const cdp = await context.newCDPSession(page);
  const hasCrashed = new Promise<void>((resolve) => page.once("crash", () => resolve()));
  // Never answered: whoever would answer is dead.
  void cdp.send("Page.crash").catch(() => {});
  await hasCrashed;
  const next = await context.newPage();
  await page.close();
  return next;
}

async function gone(browser: Browser): Promise<void> {
  if (browser.isConnected()) {
    await new Promise<void>((resolve) => browser.once("disconnected", () => resolve()));
  }
}
