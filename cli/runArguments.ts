// The arguments that every training command shares: which data, which config.
import { existsSync, readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { BACKENDS, type Mode, type RunConfig, SUITE_VARIANTS } from "../src/domain/runConfig.ts";
import { assembleConfig, readConfigText } from "./configSettings.ts";
import { type DataFile, findDataFiles } from "./dataFiles.ts";
import { gather } from "./parseOptions.ts";

/** What is trained on, and how. */
export interface RunPlan {
  config: RunConfig;
  /** Of all the trainings that are planned. */
  modes: readonly Mode[];
  /** Null: the built-in suite, variant and seed from the config. */
  data: DataPlan | null;
  /** Files of vectors that a frozen encoder's head is trained on. */
  features: string[];
}

export interface DataPlan {
  train: DataFile[];
  meta: DataFile[];
  test: DataFile[];
  skipped: string[];
}

export interface RunFlags {
  train: string[];
  meta: string[];
  test: string[];
  features: string[];
  suite?: string | true;
  config?: string;
  set: string[];
  seed?: string;
  backend?: string;
}

/** Adds the options of `RunFlags` to a command. */
export function addRunOptions(command: Command, setting: string): Command {
  const several = (flags: string, description: string) =>
    new Option(flags, description).default([], "none").argParser(gather);
  const variants = SUITE_VARIANTS.join(", ");
  return command
    .addOption(several("--train <path...>", "domain shards: files or folders"))
    .addOption(several("--meta <file...>", "meta set"))
    .addOption(several("--test <file...>", "candidates, for best-of-N"))
    .addOption(
      several("--features <file...>", "vectors of a pretrained encoder; trains a head on them"),
    )
    .option("--suite [name]", `the built-in suite in place of files: ${variants}`)
    .option("--config <json>", "config file (or a run.json)")
    .addOption(several("--set <key=value...>", setting))
    .option("--seed <n>", "seed of the run, and of the suite unless suite.seed is set")
    .option("--backend <name>", BACKENDS.join(", "));
}

/** The config of file, short options and `settings`; null where it has faults, which are added to `problems`. */
export function configOf(
  flags: Pick<RunFlags, "config" | "seed" | "backend" | "suite"> &
    Partial<Pick<RunFlags, "features">>,
  settings: readonly string[],
  problems: string[],
): RunConfig | null {
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
  const config = assembleConfig(base, [
    ...(flags.features?.length ? ["encoder.kind=frozen"] : []),
    ...(flags.seed === undefined ? [] : [`seed=${flags.seed}`]),
    ...(flags.backend === undefined ? [] : [`backend=${flags.backend}`]),
    ...(typeof flags.suite === "string" ? [`suite.variant=${flags.suite}`] : []),
    ...settings,
  ]);
  if (!("faults" in config)) return config;
  problems.push(...config.faults);
  return null;
}

/** The data that the options name; null for the suite. What is wrong is added to `problems`. */
export function dataOf(flags: RunFlags, problems: string[]): DataPlan | null {
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
