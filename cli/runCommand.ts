// Runs one command of the command line and turns whatever it throws into words and an exit status.
import { StudioError } from "../src/base/errors.ts";
import { EXIT, UsageError } from "./usageError.ts";

export async function runCommand(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}

/** Writes the failure to stderr and returns its exit status. */
export function reportFailure(
  error: unknown,
  write = (line: string) => console.error(line),
): number {
  if (error instanceof UsageError) {
    for (const problem of error.problems) write(`error: ${problem}`);
    return EXIT.badInput;
  }
  if (error instanceof StudioError) {
    write(`error: ${error.message}${error.hint ? `\n       ${error.hint}` : ""}`);
    return error.code === "config" || error.code === "data" ? EXIT.badInput : EXIT.failed;
  }
  write(`error: ${error instanceof Error ? error.message : String(error)}`);
  return EXIT.failed;
}
