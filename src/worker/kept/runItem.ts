// The run as the browser keeps it: what is small and plain with a schema, and where its large parts stand. A
// role (main, retrained, vanilla) has a checkpoint, its PRM, and its points in one part or several.

import { StudioError } from "../../base/errors.ts";
import { z } from "../../base/zod.ts";
import { PRM_ROLES, type PrmRole } from "../../domain/run.ts";
import { BACKENDS, checkRunConfig, type RunConfig } from "../../domain/runConfig.ts";
import { evaluationRecords, recommendation, runData, runTiming } from "../../domain/runFile.ts";
import type { WorkspaceItem } from "../../domain/workspace.ts";

const count = z.number().int().min(0);

const config = z.unknown().transform((input, context): RunConfig => {
  const checked = checkRunConfig(input);
  if (checked.success) return checked.data;
  context.issues.push({ code: "custom", input, message: "is no config of a run" });
  return z.NEVER;
});

const roleSchema = z.object({
  role: z.enum(PRM_ROLES),
  config,
  domains: z.array(z.string()),
  data: runData,
  /** α held fixed; null where they are learned. */
  fixedWeights: z.array(z.number()).nullable(),
  /** The device it was trained on, to be asked for again. */
  choice: z.enum(BACKENDS).exclude(["auto"]),
  backend: z.object({
    name: z.enum(["webgpu", "wasm", "cpu"]),
    engine: z.enum(["fused", "reference"]),
    adapter: z.string(),
    isFallback: z.boolean(),
    reason: z.string(),
  }),
  encoderNote: z.string().nullable(),
  elapsedMs: z.number().min(0),
  timing: runTiming,
  step: count,
  isDone: z.boolean(),
  /** α at `step`. */
  weights: z.array(z.number()),
  evaluations: evaluationRecords,
  /** Names of the parts with its points, in order. */
  points: z.array(z.string()),
});

const itemSchema = z.object({
  id: z.string().min(1),
  /** Of the corpus it is trained on. */
  corpusId: z.string(),
  /** What had not ended, going on or paused. */
  activities: z.object({ training: z.boolean(), retraining: z.boolean() }),
  recommendation: recommendation.nullable(),
  roles: z.array(roleSchema),
});

export type RoleItem = z.infer<typeof roleSchema>;
export type RunItem = z.infer<typeof itemSchema>;

export const checkpointPart = (role: PrmRole) => `${role}.checkpoint`;
export const prmPart = (role: PrmRole) => `${role}.prm`;

/** Throws StudioError("data") where it is no run that can be read. */
export function readRunItem({ meta, parts }: WorkspaceItem): RunItem {
  const parsed = itemSchema.safeParse(meta);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: "is unreadable" };
    throw damagedRun(`${path.join(".")}: ${message}`);
  }
  for (const { role, points } of parsed.data.roles) {
    for (const name of [checkpointPart(role), prmPart(role), ...points]) {
      if (parts[name] === undefined) throw damagedRun(`${name} is missing`);
    }
  }
  return parsed.data;
}

function damagedRun(reason: string): StudioError {
  return new StudioError(
    "data",
    `The run that was kept cannot be read (${reason})`,
    "Start a new one; runs that ended are in Runs.",
  );
}
