import { expect, test } from "vitest";
import { formatAgo } from "./formatAgo.ts";

const AT = "2026-03-01T12:00:00.000Z";
const after = (ms: number) => formatAgo(AT, Date.parse(AT) + ms);

test.each([
  [59_999, "just now"],
  [60_000, "1 minute ago"],
  [3_599_999, "59 minutes ago"],
  [3_600_000, "1 hour ago"],
  [86_399_999, "23 hours ago"],
  [5 * 86_400_000, "5 days ago"],
])("%i ms later: %s", (ms, words) => expect(after(ms)).toBe(words));

test("a clock that was set back, or no date at all, makes no nonsense", () => {
  expect(after(-3_600_000)).toBe("just now");
  expect(formatAgo("never", 0)).toBe("just now");
});
