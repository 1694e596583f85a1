// A line as the text of an SVG path.

/**
 * "M…L…" through all points that have a place; others (no number, below 0 on a logarithmic axis) break the line. Coordinates are rounded to
 * a tenth of a pixel, which is what keeps the text short. Empty where no point is finite.
 */
export function linePath(
  xs: ArrayLike<number>,
  values: ArrayLike<number>,
  xOf: (x: number) => number,
  yOf: (value: number) => number,
): string {
  let path = "";
  let isOpen = false;
  for (let i = 0; i < values.length; i++) {
    const place = yOf(values[i] ?? Number.NaN);
    if (!Number.isFinite(place)) {
      isOpen = false;
      continue;
    }
    const x = Math.round(xOf(xs[i] ?? 0) * 10) / 10;
    const y = Math.round(place * 10) / 10;
    path += `${isOpen ? "L" : "M"}${x} ${y}`;
    isOpen = true;
  }
  return path;
}
