// The schema of an evaluation report inside run.json, for reports that come from a file.
import { z } from "../base/zod.ts";
import { type EvaluationReport, GROUPINGS, METHOD_KINDS } from "./evaluation.ts";
import { AGGREGATIONS } from "./runConfig.ts";

/** Texts are shown, lists become rows and points: so many of a file by hand would hold up the page. */
const words = z.string().max(10_000);
const list = <T extends z.ZodType>(item: T) => z.array(item).max(10_000);
const count = z.number().int().min(0);
const interval = z.object({ value: z.number(), low: z.number(), high: z.number() });
const aggregation = z.enum(AGGREGATIONS);

const curve = z.object({
  id: words,
  kind: z.enum(METHOD_KINDS),
  prmId: words.nullable(),
  label: words,
  points: list(
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
  scorer: words,
  label: words,
  overall: stepMetrics,
  calibration: list(
    z.object({
      low: z.number(),
      high: z.number(),
      steps: count,
      meanScore: z.number(),
      meanLabel: z.number(),
    }),
  ),
  byDomain: list(z.object({ domain: words, metrics: stepMetrics })),
});

const group = z.object({
  by: z.enum(GROUPINGS),
  rows: list(
    z.object({
      group: words,
      questions: count,
      candidates: count,
      passAt1: z.number(),
      n: count,
      prms: list(
        z.object({
          prmId: words,
          bestOf: interval.nullable(),
          gain: interval.nullable(),
          chainAuroc: z.number().nullable(),
        }),
      ),
    }),
  ),
});

export const evaluationReportSchema: z.ZodType<EvaluationReport> = z.object({
  source: words,
  questions: count,
  candidates: count,
  unanswered: count,
  sizes: list(count),
  aggregation,
  prms: list(z.object({ id: words, label: words, step: z.number() })),
  referenceId: words.nullable(),
  curves: list(curve),
  aggregations: list(
    z.object({
      prmId: words,
      aggregation,
      accuracy: list(z.number().nullable()),
      gain: interval.nullable(),
    }),
  ),
  steps: list(
    z.object({
      source: z.enum(["candidates", "heldOutShards"]),
      scorers: list(stepScorer),
      closeToPosition: list(words),
    }),
  ),
  groups: list(group),
  draws: count,
});
