// The held-out measures that are drawn against lower steps, for one run and for several.
import type { EvaluationRecord } from "../../domain/run.ts";

/** NaN where it was not measured. */
export const bestOf4 = (record: EvaluationRecord) => record.bestOf?.["4"] ?? Number.NaN;
export const stepAuroc = (record: EvaluationRecord) => record.stepAuroc ?? Number.NaN;

/** A share on an axis: "72.5%". */
export const percentTick = (value: number) => `${Number((value * 100).toPrecision(5))}%`;
