// What `npm run train` was asked to do: parsed and checked, before anything is started.
import { existsSync, readFileSync } from "node:fs";
import { Command, CommanderError, Option } from "commander";
import { BACKENDS, type RunConfig, SUITE_VARIANTS } from "../src/domain/runConfig.ts";
import { assembleConfig, readConfigText } from "./configSettings.ts";
import { type DataFile, findDataFiles } from "./dataFiles.ts";
import { UsageError } from "./usageError.ts";

export interface TrainPlan {
  config: RunConfig;
  /** Null: the built-in suite, variant and seed from the config. */
  data: { train: DataFile[]; meta: DataFile[]; test: DataFile[]; skipped: string[] } | null;
  isRetraining: boolean;
  out: string;
}

interface Flags {
  train: string[];
  meta: string[];
  test: string[];
  suite?: string | true;
  config?: string;
  set: string[];
  seed?: string;
  backend?: string;
  retrain: boolean;
  out?: string;
}

const gather = (value: string, before: string[]) => [...before, value];

function buildCommand(): Command {
  return new Command("npm run train --")
    .description("Trains a PRM with learned domain weights, without the interface.")
    .argument("[files...]", "not taken; kept to name what stands outside an option")
    .addOption(
      new Option("--train <path...>", "domain shards: files or folders")
        .default([])
        .argParser(gather),
    )
    .addOption(new Option("--meta <file...>", "meta set").default([]).argParser(gather))
    .addOption(
      new Option("--test <file...>", "candidates, for best-of-N").default([]).argParser(gather),
    )
    .addOption(
      new Option(
        "--suite [name]",
        `the built-in suite in place of files: ${SUITE_VARIANTS.join(", ")}`,
      ),
    )
    .option("--config <json>", "config file (or a run.json)")
    .addOption(
      new Option("--set <key=value...>", "one setting, e.g. lower.steps=500")
        .default([])
        .argParser(gather),
    )
    .option("--seed <n>", "seed of the run, and of the suite unless suite.seed is set")
    .addOption(new Option("--backend <name>", BACKENDS.join(", ")))
    .option("--no-retrain", "do not train again with the learned weights fixed")
    .option("--out <folder>", "where the files are written")
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
}

/**
 * Reads the arguments after `npm run train --`.
 * Throws UsageError naming every problem; returns null when only help was asked for (and printed).
 */
export function parseTrainArguments(argv: readonly string[]): TrainPlan | null {
  const command = buildCommand();
  try {
    command.parse([...argv], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.code === "commander.helpDisplayed") return null;
    throw new UsageError([error.message.replace(/^error: /, "")]);
  }
  const flags = command.opts<Flags>();
  const problems = command.args.map(
    (word) => `"${word}" belongs to no option; put --train or another before it`,
  );

  const config = configOf(flags, problems);
  if (!flags.out) problems.push("--out <folder> is missing");
  const data = dataOf(flags, problems);
  if (config && data && config.mode === "bilevel" && flags.meta.length === 0) {
    problems.push(
      '--meta <file> is missing; mode "bilevel" learns from it (--set mode=vanilla goes without)',
    );
  }
  if (problems.length > 0 || !config || !flags.out) throw new UsageError(problems);
  return { config, data, isRetraining: flags.retrain, out: flags.out };
}

function configOf(flags: Flags, problems: string[]): RunConfig | null {
  let base = {};
  if (flags.config !== undefined) {
    try {
      if (!existsSync(flags.config)) throw new Error("does not exist");
      base = readConfigText(readFileSync(flags.config, "utf8"));
    } catch (error) {
      problems.push(
        `--config ${flags.config}: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  // The short options first, so that an explicit --set of the same key wins.
  const settings = [
    ...(flags.seed === undefined ? [] : [`seed=${flags.seed}`]),
    ...(flags.backend === undefined ? [] : [`backend=${flags.backend}`]),
    ...(typeof flags.suite === "string" ? [`suite.variant=${flags.suite}`] : []),
    ...flags.set,
  ];
  const config = assembleConfig(base, settings);
  if (!("faults" in config)) return config;
  problems.push(...config.faults);
  return null;
}

function dataOf(flags: Flags, problems: string[]): TrainPlan["data"] {
  const named = { "--train": flags.train, "--meta": flags.meta, "--test": flags.test };
  if (flags.suite !== undefined) {
    for (const [option, paths] of Object.entries(named)) {
      if (paths.length > 0) problems.push(`--suite brings its own data; take away ${option}`);
    }
    return null;
  }
  if (flags.train.length === 0) {
    problems.push("--train <file or folder> is missing (or --suite, for the built-in data)");
  }
  const skipped: string[] = [];
  const find = (option: keyof typeof named) =>
    findDataFiles(option, named[option], problems, skipped);
  return { train: find("--train"), meta: find("--meta"), test: find("--test"), skipped };
}
