// Image files packed one behind the other into parts. An image that stands in a part stays there: when more come,
// only those are written.
import { damaged } from "./tensorFile.ts";

/** Where an image stands. */
export interface ImagePlace {
  part: string;
  from: number;
  bytes: number;
}

/** Parts up to this size are read into memory, and then stay whatever becomes of the file. */
const MOST_COPIED_BYTES = 64 << 20;

export class KeptImages {
  private readonly places = new WeakMap<Blob, ImagePlace>();
  private readonly mostCopiedBytes: number;

  constructor(mostCopiedBytes = MOST_COPIED_BYTES) {
    this.mostCopiedBytes = mostCopiedBytes;
  }

  /** Where each of the images stands, with the part that has to be written for those that stand nowhere. */
  place(
    images: Iterable<Blob>,
    there: ReadonlySet<string>,
  ): { places: ImagePlace[]; parts: Record<string, Blob>; kept: string[] } {
    const part = `images-${crypto.randomUUID()}`;
    const packed: Blob[] = [];
    let from = 0;
    const places = Array.from(images, (image): ImagePlace => {
      const known = this.places.get(image);
      if (known && (known.part === part || there.has(known.part))) return known;
      const place = { part, from, bytes: image.size };
      this.places.set(image, place);
      packed.push(image);
      from += image.size;
      return place;
    });
    const names = new Set(places.map((place) => place.part));
    names.delete(part);
    const parts = packed.length > 0 ? { [part]: new Blob(packed) } : {};
    return { places, parts, kept: [...names] };
  }

  /** The images at these places. Throws StudioError("data") where a part is missing or too short. */
  async read(
    wanted: readonly (ImagePlace & { path: string; type: string })[],
    parts: Readonly<Record<string, Blob>>,
  ): Promise<Map<string, Blob>> {
    const files = new Map<string, Blob>();
    for (const name of new Set(wanted.map(({ part }) => part))) {
      const file = parts[name];
      if (file === undefined) throw damaged("What is kept of the images", `${name} is missing`);
      const isSmall = file.size <= this.mostCopiedBytes;
      files.set(name, isSmall ? new Blob([await file.arrayBuffer()]) : file);
    }
    const images = new Map<string, Blob>();
    for (const { path, type, ...place } of wanted) {
      const file = files.get(place.part)!;
      const to = place.from + place.bytes;
      if (to > file.size) throw damaged("What is kept of the images", `“${path}” is cut off`);
      const image = file.slice(place.from, to, type);
      this.places.set(image, place);
      images.set(path, image);
    }
    return images;
  }
}
