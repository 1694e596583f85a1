// How much script the page asks for before it can be used: at most so many bytes, and nothing of what only some
// people use (equations, Parquet, pretrained models, reports, films of the race).
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, type Page, test } from "@playwright/test";
import { DIST } from "./fixtures/plainServer.ts";
import { StudioPage } from "./studioPage.ts";

/** Bytes, gzipped, of every script the page itself fetches until Train can be pressed. */
const FIRST_SCRIPTS = 250_000;

/** A text that stands in the library's own code and nowhere else. */
const ONLY_WHEN_USED: Record<string, string> = {
  KaTeX: "KaTeX parse error",
  "Parquet reader": "parquet file invalid",
  "Transformers.js": "transformers.js",
  "charts (Recharts)": "recharts-cartesian",
};

/** Scripts that were fetched, below the built folder, the workers' own left out. */
const fetchedBy = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .map(({ name }) => new URL(name).pathname.slice(1))
      .filter((path) => path.endsWith(".js") && !path.includes(".worker-")),
  );

const gzipped = (path: string) => gzipSync(readFileSync(join(DIST, path)), { level: 9 }).length;

test("the first view can be used after 250 kB of script, and rare parts are not among it", async ({
  page,
}) => {
  const studio = new StudioPage(page);
  const scripts = readdirSync(join(DIST, "assets"))
    .filter((file) => file.endsWith(".js"))
    .map((file) => `assets/${file}`);
  // Until it is called, so that what is fetched beside the first view does not count.
  await page.addInitScript(() => {
    window.requestIdleCallback = () => 0;
  });
  await studio.open({ backend: "cpu" });
  // What the workers are made of loads beside the page.
  const ofWorkers = scripts
    .filter((path) => path.includes(".worker-"))
    .map((path) => readFileSync(join(DIST, path), "utf8"))
    .join();
  const first = (await fetchedBy(page)).filter((path) => !ofWorkers.includes(basename(path)));
  const sizes = Object.fromEntries(first.map((path) => [path, gzipped(path)]));
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  expect(first.length).toBeGreaterThan(2);
  expect(total, JSON.stringify(sizes)).toBeLessThanOrEqual(FIRST_SCRIPTS);
  for (const [what, sign] of Object.entries(ONLY_WHEN_USED)) {
    const holders = scripts.filter((path) => readFileSync(join(DIST, path), "utf8").includes(sign));
    // The sign is a true one: what is not fetched at first is there.
    expect(holders, what).not.toEqual([]);
    expect(
      first.filter((path) => holders.includes(path)),
      what,
    ).toEqual([]);
  }
  await studio.show("Data");
  await expect.poll(async () => (await fetchedBy(page)).length).toBeGreaterThan(first.length);
});
