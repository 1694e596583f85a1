// What can keep a run from starting with a corpus, and how the command line and the worker's errors say it;
// the page has words of its own for each.

export type Blocker = "noShards" | "allOff" | "noLabels" | "noMeta" | "metaUnjudged";

export const BLOCKER_WORDS: Readonly<Record<Blocker, string>> = {
  noShards: "There is no training data. Drop domain shards, or load the built-in suite.",
  allOff: "All domains are switched off. Switch at least one on.",
  noLabels: "No step of the domains that are switched on is labelled.",
  noMeta:
    "There is no meta set to learn the domain weights from. Drop one, or train in mode vanilla, which needs none.",
  metaUnjudged:
    "No chain of the meta set says whether it is correct. Drop one that does, or train in mode vanilla.",
};
