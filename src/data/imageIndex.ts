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

/** Images by path as it is written, or without regard to case. */
class Catalogue {
  private readonly paths = new Map<string, string[]>();
  private readonly byName = new Map<string, string[]>();
  private readonly fold: (text: string) => string;

  constructor(paths: Iterable<string>, fold: (text: string) => string) {
    this.fold = fold;
    for (const path of paths) {
      const parts = partsOf(path).map(fold);
      push(this.paths, parts.join("/"), path);
      push(this.byName, parts.at(-1) ?? "", path);
    }
  }

  find(written: string, dataFile: string | null): ImageMatch {
    const folders = dataFile === null ? [] : partsOf(dataFile).slice(0, -1).map(this.fold);
    for (let depth = folders.length; depth >= 0; depth--) {
      const path = partsOf(written, folders.slice(0, depth)).map(this.fold).join("/");
      const here = this.paths.get(path);
      if (here !== undefined) return only(here, false);
    }
    const wanted = partsOf(written).map(this.fold);
    const named = this.byName.get(wanted.at(-1) ?? "");
    if (named === undefined) return NONE;
    const parts = (path: string) => partsOf(path).map(this.fold);
    const longest = best(named, (path) => sharedEnd(wanted, parts(path)));
    const nearest = best(longest, (path) => sharedStart(folders, parts(path)));
    const end = parts(nearest[0]!);
    return only(nearest, sharedEnd(wanted, end) === 1 && wanted.length > 1 && end.length > 1);
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
    : { kind: "ambiguous", paths: [...paths] };
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

function sharedEnd(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < a.length && shared < b.length && a.at(-1 - shared) === b.at(-1 - shared)) {
    shared++;
  }
  return shared;
}

function push(map: Map<string, string[]>, key: string, path: string): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [path]);
  else list.push(path);
}
