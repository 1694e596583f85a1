// A config in the page's address: the encoder where it is not the usual one, and what differs from that
// encoder's defaults, one parameter a field ("?upper.estimator=darts&seed=7"). What the schema does not
// know is reported, not dropped in silence.

import {
  differingPaths,
  flattenConfig,
  readConfigPath,
  writeConfigPath,
} from "../domain/configPaths.ts";
import { defaultRunConfig, encoderKindOf, type RunConfig } from "../domain/runConfig.ts";

const KIND = "encoder.kind";
/** No address that the app writes is longer. */
const MOST_CHARS = 100_000;
/** Parameters that are named of those that are not known, and characters of their names. */
const MOST_NAMED = 20;
const NAME_CHARS = 60;

/** The address's query without the question mark; empty for the defaults. */
export function configToQuery(config: RunConfig): string {
  const query = new URLSearchParams();
  const { kind } = config.encoder;
  if (kind !== defaultRunConfig().encoder.kind) query.set(KIND, kind);
  for (const path of differingPaths(config, defaultRunConfig(kind))) {
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
  const isTooLong = search.length > MOST_CHARS;
  const query = new URLSearchParams(isTooLong ? "" : search);
  const base = defaultRunConfig(encoderKindOf({ encoder: { kind: query.get(KIND) } }));
  const defaults = flattenConfig(base);
  let draft: Record<string, unknown> = { ...base };
  const unknown = isTooLong
    ? [`an address of ${search.length.toLocaleString("en-US")} characters`]
    : [];
  for (const [path, text] of query) {
    if (!defaults.has(path)) {
      if (unknown.length <= MOST_NAMED) unknown.push(shown(path));
    } else draft = writeConfigPath(draft, path, readValue(text, defaults.get(path)));
  }
  return { draft, unknown };
}

function shown(name: string): string {
  return name.length > NAME_CHARS ? `${name.slice(0, NAME_CHARS)}…` : name;
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
