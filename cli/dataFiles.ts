// Turns the paths of --train, --meta and --test into files, folders opened.
import { accessSync, constants, readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";

export interface DataFile {
  path: string;
  /** Found in a folder rather than named: when it is of no use it is left out, not refused. */
  isFromFolder: boolean;
}

/** What is taken from a folder; a file named itself is always read. */
const DATA_NAME = /\.((json|jsonl|ndjson)(\.gz)?|parquet|zip)$/i;
/** Taken along, for the rows that name them. */
const IMAGE_NAME = /\.(png|jpe?g|gif|webp|bmp)$/i;

/**
 * The files at the given paths, folders searched to the bottom, in the order of their names.
 * Adds what is wrong to `problems` and files of a folder that are no data to `skipped`.
 */
export function findDataFiles(
  option: string,
  paths: readonly string[],
  problems: string[],
  skipped: string[],
): DataFile[] {
  const found = paths.flatMap((path): DataFile[] => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) {
      problems.push(`${option} ${path}: there is no such file or folder`);
      return [];
    }
    if (!stat.isDirectory()) {
      if (!isReadable(path)) problems.push(`${option} ${path}: may not be read`);
      return [{ path, isFromFolder: false }];
    }
    const inside = filesBelow(path);
    const isTaken = (file: string) => DATA_NAME.test(file) || isImageName(file);
    const data = inside.filter(isTaken);
    skipped.push(...inside.filter((file) => !isTaken(file)));
    if (!data.some((file) => DATA_NAME.test(file)))
      problems.push(`${option} ${path}: no .json, .jsonl, .parquet or .zip file in this folder`);
    return data.map((file) => ({ path: file, isFromFolder: true }));
  });
  const seen = new Set<string>();
  return found.filter(({ path }) => !seen.has(path) && seen.add(path));
}

/** The files of `--features`, as they are named. Adds those that cannot be read to `problems`. */
export function findFeatureFiles(paths: readonly string[], problems: string[]): string[] {
  return paths.filter((path) => {
    const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
    if (!isFile) problems.push(`--features ${path}: there is no such file`);
    else if (!isReadable(path)) problems.push(`--features ${path}: may not be read`);
    return isFile;
  });
}

/** In a folder that begins with a dot, such as the profile of an unfinished labelling job, or named so itself. */
function isHidden(path: string): boolean {
  return path.split(/[\\/]/).some((part) => part.startsWith("."));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !isHidden(relative(folder, path)))
    .sort();
}

export function isImageName(path: string): boolean {
  return IMAGE_NAME.test(path);
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
