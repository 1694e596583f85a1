// run.json as it comes from outside: checked field by field, refused in words. What older versions left out
// is filled in with what they did.

import { StudioError } from "../base/errors.ts";
import { z } from "../base/zod.ts";
import { evaluationReportSchema } from "./evaluationFile.ts";
import type { HistoryRecord, RunFile } from "./run.ts";
import { checkRunConfig, configIssues, type RunConfig } from "./runConfig.ts";

/** The version this app writes. */
export const RUN_FILE_VERSION = 1;

/** Points of a history, and domains, beyond which a file is not read: no run has as many. */
const MOST_POINTS = 1_000_000;
const MOST_DOMAINS = 10_000;
/** Problems named of a file at fault. */
const MOST_NAMED = 3;

/** JSON has no NaN: what diverged was written as null. */
const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const count = z.number().int().min(0);
const share = z.number().min(0).max(1);
const weightsByDomain = z.record(z.string(), measured);
const perDomain = z.array(measured).max(MOST_DOMAINS);

const historyRecord = z.object({
  step: count,
  upperStep: count,
  lowerLoss: measured,
  weightedLowerLoss: measured,
  metaLoss: z.number().nullable(),
  weights: perDomain,
  // Runs of before they were kept have none.
  alignment: perDomain.nullable().default(null),
  cosine: perDomain.nullable().default(null),
  gradientNorm: z.number().nullable().default(null),
  elapsedMs: z.number().min(0),
});

/** A run's measurements on the candidates. */
export const evaluationRecords = z.array(
  z.object({
    step: count,
    bestOf: z.record(z.string().regex(/^\d+$/), share).nullable(),
    stepAuroc: share.nullable(),
  }),
);

const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });

const config = z.unknown().transform((input, context): RunConfig => {
  const checked = checkRunConfig(withHeldOut(input));
  if (checked.success) return checked.data;
  for (const { path, message } of configIssues(checked.error)) {
    context.issues.push({ code: "custom", input, message, path: path.split(".") });
  }
  return z.NEVER;
});

/** Before a part of the data was kept from training, none was. */
function withHeldOut(input: unknown): unknown {
  if (typeof input !== "object" || input === null || "heldOut" in input) return input;
  return { ...input, heldOut: { metaShare: 0, shardShare: 0 } };
}

/** What a run was trained on. */
export const runData = z.object({
  source: z.string().default(""),
  domains: z
    .array(
      z.object({
        name: z.string(),
        rows: count,
        chains: count,
        steps: count,
        meanAccuracy: measured,
        tier: z.string().exactOptional(),
      }),
    )
    .max(MOST_DOMAINS),
  meta: z.object({ chains: count }),
});

export const recommendation = z.object({
  choice: z.enum(["learned", "uniform"]),
  gain: interval,
  chains: count,
  questions: count,
  reason: z.string(),
});

export const runTiming = z.object({
  lowerStepMs: measured,
  upperStepMs: measured,
  stepsPerSecond: measured,
});

const runFile = z
  .object({
    schemaVersion: z.literal(RUN_FILE_VERSION),
    app: z.string(),
    createdAt: z.iso.datetime(),
    seed: count,
    config,
    backend: z.object({
      name: z.string(),
      engine: z.string().default("reference"),
      adapter: z.string(),
      isFallback: z.boolean(),
    }),
    data: runData.extend({ problems: count.default(0) }),
    history: z.array(historyRecord).max(MOST_POINTS),
    weights: weightsByDomain,
    finalWeights: weightsByDomain.exactOptional(),
    evaluation: z
      .object({
        main: evaluationRecords,
        retrained: evaluationRecords.exactOptional(),
        vanilla: evaluationRecords.exactOptional(),
        report: evaluationReportSchema.exactOptional(),
      })
      .exactOptional(),
    recommendation: recommendation.exactOptional(),
    timing: runTiming,
  })
  .superRefine((run, context) => {
    const issue = (path: (string | number)[], message: string) =>
      context.addIssue({ code: "custom", path, message });
    const names = run.data.domains.map(({ name }) => name);
    if (new Set(names).size < names.length) issue(["data", "domains"], "a domain comes twice");
    for (const key of ["weights", "finalWeights"] as const) {
      const keys = Object.keys(run[key] ?? run.weights);
      const strange = keys.find((name) => !names.includes(name));
      if (strange !== undefined) issue([key], `"${strange}" is no domain of data.domains`);
      else if (keys.length < names.length) {
        const missing = names.find((name) => !keys.includes(name)) ?? "";
        issue([key, missing], "this domain has no weight");
      }
    }
    for (const [index, fault] of historyFaults(run.history, names.length)) {
      issue(["history", index, fault.field], fault.message);
    }
  });

/** The first point that does not fit the points before it, or the domains. */
function historyFaults(
  history: readonly HistoryRecord[],
  domains: number,
): [number, { field: string; message: string }][] {
  let before = -1;
  for (const [index, record] of history.entries()) {
    for (const field of ["weights", "alignment", "cosine"] as const) {
      const { length } = record[field] ?? { length: domains };
      if (length !== domains) {
        return [[index, { field, message: `has ${length} values for ${domains} domains` }]];
      }
    }
    if (record.step <= before) {
      return [[index, { field: "step", message: `is not after step ${before}` }]];
    }
    before = record.step;
  }
  return [];
}

function refuse(message: string, hint: string): never {
  throw new StudioError("data", message, hint);
}

/** Path of a key that would reach into an object's prototype; null where there is none. */
function hostileKey(value: unknown, path = ""): string | null {
  if (typeof value !== "object" || value === null) return null;
  for (const [key, inner] of Object.entries(value)) {
    const here = path === "" ? key : `${path}.${key}`;
    if (key === "__proto__") return here;
    const found = hostileKey(inner, here);
    if (found !== null) return found;
  }
  return null;
}

/**
 * A run.json that may come from anywhere.
 * @param name what messages call the file
 * @throws StudioError("data") naming the file and the fields at fault
 */
export function parseRunFile(text: string, name: string): RunFile {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    refuse(
      `${name} is no JSON: ${error instanceof Error ? error.message : String(error)}`,
      "Choose a run.json, or a .dreamprm.zip that the app has exported.",
    );
  }
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    refuse(`${name} holds no run`, "A run.json is an object with config, history and weights.");
  }
  const version: unknown = "schemaVersion" in input ? input.schemaVersion : undefined;
  if (typeof version === "number" && version > RUN_FILE_VERSION) {
    refuse(
      `${name} was written by a newer version of the app (schemaVersion ${version}, this one reads ${RUN_FILE_VERSION})`,
      "Reload the page or update the app, then import it again.",
    );
  }
  let hostile: string | null;
  try {
    hostile = hostileKey(input);
  } catch {
    refuse(`${name} is nested too deeply`, "A run.json is at most some ten levels deep.");
  }
  if (hostile !== null) refuse(`${name}: ${hostile} is no name that can be used`, "Rename it.");
  const parsed = runFile.safeParse(input);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(
      ({ path, message }) => `${path.length > 0 ? path.join(".") : "the run"}: ${message}`,
    );
    const rest = issues.length - MOST_NAMED;
    refuse(
      `${name} is no run that can be read. ${issues.slice(0, MOST_NAMED).join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`,
      "Export the run again, or correct the named fields.",
    );
  }
  const { finalWeights, ...run } = parsed.data;
  return { ...run, finalWeights: finalWeights ?? run.weights };
}
