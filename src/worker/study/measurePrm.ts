// A study's PRM on the test candidates and on the kept meta chains.
import type { RunConfig } from "../../domain/runConfig.ts";
import { aggregateChains } from "../../engine/prm/aggregate.ts";
import type { SavedPrm } from "../../engine/prm/safetensors.ts";
import { auroc } from "../../evaluate/auroc.ts";
import { bestOfByQuestion, sizesUpTo } from "../../evaluate/bestOfN.ts";
import type { CorpusHolder } from "../corpusHolder.ts";
import { scoredQuestions } from "../heldOut.ts";
import { keptMetaLogits } from "../recommendFor.ts";
import { type StepLogits, scoreAll } from "../scoreInBlocks.ts";
import { passGate, type TaskContext } from "./trainOne.ts";

/** Step logits of all candidates. Throws StoppedEarly when the study is stopped meanwhile. */
export async function candidateLogits(
  holder: CorpusHolder,
  prm: SavedPrm,
  context: TaskContext,
  say: (share: number) => void = () => {},
): Promise<StepLogits> {
  const encoded = await holder.encodedChains("candidates", prm.encoder, () => {});
  return scoreAll(prm, encoded, async (done, total) => {
    say(done / total);
    await passGate(context);
  });
}

/** Best-of-N by question for each N, [questions]; empty where no candidate says whether it is correct. */
export function bestOfBySize(
  holder: CorpusHolder,
  { upper }: RunConfig,
  { logits, chainStart }: StepLogits,
): Map<number, Float64Array> {
  const chainLogits = aggregateChains(upper.aggregation, logits, chainStart);
  const questions = scoredQuestions(holder.corpus.candidates, chainLogits);
  const largest = Math.max(0, ...questions.map((scored) => scored.length));
  return new Map(sizesUpTo(largest).map((n) => [n, bestOfByQuestion(questions, n)]));
}

/** AUROC of chain scores on the kept meta chains; null where there are none of either kind. */
export async function keptMetaAuroc(
  holder: CorpusHolder,
  config: RunConfig,
  prm: SavedPrm,
): Promise<number | null> {
  const { keptMeta } = holder.split(config.heldOut);
  const logits = await keptMetaLogits(holder, config, prm);
  return auroc(
    logits,
    keptMeta.map((chain) => chain.isCorrect === true),
  );
}
