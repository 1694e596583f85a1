// What the images are called in exported files: their paths below the folder that all of them share, under
// images/, free of what a file system would take amiss.
import { safeFileName } from "../base/safeFileName.ts";
import { sharedFolders } from "./sharedFolders.ts";

const FOLDER = "images";

/** File name by key. No two are the same, whatever the file system makes of case. */
export function imageFileNames(keys: Iterable<string>): Map<string, string> {
  const paths = [...keys].map((key) => ({ key, parts: key.split(/[\\/]+/).filter(Boolean) }));
  const shared = sharedFolders(paths.map(({ parts }) => parts));
  const taken = new Set<string>();
  const copies = new Map<string, number>();
  const names = new Map<string, string>();
  for (const { key, parts } of paths) {
    const safe = parts.slice(shared).map((part) => safeFileName(part, "image"));
    const name = [FOLDER, ...safe].join("/");
    names.set(key, freeName(name, taken, copies));
  }
  return names;
}

/** `copies` remembers how many of a name there were, so that many of one name take no time for each other. */
function freeName(name: string, taken: Set<string>, copies: Map<string, number>): string {
  const [, stem, ending] = /^(.*?)(\.[^./]*)?$/.exec(name)!;
  let free = name;
  const folded = name.toLowerCase();
  let copy = copies.get(folded) ?? 1;
  while (taken.has(free.toLowerCase())) free = `${stem} (${++copy})${ending ?? ""}`;
  copies.set(folded, copy);
  taken.add(free.toLowerCase());
  return free;
}
