// Which kind of image a file holds, told by its first bytes and never by its name.

/** Bytes of a file that are enough to tell. */
export const TYPE_BYTES = 256;

export type ImageType = "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/bmp";
/** Images that no worker of every browser can decode. */
export type OtherImageType = "SVG" | "TIFF" | "HEIC" | "AVIF";

const MAGIC: readonly [ImageType, string][] = [
  ["image/png", "\x89PNG\r\n\x1a\n"],
  ["image/jpeg", "\xff\xd8\xff"],
  ["image/gif", "GIF87a"],
  ["image/gif", "GIF89a"],
];

/** The type of an image that is read; null for anything else. */
export function imageTypeOf(head: Uint8Array): ImageType | null {
  const text = latin1(head);
  for (const [type, magic] of MAGIC) if (text.startsWith(magic)) return type;
  if (text.startsWith("RIFF") && text.slice(8, 12) === "WEBP") return "image/webp";
  // "BM" alone could begin a text; the four reserved bytes of a bitmap's header are zero.
  if (text.startsWith("BM") && text.slice(6, 10) === "\0\0\0\0") return "image/bmp";
  return null;
}

/** The kind of an image that is not read; null for anything else. */
export function otherImageTypeOf(head: Uint8Array): OtherImageType | null {
  const text = latin1(head);
  if (text.startsWith("II*\0") || text.startsWith("MM\0*")) return "TIFF";
  if (text.slice(4, 8) === "ftyp") {
    if (/^avi[fs]/.test(text.slice(8))) return "AVIF";
    if (/^(?:hei[cfxs]|mif1|msf1)/.test(text.slice(8))) return "HEIC";
  }
  return /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg[\s/>]/i.test(
    text,
  )
    ? "SVG"
    : null;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, TYPE_BYTES));
}
