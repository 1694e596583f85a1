// What `npm run score` was asked to do: parsed and checked, before anything is started.
import { statSync } from "node:fs";
import { Command, Option } from "commander";
import { findDataFiles, findFeatureFiles } from "./dataFiles.ts";
import { gather, parseOptions, plainCommand } from "./parseOptions.ts";
import { UsageError } from "./usageError.ts";

export interface ScorePlan {
  prm: string;
  test: string[];
  /** Files of vectors, for a PRM that is a head on them. */
  features: string[];
  out: string;
}

/**
 * Reads the arguments after `npm run score --`.
 * Throws UsageError naming every problem; returns null when only help was asked for (and printed).
 */
export function parseScoreArguments(argv: readonly string[]): ScorePlan | null {
  const command = plainCommand(
    new Command("npm run score --"),
    "Scores candidate chains with a saved PRM.",
  )
    .option("--prm <prm.safetensors>", "the PRM, as written by npm run train")
    .addOption(new Option("--test <file...>", "candidates").default([], "none").argParser(gather))
    .addOption(
      new Option("--features <file...>", "vectors of the candidates, for a head on vectors")
        .default([], "none")
        .argParser(gather),
    )
    .option("--out <scores.jsonl>", "where the scores are written");
  const options = parseOptions<{
    prm?: string;
    test: string[];
    features: string[];
    out?: string;
  }>(command, argv);
  if (options === null) return null;
  const { flags, problems } = options;
  if (flags.prm === undefined) problems.push("--prm <file> is missing");
  else if (!statSync(flags.prm, { throwIfNoEntry: false })?.isFile()) {
    problems.push(`--prm ${flags.prm}: there is no such file`);
  }
  if (flags.test.length === 0) problems.push("--test <candidates> is missing");
  if (flags.out === undefined) problems.push("--out <file> is missing");
  else if (statSync(flags.out, { throwIfNoEntry: false })?.isDirectory()) {
    problems.push(`--out ${flags.out}: is a folder; name a file in it`);
  }
  const features = findFeatureFiles(flags.features, problems);
  const test = findDataFiles("--test", flags.test, problems, []).map((file) => file.path);
  if (problems.length > 0 || flags.prm === undefined || flags.out === undefined)
    throw new UsageError(problems);
  return { prm: flags.prm, test, features, out: flags.out };
}
