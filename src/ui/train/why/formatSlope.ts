// Slopes and pulls as they are written: two figures whatever their size, a true minus.

function withTrueMinus(text: string): string {
  return text.replaceAll("-", "−");
}

/** "3.3e−4", "0.25", "−12"; a dash for what is no number. */
export function formatSlope(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const isSmall = Math.abs(value) < 0.01;
  return withTrueMinus(isSmall ? value.toExponential(1) : String(Number(value.toPrecision(2))));
}

/** The same with its sign always written. */
export function formatPull(value: number): string {
  return value > 0 && Number.isFinite(value) ? `+${formatSlope(value)}` : formatSlope(value);
}

/** For an axis: as short as it can be. */
export function formatSlopeTick(value: number): string {
  if (value === 0) return "0";
  const isSmall = Math.abs(value) < 0.01;
  return withTrueMinus(
    isSmall ? Number(value.toPrecision(2)).toExponential() : String(Number(value.toPrecision(3))),
  );
}

/** "0.42"; "∞" where nothing but the signal is there. */
export function formatRatio(value: number): string {
  if (Number.isNaN(value)) return "–";
  return Number.isFinite(value) ? value.toFixed(2) : "∞";
}

/** "+0.12" with a true minus; a rounded zero has no sign. */
export function formatCosine(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const text = Math.abs(value).toFixed(2);
  if (Number(text) === 0) return text;
  return `${value > 0 ? "+" : "−"}${text}`;
}
