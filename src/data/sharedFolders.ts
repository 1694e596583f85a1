// The folders that several paths begin with.

/** How many folders all of these paths, taken apart, begin with; their names are not counted. */
export function sharedFolders(paths: readonly (readonly string[])[]): number {
  const [first = []] = paths;
  let shared = Math.max(0, first.length - 1);
  for (const parts of paths) {
    let same = 0;
    while (same < Math.min(shared, parts.length - 1) && parts[same] === first[same]) same++;
    shared = same;
  }
  return shared;
}
