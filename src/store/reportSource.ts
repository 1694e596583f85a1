// What a report of a run needs from the worker: the run as a file, and a few chains with the run's own scores.
import { toErrorReport } from "../base/errors.ts";
import type { ChainQuery, ChainSource, ChainView } from "../domain/inspect.ts";
import type { RunFile } from "../domain/run.ts";
import type { Aggregation } from "../domain/runConfig.ts";
import type { CorpusSummary } from "../domain/summary.ts";
import type { StudioClient } from "../protocol/client.ts";

/** What a chain is an example of: two that were judged well, two that were not; of unknown answers the ends. */
export const SAMPLE_KINDS = [
  "rightHighest",
  "wrongLowest",
  "rightLowest",
  "wrongHighest",
  "highest",
  "lowest",
] as const;
export type SampleKind = (typeof SAMPLE_KINDS)[number];

export interface SampleChain {
  kind: SampleKind;
  chain: ChainView;
  /** V_φ of each step, in (0,1). */
  stepScores: readonly number[];
  /** Under the run's aggregation, in (0,1). */
  score: number;
  /** The chain's image as it is; null without one, and where it is too large for a report. */
  image: Blob | null;
}

export type Samples =
  | { kind: "chains"; source: ChainSource; looked: number; chains: SampleChain[] }
  /** `detail`: the error in words, where there was one. */
  | { kind: "none"; reason: "noPrm" | "otherData" | "noChains" | "failed"; detail: string };

export interface ReportSource {
  /** The present run. Throws StudioError("state") before there is one. */
  describe(): Promise<RunFile>;
  /** @param prmId id of the PRM on the worker's shelf, whose scores are told */
  samples(prmId: string, aggregation: Aggregation): Promise<Samples>;
}

/** Chains that are scored of each kind of answer, evenly from all: the highest and lowest of these are told. */
const LOOKED_AT = 24;
const MOST_IMAGE_BYTES = 400 * 1024;
/** Candidates first: no PRM has trained on them. */
const SOURCES: readonly ChainSource[] = ["candidates", "meta", "shards"];

const EVERYTHING: Omit<ChainQuery, "source" | "correctness"> = {
  domains: null,
  text: "",
  minDisagreement: 0,
  sort: "order",
  isDescending: false,
};

type Scored = Omit<SampleChain, "kind" | "image">;

export function createReportSource(client: StudioClient): ReportSource {
  async function scored(
    prmId: string,
    aggregation: Aggregation,
    source: ChainSource,
    correctness: ChainQuery["correctness"],
  ): Promise<Scored[]> {
    const query = { ...EVERYTHING, source, correctness };
    const { refs } = await client.call("chains.query", { query });
    const all: Scored[] = [];
    for (const ref of evenly(refs, LOOKED_AT)) {
      const chain = await client.call("chain.read", { source, ref, comparedTo: prmId });
      if (chain.other === null) continue;
      const { stepScores, chainScores } = chain.other;
      all.push({ chain, stepScores, score: chainScores[aggregation] });
    }
    return all.sort((a, b) => a.score - b.score);
  }

  async function withImage(kind: SampleKind, sample: Scored): Promise<SampleChain> {
    const { imagePath, isImageFound } = sample.chain;
    const blob =
      imagePath !== null && isImageFound
        ? await client.call("image.read", { path: imagePath })
        : null;
    const image = blob !== null && blob.size <= MOST_IMAGE_BYTES ? blob : null;
    return { ...sample, kind, image };
  }

  return {
    describe: () => client.call("run.describe", {}),
    async samples(prmId, aggregation) {
      try {
        for (const source of SOURCES) {
          const right = await scored(prmId, aggregation, source, "correct");
          const wrong = await scored(prmId, aggregation, source, "wrong");
          const known = right.length + wrong.length > 0;
          const any = known ? [] : await scored(prmId, aggregation, source, "all");
          const chosen = pick([
            ["rightHighest", right.at(-1)],
            ["wrongLowest", wrong[0]],
            ["rightLowest", right[0]],
            ["wrongHighest", wrong.at(-1)],
            ["highest", any.at(-1)],
            ["lowest", any[0]],
          ]);
          if (chosen.length === 0) continue;
          const chains: SampleChain[] = [];
          for (const [kind, sample] of chosen) chains.push(await withImage(kind, sample));
          const looked = right.length + wrong.length + any.length;
          return { kind: "chains", source, looked, chains };
        }
        return { kind: "none", reason: "noChains", detail: "" };
      } catch (error) {
        return { kind: "none", reason: "failed", detail: toErrorReport(error).message };
      }
    },
  };
}

/** Whether the run was trained on what is loaded now, as far as names tell. */
export function isOfCorpus({ data }: RunFile, summary: CorpusSummary | null): boolean {
  if (summary === null || summary.source !== data.source) return false;
  const training = summary.domains.filter(({ isEnabled }) => isEnabled).map(({ name }) => name);
  const names = data.domains.map(({ name }) => name);
  return training.length === names.length && training.every((name, k) => name === names[k]);
}

/** Each chain once, as what it is first. */
function pick(
  candidates: readonly (readonly [SampleKind, Scored | undefined])[],
): (readonly [SampleKind, Scored])[] {
  const taken = new Set<number>();
  return candidates.flatMap(([kind, sample]) => {
    if (sample === undefined || taken.has(sample.chain.ref)) return [];
    taken.add(sample.chain.ref);
    return [[kind, sample] as const];
  });
}

/** At most `count` of them, at even distances. */
function evenly(refs: Uint32Array, count: number): number[] {
  if (refs.length <= count) return [...refs];
  return Array.from({ length: count }, (_, i) => refs[Math.floor((i * refs.length) / count)] ?? 0);
}
