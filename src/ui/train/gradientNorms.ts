// The gradient's length beside the length it is clipped to: which points were clipped, in numbers and words.
import { t } from "../../strings/strings.ts";

export interface Clipping {
  /** Indices of the points whose gradient was longer than the clip norm. */
  clipped: number[];
  /** Points at which the length was measured. */
  measured: number;
}

/** Norms are NaN where they were not measured. */
export function clippingOf(norms: Float64Array, clipNorm: number): Clipping {
  const clipped: number[] = [];
  let measured = 0;
  norms.forEach((norm, index) => {
    if (!Number.isFinite(norm)) return;
    measured++;
    if (norm > clipNorm) clipped.push(index);
  });
  return { clipped, measured };
}

/** "clipped at 38 of 100 points"; null where nothing was measured. */
export function clippingWords({ clipped, measured }: Clipping): string | null {
  if (measured === 0) return null;
  if (clipped.length === 0) return t("charts:gradient.neverClipped");
  return t("charts:gradient.clipped", {
    clipped: clipped.length.toLocaleString("en-US"),
    points: measured.toLocaleString("en-US"),
  });
}

/**
 * Whether the threshold belongs into the picture: not where it is more than ten times above every length,
 * where its line would press the trace to the ground.
 */
export function isThresholdNear(norms: Float64Array, clipNorm: number): boolean {
  return norms.some((norm) => norm * 10 >= clipNorm);
}

/** Three digits, as a table of lengths has them: "0.213", "12.4", "1.2e+5". */
export function formatNorm(norm: number): string {
  if (!Number.isFinite(norm)) return "–";
  return norm >= 1e4 || (norm > 0 && norm < 1e-3)
    ? norm.toExponential(1).replace(".0e", "e")
    : String(Number(norm.toPrecision(3)));
}
