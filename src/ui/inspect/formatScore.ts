// Scores, labels and their differences as the Inspect view writes them, and the colour of a difference.

/** Digits that show an edit's effect without shimmering while it trains. */
export function formatScore(value: number | null | undefined, digits = 3): string {
  return value === null || value === undefined || Number.isNaN(value) ? "–" : value.toFixed(digits);
}

/** Signed, with a true minus; a rounded zero has no sign. */
export function formatDifference(value: number | null, digits = 3): string {
  if (value === null || Number.isNaN(value)) return "–";
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value > 0 ? "+" : "−"}${text}`;
}

/** A gap between two PRMs that changes what a score means. */
const WIDE_GAP = 0.5;

/**
 * Background of the gap between two PRMs' scores: the wider, the stronger, up to half the scale. Its
 * figure says which is higher.
 */
export function gapColor(value: number): string {
  const share = Math.round(Math.min(1, Math.abs(value) / WIDE_GAP) * 70);
  return `color-mix(in oklab, var(--other-prm) ${share}%, transparent)`;
}

/**
 * Diverging colour of score − label in [−1, 1]: one hue where the PRM is too kind, another where it
 * is too strict, fading to the surface where they agree.
 */
export function differenceColor(value: number): string {
  const share = Math.round(Math.min(1, Math.abs(value)) * 100);
  return `color-mix(in oklab, var(${value > 0 ? "--too-kind" : "--too-strict"}) ${share}%, transparent)`;
}
