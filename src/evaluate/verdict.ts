// "Is it real?": from what the controls measured to a verdict with its reasons in words. A pure function of
// numbers; the trainings behind them are the worker's business.
import type { Tier } from "../domain/chain.ts";
import type { Interval, StepReport } from "../domain/evaluation.ts";
import {
  CONTROL_IDS,
  type ControlId,
  type ControlRow,
  type Recommendation,
  type StudyPoint,
  type VerdictReport,
  type WeightAgreement,
} from "../domain/study.ts";
import { CONTROLS } from "../domain/verdictTasks.ts";
import { crossedGain, crossedMean, gainOfTheseSeeds } from "./pairedGain.ts";
import { weightAgreement } from "./rankCorrelation.ts";
import { decide, decideByMeta, type Gains } from "./verdictRule.ts";
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
  /** Test questions that say which candidates are right. */
  questionsInAll: number;
  trainings: { done: number; planned: number };
  steps: StepReport[];
  /** Accuracy by N of choosing by the candidate's model alone; null where fewer than two models are named. */
  style: ReadonlyMap<number, number> | null;
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

/**
 * Learned minus other at N; questions and seeds both random, unless `areSeedsFixed`. Null where they cannot be
 * paired.
 */
export function gainBetween(
  learned: readonly MeasuredPrm[] | undefined,
  other: readonly MeasuredPrm[] | undefined,
  n: number,
  areSeedsFixed = false,
): Interval | null {
  const differences = pairs(learned, other, n);
  if (differences.length === 0) return null;
  return areSeedsFixed ? gainOfTheseSeeds(differences) : crossedGain(differences);
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
    const gainOverThis =
      id === "retrained" ? null : gainBetween(learned, measured, n, id === "permuted");
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

function gainsAt(controls: MeasuredControls, n: number): Gains {
  const { retrained } = controls;
  const over = (id: ControlId, areSeedsFixed = false) =>
    gainBetween(retrained, controls[id], n, areSeedsFixed);
  const [vanilla, vanillaLong] = [over("vanilla"), over("vanillaLong")];
  const draws = pairs(retrained, controls.permuted, n).map(meanOf);
  return {
    vanilla,
    vanillaLong,
    matched:
      vanilla && vanillaLong ? (vanillaLong.value < vanilla.value ? vanillaLong : vanilla) : null,
    permuted: over("permuted", true),
    drawsBeaten: { beaten: draws.filter((gain) => gain > 0).length, of: draws.length },
    fineTuned: over("fineTuned"),
    oracle: over("oracle"),
  };
}

function spreadOf(weightsBySeed: readonly Float64Array[]): [number, number] {
  const all = weightsBySeed.flatMap((weights) => [...weights]);
  return [Math.min(...all), Math.max(...all)];
}

/** The verdict on what has been measured, with all the tables behind it. */
export function judge(input: VerdictInput): Judgement {
  const { controls, domains, weightsBySeed, recommendation, clean, trainings, questionsInAll } =
    input;
  const { retrained } = controls;
  const atN = headlineSize(retrained ?? []);
  const gains = atN === null ? null : gainsAt(controls, atN);
  const seeds = retrained?.length ?? 0;
  const verdict = gains ? decide(gains, seeds) : decideByMeta(recommendation);
  const agreement: WeightAgreement | null = weightAgreement(weightsBySeed, 1);
  const cleanNull = clean && {
    agreement: weightAgreement(clean.weightsBySeed, 1),
    spread: spreadOf(clean.weightsBySeed),
    gain: atN === null ? null : gainBetween(clean.learned, clean.vanilla, atN),
  };
  const measured = atN === null ? undefined : retrained?.[0]?.byQuestion.get(atN);
  const questions = measured?.filter((value) => !Number.isNaN(value)).length ?? 0;
  const rows = CONTROL_IDS.flatMap((id) => {
    const found = controls[id];
    return found && found.length > 0 ? [controlRow(id, found, retrained, atN)] : [];
  });
  const words = verdictWords({
    verdict,
    atN,
    questions,
    questionsInAll,
    seeds,
    gains,
    agreement,
    recommendation,
    cleanNull,
    spread: weightsBySeed.length > 0 ? spreadOf(weightsBySeed) : null,
    trainings,
    style: atN === null ? null : (input.style?.get(atN) ?? null),
    accuracy: atN === null || !retrained ? null : (accuracyAt(retrained, atN)?.value ?? null),
  });
  return {
    verdict,
    ...words,
    atN,
    questions,
    questionsInAll,
    trainings,
    steps: input.steps,
    computeMatchedGain: gains?.matched ?? null,
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
