// Learned or uniform weights? Decided on meta chains that neither level has seen, before any test file is
// looked at.
import type { RunConfig } from "../domain/runConfig.ts";
import type { Recommendation } from "../domain/study.ts";
import { aggregateChains } from "../engine/prm/aggregate.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import { recommend } from "../evaluate/recommend.ts";
import type { CorpusHolder } from "./corpusHolder.ts";
import { scoreAll } from "./scoreInBlocks.ts";

/** A PRM's chain logits on the kept meta chains, [chains]. */
export async function keptMetaLogits(
  holder: CorpusHolder,
  { heldOut, upper }: Pick<RunConfig, "heldOut" | "upper">,
  prm: SavedPrm,
): Promise<Float64Array> {
  const encoded = await holder.encodedKept("keptMeta", prm.encoder, heldOut, () => {});
  const { logits, chainStart } = await scoreAll(prm, encoded, () => {});
  return aggregateChains(upper.aggregation, logits, chainStart);
}

/**
 * @param learned PRMs trained with the learned weights fixed, one a seed; `uniform` the vanilla ones.
 * @returns null where too few meta chains are kept to decide by.
 */
export async function recommendFor(
  holder: CorpusHolder,
  config: RunConfig,
  learned: readonly SavedPrm[],
  uniform: readonly SavedPrm[],
): Promise<Recommendation | null> {
  const { keptMeta } = holder.split(config.heldOut);
  const logits = (prms: readonly SavedPrm[]) =>
    Promise.all(prms.map((prm) => keptMetaLogits(holder, config, prm)));
  return recommend(keptMeta, await logits(learned), await logits(uniform));
}
