// Parts the image files from the data files of a load. Images are only told and named here; they are
// decoded when a chain that needs one is encoded.
import { StudioError } from "../base/errors.ts";
import type { FileSummary } from "../domain/summary.ts";
import { type ImageSize, imageSizeOf, JPEG_BYTES } from "./imageSize.ts";
import { imageTypeOf, otherImageTypeOf, TYPE_BYTES } from "./imageType.ts";
import type { InputFile } from "./loadFiles.ts";
import { type ProblemLog, WHOLE_FILE } from "./problemLog.ts";
import { sharedFolders } from "./sharedFolders.ts";

export interface SortedFiles {
  /** Images by path, with their type. */
  images: Map<string, Blob>;
  /** What is no image and not hidden. */
  data: InputFile[];
  /** One line for all images; empty where there are none. */
  summaries: FileSummary[];
}

/** A larger one would take gigabytes once decoded. */
export const MAX_IMAGE_BYTES = 64 * 1024 * 1024;
/** Pixels of an image, which take four bytes each once it is decoded: a camera's have 12 to 50 million. */
export const MAX_IMAGE_PIXELS = 64_000_000;
/** Heads read at once. */
const AT_ONCE = 16;
const HIDDEN = /(?:^|[\\/])\.[^\\/]*$|(?:^|[\\/])__MACOSX[\\/]|(?:^|[\\/])Thumbs\.db$/i;
const IMAGE_NAME = /\.(?:png|jpe?g|gif|webp|bmp|svgz?|tiff?|heic|heif|avif)$/i;

/**
 * Looks into every file. Hidden files, images of other kinds and files that only bear an image's name are
 * told to the log and left out. Throws StudioError("cancelled") when aborted.
 */
export async function sortFiles(
  files: readonly InputFile[],
  log: ProblemLog,
  signal?: AbortSignal,
): Promise<SortedFiles> {
  const hidden = files.filter(({ path }) => HIDDEN.test(path));
  if (hidden.length > 0) log.warn(hidden[0]!.path, WHOLE_FILE, null, notRead(hidden));
  const shown = files.filter(({ path }) => !HIDDEN.test(path));
  const heads = await headsOf(shown, signal);
  const sizes = await sizesOf(shown, heads, signal);
  const images = new Map<string, Blob>();
  const data: InputFile[] = [];
  let [imageBytes, bad] = [0, 0];
  for (const [index, input] of shown.entries()) {
    const { path, file } = input;
    const head = heads[index]!;
    const type = imageTypeOf(head);
    const fault =
      type === null ? faultOf(path, head) : (tooLarge(file) ?? sizeFault(sizes[index]!, file));
    if (fault !== null) {
      bad++;
      log.error(path, WHOLE_FILE, null, fault);
    } else if (type === null) data.push(input);
    else {
      images.set(path, file.slice(0, file.size, type));
      imageBytes += file.size;
    }
  }
  const summary: FileSummary = {
    name: imagesName([...images.keys()]),
    format: "images",
    bytes: imageBytes,
    rows: images.size,
    badRows: bad,
  };
  return { images, data, summaries: images.size === 0 ? [] : [summary] };
}

function headsOf(files: readonly InputFile[], signal?: AbortSignal): Promise<Uint8Array[]> {
  return severalAtOnce(files.length, signal, async (index) => {
    // What cannot be read at all is told by whoever reads it as data.
    const head = await files[index]!.file.slice(0, TYPE_BYTES)
      .arrayBuffer()
      .catch(() => null);
    return new Uint8Array(head ?? new ArrayBuffer(0));
  });
}

/** The sizes that images say they have; null for what is none, or does not say. */
function sizesOf(
  files: readonly InputFile[],
  heads: readonly Uint8Array[],
  signal?: AbortSignal,
): Promise<(ImageSize | null)[]> {
  return severalAtOnce(files.length, signal, async (index) => {
    const type = imageTypeOf(heads[index]!);
    return type === null ? null : imageSizeOf(files[index]!.file, type).catch(() => null);
  });
}

async function severalAtOnce<T>(
  count: number,
  signal: AbortSignal | undefined,
  work: (index: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = new Array(count);
  let next = 0;
  const many = async () => {
    while (next < count) {
      if (signal?.aborted) throw new StudioError("cancelled", "reading the files was cancelled");
      const index = next++;
      results[index] = await work(index);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, many));
  return results;
}

/** Why a file is neither data nor an image that is read; null where it may be data. */
function faultOf(path: string, head: Uint8Array): string | null {
  const other = otherImageTypeOf(head);
  if (other !== null) {
    return `${other} images are not read, since not every browser can decode them in a worker; save it as PNG`;
  }
  if (!IMAGE_NAME.test(path)) return null;
  return head.length === 0
    ? "the image is empty or cannot be read"
    : "it is named like an image but holds none (PNG, JPEG, GIF, WebP and BMP are read)";
}

function tooLarge({ size }: File): string | null {
  if (size <= MAX_IMAGE_BYTES) return null;
  const megabytes = (bytes: number) => Math.round(bytes / 2 ** 20).toLocaleString("en-US");
  return `the image has ${megabytes(size)} MB; at most ${megabytes(MAX_IMAGE_BYTES)} are read`;
}

/** What is damaged is told when it is decoded; what hides its size behind a megabyte of other things is not. */
function sizeFault(size: ImageSize | null, file: File): string | null {
  if (size === null) {
    return file.size > JPEG_BYTES ? "the image does not say how large it is where it should" : null;
  }
  const { width, height } = size;
  if (width * height <= MAX_IMAGE_PIXELS) return null;
  const [w, h, most] = [width, height, MAX_IMAGE_PIXELS].map((n) => n.toLocaleString("en-US"));
  return `the image says it is ${w} × ${h} pixels; at most ${most} are read`;
}

function notRead(files: readonly InputFile[]): string {
  const shown = files
    .slice(0, 5)
    .map(({ path }) => path)
    .join(", ");
  const more = files.length > 5 ? ", …" : "";
  return `${files.length} hidden file${files.length === 1 ? " was" : "s were"} not read: ${shown}${more}`;
}

/** The one image, or the folder that all of them are in. */
function imagesName(paths: readonly string[]): string {
  const [first] = paths;
  if (first === undefined || paths.length === 1) return first ?? "";
  const taken = paths.map((path) => path.split("/"));
  const folders = taken[0]!.slice(0, sharedFolders(taken));
  return folders.length === 0 ? "images" : `${folders.join("/")}/`;
}
