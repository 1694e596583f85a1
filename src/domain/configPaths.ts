// A config as a flat list of dotted paths ("lower.learningRate"), the form in which the URL, the
// form's fields and "what differs" talk about it.
import type { RunConfig } from "./runConfig.ts";

export type ConfigLeaf = string | number | null;

/** Paths whose value is one whole, though it is an object. */
const WHOLE: ReadonlySet<string> = new Set(["fixedWeights"]);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every leaf by its path, in the config's own order. */
export function flattenConfig(config: unknown): Map<string, unknown> {
  const flat = new Map<string, unknown>();
  function visit(value: unknown, path: string): void {
    if (isRecord(value) && !WHOLE.has(path)) {
      for (const [key, inner] of Object.entries(value)) {
        visit(inner, path === "" ? key : `${path}.${key}`);
      }
    } else {
      flat.set(path, value);
    }
  }
  visit(config, "");
  return flat;
}

export function readConfigPath(config: unknown, path: string): unknown {
  let value: unknown = config;
  for (const key of path.split(".")) {
    if (!isRecord(value)) return undefined;
    value = Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

/** A copy with one value replaced; objects on the way are copied, the rest is shared. */
export function writeConfigPath(
  config: unknown,
  path: string,
  value: unknown,
): Record<string, unknown> {
  const [head = "", ...rest] = path.split(".");
  const record = isRecord(config) ? config : {};
  return {
    ...record,
    [head]: rest.length === 0 ? value : writeConfigPath(record[head], rest.join("."), value),
  };
}

function isSame(a: unknown, b: unknown): boolean {
  if (isRecord(a) && isRecord(b)) {
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((key) => isSame(a[key], b[key]));
  }
  return Object.is(a, b);
}

/** One setting at which two configs differ; `undefined` where a config has no such setting. */
export interface DifferingSetting {
  path: string;
  from: unknown;
  to: unknown;
}

/** The settings at which two configs differ with both values, in order. */
export function differingSettings(from: unknown, to: RunConfig): DifferingSetting[] {
  const left = flattenConfig(from);
  const right = flattenConfig(to);
  return [...new Set([...left.keys(), ...right.keys()])]
    .filter((path) => !isSame(left.get(path), right.get(path)))
    .map((path) => ({ path, from: left.get(path), to: right.get(path) }));
}

/** Paths at which two configs differ, in order. */
export function differingPaths(a: unknown, b: RunConfig): string[] {
  return differingSettings(a, b).map(({ path }) => path);
}
