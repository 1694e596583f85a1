// What `npm run verdict` was asked to do: parsed and checked, before anything is started.

import { statSync } from "node:fs";
import { Command } from "commander";
import { VERDICT_SEEDS } from "../src/domain/verdictTasks.ts";
import { findFeatureFiles } from "./dataFiles.ts";
import { parseOptions, plainCommand } from "./parseOptions.ts";
import { addRunOptions, configOf, dataOf, type RunFlags, type RunPlan } from "./runArguments.ts";
import { ownSeedOption, SEEDS_HELP, seedsOf } from "./seedList.ts";
import { UsageError } from "./usageError.ts";

export interface VerdictPlan extends RunPlan {
  /** At least two; the config's own first. */
  seeds: number[];
  /** Where the report goes; null: nowhere but to the screen. */
  json: string | null;
}

interface Flags extends RunFlags {
  seeds: string;
  json?: string;
}

function buildCommand(): Command {
  const command = plainCommand(
    new Command("npm run verdict --"),
    "Does reweighting help on these data, and can one believe it? Trains the controls and says so.",
  );
  return addRunOptions(command, "one setting, e.g. lower.steps=500")
    .option("--seeds <list>", SEEDS_HELP, String(VERDICT_SEEDS))
    .option("--json <file>", "where the report is written");
}

/**
 * Reads the arguments after `npm run verdict --`.
 * Throws UsageError naming every problem; returns null when only help was asked for (and printed).
 */
export function parseVerdictArguments(argv: readonly string[]): VerdictPlan | null {
  const options = parseOptions<Flags>(buildCommand(), argv);
  if (options === null) return null;
  const { flags, problems } = options;
  const config = configOf(flags, flags.set, problems);
  const data = dataOf(flags, problems);
  const features = findFeatureFiles(flags.features, problems);
  const own = ownSeedOption(flags);
  const seeds = seedsOf(flags.seeds, config?.seed ?? 1, own, problems);
  if (seeds.length === 1) {
    problems.push(`--seeds ${flags.seeds}: a verdict takes two seeds or more, to compare them`);
  }
  if (config && config.mode !== "bilevel") {
    problems.push(
      `mode ${config.mode}: a verdict is about learned weights, which are of mode bilevel`,
    );
  }
  if (data && flags.meta.length === 0) {
    problems.push("--meta <file> is missing; the weights are learned from it");
  }
  if (flags.json !== undefined && statSync(flags.json, { throwIfNoEntry: false })?.isDirectory()) {
    problems.push(`--json ${flags.json}: is a folder; name a file in it`);
  }
  if (problems.length > 0 || !config) throw new UsageError(problems);
  return {
    config: { ...config, seed: seeds[0] ?? config.seed },
    modes: ["bilevel"],
    data,
    features,
    seeds,
    json: flags.json ?? null,
  };
}
