// Places to write to, made and tried before anything is trained: a bad one must not cost a run.
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname, isAbsolute, join, normalize } from "node:path";
import { UsageError } from "./usageError.ts";

/** Makes a folder. Throws UsageError where that, or writing into it, cannot be done. */
export function makeFolder(option: string, path: string): void {
  attempt(option, path, () => {
    mkdirSync(path, { recursive: true });
    accessSync(path, constants.W_OK);
  });
}

/** Makes the folder of a file that is still to be written. Throws UsageError where it could not be. */
export function makePlaceFor(option: string, file: string): void {
  attempt(option, file, () => {
    mkdirSync(dirname(file), { recursive: true });
    accessSync(existsSync(file) ? file : dirname(file), constants.W_OK);
  });
}

function attempt(option: string, path: string, make: () => void): void {
  try {
    make();
  } catch (error) {
    throw new UsageError([
      `${option} ${path}: ${error instanceof Error ? error.message : String(error)}`,
    ]);
  }
}

/**
 * Where in a folder a file of this name goes. Names come out of data ("images/1.png"): one that would lead out of
 * the folder throws UsageError.
 */
export function placeBelow(folder: string, name: string): string {
  const path = normalize(name);
  if (isAbsolute(path) || path === ".." || /^\.\.[\\/]/.test(path)) {
    throw new UsageError([`${name}: lies outside ${folder}, and is not written`]);
  }
  return join(folder, path);
}
