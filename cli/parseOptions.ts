// What every command's reading of its arguments begins with: options known, strays named, help printed.
import { type Command, CommanderError } from "commander";
import { UsageError } from "./usageError.ts";

/** Gathers the values of an option that takes several, or is given several times. */
export const gather = (value: string, before: string[]) => [...before, value];

/** The same beginning for every command: strays are named by us, not by the library. */
export function plainCommand(command: Command, description: string): Command {
  return command
    .description(description)
    .usage("[options]")
    .allowExcessArguments(true)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
}

/**
 * The options as the command knows them, and a problem for each word that belongs to none.
 * Throws UsageError for an unknown option; null when only help was asked for (and printed).
 */
export function parseOptions<Flags extends object>(
  command: Command,
  argv: readonly string[],
): { flags: Flags; problems: string[] } | null {
  try {
    command.parse([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return null;
    throw new UsageError([error.message.replace(/^error: /, "")]);
  }
  const problems = command.args.map((word) => `"${word}" belongs to no option`);
  return { flags: command.opts<Flags>(), problems };
}
