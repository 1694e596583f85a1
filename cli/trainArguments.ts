// What `npm run train` was asked to do: parsed and checked, before anything is started.
import { Command } from "commander";
import type { StudyVariant } from "../src/domain/study.ts";
import { findFeatureFiles } from "./dataFiles.ts";
import { parseOptions, plainCommand } from "./parseOptions.ts";
import { addRunOptions, configOf, dataOf, type RunFlags, type RunPlan } from "./runArguments.ts";
import { ownSeedOption, SEEDS_HELP, seedsOf } from "./seedList.ts";
import { splitSettings, sweepCombinations } from "./sweepSettings.ts";
import { UsageError } from "./usageError.ts";

export interface TrainPlan extends RunPlan {
  isRetraining: boolean;
  /** Several trainings, compared with the first; null for a single one. */
  sweep: SweepPlan | null;
  out: string;
}

export interface SweepPlan {
  /** What is swept, in words. */
  title: string;
  variants: StudyVariant[];
  seeds: number[];
}

interface Flags extends RunFlags {
  seeds?: string;
  retrain: boolean;
  out?: string;
}

const SETTING = "one setting, e.g. lower.steps=500; key=a,b,c trains with each value";

function buildCommand(): Command {
  const command = plainCommand(
    new Command("npm run train --"),
    "Trains a PRM with learned domain weights, without the interface.",
  );
  return addRunOptions(command, SETTING)
    .option("--seeds <list>", SEEDS_HELP)
    .option("--no-retrain", "do not train again with the learned weights fixed")
    .option("--out <folder>", "where the files are written");
}

/**
 * Reads the arguments after `npm run train --`.
 * Throws UsageError naming every problem; returns null when only help was asked for (and printed).
 */
export function parseTrainArguments(argv: readonly string[]): TrainPlan | null {
  const options = parseOptions<Flags>(buildCommand(), argv);
  if (options === null) return null;
  const { flags, problems } = options;
  const { single, swept } = splitSettings(flags.set);
  const config = configOf(flags, single, problems);
  if (!flags.out) problems.push("--out <folder> is missing");
  const data = dataOf(flags, problems);
  const features = findFeatureFiles(flags.features, problems);
  let sweep: SweepPlan | null = null;
  if (config && (swept.length > 0 || flags.seeds !== undefined)) {
    const variants = sweepCombinations(config, swept, problems);
    const seeds =
      flags.seeds === undefined
        ? [config.seed]
        : seedsOf(flags.seeds, config.seed, ownSeedOption(flags), problems);
    const title = swept.length > 0 ? swept.map(({ key }) => key).join(" × ") : "Seeds";
    sweep = { title, variants, seeds };
    if (!flags.retrain) {
      problems.push("--no-retrain: a sweep compares the retrained PRMs; take it away");
    }
  }
  const modes = [...new Set((sweep?.variants ?? []).map((variant) => variant.config.mode))];
  if (config && modes.length === 0) modes.push(config.mode);
  if (data && modes.includes("bilevel") && flags.meta.length === 0) {
    problems.push(
      '--meta <file> is missing; mode "bilevel" learns from it (--set mode=vanilla goes without)',
    );
  }
  if (problems.length > 0 || !config || !flags.out) throw new UsageError(problems);
  const seed = sweep?.seeds[0] ?? config.seed;
  return {
    config: { ...config, seed },
    modes,
    data,
    features,
    isRetraining: flags.retrain,
    sweep,
    out: flags.out,
  };
}
