// A config in the page's address: only what differs from the defaults, one parameter a field
// ("?upper.estimator=darts&seed=7"). What the schema does not know is reported, not dropped in silence.
import { defaultRunConfig, type RunConfig } from "../domain/runConfig.ts";
import { differingPaths, flattenConfig, readConfigPath, writeConfigPath } from "./configPaths.ts";

/** The address's query without the question mark; empty for the defaults. */
export function configToQuery(config: RunConfig): string {
  const query = new URLSearchParams();
  for (const path of differingPaths(config, defaultRunConfig())) {
    const value = readConfigPath(config, path);
    query.set(path, typeof value === "string" ? value : JSON.stringify(value));
  }
  return query.toString();
}

export interface QueryReading {
  /** Defaults with the query's values in place, unchecked: the schema says what is wrong with them. */
  draft: Record<string, unknown>;
  /** Parameters that are no field of the config. */
  unknown: string[];
}

export function configFromQuery(search: string): QueryReading {
  const defaults = flattenConfig(defaultRunConfig());
  let draft: Record<string, unknown> = { ...defaultRunConfig() };
  const unknown: string[] = [];
  for (const [path, text] of new URLSearchParams(search)) {
    if (!defaults.has(path)) unknown.push(path);
    else draft = writeConfigPath(draft, path, readValue(text, defaults.get(path)));
  }
  return { draft, unknown };
}

function readValue(text: string, fallback: unknown): unknown {
  if (typeof fallback === "string") return text;
  if (typeof fallback === "number") return text.trim() === "" ? Number.NaN : Number(text);
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
