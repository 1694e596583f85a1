import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { shortNumber, writeIntoReadme } from "./report.ts";
import { pairedRatios, summary } from "./statistics.ts";

it("medians and quartiles interpolate between order statistics", () => {
  expect(summary([4, 1, 3, 2])).toEqual({ median: 2.5, q1: 1.75, q3: 3.25, count: 4 });
  expect(summary([7])).toEqual({ median: 7, q1: 7, q3: 7, count: 1 });
  expect(() => summary([])).toThrow(RangeError);
});

it("ratios pair the rounds both took part in", () => {
  expect(pairedRatios([2, 9, null], [1, 3, 5])).toEqual([2, 3]);
  expect(pairedRatios([2, 4], [1])).toEqual([2]);
});

it("numbers keep three digits", () => {
  expect([0.03861, 0.5, 3.0, 24.51, 25_906.4].map(shortNumber)).toEqual([
    "0.0386",
    "0.5",
    "3",
    "24.5",
    "25,906",
  ]);
});

it("replaces what stands between the README's markers and nothing else", () => {
  const folder = mkdtempSync(join(tmpdir(), "bench-report-"));
  const file = join(folder, "README.md");
  try {
    writeFileSync(file, "before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n");
    writeIntoReadme(file, "new");
    writeIntoReadme(file, "newer");
    expect(readFileSync(file, "utf8")).toBe(
      "before\n<!-- bench -->\n\nnewer\n\n<!-- /bench -->\nafter\n",
    );
    writeFileSync(file, "no markers");
    expect(() => writeIntoReadme(file, "new")).toThrow(/no <!-- bench -->/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
