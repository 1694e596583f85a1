// How long ago something was, in the words a person would use.
import { shownLanguage, t } from "../../strings/strings.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "just now", "3 minutes ago", "2 hours ago", "5 days ago", in the language shown. @param at ISO 8601 @param now ms since the epoch */
export function formatAgo(at: string, now: number): string {
  const passed = now - Date.parse(at);
  // A clock that was set back, or a date that is none, says nothing of the time between.
  if (!(passed >= MINUTE_MS)) return t("workspace:justNow");
  const words = new Intl.RelativeTimeFormat(shownLanguage(), { numeric: "always" });
  if (passed < HOUR_MS) return words.format(-Math.floor(passed / MINUTE_MS), "minute");
  if (passed < DAY_MS) return words.format(-Math.floor(passed / HOUR_MS), "hour");
  return words.format(-Math.floor(passed / DAY_MS), "day");
}
