// Places to write to, made and tried before anything is trained: a bad one must not cost a run.
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
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
