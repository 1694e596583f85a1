// Trains on the built-in suite in plain Node on the processor and measures the PRM: the fast loop for
// tuning the suite and the defaults. The browser runs the same trainer.
import { createRng } from "../src/base/rng.ts";
import type { CandidateQuestion, Corpus } from "../src/domain/chain.ts";
import { learnedWeights } from "../src/domain/learnedWeights.ts";
import type { HistoryRecord } from "../src/domain/run.ts";
import { parseRunConfig, type RunConfigInput } from "../src/domain/runConfig.ts";
import { rescaleToMeanOne } from "../src/engine/bilevel/domainWeights.ts";
import { openDevice } from "../src/engine/device.ts";
import type {
  EncodedChains,
  EncodedMetaSet,
  EncodedTrainSet,
} from "../src/engine/encoders/encoded.ts";
import { type EncodingSources, TEXT_ONLY } from "../src/engine/encoders/encodingSources.ts";
import {
  encodeMetaSet,
  hidingPictures,
  learnEncoder,
  type PrmEncoder,
  trainingShards,
} from "../src/engine/encoders/prmEncoder.ts";
import { aggregate } from "../src/engine/prm/aggregate.ts";
import { prmLayout } from "../src/engine/prm/layout.ts";
import { scoreChains } from "../src/engine/prm/scoreChains.ts";
import type { TrainingJob } from "../src/engine/trainingJob.ts";
import { auroc } from "../src/evaluate/auroc.ts";
import { bestOfN } from "../src/evaluate/bestOfN.ts";
import { PictureDesk } from "../src/worker/pictureDesk.ts";

const noBreath = async () => {};

export interface EncodedCorpus {
  corpus: Corpus;
  sources: EncodingSources;
  encoder: PrmEncoder;
  names: string[];
  train: EncodedTrainSet;
  meta: EncodedMetaSet;
  candidates: EncodedChains;
}

const candidateChains = (corpus: Corpus) =>
  corpus.candidates.flatMap((question) => question.candidates);

/** Without `features` the pictures are all there is besides the text. */
export async function encodeForNode(
  corpus: Corpus,
  input: RunConfigInput,
  features: EncodingSources["features"] = TEXT_ONLY.features,
): Promise<EncodedCorpus> {
  const shards = trainingShards(corpus);
  const config = parseRunConfig(input);
  const { pictures } = new PictureDesk(() => corpus.images);
  const sources = { pictures, features };
  const encoder = await learnEncoder(config.encoder, corpus, sources);
  return {
    corpus,
    sources,
    encoder,
    names: shards.map((shard) => shard.name),
    train: await encoder.encodeTrainSet(shards, sources, noBreath),
    meta: await encodeMetaSet(encoder, corpus.meta, config.upper.metaUnit, sources, noBreath),
    candidates: await encoder.encodeChains(candidateChains(corpus), sources, noBreath),
  };
}

/** The same corpus whose candidates are scored without their pictures. */
export async function withHiddenPictures(data: EncodedCorpus): Promise<EncodedCorpus> {
  const { corpus, sources, encoder } = data;
  const candidates = await hidingPictures(encoder).encodeChains(
    candidateChains(corpus),
    sources,
    noBreath,
  );
  return { ...data, candidates };
}

export interface NodeRun {
  params: Float64Array;
  /** What was learned; see learnedWeights. */
  weights: Float64Array;
  history: Float64Array[];
}

/** fixedWeights null: learn them; fineTune: train this PRM on the meta set instead. */
export async function trainInNode(
  data: EncodedCorpus,
  input: RunConfigInput,
  fixedWeights: ArrayLike<number> | null,
  fineTune: TrainingJob["fineTune"] = null,
): Promise<NodeRun> {
  // With what the encoder found out: a frozen one how wide its vectors are.
  const config = { ...parseRunConfig(input), encoder: data.encoder.config };
  const device = await openDevice("cpu");
  const trainer = device.createTrainer({
    config,
    train: data.train,
    meta: data.meta,
    fixedWeights: fixedWeights ? rescaleToMeanOne(fixedWeights) : null,
    fineTune,
    rng: createRng(config.seed),
    checkpoint: null,
    now: () => performance.now(),
  });
  const records: HistoryRecord[] = [];
  while (!trainer.isDone) records.push(await trainer.advance(() => 0));
  const history = records.map((record) => Float64Array.from(record.weights));
  const weights = learnedWeights(records, data.names.length, config.upper.shrinkage);
  const params = await trainer.params();
  trainer.dispose();
  await device.close();
  return { params, weights, history };
}

export interface Measured {
  bestOf: Record<number, number>;
  stepAuroc: number | null;
}

/** `isCounted`: only of these questions. */
export async function measure(
  data: EncodedCorpus,
  params: Float64Array,
  input: RunConfigInput,
  isCounted: (question: CandidateQuestion) => boolean = () => true,
): Promise<Measured> {
  const config = parseRunConfig(input);
  const logits = await scoreChains(prmLayout(data.encoder.config), params, data.candidates);
  let chain = 0;
  const stepScores: number[] = [];
  const stepLabels: boolean[] = [];
  const questions = data.corpus.candidates.map((question) => {
    const counts = isCounted(question);
    const scored = question.candidates.map((candidate) => {
      const from = data.candidates.chainStart[chain]!;
      const to = data.candidates.chainStart[++chain]!;
      candidate.steps.forEach((step, i) => {
        if (step.accuracy === null || !counts) return;
        stepScores.push(logits[from + i]!);
        stepLabels.push(step.accuracy >= 0.5);
      });
      const score = aggregate(config.upper.aggregation, logits, from, to);
      return { score, isCorrect: candidate.isCorrect === true };
    });
    return { scored, counts };
  });
  const counted = questions.flatMap(({ scored, counts }) => (counts ? [scored] : []));
  const bestOf: Record<number, number> = {};
  for (const n of [1, 2, 4, 8, 16]) bestOf[n] = bestOfN(counted, n) ?? Number.NaN;
  return { bestOf, stepAuroc: auroc(stepScores, stepLabels) };
}

/** AUC of "clean above harmful" in the weights; null without harmful domains. */
export function orderingAuc(data: EncodedCorpus, weights: ArrayLike<number>): number | null {
  const shards = trainingShards(data.corpus);
  return auroc(
    weights,
    shards.map((shard) => shard.tier !== "harmful"),
  );
}
