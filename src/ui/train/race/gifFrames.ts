// Frames of pixels as an animated GIF: one palette for all, and of each frame only what changed.
import { applyPalette, GIFEncoder, type Palette, quantize } from "gifenc/dist/gifenc.esm.js";

/** One colour is kept for "as before". */
const MOST_COLORS = 255;

export interface GifFrames {
  /** RGBA, 4 bytes a pixel, row by row. */
  add: (rgba: Uint8ClampedArray) => void;
  finish: () => Uint8Array<ArrayBuffer>;
}

/**
 * @param samples frames that between them hold all colours.
 * @param delay milliseconds a frame, in steps of ten. The film repeats for ever.
 */
export function gifFrames(
  width: number,
  height: number,
  delay: number,
  samples: readonly Uint8ClampedArray[],
): GifFrames {
  const stream = GIFEncoder();
  const palette = paletteOf(samples);
  const asBefore = palette.length;
  const withUnchanged = [...palette, [0, 0, 0]];
  let before: Uint8Array | null = null;
  return {
    add(rgba) {
      const indices = applyPalette(rgba, palette, "rgb565");
      if (before === null) {
        stream.writeFrame(indices, width, height, {
          palette: withUnchanged,
          delay,
          repeat: 0,
          dispose: 1,
        });
      } else {
        const last = before;
        const changed = indices.map((index, pixel) => (index === last[pixel] ? asBefore : index));
        stream.writeFrame(changed, width, height, {
          delay,
          transparent: true,
          transparentIndex: asBefore,
          dispose: 1,
        });
      }
      before = indices;
    },
    finish() {
      stream.finish();
      return stream.bytes();
    },
  };
}

function paletteOf(samples: readonly Uint8ClampedArray[]): Palette {
  const length = samples.reduce((sum, one) => sum + one.length, 0);
  const all = new Uint8ClampedArray(length);
  let at = 0;
  for (const one of samples) {
    all.set(one, at);
    at += one.length;
  }
  return quantize(all, MOST_COLORS, { format: "rgb565" });
}
