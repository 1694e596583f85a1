// Answers the Inspect view: lists of chains, filtered and sorted, and single chains with their scores.
import { StudioError } from "../base/errors.ts";
import { sigmoid } from "../base/logistic.ts";
import type { Chain } from "../domain/chain.ts";
import type {
  ChainListItem,
  ChainPage,
  ChainQuery,
  ChainSource,
  ChainView,
  OtherScores,
} from "../domain/inspect.ts";
import { aggregate } from "../engine/prm/aggregate.ts";
import type { CorpusHolder, PlacedChain } from "./corpusHolder.ts";
import { chainLogits, chainScoresOf, type PrmScorer } from "./prmScorer.ts";
import { type PrmShelf, withoutPictures } from "./prmShelf.ts";
import type { StepLogits } from "./scoreInBlocks.ts";

/** Questions are cut for the list; the open chain shows the whole. */
const QUESTION_PREVIEW = 200;

export class Inspector {
  private readonly holder: CorpusHolder;
  private readonly scorer: PrmScorer;
  private readonly shelf: PrmShelf;

  constructor(holder: CorpusHolder, scorer: PrmScorer, shelf: PrmShelf) {
    this.holder = holder;
    this.scorer = scorer;
    this.shelf = shelf;
  }

  async query(query: ChainQuery): Promise<ChainPage> {
    const placed = this.holder.chains(query.source);
    // Scoring every chain takes a while with a large PRM: only where the question is about scores.
    const isAboutScores =
      query.minDisagreement > 0 || query.sort === "score" || query.sort === "disagreement";
    const scores = isAboutScores ? await this.scorer.sourceLogits(query.source, "all") : null;
    const domains = query.domains ? new Set(query.domains) : null;
    const needle = query.text.trim().toLowerCase();
    const matching: number[] = [];
    placed.forEach(({ chain, domain }, ref) => {
      if (domains && domain !== null && !domains.has(domain)) return;
      if (query.correctness !== "all") {
        if (chain.isCorrect !== (query.correctness === "correct")) return;
      }
      if (needle && !holdsText(chain, needle)) return;
      if (query.minDisagreement > 0) {
        const disagreement = this.disagreement(placed[ref]!, scores, ref);
        if (disagreement === null || disagreement < query.minDisagreement) return;
      }
      matching.push(ref);
    });
    if (query.sort !== "order") {
      const keys = new Map(matching.map((ref) => [ref, this.sortKey(query, placed, scores, ref)]));
      // Chains without a value (no label, no PRM) stay behind the others either way.
      const sign = query.isDescending ? -1 : 1;
      matching.sort((a, b) => {
        const [x, y] = [keys.get(a) ?? null, keys.get(b) ?? null];
        if (x === null || y === null) return Number(x === null) - Number(y === null) || a - b;
        return sign * (x - y) || a - b;
      });
    } else if (query.isDescending) matching.reverse();
    return { total: matching.length, refs: Uint32Array.from(matching) };
  }

  async list(source: ChainSource, refs: readonly number[]): Promise<ChainListItem[]> {
    const scores = await this.scorer.sourceLogits(source, refs);
    return refs.map((ref) => {
      const placed = this.require(source, ref);
      const { chain, domain } = placed;
      return {
        ref,
        id: chain.id,
        domain,
        question: chain.question.slice(0, QUESTION_PREVIEW),
        stepCount: chain.steps.length,
        isCorrect: chain.isCorrect,
        score: this.chainScore(scores, ref),
        disagreement: this.disagreement(placed, scores, ref),
      };
    });
  }

  /** `comparedTo`: id of a second PRM on the shelf; `isBlind`: without the image. Throws StudioError("state") where it is not there. */
  async read(
    source: ChainSource,
    ref: number,
    comparedTo: string | null = null,
    isBlind = false,
  ): Promise<ChainView> {
    const { chain, domain } = this.require(source, ref);
    const logits = isBlind ? await this.blindLogits(chain) : await this.ownLogits(source, ref);
    const other = comparedTo === null ? null : await this.otherScores(chain, comparedTo);
    return {
      source,
      ref,
      id: chain.id,
      domain,
      question: chain.question,
      groundTruth: chain.groundTruth,
      answer: chain.answer,
      model: chain.model,
      isCorrect: chain.isCorrect,
      imagePath: chain.imagePath,
      isImageFound: chain.imagePath !== null && this.holder.corpus.images.has(chain.imagePath),
      steps: chain.steps.map((step, i) => ({
        text: step.text,
        accuracy: step.accuracy,
        score: logits ? sigmoid(logits[i]!) : null,
      })),
      chainScores: logits ? chainScoresOf(logits, 0, logits.length) : null,
      other,
    };
  }

  private async ownLogits(source: ChainSource, ref: number): Promise<Float64Array | null> {
    const scores = await this.scorer.sourceLogits(source, [ref]);
    if (!scores) return null;
    const { logits, chainStart } = scores;
    return logits.subarray(chainStart[ref], chainStart[ref + 1]);
  }

  private async blindLogits(chain: Chain): Promise<Float64Array | null> {
    const prm = this.scorer.current;
    return prm && chainLogits(withoutPictures(prm), chain, this.holder);
  }

  private async otherScores(chain: Chain, prmId: string): Promise<OtherScores> {
    const { prm, label } = this.shelf.require(prmId);
    const logits = await chainLogits(prm, chain, this.holder);
    return {
      prmId,
      label,
      stepScores: Array.from(logits, sigmoid),
      chainScores: chainScoresOf(logits, 0, logits.length),
    };
  }

  private require(source: ChainSource, ref: number): PlacedChain {
    const placed = this.holder.chains(source)[ref];
    if (!placed) {
      throw new StudioError(
        "state",
        `There is no chain ${ref} among the ${source}`,
        "The data has changed; look again.",
      );
    }
    return placed;
  }

  private chainScore(scores: StepLogits | null, ref: number): number | null {
    if (!scores) return null;
    const { logits, chainStart } = scores;
    return sigmoid(
      aggregate(this.scorer.aggregation, logits, chainStart[ref]!, chainStart[ref + 1]!),
    );
  }

  /** Largest |score − label| over labelled steps; of a chain without step labels, |chain score − y|. */
  private disagreement(
    { chain }: PlacedChain,
    scores: StepLogits | null,
    ref: number,
  ): number | null {
    if (!scores) return null;
    const from = scores.chainStart[ref]!;
    let largest: number | null = null;
    chain.steps.forEach((step, i) => {
      if (step.accuracy === null) return;
      const distance = Math.abs(sigmoid(scores.logits[from + i]!) - step.accuracy);
      largest = Math.max(largest ?? 0, distance);
    });
    if (largest !== null || chain.isCorrect === null) return largest;
    const score = this.chainScore(scores, ref);
    return score === null ? null : Math.abs(score - Number(chain.isCorrect));
  }

  private sortKey(
    query: ChainQuery,
    placed: readonly PlacedChain[],
    scores: StepLogits | null,
    ref: number,
  ): number | null {
    switch (query.sort) {
      case "order":
        return ref;
      case "length":
        return placed[ref]!.chain.steps.length;
      case "score":
        return this.chainScore(scores, ref);
      case "disagreement":
        return this.disagreement(placed[ref]!, scores, ref);
      default:
        return query.sort satisfies never;
    }
  }
}

function holdsText({ id, question, steps }: PlacedChain["chain"], needle: string): boolean {
  return (
    id.toLowerCase().includes(needle) ||
    question.toLowerCase().includes(needle) ||
    steps.some((step) => step.text.toLowerCase().includes(needle))
  );
}
