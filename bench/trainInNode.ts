// Trains on the built-in suite in plain Node on the processor and measures the PRM: the fast loop for
// tuning the suite and the defaults. The browser runs the same trainer.
import { createRng } from "../src/base/rng.ts";
import type { Corpus } from "../src/domain/chain.ts";
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
import {
  chainsToRead,
  encodeMetaSet,
  learnEncoder,
  trainingShards,
} from "../src/engine/encoders/prmEncoder.ts";
import { aggregate } from "../src/engine/prm/aggregate.ts";
import { prmLayout } from "../src/engine/prm/layout.ts";
import { scoreChains } from "../src/engine/prm/scoreChains.ts";
import type { TrainingJob } from "../src/engine/trainingJob.ts";
import { auroc } from "../src/evaluate/auroc.ts";
import { bestOfN } from "../src/evaluate/bestOfN.ts";

const noBreath = async () => {};

export interface EncodedCorpus {
  corpus: Corpus;
  names: string[];
  train: EncodedTrainSet;
  meta: EncodedMetaSet;
  candidates: EncodedChains;
}

export async function encodeForNode(corpus: Corpus, input: RunConfigInput): Promise<EncodedCorpus> {
  const shards = trainingShards(corpus);
  const chains = corpus.candidates.flatMap((question) => question.candidates);
  const config = parseRunConfig(input);
  const encoder = await learnEncoder(config.encoder, chainsToRead(corpus));
  return {
    corpus,
    names: shards.map((shard) => shard.name),
    train: await encoder.encodeTrainSet(shards, noBreath),
    meta: await encodeMetaSet(encoder, corpus.meta, config.upper.metaUnit, noBreath),
    candidates: await encoder.encodeChains(chains, noBreath),
  };
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
  const config = parseRunConfig(input);
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

export async function measure(
  data: EncodedCorpus,
  params: Float64Array,
  input: RunConfigInput,
): Promise<Measured> {
  const config = parseRunConfig(input);
  const logits = await scoreChains(prmLayout(config.encoder), params, data.candidates);
  let chain = 0;
  const stepScores: number[] = [];
  const stepLabels: boolean[] = [];
  const questions = data.corpus.candidates.map((question) =>
    question.candidates.map((candidate) => {
      const from = data.candidates.chainStart[chain]!;
      const to = data.candidates.chainStart[++chain]!;
      candidate.steps.forEach((step, i) => {
        if (step.accuracy === null) return;
        stepScores.push(logits[from + i]!);
        stepLabels.push(step.accuracy >= 0.5);
      });
      const score = aggregate(config.upper.aggregation, logits, from, to);
      return { score, isCorrect: candidate.isCorrect === true };
    }),
  );
  const bestOf: Record<number, number> = {};
  for (const n of [1, 2, 4, 8, 16]) bestOf[n] = bestOfN(questions, n) ?? Number.NaN;
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
