// "Is it real?": for every seed the bilevel run, the PRM retrained with its weights, and the controls that
// could explain a gain away; on the suite also the oracle and the same procedure on clean domains.
import { createRng } from "../../base/rng.ts";
import { yieldToEventLoop } from "../../base/yieldToEventLoop.ts";
import type { StepReport } from "../../domain/evaluation.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import type { ControlId, Recommendation } from "../../domain/study.ts";
import { CONTROLS, type VerdictTask, verdictTasks } from "../../domain/verdictTasks.ts";
import { rescaleToMeanOne } from "../../engine/bilevel/domainWeights.ts";
import { trainingShards } from "../../engine/encoders/prmEncoder.ts";
import type { SavedPrm } from "../../engine/prm/safetensors.ts";
import { bestOfEverySize } from "../../evaluate/bestOfN.ts";
import { type StepReportInput, stepReports } from "../../evaluate/evaluateCandidates.ts";
import { judgedQuestions } from "../../evaluate/judgedCandidates.ts";
import { paceBy } from "../../evaluate/pace.ts";
import { styleBaseline } from "../../evaluate/passAtN.ts";
import { judge, type MeasuredPrm } from "../../evaluate/verdict.ts";
import { generateSuite } from "../../suite/generateSuite.ts";
import { CorpusHolder } from "../corpusHolder.ts";
import { recommendFor } from "../recommendFor.ts";
import { type StepLogits, scoreAll } from "../scoreInBlocks.ts";
import { bestOfBySize, candidateLogits, keptMetaAuroc } from "./measurePrm.ts";
import type { StudyPlan, StudyTask } from "./studyPlan.ts";
import { passGate, type TaskContext, type TrainedPrm, trainOne } from "./trainOne.ts";

export interface VerdictOptions {
  holder: CorpusHolder;
  config: RunConfig;
  seeds: readonly number[];
  /** Seed of the suite that is loaded, if it has domains that are not clean; null for other data. */
  suiteSeed: number | null;
}

/** Scoring the candidates under one PRM, compared with training it at the default size. */
const MEASURING_COST = 0.5;
const CLEAN_DATA_COST = 1;

/** The weights dealt out anew, no domain keeping its own where that can be. */
export function permuteWeights(weights: Float64Array, seed: number): Float64Array {
  const rng = createRng(`permuted weights ${seed}`);
  const places = Array.from(weights, (_, k) => k);
  rng.shuffle(places);
  // Along a random cycle every domain gets another one's weight.
  const dealt = new Float64Array(weights.length);
  places.forEach((place, i) => {
    dealt[place] = weights[places[(i + 1) % places.length]!]!;
  });
  return dealt;
}

interface Trained {
  holder: CorpusHolder;
  config: RunConfig;
  seed: number;
  result: TrainedPrm;
  measured: MeasuredPrm;
}

type ByControl = Partial<Record<ControlId, Trained[]>>;

export function planVerdict(options: VerdictOptions): StudyPlan {
  const { holder, seeds, suiteSeed } = options;
  const config: RunConfig = { ...options.config, mode: "bilevel", fixedWeights: null };
  const shards = trainingShards(holder.split(config.heldOut).training);
  const clean = new CorpusHolder();
  const found: ByControl = {};
  const foundClean: ByControl = {};
  let recommendation: Recommendation | null = null;
  let steps: StepReport[] = [];

  const prmOf = (of: ByControl, id: ControlId, seed: number): TrainedPrm => {
    const trained = of[id]?.find((other) => other.seed === seed);
    if (!trained) throw new Error(`${id} of seed ${seed} was not trained before what needs it`);
    return trained.result;
  };
  const learnedWeights = (of: ByControl, seed: number) =>
    prmOf(of, "bilevel", seed).run.learnedWeights();

  /** α of a control; null where they are learned. Made when its turn has come. */
  function weightsFor(of: ByControl, control: ControlId, seed: number): Float64Array | null {
    switch (control) {
      case "bilevel":
        return null;
      case "retrained":
        return learnedWeights(of, seed);
      case "permuted":
        return permuteWeights(learnedWeights(of, seed), seed);
      case "oracle":
        return rescaleToMeanOne(shards.map((shard) => (shard.tier === "harmful" ? 0 : 1)));
      case "vanilla":
      case "vanillaLong":
      case "fineTuned":
        return new Float64Array(shards.length).fill(1);
      default:
        return control satisfies never;
    }
  }

  function taskOf({ control, seed, isClean, label, cost }: VerdictTask): StudyTask {
    const [of, on] = isClean ? [foundClean, clean] : [found, holder];
    const steps = config.lower.steps * (control === "vanillaLong" ? 2 : 1);
    const own: RunConfig = { ...config, seed, lower: { ...config.lower, steps } };
    return {
      id: `${isClean ? "clean " : ""}${control} ${seed}`,
      label,
      seed,
      cost,
      async perform(context) {
        const fineTune =
          control === "fineTuned"
            ? { from: Float64Array.from(prmOf(of, "vanilla", seed).prm.params) }
            : null;
        const fixedWeights = weightsFor(of, control, seed);
        const result = await trainOne({ holder: on, config: own, fixedWeights, fineTune }, context);
        const metaAuroc = await keptMetaAuroc(on, own, result.prm);
        const measured = { seed, byQuestion: new Map(), metaAuroc };
        const trained = { holder: on, config: own, seed, result, measured };
        of[control] = [...(of[control] ?? []), trained];
      },
    };
  }

  const planned = verdictTasks(seeds, {
    hasHarmful: suiteSeed !== null && shards.some((shard) => shard.tier === "harmful"),
    hasCleanNull: suiteSeed !== null,
  });
  const tasks = planned.filter(({ isClean }) => !isClean).map(taskOf);
  if (suiteSeed !== null) {
    tasks.push({
      id: "clean data",
      label: "Generating clean domains",
      seed: null,
      cost: CLEAN_DATA_COST,
      async perform({ say }) {
        clean.replace(
          await generateSuite({
            variant: "clean",
            seed: suiteSeed,
            onProgress: async (_label, done, total) => {
              say(done / total, "Generating clean domains");
              await yieldToEventLoop();
            },
          }),
        );
      },
    });
    tasks.push(...planned.filter(({ isClean }) => isClean).map(taskOf));
  }

  const all = () =>
    [...Object.values(found), ...Object.values(foundClean)].flatMap((trained) => trained ?? []);
  const closing: StudyTask[] = [
    {
      id: "recommendation",
      label: "Deciding on kept meta chains",
      seed: null,
      cost: MEASURING_COST,
      async perform() {
        const both = (found.retrained ?? []).filter(({ seed }) =>
          found.vanilla?.some((vanilla) => vanilla.seed === seed),
        );
        if (both.length === 0) return;
        const learned = both.map(({ result }) => result.prm);
        const uniform = both.map(({ seed }) => prmOf(found, "vanilla", seed).prm);
        recommendation = await recommendFor(holder, config, learned, uniform);
      },
    },
    {
      id: "test",
      label: "Measuring on the test candidates",
      seed: null,
      cost: MEASURING_COST * tasks.length,
      async perform(context) {
        const prms = all();
        const scoredForSteps = new Map<SavedPrm, StepLogits>();
        for (const [i, { holder: on, config: own, result, measured }] of prms.entries()) {
          const say = (share: number) =>
            context.say((i + share) / prms.length, `Measuring ${i + 1} of ${prms.length} PRMs`);
          const scored = await candidateLogits(on, result.prm, context, say);
          measured.byQuestion = bestOfBySize(on, own, scored);
          if (isForSteps(result.prm)) scoredForSteps.set(result.prm, scored);
        }
        context.say(null, "Step metrics");
        steps = await firstSeedSteps(scoredForSteps, context);
      },
    },
  ];

  /** PRMs that step metrics are of: the first seed's, learned weights and vanilla. */
  const prmsForSteps = () =>
    (["retrained", "vanilla"] as const).flatMap((id) => {
      const trained = found[id]?.[0];
      return trained ? [{ id, prm: trained.result.prm }] : [];
    });
  const isForSteps = (prm: SavedPrm) => prmsForSteps().some((other) => other.prm === prm);

  /** @param candidates step logits of the candidates under each of those PRMs. */
  async function firstSeedSteps(
    candidates: ReadonlyMap<SavedPrm, StepLogits>,
    context: TaskContext,
  ): Promise<StepReport[]> {
    const prms: StepReportInput["prms"][number][] = [];
    const heldOutLogits: StepReportInput["heldOutLogits"][number][] = [];
    for (const { id, prm } of prmsForSteps()) {
      const entry = { id, label: CONTROLS[id].label, step: prm.step };
      const ofCandidates = candidates.get(prm);
      if (!ofCandidates) throw new Error(`the candidates were not scored under ${id}`);
      prms.push({ entry, stepLogits: ofCandidates.logits, chainStart: ofCandidates.chainStart });
      const kept = await holder.encodedKept("keptSteps", prm.encoder, config.heldOut, () => {});
      const ofKept = await scoreAll(prm, kept, () => passGate(context));
      heldOutLogits.push({ stepLogits: ofKept.logits, chainStart: ofKept.chainStart });
    }
    const heldOut = holder.split(config.heldOut).keptSteps;
    const questions = holder.corpus.candidates;
    return stepReports({ questions, prms, heldOut, heldOutLogits }, paceBy(yieldToEventLoop));
  }

  const measuredOf = (of: ByControl) =>
    Object.fromEntries(
      Object.entries(of).map(([id, trained]) => [id, trained?.map((each) => each.measured)]),
    );
  const weightsOf = (of: ByControl) =>
    (of.bilevel ?? []).map(({ seed }) => learnedWeights(of, seed));
  return {
    kind: "verdict",
    title: "Is it real?",
    tasks,
    closing,
    report(elapsedMs) {
      if (!found.retrained || !found.vanilla) return null;
      const cleanMeasured = measuredOf(foundClean);
      const judged = judgedQuestions(holder.corpus.candidates);
      const byStyle = styleBaseline(judged.map(({ candidates }) => candidates));
      return {
        kind: "verdict",
        ...judge({
          controls: measuredOf(found),
          domains: shards.map(({ name, tier }) => ({ name, tier })),
          weightsBySeed: weightsOf(found),
          recommendation,
          clean:
            cleanMeasured["retrained"] && cleanMeasured["vanilla"]
              ? {
                  weightsBySeed: weightsOf(foundClean),
                  learned: cleanMeasured["retrained"],
                  vanilla: cleanMeasured["vanilla"],
                }
              : null,
          questionsInAll: judged.length,
          trainings: { done: all().length, planned: planned.length },
          steps,
          style: byStyle && bestOfEverySize(byStyle),
        }),
        seeds: found.retrained.map(({ seed }) => seed),
        source: holder.corpus.source,
        config,
        elapsedMs,
      };
    },
  };
}
