// Finds the image that a row names among the image files that are there. Paths in published shards are
// mostly those of another machine, so what agrees from the end of the path counts.

/** What a path of a row was taken for. */
export type ImageMatch =
  /** `isGuess`: only the names agree; the folders that both have do not. */
  | { kind: "found"; path: string; isGuess: boolean }
  /** Several files fit equally well. */
  | { kind: "ambiguous"; paths: string[] }
  | { kind: "none" };

const NONE: ImageMatch = { kind: "none" };
/** Folders of a path that are looked at, from its end. */
const MAX_DEPTH = 50;
const MANY = 1000;
/** Of files that fit equally well, those that are told. */
const TOLD = 10;

/** Images whose paths end alike, part by part from the end. */
interface Ending {
  paths: string[];
  longer: Map<string, Ending>;
}

/** Images by path as it is written, or without regard to case. */
class Catalogue {
  private readonly paths = new Map<string, string[]>();
  private readonly endings: Ending = { paths: [], longer: new Map() };
  private readonly fold: (text: string) => string;

  constructor(paths: Iterable<string>, fold: (text: string) => string) {
    this.fold = fold;
    for (const path of paths) {
      const parts = partsOf(path).map(fold);
      push(this.paths, parts.join("/"), path);
      let ending = this.endings;
      for (const part of parts.slice(-MAX_DEPTH).reverse()) {
        const longer: Ending = ending.longer.get(part) ?? { paths: [], longer: new Map() };
        ending.longer.set(part, longer);
        longer.paths.push(path);
        ending = longer;
      }
    }
  }

  find(written: string, dataFile: string | null): ImageMatch {
    const folders = dataFile === null ? [] : partsOf(dataFile).slice(0, -1).map(this.fold);
    for (let depth = Math.min(folders.length, MAX_DEPTH); depth >= 0; depth--) {
      const path = partsOf(written, folders.slice(0, depth)).map(this.fold).join("/");
      const here = this.paths.get(path);
      if (here !== undefined) return only(here, false);
    }
    const wanted = partsOf(written).map(this.fold);
    let ending = this.endings;
    let shared = 0;
    for (let at = wanted.length - 1; at >= 0; at--, shared++) {
      const longer = ending.longer.get(wanted[at]!);
      if (longer === undefined) break;
      ending = longer;
    }
    if (shared === 0) return NONE;
    // So many that nothing but their names tells apart are not gone through for every row.
    if (ending.paths.length > MANY) return only(ending.paths, false);
    const parts = (path: string) => partsOf(path).map(this.fold);
    const nearest = best(ending.paths, (path) => sharedStart(folders, parts(path)));
    return only(nearest, shared === 1 && wanted.length > 1 && parts(nearest[0]!).length > 1);
  }
}

export class ImageIndex {
  private readonly exact: Catalogue;
  private readonly folded: Catalogue;
  private readonly known = new Map<string, ImageMatch>();

  constructor(paths: Iterable<string>) {
    const all = [...paths];
    this.exact = new Catalogue(all, (text) => text);
    this.folded = new Catalogue(all, (text) => text.toLowerCase());
  }

  /**
   * The image that `written` names in a row of `dataFile` (null where nobody knows). In this order: the path
   * seen from the data file's folder, from the folders above it, from the top; the file that agrees with it
   * in most folders from the end, of several the one nearest to the data file; the same without regard to case.
   */
  find(written: string, dataFile: string | null): ImageMatch {
    const folder = dataFile?.replace(/[^\\/]*$/, "") ?? null;
    const key = JSON.stringify([written, folder]);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const exact = this.exact.find(written, dataFile);
    const match = exact.kind === "none" ? this.folded.find(written, dataFile) : exact;
    this.known.set(key, match);
    return match;
  }
}

/** A path's folders and name, seen from `from`; "." and ".." resolved, a drive or a leading slash dropped. */
function partsOf(path: string, from: readonly string[] = []): string[] {
  const parts = [...from];
  for (const part of path.split(/[\\/]+/)) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts;
}

function only(paths: readonly string[], isGuess: boolean): ImageMatch {
  return paths.length === 1
    ? { kind: "found", path: paths[0]!, isGuess }
    : { kind: "ambiguous", paths: paths.slice(0, TOLD) };
}

/** All that have the largest value. */
function best(paths: readonly string[], value: (path: string) => number): string[] {
  const values = paths.map(value);
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  return paths.filter((_, index) => values[index] === most);
}

function sharedStart(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a[shared] === b[shared]) shared++;
  return shared;
}

function push(map: Map<string, string[]>, key: string, path: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [path]);
  else list.push(path);
}
