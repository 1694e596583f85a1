// The verdict in its shortest form, and what of the settings has changed since it was reached.
import { differingPaths } from "../../domain/configPaths.ts";
import type { Interval } from "../../domain/evaluation.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import type { VerdictReport } from "../../domain/study.ts";
import { t } from "../../strings/strings.ts";
import { formatPoints } from "./formatGain.ts";

/**
 * The gain that the headline is about: over vanilla where the learned weights do harm, else over the
 * better of vanilla and vanilla with as much computing. Null without test candidates.
 */
export function headlineGain(report: VerdictReport): Interval | null {
  if (report.verdict !== "harm") return report.computeMatchedGain;
  const vanilla = report.controls.find((row) => row.id === "vanilla");
  return vanilla?.points.find((point) => point.n === report.atN)?.gainOverThis ?? null;
}

/** "Yes: +4.1 points" ("Yes, as far as meta chains tell" without test candidates), "No evidence of benefit", "Harm: −3.2 points". */
export function shortVerdict(report: VerdictReport): string {
  const gain = headlineGain(report);
  const points = gain === null ? null : formatPoints(gain.value);
  switch (report.verdict) {
    case "benefit":
      return points === null
        ? t("evaluate:verdict.yesByMeta")
        : t("evaluate:verdict.yes", { points });
    case "harm":
      return points === null
        ? t("evaluate:verdict.harmByMeta")
        : t("evaluate:verdict.harm", { points });
    case "none":
      return t("evaluate:verdict.none");
    default:
      return report.verdict satisfies never;
  }
}

/** Settings that have no part in a verdict, or that it sets itself. */
const INDIFFERENT = /^(mode|fixedWeights|backend|seed|evaluation\..*|suite\..*)$/;

/** Dotted paths of settings that differ from those the verdict is about. */
export function changedSince(report: VerdictReport, config: RunConfig | null): string[] {
  if (config === null) return [];
  return differingPaths(report.config, config).filter((path) => !INDIFFERENT.test(path));
}
