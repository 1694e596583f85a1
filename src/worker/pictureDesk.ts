// The pictures of the corpus' images: each file is decoded and shrunk once, when a chain that names it is
// first encoded, and kept while the file is the same. What cannot be decoded is no picture, and is told once.
import type { Chain } from "../domain/chain.ts";
import type { Picture } from "../domain/picture.ts";
import type { EncodingSources } from "../engine/encoders/encodingSources.ts";
import { toPicture } from "./areaMean.ts";
import { decodePixels } from "./pixels.ts";

/** Files decoded at once: a large one takes a hundred megabytes while it is. */
const AT_ONCE = 4;
/** Files between two breaths. */
const FILES_A_BREATH = 32;

interface Decoded {
  blob: Blob;
  /** Null where the file cannot be decoded. */
  picture: Promise<Picture | null>;
}

export class PictureDesk {
  private readonly decoded = new Map<string, Decoded>();
  private readonly told = new WeakSet<Blob>();
  private readonly images: () => ReadonlyMap<string, Blob>;
  private readonly onProblem: (path: string, message: string) => void;

  /** `onProblem` is told once of each file that cannot be decoded, and why. */
  constructor(
    images: () => ReadonlyMap<string, Blob>,
    onProblem: (path: string, message: string) => void = () => {},
  ) {
    this.images = images;
    this.onProblem = onProblem;
  }

  /** The pictures of these chains; null for a chain without an image, or whose file is missing or broken. */
  readonly pictures: EncodingSources["pictures"] = async (chains, breathe) => {
    const images = this.images();
    const wanted = [...pathsOf(chains)].filter((path) => images.has(path));
    const found = new Map<string, Picture>();
    let next = 0;
    let done = 0;
    const decodeMany = async () => {
      while (next < wanted.length) {
        const path = wanted[next++]!;
        const picture = await this.pictureOf(path, images.get(path)!);
        if (picture !== null) found.set(path, picture);
        if (++done % FILES_A_BREATH === 0) await breathe(done, wanted.length);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, decodeMany));
    return ({ imagePath }) => (imagePath === null ? null : (found.get(imagePath) ?? null));
  };

  /** Lets go of all pictures; they are decoded again when they are asked for. */
  forget(): void {
    this.decoded.clear();
  }

  private pictureOf(path: string, blob: Blob): Promise<Picture | null> {
    const known = this.decoded.get(path);
    if (known?.blob === blob) return known.picture;
    const picture = decodePixels(blob)
      .then(toPicture)
      .catch((error: unknown) => {
        if (!this.told.has(blob))
          this.onProblem(path, `the image cannot be decoded${because(error)}`);
        this.told.add(blob);
        return null;
      });
    this.decoded.set(path, { blob, picture });
    return picture;
  }
}

function pathsOf(chains: readonly Pick<Chain, "imagePath">[]): Set<string> {
  const paths = new Set<string>();
  for (const { imagePath } of chains) if (imagePath !== null) paths.add(imagePath);
  return paths;
}

function because(error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return reason === "" ? "" : `: ${reason}`;
}
