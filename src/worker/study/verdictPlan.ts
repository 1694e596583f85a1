// "Is it real?": for every seed the bilevel run, the PRM retrained with its weights, and the controls that
// could explain a gain away; on the suite also the oracle and the same procedure on clean domains.
import { yieldToEventLoop } from "../../base/yieldToEventLoop.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import type { ControlId, Recommendation } from "../../domain/study.ts";
import { type VerdictTask, verdictTasks } from "../../domain/verdictTasks.ts";
import { rescaleToMeanOne } from "../../engine/bilevel/domainWeights.ts";
import { trainingShards } from "../../engine/encoders/prmEncoder.ts";
import { bestOfEverySize } from "../../evaluate/bestOfN.ts";
import { judgedQuestions } from "../../evaluate/judgedCandidates.ts";
import { styleBaseline } from "../../evaluate/passAtN.ts";
import { judge, type MeasuredControls, type MeasuredPrm } from "../../evaluate/verdict.ts";
import { generateSuite } from "../../suite/generateSuite.ts";
import { CorpusHolder } from "../corpusHolder.ts";
import { recommendFor } from "../recommendFor.ts";
import { bestOfBySize, candidateLogits, keptMetaAuroc } from "./measurePrm.ts";
import { permuteWeights } from "./permuteWeights.ts";
import {
  type BestOfBySize,
  type FindingOf,
  requireFinding,
  type StudyFinding,
} from "./studyFinding.ts";
import type { StudyPlan, StudyTask } from "./studyPlan.ts";
import { type TaskContext, trainOne } from "./trainOne.ts";
import {
  firstSeedSteps,
  type ScoredPrm,
  STEPS_OF,
  savedPrmOf,
  type Trained,
} from "./verdictPrms.ts";

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

/** Ids of the tasks that are no trainings. */
const CLEAN_DATA = "clean data";
const RECOMMENDATION = "recommendation";
const TEST = "test";
type ByControl = Partial<Record<ControlId, Trained[]>>;

export function planVerdict(options: VerdictOptions): StudyPlan {
  const { holder, seeds, suiteSeed } = options;
  const config: RunConfig = { ...options.config, mode: "bilevel", fixedWeights: null };
  const shards = trainingShards(holder.split(config.heldOut).training);
  const clean = new CorpusHolder();
  const found: ByControl = {};
  const foundClean: ByControl = {};
  let recommendation: Recommendation | null = null;
  let measured: FindingOf<"measured"> | null = null;

  const trainedOf = (of: ByControl, id: ControlId, seed: number): Trained => {
    const trained = of[id]?.find((other) => other.seed === seed);
    if (!trained) throw new Error(`${id} of seed ${seed} was not trained before what needs it`);
    return trained;
  };
  const learnedWeights = (of: ByControl, seed: number) =>
    trainedOf(of, "bilevel", seed).found.weights;

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

  /** The clean domains, generated where they are not there: for the first time, or after a reload. */
  async function ensureClean({ say }: TaskContext): Promise<void> {
    if (suiteSeed === null || clean.current) return;
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
  }

  const idOf = ({ control, seed, isClean }: VerdictTask) =>
    `${isClean ? "clean " : ""}${control} ${seed}`;

  function configOf({ control, seed }: VerdictTask): RunConfig {
    const steps = config.lower.steps * (control === "vanillaLong" ? 2 : 1);
    return { ...config, seed, lower: { ...config.lower, steps } };
  }

  function taskOf(task: VerdictTask): StudyTask {
    const { control, seed, isClean, label, cost } = task;
    const [of, on] = isClean ? [foundClean, clean] : [found, holder];
    return {
      id: idOf(task),
      label,
      seed,
      cost,
      async perform(context) {
        if (isClean) await ensureClean(context);
        const own = configOf(task);
        const fineTune =
          control === "fineTuned"
            ? { from: Float64Array.from(trainedOf(of, "vanilla", seed).found.params) }
            : null;
        const fixedWeights = weightsFor(of, control, seed);
        const { prm, run } = await trainOne(
          { holder: on, config: own, fixedWeights, fineTune },
          context,
        );
        const metaAuroc = await keptMetaAuroc(on, own, prm);
        const { params, step } = prm;
        const weights = fixedWeights ?? run.learnedWeights();
        return { kind: "trained", params, step, weights, metaAuroc };
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
      id: CLEAN_DATA,
      label: "Generating clean domains",
      seed: null,
      cost: CLEAN_DATA_COST,
      async perform(context) {
        await ensureClean(context);
        return { kind: "nothing" };
      },
    });
    tasks.push(...planned.filter(({ isClean }) => isClean).map(taskOf));
  }

  const all = () =>
    [...Object.values(found), ...Object.values(foundClean)].flatMap((trained) => trained ?? []);
  const closing: StudyTask[] = [
    {
      id: RECOMMENDATION,
      label: "Deciding on kept meta chains",
      seed: null,
      cost: MEASURING_COST,
      async perform() {
        const both = (found.retrained ?? []).filter(({ seed }) =>
          found.vanilla?.some((vanilla) => vanilla.seed === seed),
        );
        if (both.length === 0) return { kind: "recommended", recommendation: null };
        const uniform = both.map(({ seed }) => trainedOf(found, "vanilla", seed));
        return {
          kind: "recommended",
          recommendation: await recommendFor(
            holder,
            config,
            await Promise.all(both.map(savedPrmOf)),
            await Promise.all(uniform.map(savedPrmOf)),
          ),
        };
      },
    },
    {
      id: TEST,
      label: "Measuring on the test candidates",
      seed: null,
      cost: MEASURING_COST * tasks.length,
      async perform(context) {
        if (Object.keys(foundClean).length > 0) await ensureClean(context);
        const prms = all();
        const bestOf = new Map<string, BestOfBySize>();
        const forSteps: ScoredPrm[] = [];
        for (const [i, trained] of prms.entries()) {
          const { holder: on, config: own, taskId } = trained;
          const say = (share: number) =>
            context.say((i + share) / prms.length, `Measuring ${i + 1} of ${prms.length} PRMs`);
          const prm = await savedPrmOf(trained);
          const scored = await candidateLogits(on, prm, context, say);
          bestOf.set(taskId, bestOfBySize(on, own, scored));
          const id = STEPS_OF.find((control) => found[control]?.[0] === trained);
          if (id) forSteps.push({ id, prm, scored });
        }
        context.say(null, "Step metrics");
        return {
          kind: "measured",
          bestOf,
          steps: await firstSeedSteps(holder, config, forSteps, context),
        };
      },
    },
  ];

  function adopt(taskId: string, finding: StudyFinding): void {
    if (taskId === CLEAN_DATA) return;
    if (taskId === RECOMMENDATION) {
      recommendation = requireFinding(finding, "recommended").recommendation;
      return;
    }
    if (taskId === TEST) {
      measured = requireFinding(finding, "measured");
      return;
    }
    const task = planned.find((other) => idOf(other) === taskId);
    if (!task) throw new Error(`the verdict has no task "${taskId}"`);
    const { control, seed, isClean } = task;
    const [of, on] = isClean ? [foundClean, clean] : [found, holder];
    const trained: Trained = {
      taskId,
      holder: on,
      config: configOf(task),
      seed,
      found: requireFinding(finding, "trained"),
    };
    of[control] = [...(of[control] ?? []), trained];
  }

  const measuredOf = (of: ByControl): MeasuredControls =>
    Object.fromEntries(
      Object.entries(of).map(([id, trained]) => [
        id,
        trained?.map(({ taskId, seed, found: { metaAuroc } }): MeasuredPrm => {
          const byQuestion = measured?.bestOf.get(taskId) ?? new Map<number, Float64Array>();
          return { seed, byQuestion, metaAuroc };
        }),
      ]),
    );
  const weightsOf = (of: ByControl) =>
    (of.bilevel ?? []).map(({ seed }) => learnedWeights(of, seed));
  return {
    kind: "verdict",
    title: "Is it real?",
    tasks,
    closing,
    adopt,
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
            cleanMeasured.retrained && cleanMeasured.vanilla
              ? {
                  weightsBySeed: weightsOf(foundClean),
                  learned: cleanMeasured.retrained,
                  vanilla: cleanMeasured.vanilla,
                }
              : null,
          questionsInAll: judged.length,
          trainings: { done: all().length, planned: planned.length },
          steps: measured?.steps ?? [],
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
