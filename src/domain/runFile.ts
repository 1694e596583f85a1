// run.json as it comes from outside: checked field by field, refused in words. What older versions left out
// is filled in with what they did.

import { StudioError } from "../base/errors.ts";
import { paceBy } from "../base/pace.ts";
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";
import { z } from "../base/zod.ts";
import { evaluationReportSchema } from "./evaluationFile.ts";
import type { HistoryRecord, RunFile } from "./run.ts";
import { checkRunConfig, configIssues, type RunConfig } from "./runConfig.ts";

/** The version this app writes. */
export const RUN_FILE_VERSION = 1;

/** Points of a history, and domains, beyond which a file is not read: no run has as many. */
const MOST_POINTS = 200_000;
const MOST_DOMAINS = 1000;
/** Characters of a name or a reason, which are shown. */
const MOST_CHARS = 10_000;
/** Points of a history that are checked in one go. */
const POINTS_AT_ONCE = 50;
/** Problems named of a file at fault. */
const MOST_NAMED = 3;

/** JSON has no NaN: what diverged was written as null. */
const measured = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);
const count = z.number().int().min(0);
const share = z.number().min(0).max(1);
const words = z.string().max(MOST_CHARS);
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
    bestOf: z.record(z.string().regex(/^\d{1,9}$/), share).nullable(),
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
  source: words.default(""),
  domains: z
    .array(
      z.object({
        name: words,
        rows: count,
        chains: count,
        steps: count,
        meanAccuracy: measured,
        tier: words.exactOptional(),
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
  reason: words,
});

export const runTiming = z.object({
  lowerStepMs: measured,
  upperStepMs: measured,
  stepsPerSecond: measured,
});

const runFile = z
  .object({
    schemaVersion: z.literal(RUN_FILE_VERSION),
    app: words,
    createdAt: z.iso.datetime(),
    seed: count,
    config,
    backend: z.object({
      name: words,
      engine: words.default("reference"),
      adapter: words,
      isFallback: z.boolean(),
    }),
    data: runData.extend({ problems: count.default(0) }),
    // Checked point by point beside this schema: a hundred thousand at once would hold up the page.
    history: z.array(historyRecord).max(0),
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
  });

/** Why a point does not fit the one before it, or the domains; null where it does. */
function pointFault(
  record: HistoryRecord,
  before: number,
  domains: number,
): { field: string; message: string } | null {
  for (const field of ["weights", "alignment", "cosine"] as const) {
    const { length } = record[field] ?? { length: domains };
    if (length !== domains) {
      return { field, message: `has ${length} values for ${domains} domains` };
    }
  }
  if (record.step > before) return null;
  return { field: "step", message: `is not after step ${before}` };
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
  const reading = readInTurns(text, name);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
  }
}

/** The same of a file of any size, without holding up the page. */
export async function readRunFile(text: string, name: string): Promise<RunFile> {
  const pace = paceBy(yieldToEventLoop);
  const reading = readInTurns(text, name);
  for (;;) {
    const { done, value } = reading.next();
    if (done) return value;
    await pace();
  }
}

/** Yields now and then. */
function* readInTurns(text: string, name: string): Generator<undefined, RunFile> {
  const { history: points, ...input } = openRunFile(text, name);
  yield;
  const parsed = runFile.safeParse({ ...input, history: [] });
  if (!parsed.success) refuseIssues(parsed.error.issues, name);
  const domains = parsed.data.data.domains.length;
  if (!Array.isArray(points)) refuseIssues([{ path: ["history"], message: "is no list" }], name);
  if (points.length > MOST_POINTS) {
    const [has, most] = [points.length, MOST_POINTS].map((n) => n.toLocaleString("en-US"));
    const message = `has ${has} points; at most ${most} are read`;
    refuseIssues([{ path: ["history"], message }], name);
  }
  const history: HistoryRecord[] = [];
  let before = -1;
  for (const [index, point] of points.entries()) {
    const checked = historyRecord.safeParse(point);
    if (!checked.success) {
      const issues = checked.error.issues.map(({ path, message }) => ({
        path: ["history", index, ...path],
        message,
      }));
      refuseIssues(issues, name);
    }
    const fault = pointFault(checked.data, before, domains);
    if (fault !== null) {
      refuseIssues([{ path: ["history", index, fault.field], message: fault.message }], name);
    }
    before = checked.data.step;
    history.push(checked.data);
    if (index % POINTS_AT_ONCE === 0) yield;
  }
  const { finalWeights, ...run } = parsed.data;
  return { ...run, history, finalWeights: finalWeights ?? run.weights };
}

function refuseIssues(
  issues: readonly { path: readonly PropertyKey[]; message: string }[],
  name: string,
): never {
  const named = issues.slice(0, MOST_NAMED).map(({ path, message }) => {
    const field = path.map(String).join(".");
    return `${field === "" ? "the run" : field.slice(0, 200)}: ${message}`;
  });
  const rest = issues.length - MOST_NAMED;
  refuse(
    `${name} is no run that can be read. ${named.join("; ")}${rest > 0 ? `; and ${rest} more` : ""}`,
    "Export the run again, or correct the named fields.",
  );
}

/** The file as an object, of a version that is known and without keys that reach into prototypes. */
function openRunFile(text: string, name: string): Record<string, unknown> {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (error) {
    refuse(
      `${name} is no JSON: ${jsonFault(error)}`,
      "Choose a run.json, or a .dreamprm.zip that the app has exported.",
    );
  }
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    refuse(`${name} holds no run`, "A run.json is an object with config, history and weights.");
  }
  const run = input as Record<string, unknown>;
  const version = run["schemaVersion"];
  if (typeof version === "number" && version > RUN_FILE_VERSION) {
    refuse(
      `${name} was written by a newer version of the app (schemaVersion ${version}, this one reads ${RUN_FILE_VERSION})`,
      "Reload the page or update the app, then import it again.",
    );
  }
  let hostile: string | null;
  try {
    // Points of the history hold lists of numbers, and keys that are not known are dropped from them.
    hostile = hostileKey({ ...run, history: null });
  } catch {
    refuse(`${name} is nested too deeply`, "A run.json is at most some ten levels deep.");
  }
  if (hostile !== null) refuse(`${name}: ${hostile} is no name that can be used`, "Rename it.");
  return run;
}

/** What is wrong with a JSON text, without the text itself, which some engines repeat. */
function jsonFault(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/, \.{0,3}".*$/s, "").slice(0, 200);
}
