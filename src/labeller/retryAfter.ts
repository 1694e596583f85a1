// How long an endpoint asks to be left alone, and how long to wait where it does not say.

const MOST_WAIT_MS = 10 * 60_000;
const FIRST_BACKOFF_MS = 1000;
const MOST_BACKOFF_MS = 60_000;

/**
 * Milliseconds by the Retry-After header, in seconds or as an HTTP date (RFC 9110, 10.2.3), else by words such
 * as "try again in 1.5s" in the body; null where neither says. Pages may read the header of another origin only
 * where that exposes it, so the words are all there is with some hosted models. At most ten minutes.
 */
export function readRetryAfter(
  header: string | null,
  body: string,
  epochMs: number,
): number | null {
  const written = header?.trim() ?? "";
  if (/^\d+(\.\d+)?$/.test(written)) return bounded(Number(written) * 1000);
  const date = written === "" ? Number.NaN : Date.parse(written);
  if (!Number.isNaN(date)) return bounded(date - epochMs);
  const said = /try again in (\d+(?:\.\d+)?) ?(ms|s|seconds?|m|minutes?)\b/i.exec(body);
  if (said === null) return null;
  const unit = said[2]!.toLowerCase();
  const scale = unit === "ms" ? 1 : unit.startsWith("m") ? 60_000 : 1000;
  return bounded(Number(said[1]) * scale);
}

function bounded(ms: number): number {
  return Math.min(Math.max(0, Math.ceil(ms)), MOST_WAIT_MS);
}

/**
 * Milliseconds before try `retry` (from 1): doubling from a second to a minute, of which at least half;
 * `random` in [0, 1) spreads those that failed together.
 */
export function backoffMs(retry: number, random: number): number {
  const longest = Math.min(MOST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (retry - 1));
  return Math.round(longest * (0.5 + random / 2));
}
