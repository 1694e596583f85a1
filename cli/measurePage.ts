// npm run bench:page: how fast the built app can be seen and used, as Lighthouse measures it, in a headless Chromium
// without anything kept: medians over several visits. Processor-bound times hold for the machine they were made on.
import { chromium } from "playwright";
import { buildApp } from "./buildApp.ts";
import { chromiumFlags, requireChromium } from "./chromium.ts";
import { serveApp } from "./serveApp.ts";

const VISITS = 5;

/** Work longer than this blocks the page (Lighthouse's total blocking time counts what is beyond). */
const BLOCKING_MS = 50;

/** One visit's figures: milliseconds since the navigation began, a score, a count. */
interface Visit {
  firstContentfulPaint: number;
  largestContentfulPaint: number;
  trainCanBePressed: number;
  totalBlockingTime: number;
  layoutShift: number;
  pageScripts: number;
}

await buildApp(console.log);
const app = await serveApp(4390);
const browser = await chromium.launch({ executablePath: requireChromium(), args: chromiumFlags() });
try {
  for (const [name, size] of [
    ["desktop, 1440 px", { width: 1440, height: 900 }],
    ["phone, 390 px, processor four times slower", { width: 390, height: 844 }],
  ] as const) {
    const visits: Visit[] = [];
    for (let i = 0; i < VISITS; i++) visits.push(await visit(size, size.width < 1000 ? 4 : 1));
    console.log(name);
    for (const key of Object.keys(visits[0] ?? {}) as (keyof Visit)[]) {
      const values = visits.map((one) => one[key]).sort((a, b) => a - b);
      console.log(`  ${key}: ${Number((values[VISITS >> 1] ?? 0).toFixed(3))}`);
    }
  }
} finally {
  await browser.close();
  await app.close();
}

/** @param slowdown of the processor, as a factor */
async function visit(size: { width: number; height: number }, slowdown: number): Promise<Visit> {
  const context = await browser.newContext({ viewport: size, serviceWorkers: "block" });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await page.addInitScript((blocking) => {
      const seen = { blocked: 0, shift: 0, largest: 0 };
      Object.assign(window, { seen });
      // No named function in here: what names it for tsx is not there in the page.
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          if (entry.entryType === "longtask") {
            seen.blocked += Math.max(0, entry.duration - blocking);
          } else if (entry.entryType === "layout-shift") {
            seen.shift += (entry as PerformanceEntry & { value: number }).value;
          } else seen.largest = entry.startTime;
        }
      });
      for (const type of ["longtask", "layout-shift", "largest-contentful-paint"]) {
        observer.observe({ type, buffered: true });
      }
    }, BLOCKING_MS);
    await page.goto(app.url);
    await page.locator("header button:enabled", { hasText: "Train" }).waitFor();
    const trainCanBePressed = await page.evaluate(() => performance.now());
    await page.waitForTimeout(2_000);
    return await page.evaluate((pressed) => {
      const { blocked, shift, largest } = (
        window as unknown as { seen: { blocked: number; shift: number; largest: number } }
      ).seen;
      const scripts = performance
        .getEntriesByType("resource")
        .filter(({ name }) => name.endsWith(".js") && !name.includes(".worker-"));
      return {
        firstContentfulPaint:
          performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
        largestContentfulPaint: largest,
        trainCanBePressed: pressed,
        totalBlockingTime: blocked,
        layoutShift: shift,
        pageScripts: scripts.length,
      };
    }, trainCanBePressed);
  } finally {
    await context.close();
  }
}
