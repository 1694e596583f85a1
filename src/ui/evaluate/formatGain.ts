// Shares and gains as the Evaluate view writes them: percent for shares, points (hundredths of a share)
// for differences, and what a 95 % interval allows one to say.
import type { Interval } from "../../domain/evaluation.ts";
import { t } from "../../strings/strings.ts";

/** "+4.1", "−0.3", "0.0": a difference of shares in points, with a true minus. */
export function formatPoints(difference: number): string {
  const text = Math.abs(100 * difference).toFixed(1);
  if (Number(text) === 0) return text;
  return `${difference > 0 ? "+" : "−"}${text}`;
}

/** "+1.2 to +7.0". */
export function formatPointsRange({ low, high }: Interval): string {
  return t("evaluate:range", { low: formatPoints(low), high: formatPoints(high) });
}

/** "+4.1 points (+1.2 to +7.0)". */
export function formatGain(gain: Interval): string {
  return t("evaluate:gain", { points: formatPoints(gain.value), range: formatPointsRange(gain) });
}

/** "76.1–80.3 %". */
export function formatShareRange({ low, high }: Interval): string {
  return `${(100 * low).toFixed(1)}–${(100 * high).toFixed(1)} %`;
}

/** ".52", "−.08" would drop the nought; written with it, as everywhere else. */
export function formatCorrelation(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

/** A gain is clear where its interval does not reach 0. */
export type GainTone = "better" | "worse" | "unclear";

export function gainTone({ low, high }: Interval): GainTone {
  if (low > 0) return "better";
  return high < 0 ? "worse" : "unclear";
}

/** The N most talked about: 8, or the largest size below it. Null without sizes. */
export function headlineN(sizes: readonly number[]): number | null {
  const usable = sizes.filter((size) => size <= 8);
  return usable.length > 0 ? Math.max(...usable) : null;
}
