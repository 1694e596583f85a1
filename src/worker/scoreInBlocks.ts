// Scores many chains under one PRM a block at a time, so that the worker answers messages meanwhile.
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";
import { AGGREGATIONS, type Aggregation } from "../domain/runConfig.ts";
import type { EncodedChains } from "../engine/encoders/encoded.ts";
import { takeChains } from "../engine/encoders/takeChains.ts";
import { aggregateChains } from "../engine/prm/aggregate.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import { scoreChains } from "../engine/prm/scoreChains.ts";

/** A transformer takes milliseconds for each chain. */
const CHAINS_A_BLOCK = 32;

/** Step logits of a source's chains; chain c's are logits[chainStart[c] .. chainStart[c+1]). */
export interface StepLogits {
  /** NaN where a chain was not asked for. */
  logits: Float64Array;
  chainStart: Int32Array;
}

/**
 * Scores the named chains, writing their logits to where `encoded.chainStart` says.
 * @param onBlock chains scored so far, of all named; awaited between blocks; throws to stop.
 */
export async function scoreInBlocks(
  prm: Pick<SavedPrm, "layout" | "params">,
  encoded: EncodedChains,
  chains: readonly number[],
  logits: Float64Array,
  onBlock: (block: readonly number[], done: number) => void | Promise<void>,
): Promise<void> {
  for (let from = 0; from < chains.length; from += CHAINS_A_BLOCK) {
    if (from > 0) await yieldToEventLoop();
    const block = chains.slice(from, from + CHAINS_A_BLOCK);
    const own = takeChains(encoded, block);
    const scored = await scoreChains(prm.layout, prm.params, own);
    block.forEach((chain, i) => {
      logits.set(
        scored.subarray(own.chainStart[i], own.chainStart[i + 1]),
        encoded.chainStart[chain],
      );
    });
    await onBlock(block, from + block.length);
  }
}

/** Step logits of every chain. */
export async function scoreAll(
  prm: Pick<SavedPrm, "layout" | "params">,
  encoded: EncodedChains,
  onBlock: (done: number, total: number) => void | Promise<void>,
): Promise<StepLogits> {
  const { chainStart } = encoded;
  const logits = new Float64Array(chainStart.at(-1) ?? 0);
  const chains = Array.from({ length: chainStart.length - 1 }, (_, chain) => chain);
  await scoreInBlocks(prm, encoded, chains, logits, (_block, done) => onBlock(done, chains.length));
  return { logits, chainStart };
}

/** Chain logits under every aggregation. */
export function allChainLogits({
  logits,
  chainStart,
}: StepLogits): Record<Aggregation, Float64Array> {
  const entries = AGGREGATIONS.map((kind) => [kind, aggregateChains(kind, logits, chainStart)]);
  return Object.fromEntries(entries) as Record<Aggregation, Float64Array>;
}
