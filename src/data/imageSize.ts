// How large an image says it is, told from its header without decoding it: an image of a few bytes may unpack to
// gigabytes of pixels, and neither the page nor the worker would survive that.
// Formats: PNG (IHDR), JPEG (ITU T.81, start of frame), GIF89a, WebP (RIFF container), BMP.
import type { ImageType } from "./imageType.ts";

export interface ImageSize {
  width: number;
  height: number;
}

/** Where a JPEG's size stands is found by walking its segments; photos put previews of 64 KB before it. */
export const JPEG_BYTES = 1 << 20;
const FEW_BYTES = 32;

/** Width and height in pixels; null where the header is cut off or makes no sense. */
export async function imageSizeOf(file: Blob, type: ImageType): Promise<ImageSize | null> {
  const most = type === "image/jpeg" ? JPEG_BYTES : FEW_BYTES;
  const view = new DataView(await file.slice(0, most).arrayBuffer());
  try {
    const size = READERS[type](view);
    return size !== null && size.width > 0 && size.height > 0 ? size : null;
  } catch {
    return null; // beyond the end of the header
  }
}

const READERS: Readonly<Record<ImageType, (view: DataView) => ImageSize | null>> = {
  "image/png": (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  "image/gif": (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  "image/bmp": bmpSize,
  "image/webp": webpSize,
  "image/jpeg": jpegSize,
};

function bmpSize(view: DataView): ImageSize {
  const isCore = view.getUint32(14, true) === 12;
  return isCore
    ? { width: view.getUint16(18, true), height: view.getUint16(20, true) }
    : // A negative height says that the rows stand from top to bottom.
      { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
}

function webpSize(view: DataView): ImageSize | null {
  const chunk = view.getUint32(12);
  const uint24 = (at: number) => view.getUint16(at, true) + view.getUint8(at + 2) * 65_536;
  if (chunk === 0x56503858) return { width: uint24(24) + 1, height: uint24(27) + 1 }; // "VP8X"
  if (chunk === 0x5650384c) {
    const bits = view.getUint32(21, true); // "VP8L"
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (chunk !== 0x56503820) return null; // "VP8 "
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

function jpegSize(view: DataView): ImageSize | null {
  let at = 2;
  for (;;) {
    while (view.getUint8(at) === 0xff && view.getUint8(at + 1) === 0xff) at++; // fill bytes
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    const hasNoLength = (marker >= 0xd0 && marker <= 0xd8) || marker === 0x01;
    if (marker === 0xd9 || marker === 0xda) return null; // the picture begins, or ends, without a size
    at += hasNoLength ? 2 : 2 + Math.max(2, view.getUint16(at + 2));
  }
}
