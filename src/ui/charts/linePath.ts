// A line as the text of an SVG path.

/**
 * "M…L…" through all points whose value is finite; others break the line. Coordinates are rounded to
 * a tenth of a pixel, which is what keeps the text short. Empty where no point is finite.
 */
export function linePath(
  steps: ArrayLike<number>,
  values: ArrayLike<number>,
  xOf: (step: number) => number,
  yOf: (value: number) => number,
): string {
  let path = "";
  let isOpen = false;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      isOpen = false;
      continue;
    }
    const x = Math.round(xOf(steps[i] ?? 0) * 10) / 10;
    const y = Math.round(yOf(value) * 10) / 10;
    path += `${isOpen ? "L" : "M"}${x} ${y}`;
    isOpen = true;
  }
  return path;
}
