// Puts a run's config together from a file and `--set key=value` settings, and names every fault.
import { ENCODER_KINDS } from "../src/domain/encoderDefaults.ts";
import {
  checkRunConfig,
  configIssues,
  defaultRunConfig,
  type RunConfig,
} from "../src/domain/runConfig.ts";

/** Settings whose keys are free: domain names. */
export const OPEN_RECORD = "fixedWeights";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = { [key: string]: Json };

/** Every key that `--set` takes, dotted, in the schema's order; those of every encoder. */
export function settingKeys(): string[] {
  const keys = ENCODER_KINDS.flatMap((kind) =>
    leafPaths(defaultRunConfig(kind) as unknown as JsonObject, ""),
  );
  return [...new Set(keys)];
}

/**
 * The config's object in a file's text: a config itself, or a run.json with one inside.
 * Throws an Error saying why it is none.
 */
export function readConfigText(text: string): JsonObject {
  const value = JSON.parse(text) as Json;
  if (!isObject(value)) throw new Error("is no JSON object");
  const inner = value["config"];
  return isObject(inner) ? inner : value;
}

/**
 * Applies `key=value` settings to a config and checks the whole.
 * @returns the checked config, or every fault in words.
 */
export function assembleConfig(
  base: JsonObject,
  settings: readonly string[],
): RunConfig | { faults: string[] } {
  const faults: string[] = [];
  const config = structuredClone(base);
  for (const setting of settings) {
    const fault = applySetting(config, setting);
    if (fault !== null) faults.push(fault);
  }
  const parsed = checkRunConfig(config);
  if (!parsed.success) {
    for (const { path, message } of configIssues(parsed.error)) {
      faults.push(`${path}: ${message}${gotValue(config, path)}`);
    }
  }
  return parsed.success && faults.length === 0 ? parsed.data : { faults };
}

function applySetting(config: JsonObject, setting: string): string | null {
  const equals = setting.indexOf("=");
  if (equals < 1) return `--set ${setting}: write key=value, for example lower.steps=500`;
  const key = setting.slice(0, equals).trim();
  const isOpen = key.startsWith(`${OPEN_RECORD}.`);
  const fault = isOpen ? null : keyFault(key);
  if (fault !== null) return `--set ${setting}: ${fault}`;
  // A domain's name may hold dots of its own.
  const path = isOpen ? [OPEN_RECORD, key.slice(OPEN_RECORD.length + 1)] : key.split(".");
  let at = config;
  for (const part of path.slice(0, -1)) {
    const next = at[part];
    const inner = isObject(next) ? next : {};
    at[part] = inner;
    at = inner;
  }
  at[path.at(-1) ?? key] = parseValue(setting.slice(equals + 1).trim());
  return null;
}

/** Why there is no such setting, with what may have been meant; null where there is one. */
export function keyFault(key: string): string | null {
  const known = settingKeys();
  if (known.includes(key)) return null;
  const last = key.split(".").at(-1) ?? key;
  const within = known.filter((other) => other.startsWith(`${key}.`));
  if (within.length > 0) return `"${key}" is a group; set one of ${within.join(", ")}`;
  const sameName = known.filter((other) => other.split(".").at(-1) === last);
  const alike = known.filter((other) => other.toLowerCase().includes(last.toLowerCase()));
  const near = sameName.length > 0 ? sameName : alike;
  const hint =
    near.length > 0 ? `; did you mean ${near.join(" or ")}?` : `; keys are ${known.join(", ")}`;
  return `there is no setting "${key}"${hint}`;
}

/** JSON where it is JSON (numbers, null, objects), else the text itself. */
export function parseValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function gotValue(config: JsonObject, path: string): string {
  let at: Json | undefined = config;
  for (const part of path.split(".")) at = isObject(at) ? at[part] : undefined;
  return at === undefined ? "" : ` (got ${JSON.stringify(at)})`;
}

function leafPaths(object: JsonObject, prefix: string): string[] {
  return Object.entries(object).flatMap(([key, value]) =>
    isObject(value) ? leafPaths(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
