// The arguments of npm run bench and npm run bench:gpu.
import { parseArgs } from "node:util";
import { UsageError } from "../cli/usageError.ts";

export const ENCODERS = ["lexical", "transformer", "frozen"] as const;
export const PEER_FAMILIES = ["ours", "reference", "jax", "pytorch"] as const;
export const MEASUREMENTS = ["lower", "bilevel", "scoring", "scaling", "heads"] as const;

export interface BenchOptions {
  encoders: readonly (typeof ENCODERS)[number][];
  families: readonly (typeof PEER_FAMILIES)[number][];
  measurements: readonly (typeof MEASUREMENTS)[number][];
  isQuick: boolean;
  json: string | null;
  /** Whether the README's table is rewritten: only by a whole run. */
  writesReadme: boolean;
}

export const USAGE = `npm run bench -- [options]
  --json FILE       all results as JSON
  --quick           fewer and shorter rounds (about a third of the time)
  --only LIST       ${ENCODERS.join(", ")}
  --peers LIST      ${PEER_FAMILIES.join(", ")}
  --measure LIST    ${MEASUREMENTS.join(", ")}
  --no-readme       leaves the README's table as it is (as every shortened run does)`;

function listOf<T extends string>(option: string, value: string | undefined, all: readonly T[]) {
  if (value === undefined) return all;
  return value.split(",").map((name) => {
    const known = all.find((one) => one === name.trim());
    if (known === undefined) {
      throw new UsageError([`--${option}: unknown "${name}"; there are ${all.join(", ")}`]);
    }
    return known;
  });
}

/** Throws UsageError naming what is wrong. */
export function benchOptions(args: readonly string[]): BenchOptions {
  const { values } = parseOptions(args);
  const isWhole =
    values.only === undefined && values.peers === undefined && values.measure === undefined;
  return {
    encoders: listOf("only", values.only, ENCODERS),
    families: listOf("peers", values.peers, PEER_FAMILIES),
    measurements: listOf("measure", values.measure, MEASUREMENTS),
    isQuick: values.quick,
    json: values.json ?? null,
    writesReadme: isWhole && !values.quick && !values["no-readme"],
  };
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        json: { type: "string" },
        quick: { type: "boolean", default: false },
        only: { type: "string" },
        peers: { type: "string" },
        measure: { type: "string" },
        "no-readme": { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new UsageError([error instanceof Error ? error.message : String(error)]);
  }
}
