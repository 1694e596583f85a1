// A config in the page's address: the encoder where it is not the usual one, and what differs from that
// encoder's defaults, one parameter a field ("?upper.estimator=darts&seed=7"). A link that is passed on also
// names the seed and the version of these parameters ("?v=1&seed=1"). What the schema does not know is
// reported, not dropped in silence; so is a version that is newer than this app.

import {
  differingPaths,
  flattenConfig,
  readConfigPath,
  writeConfigPath,
} from "../domain/configPaths.ts";
import {
  CONFIG_VERSION,
  defaultRunConfig,
  encoderKindOf,
  type RunConfig,
} from "../domain/runConfig.ts";
import { t } from "../strings/strings.ts";

const KIND = "encoder.kind";
const VERSION = "v";
/** No field of an address: `v` says it there. */
const SCHEMA_VERSION = "schemaVersion";
/** No address that the app writes is longer. */
const MOST_CHARS = 100_000;
/** Parameters that are named of those that are not known, and characters of their names. */
const MOST_NAMED = 20;
const NAME_CHARS = 60;

/** Changes the parameters of an address of one version, in place, to what they are called in the next. */
export type AddressMigration = (query: URLSearchParams) => void;

/** The step from version 1 to 2 comes first, and so on. There is one version so far, so there is none. */
const MIGRATIONS: readonly AddressMigration[] = [];

/** The address's query without the question mark; empty for the defaults. */
export function configToQuery(config: RunConfig): string {
  return differingParameters(config).toString();
}

/** The same for a link: opened by any later version it says what it said, whatever the defaults are then. */
export function configToLinkQuery(config: RunConfig): string {
  const query = new URLSearchParams({ [VERSION]: `${CONFIG_VERSION}`, seed: `${config.seed}` });
  for (const [path, value] of differingParameters(config)) query.set(path, value);
  return query.toString();
}

function differingParameters(config: RunConfig): URLSearchParams {
  const query = new URLSearchParams();
  const { kind } = config.encoder;
  if (kind !== defaultRunConfig().encoder.kind) query.set(KIND, kind);
  for (const path of differingPaths(config, defaultRunConfig(kind))) {
    const value = readConfigPath(config, path);
    query.set(path, typeof value === "string" ? value : JSON.stringify(value));
  }
  return query;
}

export interface QueryReading {
  /** Defaults with the query's values in place, unchecked: the schema says what is wrong with them. */
  draft: Record<string, unknown>;
  /** Parameters that are no field of the config. */
  unknown: string[];
  /** The address's version where it is newer than any this app knows; else null. */
  newerVersion: number | null;
  /** The address says how to train, be it as by default; without that, anything may stand in the form. */
  hasSettings: boolean;
}

/**
 * @param search the page's query, with its question mark or without
 * @param migrations from version to version, up to the present one
 */
export function configFromQuery(
  search: string,
  migrations: readonly AddressMigration[] = MIGRATIONS,
): QueryReading {
  const isTooLong = search.length > MOST_CHARS;
  const query = new URLSearchParams(isTooLong ? "" : search);
  const unknown: string[] = isTooLong
    ? [t("notices:longAddress", { characters: search.length.toLocaleString("en-US") })]
    : [];
  const present = migrations.length + 1;
  const isVersioned = query.has(VERSION);
  const version = readVersion(query.get(VERSION), unknown);
  query.delete(VERSION);
  for (const migrate of migrations.slice(version - 1)) migrate(query);

  const base = defaultRunConfig(encoderKindOf({ encoder: { kind: query.get(KIND) } }));
  const defaults = flattenConfig(base);
  defaults.delete(SCHEMA_VERSION);
  let draft: Record<string, unknown> = { ...base };
  let hasSettings = isVersioned;
  for (const [path, text] of query) {
    if (defaults.has(path)) {
      draft = writeConfigPath(draft, path, readValue(text, defaults.get(path)));
      hasSettings = true;
    } else if (unknown.length <= MOST_NAMED) unknown.push(shown(path));
  }
  return { draft, unknown, newerVersion: version > present ? version : null, hasSettings };
}

/** Addresses of before there was a version are of the first. */
function readVersion(text: string | null, unknown: string[]): number {
  if (text === null) return 1;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  unknown.push(shown(`${VERSION}=${text}`));
  return 1;
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
