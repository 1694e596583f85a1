// Studies as the browser keeps them: what was asked for and found, plain, and the parameters of the verdict's
// PRMs as a part each. Parts do not change once written; they go when the study has measured its PRMs.
import { StudioError } from "../../base/errors.ts";
import { z } from "../../base/zod.ts";
import type { StepReport } from "../../domain/evaluation.ts";
import { checkRunConfig, type RunConfig } from "../../domain/runConfig.ts";
import { recommendation } from "../../domain/runFile.ts";
import type { StudyReport } from "../../domain/study.ts";
import type { WorkspaceItem, WorkspaceWrite } from "../../domain/workspace.ts";
import type { KeptStudies, StudyFinding } from "../study/studyFinding.ts";
import { readTensorFile, writeTensorFile } from "./tensorFile.ts";

const PARAMS = "params";

const config = z.unknown().transform((input, context): RunConfig => {
  const checked = checkRunConfig(input);
  if (checked.success) return checked.data;
  context.issues.push({ code: "custom", input, message: "is no config of a run" });
  return z.NEVER;
});
const seeds = z.array(z.number());
const numbers = z.custom<Float64Array>((value) => value instanceof Float64Array);
const auroc = z.number().nullable();
const bestOf = z.map(z.number(), numbers);
const corpusId = z.string();

/** Reports are what this version of the app wrote itself, plain data for its own page. */
const report = z.looseObject({
  kind: z.enum(["verdict", "comparison"]),
}) as unknown as z.ZodType<StudyReport>;

const finding = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("trained"),
    step: z.number(),
    weights: numbers,
    metaAuroc: auroc,
    /** Name of the part with φ; null once nothing needs it any more. */
    part: z.string().nullable(),
  }),
  z.object({ kind: z.literal("nothing") }),
  z.object({ kind: z.literal("recommended"), recommendation: recommendation.nullable() }),
  z.object({
    kind: z.literal("measured"),
    bestOf: z.map(z.string(), bestOf),
    steps: z.array(z.custom<StepReport>((value) => z.looseObject({}).safeParse(value).success)),
  }),
  z.object({
    kind: z.literal("compared"),
    measured: z.object({ seed: z.number(), byQuestion: bestOf, metaAuroc: auroc }),
    weights: numbers,
  }),
]);
type FindingMeta = z.infer<typeof finding>;

const metaSchema = z.object({
  going: z
    .object({
      origin: z.object({
        id: z.string().min(1),
        request: z.discriminatedUnion("kind", [
          z.object({ kind: z.literal("verdict"), config, seeds }),
          z.object({
            kind: z.literal("comparison"),
            title: z.string(),
            seeds,
            variants: z
              .array(z.object({ label: z.string(), config, responses: z.enum(["steps", "whole"]) }))
              .min(1),
          }),
        ]),
        suiteSeed: z.number().nullable(),
        corpusId,
      }),
      elapsedMs: z.number().min(0),
      findings: z.array(z.tuple([z.string(), finding])),
    })
    .nullable(),
  reports: z.array(z.object({ report, corpusId })),
});
type StudiesMeta = z.infer<typeof metaSchema>;

/**
 * What to write; null where there is nothing to keep.
 * @param written names of the parts that are there already
 */
export function writeStudies(
  { going, reports }: KeptStudies,
  written: ReadonlySet<string>,
): WorkspaceWrite | null {
  if (going === null && reports.length === 0) return null;
  const parts: WorkspaceWrite["parts"] = {};
  const kept: string[] = [];
  const isMeasured = [...(going?.findings.values() ?? [])].some(({ kind }) => kind === "measured");
  const metaOf = (taskId: string, found: StudyFinding): FindingMeta => {
    if (found.kind !== "trained") return found;
    const { params, ...rest } = found;
    if (isMeasured) return { ...rest, part: null };
    const part = `${going?.origin.id}-${taskId.replaceAll(" ", "-")}`;
    if (written.has(part)) kept.push(part);
    else parts[part] = writeTensorFile({ about: {}, numbers: new Map([[PARAMS, params]]) });
    return { ...rest, part };
  };
  const meta: StudiesMeta = {
    going: going && {
      origin: going.origin,
      elapsedMs: going.elapsedMs,
      findings: [...going.findings].map(([id, found]) => [id, metaOf(id, found)]),
    },
    reports: [...reports],
  };
  return { meta, parts, kept };
}

/** Throws StudioError("data") where they cannot be read. */
export async function readStudies({ meta, parts }: WorkspaceItem): Promise<KeptStudies> {
  const parsed = metaSchema.safeParse(meta);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0] ?? { path: [], message: "is unreadable" };
    throw damagedStudy(`${path.join(".")}: ${message}`);
  }
  const { going, reports } = parsed.data;
  if (going === null) return { going, reports };
  const findings = new Map<string, StudyFinding>();
  for (const [taskId, found] of going.findings) {
    findings.set(taskId, found.kind === "trained" ? await trained(found, parts) : found);
  }
  return { going: { ...going, findings }, reports };
}

async function trained(
  { part, ...rest }: Extract<FindingMeta, { kind: "trained" }>,
  parts: WorkspaceItem["parts"],
): Promise<StudyFinding> {
  if (part === null) return { ...rest, params: new Float64Array(0) };
  const blob = parts[part];
  if (!blob) throw damagedStudy(`${part} is missing`);
  const params = readTensorFile(await blob.arrayBuffer(), part).numbers.get(PARAMS);
  if (!params) throw damagedStudy(`${part} holds no parameters`);
  return { ...rest, params };
}

function damagedStudy(reason: string): StudioError {
  return new StudioError(
    "data",
    `The study that was kept cannot be read (${reason})`,
    "Start it anew.",
  );
}
