import { beforeAll, expect, test } from "vitest";
import { loadAreas } from "../../strings/strings.ts";
import { formatCost, formatTokens } from "./formatLabel.ts";

beforeAll(() => loadAreas(["label"]));

test("tokens are short from ten thousand on", () => {
  expect([0, 9_999, 31_240, 999_499, 999_500, 1_240_000, 250_000_000].map(formatTokens)).toEqual([
    "0",
    "9,999",
    "31 k",
    "999 k",
    "1.0 M",
    "1.2 M",
    "250 M",
  ]);
  expect(formatTokens(Number.NaN)).toBe("–");
});

test("money has two digits, and little is not nothing", () => {
  expect([null, 0, 0.001, 0.85, 1234.5].map(formatCost)).toEqual([
    "–",
    "$0.00",
    "under $0.01",
    "$0.85",
    "$1,234.50",
  ]);
});
