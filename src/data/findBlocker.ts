// Why a run cannot start with a corpus.
import type { Corpus } from "../domain/chain.ts";
import type { Mode } from "../domain/runConfig.ts";

/** The reason in words, with what to do about it; null when a run of this mode can start. */
export function findBlocker(corpus: Corpus, mode: Mode): string | null {
  const { shards, meta } = corpus;
  if (shards.length === 0) {
    return "There is no training data. Drop domain shards, or load the built-in suite.";
  }
  const enabled = shards.filter(({ isEnabled }) => isEnabled);
  if (enabled.length === 0) return "All domains are switched off. Switch at least one on.";
  const hasLabels = enabled.some(({ chains }) =>
    chains.some(({ steps }) => steps.some(({ accuracy }) => accuracy !== null)),
  );
  if (!hasLabels) return "No step of the domains that are switched on is labelled.";
  if (mode !== "bilevel") return null;
  if (meta.length === 0) {
    return "There is no meta set to learn the domain weights from. Drop one, or train in mode vanilla, which needs none.";
  }
  if (!meta.some(({ isCorrect }) => isCorrect !== null)) {
    return "No chain of the meta set says whether it is correct. Drop one that does, or train in mode vanilla.";
  }
  return null;
}
