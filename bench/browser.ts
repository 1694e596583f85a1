// The one browser of a benchmark run, with the benchmark's page in it.
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { build, preview } from "vite";
import { chromiumFlags, requireChromium } from "../cli/chromium.ts";
import type { PagePeer, Workload } from "./peers/workload.ts";
import type { Session } from "./session.ts";

const CONFIG = fileURLToPath(new URL("vite.config.ts", import.meta.url));

export interface BenchBrowser {
  version: string;
  open(peer: PagePeer, workload: Workload): Promise<Session>;
  close(): Promise<void>;
}

/** Builds the page, serves it and opens it. Throws an Error saying what to do where there is no Chromium. */
export async function openBenchBrowser(port: number): Promise<BenchBrowser> {
  const executablePath = requireChromium();
  await build({ configFile: CONFIG, logLevel: "error" });
  const server = await preview({
    configFile: CONFIG,
    logLevel: "error",
    preview: { host: "127.0.0.1", port },
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error("the benchmark's page could not be served");
  const browser = await chromium.launch({ executablePath, args: chromiumFlags() });
  const gone = new Promise<never>((_, reject) => {
    browser.on("disconnected", () => reject(new Error("the browser went away")));
  });
  gone.catch(() => {});
  return {
    version: `Chromium ${browser.version()}`,
    // A page, and so a process, for each session: what one leaves behind or breaks is no other's.
    async open(peer, workload) {
      const page = await browser.newPage();
      const broken = new Promise<never>((_, reject) => {
        page.on("crash", () => reject(new Error("its page crashed (out of memory?)")));
      });
      broken.catch(() => {});
      const ask = <T>(answer: Promise<T>) => Promise.race([answer, broken, gone]);
      try {
        await page.goto(url);
        await ask(page.waitForFunction(() => "bench" in window));
        const device = await ask(
          page.evaluate(([p, w]) => window.bench.open(p, w), [peer, workload] as const),
        );
        return {
          device,
          run: (steps) => ask(page.evaluate((n) => window.bench.run(n), steps)),
          close: () => page.close(),
        };
      } catch (error) {
        await page.close();
        throw error;
      }
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
