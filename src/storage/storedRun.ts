// Kept runs as they come out of the browser's database: checked, since an older or a newer version of the
// app may have written them, or another tab's code.
import { StudioError } from "../base/errors.ts";
import { z } from "../base/zod.ts";
import { ENCODER_KINDS } from "../domain/encoderDefaults.ts";
import type { KeptRun } from "../domain/keptRun.ts";
import { PRM_ROLES, type RunFile } from "../domain/run.ts";
import { MODES } from "../domain/runConfig.ts";
import { parseRunFile } from "../domain/runFile.ts";

/** Version of the entries that are written; raised when KeptRun changes. */
export const ENTRY_VERSION = 1;

/** An entry as it is stored. */
export type StoredEntry = KeptRun & { schemaVersion: number };

/** A run that diverged has measured no number. */
const measured = z.union([z.number(), z.nan()]);
const count = z.number().int().min(0);

const storedEntry = z.object({
  // The first ones were written without.
  schemaVersion: z.literal(ENTRY_VERSION).default(ENTRY_VERSION),
  id: z.string(),
  name: z.string(),
  colour: count,
  createdAt: z.string(),
  startedFrom: z.string().nullable(),
  differences: z.array(z.object({ path: z.string(), from: z.unknown(), to: z.unknown() })),
  isShown: z.boolean(),
  isBaseline: z.boolean(),
  deletedAt: z.string().nullable(),
  summary: z.object({
    mode: z.enum(MODES),
    seed: count,
    encoder: z.enum(ENCODER_KINDS),
    source: z.string(),
    steps: count,
    plannedSteps: count,
    yields: z.enum(["main", "retrained"]),
    bestOf: z.record(z.string(), measured).nullable(),
    stepAuroc: measured.nullable(),
    elapsedMs: measured,
  }),
  prmRoles: z.array(z.enum(PRM_ROLES)),
  failure: z.string().exactOptional(),
});

const HINT = "Reload the page to get the newest version of the app; the other runs are there.";

/**
 * An entry of the list.
 * @throws StudioError("state") naming the run where a newer version of the app wrote it, or it is spoilt
 */
export function readStoredEntry(stored: unknown): KeptRun {
  const version = versionOf(stored);
  if (version > ENTRY_VERSION) throw newerRunFault(stored);
  const parsed = storedEntry.safeParse(stored);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new StudioError(
      "state",
      `The kept run ${nameOf(stored)} cannot be read (${issue?.path.join(".")}: ${issue?.message}) and is left as it is`,
      HINT,
    );
  }
  const { schemaVersion: _, ...entry } = parsed.data;
  return entry;
}

/** @throws StudioError("state") where a newer version of the app wrote what is to be changed */
export function checkReplaceable(stored: unknown): void {
  if (versionOf(stored) > ENTRY_VERSION) throw newerRunFault(stored);
}

/**
 * The run itself, as a run.json would be read: what older versions left out is filled in. Numbers that are
 * none come back as NaN, or as null where a run may lack them.
 * @throws StudioError in words where it is of a newer version, or spoilt
 */
export function readStoredRun(stored: unknown, id: string): RunFile {
  return parseRunFile(JSON.stringify(stored), `The kept run ${id}`);
}

function newerRunFault(stored: unknown): StudioError {
  return new StudioError(
    "state",
    `The kept run ${nameOf(stored)} was written by a newer version of the app and is left as it is`,
    HINT,
  );
}

function versionOf(stored: unknown): number {
  const version = field(stored, "schemaVersion");
  return typeof version === "number" ? version : ENTRY_VERSION;
}

function nameOf(stored: unknown): string {
  return String(field(stored, "name") ?? field(stored, "id") ?? "without a name");
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
