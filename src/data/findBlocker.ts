// Why a run cannot start with a corpus.
import type { Blocker } from "../domain/blockerWords.ts";
import type { Corpus } from "../domain/chain.ts";
import type { Mode } from "../domain/runConfig.ts";

/** What is in the way of a run of this mode; null when it can start. */
export function findBlocker(corpus: Corpus, mode: Mode): Blocker | null {
  const { shards, meta } = corpus;
  if (shards.length === 0) return "noShards";
  const enabled = shards.filter(({ isEnabled }) => isEnabled);
  if (enabled.length === 0) return "allOff";
  const hasLabels = enabled.some(({ chains }) =>
    chains.some(({ steps }) => steps.some(({ accuracy }) => accuracy !== null)),
  );
  if (!hasLabels) return "noLabels";
  if (mode !== "bilevel") return null;
  if (meta.length === 0) return "noMeta";
  return meta.some(({ isCorrect }) => isCorrect !== null) ? null : "metaUnjudged";
}
