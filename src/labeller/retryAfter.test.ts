// How long to wait: what the endpoint asks for, and what to do where it does not say.
import { expect, test } from "vitest";
import { backoffMs, readRetryAfter } from "./retryAfter.ts";

const NOW = Date.parse("2026-11-21T12:00:00Z");

test.each([
  ["20", "", 20_000],
  ["0", "", 0],
  ["1.5", "", 1500],
  ["Sat, 21 Nov 2026 12:00:30 GMT", "", 30_000],
  ["Sat, 21 Nov 2026 11:00:00 GMT", "", 0],
  ["99999", "", 600_000],
  ["soon", "", null],
  [null, "", null],
  [null, '{"error":{"message":"Please try again in 1.2s."}}', 1200],
  [null, "try again in 340ms", 340],
  [null, "Try again in 2 minutes", 120_000],
  ["3", "try again in 9s", 3000],
])("Retry-After %j with body %j means %j ms", (header, body, ms) => {
  expect(readRetryAfter(header, body, NOW)).toBe(ms);
});

test("without a word the wait doubles from a second to a minute, spread over its upper half", () => {
  expect([1, 2, 3, 4].map((retry) => backoffMs(retry, 1))).toEqual([1000, 2000, 4000, 8000]);
  expect([1, 2, 3, 4].map((retry) => backoffMs(retry, 0))).toEqual([500, 1000, 2000, 4000]);
  expect(backoffMs(20, 1)).toBe(60_000);
});
