// The PRM whose scores are shown: a snapshot of φ on the CPU, so that looking at chains does not
// disturb the device that trains. Scores of a whole source are kept until φ or the corpus changes.
import { StudioError } from "../base/errors.ts";
import type { Corpus } from "../domain/chain.ts";
import type { ChainScores, ChainSource } from "../domain/inspect.ts";
import type { PrmRole } from "../domain/run.ts";
import { AGGREGATIONS, type Aggregation } from "../domain/runConfig.ts";
import { createPrmEncoder } from "../engine/encoders/prmEncoder.ts";
import { aggregate, sigmoid } from "../engine/prm/aggregate.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import { scoreChains } from "../engine/prm/scoreChains.ts";
import type { CorpusHolder, ReportProgress } from "./corpusHolder.ts";

/** Step logits of every chain of a source; chain c's are logits[chainStart[c] .. chainStart[c+1]). */
export interface SourceLogits {
  logits: Float64Array;
  chainStart: Int32Array;
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
  private readonly cache = new Map<ChainSource, { corpus: Corpus | null; result: SourceLogits }>();
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

  /** Null before there is a PRM. */
  async sourceLogits(
    source: ChainSource,
    report: ReportProgress = noProgress,
  ): Promise<SourceLogits | null> {
    const prm = this.prm;
    if (!prm) return null;
    const known = this.cache.get(source);
    if (known && known.corpus === this.holder.current) return known.result;
    const corpus = this.holder.current;
    const encoded = await this.holder.encodedChains(
      source,
      createPrmEncoder(prm.layout.encoder),
      report,
    );
    const result = {
      logits: scoreChains(prm.layout, prm.params, encoded),
      chainStart: encoded.chainStart,
    };
    if (this.prm === prm) this.cache.set(source, { corpus, result });
    return result;
  }

  /** Scores of any chain, e.g. an edited one. Throws StudioError("state") before there is a PRM. */
  async scoreText(question: string, steps: readonly string[]): Promise<ChainScores> {
    const prm = this.prm;
    if (!prm) {
      throw new StudioError(
        "state",
        "There is no PRM yet",
        "Press Train; scores follow as it learns.",
      );
    }
    const logits = await this.textLogits(prm, question, steps);
    return {
      stepScores: Array.from(logits, sigmoid),
      chainScores: chainScoresOf(logits, 0, logits.length),
      atStep: prm.step,
    };
  }

  private async textLogits(
    prm: SavedPrm,
    question: string,
    steps: readonly string[],
  ): Promise<Float64Array> {
    const chain = {
      id: "",
      question,
      steps: steps.map((text) => ({ text, accuracy: null })),
      groundTruth: null,
      isCorrect: null,
      answer: null,
      model: null,
      imagePath: null,
    };
    const encoder = createPrmEncoder(prm.layout.encoder);
    return scoreChains(prm.layout, prm.params, await encoder.encodeChains([chain], async () => {}));
  }
}
