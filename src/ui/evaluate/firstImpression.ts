// The gain over vanilla that one evaluation shows, before there is a verdict.
import type { EvaluationReport, Interval } from "../../domain/evaluation.ts";
import { headlineN } from "./formatGain.ts";

export interface Impression {
  /** Best of how many candidates. */
  n: number;
  /** Of the first PRM. */
  label: string;
  gain: Interval;
  accuracy: number;
  /** Accuracy of the reference. */
  reference: number;
}

/** The first PRM against the reference at the N most talked about; null where there is no such pair. */
export function firstImpression(report: EvaluationReport): Impression | null {
  const n = headlineN(report.sizes);
  const [first] = report.prms;
  const bestOf = (prmId: string | null) =>
    report.curves
      .find((curve) => curve.kind === "bestOf" && curve.prmId === prmId)
      ?.points.find((point) => point.n === n);
  if (first === undefined || n === null || n < 2 || first.id === report.referenceId) return null;
  const [ours, theirs] = [bestOf(first.id), bestOf(report.referenceId)];
  if (ours?.gain == null || theirs === undefined) return null;
  return {
    n,
    label: first.label,
    gain: ours.gain,
    accuracy: ours.accuracy.value,
    reference: theirs.accuracy.value,
  };
}
