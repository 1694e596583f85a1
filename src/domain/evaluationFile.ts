// The schema of an evaluation report inside run.json, for reports that come from a file.
import { z } from "../base/zod.ts";
import { type EvaluationReport, GROUPINGS, METHOD_KINDS } from "./evaluation.ts";
import { AGGREGATIONS } from "./runConfig.ts";

const count = z.number().int().min(0);
const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });
const aggregation = z.enum(AGGREGATIONS);

const curve = z.object({
  id: z.string(),
  kind: z.enum(METHOD_KINDS),
  prmId: z.string().nullable(),
  label: z.string(),
  points: z.array(
    z.object({
      n: count,
      questions: count,
      accuracy: interval,
      gain: interval.nullable(),
      isExact: z.boolean(),
    }),
  ),
});

const stepMetrics = z.object({
  steps: count,
  chains: count,
  goodShare: z.number(),
  auroc: z.number().nullable(),
  aurocInterval: interval.nullable(),
  averagePrecision: z.number().nullable(),
  firstErrorF1: z.number().nullable(),
  thresholds: z.tuple([z.number(), z.number()]).nullable(),
  meanSquaredError: z.number(),
  calibrationError: z.number(),
});

const stepScorer = z.object({
  scorer: z.string(),
  label: z.string(),
  overall: stepMetrics,
  calibration: z.array(
    z.object({
      low: z.number(),
      high: z.number(),
      steps: count,
      meanScore: z.number(),
      meanLabel: z.number(),
    }),
  ),
  byDomain: z.array(z.object({ domain: z.string(), metrics: stepMetrics })),
});

const group = z.object({
  by: z.enum(GROUPINGS),
  rows: z.array(
    z.object({
      group: z.string(),
      questions: count,
      candidates: count,
      passAt1: z.number(),
      n: count,
      prms: z.array(
        z.object({
          prmId: z.string(),
          bestOf: interval.nullable(),
          gain: interval.nullable(),
          chainAuroc: z.number().nullable(),
        }),
      ),
    }),
  ),
});

export const evaluationReportSchema: z.ZodType<EvaluationReport> = z.object({
  source: z.string(),
  questions: count,
  candidates: count,
  unanswered: count,
  sizes: z.array(count),
  aggregation,
  prms: z.array(z.object({ id: z.string(), label: z.string(), step: z.number() })),
  referenceId: z.string().nullable(),
  curves: z.array(curve),
  aggregations: z.array(
    z.object({
      prmId: z.string(),
      aggregation,
      accuracy: z.array(z.number().nullable()),
      gain: interval.nullable(),
    }),
  ),
  steps: z.array(
    z.object({
      source: z.enum(["candidates", "heldOutShards"]),
      scorers: z.array(stepScorer),
      closeToPosition: z.array(z.string()),
    }),
  ),
  groups: z.array(group),
  draws: count,
});
