// An image file's pixels, laid over white: by the browser's own decoder, or, where there is none (Node:
// benchmarks and tests), by a decoder of PNG. Both give the same numbers for the same PNG.

/** Rows from the top left: red, green, blue, 0 to 255. */
export interface Pixels {
  width: number;
  height: number;
  /** [width × height × 3] */
  rgb: Uint8Array;
}

/** Longest side that is read pixel by pixel; the browser shrinks a larger image to it first. */
const MAX_SIDE = 1024;

/** Rejects where the content is no image that can be decoded here. */
export function decodePixels(blob: Blob): Promise<Pixels> {
  return typeof createImageBitmap === "function" ? decodeInBrowser(blob) : decodePng(blob);
}

async function decodeInBrowser(blob: Blob): Promise<Pixels> {
  // Fixed, so that neither the screen's colours nor the browser's defaults change what a PRM sees.
  const bitmap = await createImageBitmap(blob, {
    colorSpaceConversion: "none",
    premultiplyAlpha: "premultiply",
    imageOrientation: "from-image",
  });
  try {
    const shrink = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
    const width = Math.max(1, Math.round(bitmap.width * shrink));
    const height = Math.max(1, Math.round(bitmap.height * shrink));
    // Read back often: kept off the GPU, whose rounding differs from machine to machine.
    const context = new OffscreenCanvas(width, height).getContext("2d", {
      willReadFrequently: true,
    });
    if (context === null) throw new Error("there is no canvas to draw it on");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, width, height);
    return { width, height, rgb: withoutAlpha(context.getImageData(0, 0, width, height).data) };
  } finally {
    bitmap.close();
  }
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}

async function decodePng(blob: Blob): Promise<Pixels> {
  const { convertIndexedToRgb, decode, hasPngSignature } = await import("fast-png");
  const bytes = new Uint8Array(await blob.arrayBuffer());
  if (!hasPngSignature(bytes)) throw new Error("outside a browser only PNG can be decoded");
  const png = decode(bytes, { checkCrc: true });
  const { width, height, depth, transparency } = png;
  let { channels } = png;
  let samples: ArrayLike<number> = png.data;
  let most = 2 ** depth - 1;
  /** The one colour that is transparent, in the file's own numbers. */
  let key: ArrayLike<number> = transparency ?? [];
  if (png.palette) {
    samples = convertIndexedToRgb(png);
    channels = png.palette[0]!.length;
    most = 255;
    key = [];
  } else if (depth < 8) {
    // Packed greys are read as a palette of the greys there can be.
    const palette = Array.from({ length: most + 1 }, (_, grey): [number, number, number] => [
      grey,
      grey,
      grey,
    ]);
    samples = convertIndexedToRgb({ ...png, palette });
    channels = 3;
    if (key.length === 1) key = [key[0]!, key[0]!, key[0]!];
  }
  const hasAlpha = channels === 2 || channels === 4;
  const colours = hasAlpha ? channels - 1 : channels;
  const rgb = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const from = pixel * channels;
    const alpha = hasAlpha
      ? samples[from + colours]! / most
      : Number(!isKey(samples, from, colours, key));
    for (let colour = 0; colour < 3; colour++) {
      const value = samples[from + (colours === 3 ? colour : 0)]! / most;
      rgb[pixel * 3 + colour] = Math.round(255 * (value * alpha + 1 - alpha));
    }
  }
  return { width, height, rgb };
}

function isKey(
  samples: ArrayLike<number>,
  from: number,
  colours: number,
  key: ArrayLike<number>,
): boolean {
  if (key.length !== colours) return false;
  for (let colour = 0; colour < colours; colour++) {
    if (samples[from + colour] !== key[colour]) return false;
  }
  return true;
}
