// A rasteriser just large enough for the suite's pictures: filled rectangles, discs, sectors and lines on a
// small square of pixels. A pixel is covered where its centre is; edges are hard.

/** Side of the suite's pictures in pixels. */
export const SIDE = 32;

/** Red, green, blue, 0 to 255. */
export type Colour = readonly [number, number, number];

export class Drawing {
  /** [SIDE × SIDE × 3], row by row from the top left. */
  readonly rgb = new Uint8Array(SIDE * SIDE * 3);

  constructor(background: Colour) {
    this.rectangle(0, 0, SIDE, SIDE, background);
  }

  /** Columns x .. x + width, rows y .. y + height, the ends not included; what lies outside is cut off. */
  rectangle(x: number, y: number, width: number, height: number, colour: Colour): void {
    this.fill(x, y, x + width, y + height, colour, () => true);
  }

  /** A square about a point, without its corners where it is large enough to have any. */
  mark(x: number, y: number, side: number, colour: Colour): void {
    const cut = side < 4 ? 0 : 1;
    this.rectangle(x - side / 2 + cut, y - side / 2, side - 2 * cut, side, colour);
    this.rectangle(x - side / 2, y - side / 2 + cut, side, side - 2 * cut, colour);
  }

  disc(x: number, y: number, radius: number, colour: Colour): void {
    this.fill(x - radius, y - radius, x + radius, y + radius, colour, (px, py) => {
      return (px - x) ** 2 + (py - y) ** 2 <= radius * radius;
    });
  }

  /** From `from` to `to` turns clockwise, 0 at the top; 0 ≤ from ≤ to ≤ 1. */
  sector(x: number, y: number, radius: number, from: number, to: number, colour: Colour): void {
    this.fill(x - radius, y - radius, x + radius, y + radius, colour, (px, py) => {
      if ((px - x) ** 2 + (py - y) ** 2 > radius * radius) return false;
      const turn = Math.atan2(px - x, y - py) / (2 * Math.PI);
      const place = turn < 0 ? turn + 1 : turn;
      return place >= from && place < to;
    });
  }

  line(x0: number, y0: number, x1: number, y1: number, width: number, colour: Colour): void {
    const reach = width / 2;
    const [dx, dy] = [x1 - x0, y1 - y0];
    const squared = dx * dx + dy * dy;
    this.fill(
      Math.min(x0, x1) - reach,
      Math.min(y0, y1) - reach,
      Math.max(x0, x1) + reach,
      Math.max(y0, y1) + reach,
      colour,
      (px, py) => {
        const along = squared === 0 ? 0 : ((px - x0) * dx + (py - y0) * dy) / squared;
        const at = Math.min(1, Math.max(0, along));
        return (px - x0 - at * dx) ** 2 + (py - y0 - at * dy) ** 2 <= reach * reach;
      },
    );
  }

  private fill(
    left: number,
    top: number,
    right: number,
    bottom: number,
    colour: Colour,
    covers: (x: number, y: number) => boolean,
  ): void {
    // The pixels whose centres lie within the box.
    const firstColumn = Math.max(0, Math.ceil(left - 0.5));
    const firstRow = Math.max(0, Math.ceil(top - 0.5));
    for (let row = firstRow; row < SIDE && row + 0.5 < bottom; row++) {
      for (let column = firstColumn; column < SIDE && column + 0.5 < right; column++) {
        if (covers(column + 0.5, row + 0.5)) this.rgb.set(colour, (row * SIDE + column) * 3);
      }
    }
  }
}
