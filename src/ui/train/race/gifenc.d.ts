// What is used of gifenc, which brings no types of its own.
declare module "gifenc/dist/gifenc.esm.js" {
  /** Colours as [red, green, blue], each 0 to 255. */
  export type Palette = number[][];

  export interface GifStream {
    /** The first frame's palette is the whole film's. */
    writeFrame(
      indices: Uint8Array,
      width: number,
      height: number,
      options: {
        palette?: Palette;
        /** Milliseconds, in steps of ten. */
        delay: number;
        /** 0 for ever. */
        repeat?: number;
        transparent?: boolean;
        transparentIndex?: number;
        /** 1 leaves the frame standing under the next. */
        dispose?: number;
      },
    ): void;
    finish(): void;
    bytes(): Uint8Array<ArrayBuffer>;
  }

  export function GIFEncoder(): GifStream;
  export function quantize(
    rgba: Uint8ClampedArray,
    most: number,
    options?: { format: "rgb565" },
  ): Palette;
  export function applyPalette(
    rgba: Uint8ClampedArray,
    palette: Palette,
    format?: "rgb565",
  ): Uint8Array;
}
