// "Is it real?": from what the controls measured to a verdict with its reasons in words. A pure function of
// numbers; the trainings behind them are the worker's business.
import type { Tier } from "../domain/chain.ts";
import type { Interval } from "../domain/evaluation.ts";
import {
  CONTROL_IDS,
  type ControlId,
  type ControlRow,
  type Recommendation,
  type StudyPoint,
  type Verdict,
  type VerdictReport,
  type WeightAgreement,
} from "../domain/study.ts";
import { CONTROLS } from "../domain/verdictTasks.ts";
import { crossedGain, crossedMean } from "./pairedGain.ts";
import { weightAgreement } from "./rankCorrelation.ts";
import { verdictWords } from "./verdictWords.ts";

/** One PRM as it was measured. */
export interface MeasuredPrm {
  seed: number;
  /** Best-of-N by question for each N, [questions]; NaN where a question has fewer. Empty without candidates. */
  byQuestion: ReadonlyMap<number, Float64Array>;
  /** AUROC of chain scores on the kept meta chains. */
  metaAuroc: number | null;
}

/** Trainings by control, in the order of the seeds; a study that was stopped has fewer, or none. */
export type MeasuredControls = Partial<Record<ControlId, readonly MeasuredPrm[]>>;

export interface VerdictInput {
  controls: MeasuredControls;
  domains: readonly { name: string; tier: Tier | null }[];
  /** Learned weights, a seed each, in the order of the domains. */
  weightsBySeed: readonly Float64Array[];
  recommendation: Recommendation | null;
  /** The same on domains that are all equally clean. */
  clean: {
    weightsBySeed: readonly Float64Array[];
    learned: readonly MeasuredPrm[];
    vanilla: readonly MeasuredPrm[];
  } | null;
}

export type Judgement = Omit<VerdictReport, "kind" | "source" | "config" | "elapsedMs" | "seeds">;

/** The N of the verdict: the paper's 8, or the largest below it that at least half of the questions have. */
const PREFERRED_N = 8;

/** Pairs two controls by seed; empty where one is missing. */
function pairs(
  learned: readonly MeasuredPrm[] | undefined,
  other: readonly MeasuredPrm[] | undefined,
  n: number,
): Float64Array[] {
  const bySeed = new Map((other ?? []).map((prm) => [prm.seed, prm.byQuestion.get(n)]));
  return (learned ?? []).flatMap((prm) => {
    const [ours, theirs] = [prm.byQuestion.get(n), bySeed.get(prm.seed)];
    return ours && theirs ? [ours.map((value, q) => value - theirs[q]!)] : [];
  });
}

/** Learned minus other at N; questions and seeds both random. Null where they cannot be paired. */
export function gainBetween(
  learned: readonly MeasuredPrm[] | undefined,
  other: readonly MeasuredPrm[] | undefined,
  n: number,
): Interval | null {
  const differences = pairs(learned, other, n);
  return differences.length > 0 ? crossedGain(differences) : null;
}

/** The N that a comparison is about; null where nothing was measured. */
export function headlineSize(measured: readonly MeasuredPrm[]): number | null {
  const sizes = [...(measured[0]?.byQuestion ?? [])];
  const usable = sizes.filter(
    ([n, values]) =>
      n <= PREFERRED_N &&
      values.filter((value) => !Number.isNaN(value)).length * 2 >= values.length,
  );
  return usable.length > 0 ? Math.max(...usable.map(([n]) => n)) : null;
}

/** Accuracy of several seeds at N; null where it was not measured. */
export function accuracyAt(measured: readonly MeasuredPrm[], n: number): Interval | null {
  const values = measured.flatMap((prm) => prm.byQuestion.get(n) ?? []);
  return values.length > 0 ? crossedMean(values) : null;
}

export function meanOf(values: Iterable<number>): number {
  let [sum, count] = [0, 0];
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += value;
    count++;
  }
  return sum / count;
}

export function meanMetaAuroc(measured: readonly MeasuredPrm[]): number | null {
  const known = measured.flatMap(({ metaAuroc }) => (metaAuroc === null ? [] : [metaAuroc]));
  return known.length > 0 ? meanOf(known) : null;
}

function controlRow(
  id: ControlId,
  measured: readonly MeasuredPrm[],
  learned: readonly MeasuredPrm[] | undefined,
  atN: number | null,
): ControlRow {
  const sizes = [...(measured[0]?.byQuestion.keys() ?? [])];
  const points = sizes.flatMap((n): StudyPoint[] => {
    const accuracy = accuracyAt(measured, n);
    if (!accuracy) return [];
    const gainOverThis = id === "retrained" ? null : gainBetween(learned, measured, n);
    return [{ n, accuracy, gainOverThis }];
  });
  return {
    id,
    ...CONTROLS[id],
    seeds: measured.length,
    points,
    metaAuroc: meanMetaAuroc(measured),
    bySeed: atN === null ? [] : measured.map(({ byQuestion }) => meanOf(byQuestion.get(atN) ?? [])),
  };
}

/** benefit: better than everything that would explain it away; harm: worse than vanilla. */
function decide(gains: {
  vanilla: Interval | null;
  matched: Interval | null;
  permuted: Interval | null;
}): Verdict {
  const { vanilla, matched, permuted } = gains;
  if (vanilla && vanilla.high < 0) return "harm";
  const isAbove = (gain: Interval | null) => gain !== null && gain.low > 0;
  const isBenefit = isAbove(vanilla) && isAbove(matched) && (!permuted || permuted.low > 0);
  return isBenefit ? "benefit" : "none";
}

function spreadOf(weightsBySeed: readonly Float64Array[]): [number, number] {
  const all = weightsBySeed.flatMap((weights) => [...weights]);
  return [Math.min(...all), Math.max(...all)];
}

/** The verdict on what has been measured, with all the tables behind it. */
export function judge(input: VerdictInput): Judgement {
  const { controls, domains, weightsBySeed, recommendation, clean } = input;
  const { retrained, vanilla, vanillaLong, permuted } = controls;
  const atN = headlineSize(retrained ?? []);
  const gainOver = (other: readonly MeasuredPrm[] | undefined): Interval | null =>
    atN === null ? null : gainBetween(retrained, other, atN);
  const overVanilla = gainOver(vanilla);
  const overLong = gainOver(vanillaLong);
  // The better of the two baselines is the one to beat.
  const matched =
    overVanilla && overLong
      ? overLong.value < overVanilla.value
        ? overLong
        : overVanilla
      : (overLong ?? overVanilla);
  const overPermuted = gainOver(permuted);
  const verdict: Verdict =
    atN !== null
      ? decide({ vanilla: overVanilla, matched, permuted: overPermuted })
      : !recommendation
        ? "none"
        : recommendation.gain.high < 0
          ? "harm"
          : recommendation.gain.low > 0
            ? "benefit"
            : "none";
  const agreement: WeightAgreement | null = weightAgreement(weightsBySeed, 1);
  const cleanNull = clean && {
    agreement: weightAgreement(clean.weightsBySeed, 1),
    spread: spreadOf(clean.weightsBySeed),
    gain: atN === null ? null : gainBetween(clean.learned, clean.vanilla, atN),
  };
  const questions =
    atN === null
      ? 0
      : (retrained?.[0]?.byQuestion.get(atN)?.filter((value) => !Number.isNaN(value)).length ?? 0);
  const rows = CONTROL_IDS.flatMap((id) => {
    const measured = controls[id];
    return measured && measured.length > 0 ? [controlRow(id, measured, retrained, atN)] : [];
  });
  const words = verdictWords({
    verdict,
    atN,
    questions,
    seeds: retrained?.length ?? 0,
    gains: {
      vanilla: overVanilla,
      vanillaLong: overLong,
      matched,
      permuted: overPermuted,
      fineTuned: gainOver(controls.fineTuned),
      oracle: gainOver(controls.oracle),
    },
    agreement,
    recommendation,
    cleanNull,
    spread: weightsBySeed.length > 0 ? spreadOf(weightsBySeed) : null,
  });
  return {
    verdict,
    ...words,
    atN,
    questions,
    computeMatchedGain: matched,
    controls: rows,
    agreement,
    recommendation,
    weights: domains.map(({ name, tier }, k) => {
      const bySeed = weightsBySeed.map((weights) => weights[k]!);
      return { domain: name, tier, mean: meanOf(bySeed), bySeed };
    }),
    cleanNull,
  };
}
