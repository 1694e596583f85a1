// Where a file stands, whatever archive it came in: the same data dropped under another ZIP's name are the same.
const ARCHIVE = /^.*\.zip\//i;

/** "data.zip/images/1.png" and "images/1.png" are "images/1.png". */
export function pathInArchive(path: string): string {
  return path.replace(ARCHIVE, "");
}
