// Sweeps: one setting over a list of values, under a list of seeds. Form and command line read what was
// typed through here, so that both refuse the same things in the same words.
import { StudioError } from "../base/errors.ts";
import { type ConfigLeaf, flattenConfig, readConfigPath, writeConfigPath } from "./configPaths.ts";
import { ENCODER_KINDS } from "./encoderDefaults.ts";
import { checkRunConfig, configIssues, defaultRunConfig, type RunConfig } from "./runConfig.ts";
import type { StudyVariant } from "./study.ts";

const LARGEST_SEED = 0xffffffff;
/** A list longer than this is a slip of the keyboard ("1..10000"), or a study nobody waits for. */
const MOST_VALUES = 100;

/** Settings that a study holds still, with what to do instead. */
const HELD: Readonly<Record<string, string>> = {
  schemaVersion: "it is no setting",
  seed: "give several seeds instead",
  "encoder.kind": "most other settings depend on it; start one run with each encoder",
  "suite.variant": "all trainings of a study share the data that are loaded",
  "suite.seed": "all trainings of a study share the data that are loaded",
  fixedWeights: "its values are lists of weights, not single ones",
};

function refuse(message: string, hint = ""): never {
  throw new StudioError("config", message, hint);
}

/** Dotted paths that can be swept under this config, in the config's order. */
export function sweepablePaths(config: RunConfig): string[] {
  return [...flattenConfig(config).keys()].filter((path) => !Object.hasOwn(HELD, path));
}

/** The value at `path` in the defaults of whichever encoder knows it; undefined where none does. */
function defaultAt(path: string): unknown {
  for (const kind of ENCODER_KINDS) {
    const flat = flattenConfig(defaultRunConfig(kind));
    if (flat.has(path)) return flat.get(path);
  }
  return undefined;
}

function listOf(text: string, what: string): string[] {
  const entries = text.split(",").map((entry) => entry.trim());
  if (entries.every((entry) => entry === "")) refuse(`${what}: the list is empty`);
  if (entries.includes("")) refuse(`${what}: a value is missing in "${text.trim()}"`);
  return entries;
}

/**
 * "0.01, 0.03, 0.1" as values of the setting at `path`: numbers where its default is a number or none,
 * words otherwise; a value named twice comes once. Limits are not looked at: `sweepVariants` does that.
 * @throws StudioError("config") naming a path that is no setting, or the entry that is no number.
 */
export function parseValues(text: string, path: string): ConfigLeaf[] {
  const standard = defaultAt(path);
  if (standard === undefined) refuse(`${path} is no setting of a run`);
  const isWord = typeof standard === "string";
  const values = listOf(text, path).map((entry): ConfigLeaf => {
    if (isWord) return entry;
    if (standard === null && entry === "null") return null;
    const value = Number(entry);
    return Number.isFinite(value) ? value : refuse(`${path}: "${entry}" is not a number`);
  });
  return [...new Set(values)];
}

/**
 * "1..5", "1,2,7" or both together ("1..3,7") as seeds in that order, each once.
 * @throws StudioError("config") naming the part that is no seed (an integer from 0 to 2³² − 1).
 */
export function parseSeeds(text: string): number[] {
  const seeds = new Set<number>();
  for (const entry of listOf(text, "seeds")) {
    const range = /^(\d+)(?:\s*\.\.\s*(\d+))?$/.exec(entry);
    if (range === null) refuse(`seeds: "${entry}" is neither a number nor a range such as 1..5`);
    const first = Number(range[1]);
    const last = Number(range[2] ?? range[1]);
    if (first > LARGEST_SEED || last > LARGEST_SEED) {
      refuse(`seeds: "${entry}" goes beyond ${LARGEST_SEED}`);
    }
    if (last < first) refuse(`seeds: "${entry}" ends before it begins`);
    if (last - first >= MOST_VALUES) refuse(`seeds: "${entry}" are more than ${MOST_VALUES}`);
    for (let seed = first; seed <= last; seed++) seeds.add(seed);
  }
  if (seeds.size > MOST_VALUES) refuse(`seeds: ${seeds.size} are more than ${MOST_VALUES}`);
  return [...seeds];
}

/**
 * The config once a value of the setting at `path`, for a study of kind "comparison"; gains are measured
 * against the first. The labels are "path value".
 * @throws StudioError("config") naming a path that cannot be swept, or a value the schema refuses.
 */
export function sweepVariants(
  config: RunConfig,
  path: string,
  values: readonly unknown[],
): StudyVariant[] {
  const reason = Object.hasOwn(HELD, path) ? HELD[path] : undefined;
  if (reason !== undefined) refuse(`${path} cannot be swept: ${reason}`);
  if (readConfigPath(config, path) === undefined) {
    refuse(`${path} is no setting of a run with the ${config.encoder.kind} encoder`);
  }
  if (values.length === 0) refuse(`${path}: give at least one value`);
  if (values.length > MOST_VALUES) refuse(`${path}: ${values.length} values are too many`);
  return values.map((value) => {
    const checked = checkRunConfig(writeConfigPath(config, path, value));
    if (checked.success) {
      return { label: `${path} ${String(value)}`, config: checked.data, responses: "steps" };
    }
    const [issue] = configIssues(checked.error);
    return refuse(
      `${path}: the value ${JSON.stringify(value)} cannot be used: ${issue?.message ?? "invalid"}`,
      "Correct the value; the other settings stand as they are.",
    );
  });
}
