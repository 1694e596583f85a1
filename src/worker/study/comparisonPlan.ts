// Ablations and sweeps: every variant of a config under every seed, compared with the first variant.
import { differingPaths, readConfigPath } from "../../domain/configPaths.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import type { ComparisonReport, ComparisonRow, StudyVariant } from "../../domain/study.ts";
import { weightAgreement } from "../../evaluate/rankCorrelation.ts";
import {
  accuracyAt,
  gainBetween,
  headlineSize,
  type MeasuredPrm,
  meanMetaAuroc,
  meanOf,
} from "../../evaluate/verdict.ts";
import type { CorpusHolder } from "../corpusHolder.ts";
import { measureHeldOut } from "../heldOut.ts";
import { fixedWeightsOf } from "../prepareRun.ts";
import { bestOfBySize, candidateLogits, keptMetaAuroc } from "./measurePrm.ts";
import { type FindingOf, requireFinding, type StudyFinding } from "./studyFinding.ts";
import type { StudyPlan, StudyTask } from "./studyPlan.ts";
import { type TaskContext, type TrainedPrm, trainOne } from "./trainOne.ts";

export interface ComparisonOptions {
  title: string;
  variants: readonly StudyVariant[];
  seeds: readonly number[];
  /** The corpus of a variant. */
  holderFor: (responses: StudyVariant["responses"]) => CorpusHolder;
  /** Told of every training that is done. */
  onTrained: (training: ComparedTraining) => void;
}

export interface ComparedTraining {
  /** Unlike any other of this study, the same when it had to be made again after a reload. */
  taskId: string;
  label: string;
  main: TrainedPrm;
  /** The PRM retrained with its weights where it learned some. */
  retrained: TrainedPrm | null;
}

interface VariantFindings {
  measured: MeasuredPrm[];
  weights: Float64Array[];
}

export function planComparison(options: ComparisonOptions): StudyPlan {
  const { title, variants, seeds, holderFor, onTrained } = options;
  const findings = variants.map((): VariantFindings => ({ measured: [], weights: [] }));

  const idOf = (place: number, seed: number) => `${place} ${seed}`;

  async function perform(
    place: number,
    seed: number,
    context: TaskContext,
  ): Promise<FindingOf<"compared">> {
    const { label, config: given, responses } = variants[place]!;
    const config: RunConfig = { ...given, seed };
    const holder = holderFor(responses);
    const fixedWeights = fixedWeightsOf(config, holder);
    const isLearning = fixedWeights === null;
    const half = (from: number): TaskContext => ({
      ...context,
      say: (share, words) =>
        context.say(share === null ? null : isLearning ? from + share / 2 : share, words),
    });
    const training = { holder, config, fineTune: null };
    const main = await trainOne({ ...training, fixedWeights }, half(0));
    const weights = fixedWeights ?? main.run.learnedWeights();
    // What is compared is the PRM that a variant yields: retrained with its weights where it learned some.
    const retrained = isLearning
      ? await trainOne({ ...training, fixedWeights: weights }, half(0.5))
      : null;
    const { candidates } = holder.corpus;
    let byQuestion = new Map<number, Float64Array>();
    for (const trained of retrained ? [main, retrained] : [main]) {
      if (candidates.length === 0) break;
      const steps = await candidateLogits(holder, trained.prm, context);
      trained.run.evaluations.push(measureHeldOut(candidates, steps, trained.prm));
      byQuestion = bestOfBySize(holder, config, steps);
    }
    const metaAuroc = await keptMetaAuroc(holder, config, (retrained ?? main).prm);
    onTrained({
      taskId: idOf(place, seed),
      label: seeds.length > 1 ? `${label}, seed ${seed}` : label,
      main,
      retrained,
    });
    return { kind: "compared", measured: { seed, byQuestion, metaAuroc }, weights };
  }

  function adopt(taskId: string, finding: StudyFinding): void {
    const place = variants.findIndex((_, at) => seeds.some((seed) => idOf(at, seed) === taskId));
    const of = findings[place];
    if (!of) throw new Error(`the comparison has no task "${taskId}"`);
    const { measured, weights } = requireFinding(finding, "compared");
    of.measured.push(measured);
    of.weights.push(weights);
  }

  const firstSteps = variants[0]!.config.lower.steps;
  const tasks = seeds.flatMap((seed) =>
    variants.map(
      ({ label, config }, place): StudyTask => ({
        id: idOf(place, seed),
        label,
        seed,
        cost: ((config.mode === "bilevel" ? 2.5 : 1) * config.lower.steps) / firstSteps,
        perform: (context) => perform(place, seed, context),
      }),
    ),
  );

  function rowOf({ label, config }: StudyVariant, place: number): ComparisonRow {
    const { measured, weights } = findings[place]!;
    const first = findings[0]!.measured;
    const atN = headlineSize(first);
    const base = variants[0]!.config;
    const all = weights.flatMap((each) => [...each]);
    return {
      label,
      differences: Object.fromEntries(
        differingPaths(config, base).map((path) => [path, readConfigPath(config, path)]),
      ),
      seeds: measured.length,
      points: [...(measured[0]?.byQuestion.keys() ?? [])].flatMap((n) => {
        const accuracy = accuracyAt(measured, n);
        if (!accuracy) return [];
        return [
          { n, accuracy, gainOverFirst: place === 0 ? null : gainBetween(measured, first, n) },
        ];
      }),
      metaAuroc: meanMetaAuroc(measured),
      agreement: config.mode === "bilevel" ? weightAgreement(weights, 1) : null,
      weightSpread: [Math.min(...all), Math.max(...all)],
      bySeed:
        atN === null ? [] : measured.map(({ byQuestion }) => meanOf(byQuestion.get(atN) ?? [])),
    };
  }

  return {
    kind: "comparison",
    title,
    tasks,
    closing: [],
    adopt,
    report(elapsedMs): ComparisonReport | null {
      const first = findings[0]!.measured;
      if (first.length === 0) return null;
      const atN = headlineSize(first);
      const values = atN === null ? undefined : first[0]?.byQuestion.get(atN);
      return {
        kind: "comparison",
        title,
        rows: variants.flatMap((variant, place) =>
          findings[place]!.measured.length > 0 ? [rowOf(variant, place)] : [],
        ),
        atN,
        questions: values?.filter((value) => !Number.isNaN(value)).length ?? 0,
        seeds: first.map(({ seed }) => seed),
        source: holderFor("steps").corpus.source,
        elapsedMs,
      };
    },
  };
}
