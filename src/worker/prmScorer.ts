// The PRM whose scores are shown: a snapshot of φ on the CPU, so that looking at chains does not
// disturb the device that trains. Scores are kept until φ or the corpus changes.
import { StudioError } from "../base/errors.ts";
import { sigmoid } from "../base/logistic.ts";
import type { Chain, Corpus } from "../domain/chain.ts";
import type { ChainScores, ChainSource } from "../domain/inspect.ts";
import type { PrmRole } from "../domain/run.ts";
import { AGGREGATIONS, type Aggregation } from "../domain/runConfig.ts";
import type { EncodedChains } from "../engine/encoders/encoded.ts";
import { aggregate } from "../engine/prm/aggregate.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import { scoreChains } from "../engine/prm/scoreChains.ts";
import type { CorpusHolder, ReportProgress } from "./corpusHolder.ts";
import { type StepLogits, scoreInBlocks } from "./scoreInBlocks.ts";

/** Which chains of a source: all, the first so many, or those named. */
export type WhichChains = "all" | { first: number } | readonly number[];

interface CachedLogits extends StepLogits {
  corpus: Corpus | null;
  encoded: EncodedChains;
  /** By chain: 1 where its logits are there. */
  isScored: Uint8Array;
}

const noProgress: ReportProgress = () => {};

export function chainScoresOf(
  logits: ArrayLike<number>,
  from: number,
  to: number,
): Record<Aggregation, number> {
  const entries = AGGREGATIONS.map((kind) => [kind, sigmoid(aggregate(kind, logits, from, to))]);
  return Object.fromEntries(entries) as Record<Aggregation, number>;
}

export class PrmScorer {
  private prm: SavedPrm | null = null;
  private shownRole: PrmRole = "main";
  private readonly cache = new Map<ChainSource, CachedLogits>();
  private readonly holder: CorpusHolder;

  constructor(holder: CorpusHolder) {
    this.holder = holder;
  }

  get current(): SavedPrm | null {
    return this.prm;
  }

  get role(): PrmRole {
    return this.shownRole;
  }

  /** Aggregation of the run that made the PRM; the paper's before there is one. */
  get aggregation(): Aggregation {
    return this.prm?.aggregation ?? "meanLogit";
  }

  show(prm: SavedPrm | null, role: PrmRole): void {
    this.prm = prm;
    this.shownRole = role;
    this.cache.clear();
  }

  /** Null before there is a PRM. What was scored before is not scored again. */
  async sourceLogits(
    source: ChainSource,
    which: WhichChains,
    report: ReportProgress = noProgress,
  ): Promise<StepLogits | null> {
    const prm = this.prm;
    if (!prm) return null;
    const cached = await this.cachedLogits(prm, source, report);
    const { isScored, logits } = cached;
    const wanted = chainsAmong(which, isScored.length).filter((chain) => !isScored[chain]);
    await scoreInBlocks(prm, cached.encoded, wanted, logits, (block, done) => {
      for (const chain of block) isScored[chain] = 1;
      if (done < wanted.length) report(`Scoring the ${source}`, done, wanted.length);
    });
    return cached;
  }

  private async cachedLogits(
    prm: SavedPrm,
    source: ChainSource,
    report: ReportProgress,
  ): Promise<CachedLogits> {
    const known = this.cache.get(source);
    const corpus = this.holder.current;
    if (known && known.corpus === corpus) return known;
    const encoded = await this.holder.encodedChains(source, prm.encoder, report);
    const { chainStart } = encoded;
    const cached = {
      corpus,
      encoded,
      chainStart,
      logits: new Float64Array(chainStart.at(-1) ?? 0).fill(Number.NaN),
      isScored: new Uint8Array(chainStart.length - 1),
    };
    if (this.prm === prm) this.cache.set(source, cached);
    return cached;
  }

  /** Scores of any chain, e.g. an edited one. Throws StudioError("state") before there is a PRM. */
  async scoreText(
    question: string,
    steps: readonly string[],
    imagePath: string | null,
  ): Promise<ChainScores> {
    const prm = this.prm;
    if (!prm) {
      throw new StudioError(
        "state",
        "There is no PRM yet",
        "Press Train; scores follow as it learns.",
      );
    }
    const chain: Chain = {
      id: "",
      question,
      steps: steps.map((text) => ({ text, accuracy: null })),
      groundTruth: null,
      isCorrect: null,
      answer: null,
      model: null,
      imagePath,
    };
    const logits = await chainLogits(prm, chain, this.holder);
    return {
      stepScores: Array.from(logits, sigmoid),
      chainScores: chainScoresOf(logits, 0, logits.length),
      atStep: prm.step,
    };
  }
}

/** Step logits of one chain, which need not be among the corpus'. */
export async function chainLogits(
  prm: SavedPrm,
  chain: Chain,
  { sources }: Pick<CorpusHolder, "sources">,
): Promise<Float64Array> {
  const encoded = await prm.encoder.encodeChains([chain], sources, async () => {});
  return scoreChains(prm.layout, prm.params, encoded);
}

function chainsAmong(which: WhichChains, count: number): number[] {
  if (which === "all") return Array.from({ length: count }, (_, chain) => chain);
  if ("first" in which) return chainsAmong("all", Math.min(count, which.first));
  return which.filter((chain) => chain >= 0 && chain < count);
}
