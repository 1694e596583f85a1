import { afterEach, expect, test } from "vitest";
import { setLanguage } from "../../strings/strings.ts";
import { formatAgo } from "./formatAgo.ts";

afterEach(() => setLanguage("en"));

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

test("in Chinese, too", async () => {
  await setLanguage("zh-Hant");
  expect([after(0), after(5 * 60_000), after(2 * 86_400_000)]).toEqual([
    "剛剛",
    "5 分鐘前",
    "2 天前",
  ]);
});
