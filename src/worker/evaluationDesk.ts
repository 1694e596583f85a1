// Answers the Evaluate view: scores the candidates, and the steps kept from training, under the PRMs of the
// shelf and has them measured. Scores are kept for as long as the PRM and the corpus are the same.
import { StudioError } from "../base/errors.ts";
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";
import type { Corpus } from "../domain/chain.ts";
import {
  EVALUATED_ROLES,
  type EvaluationReport,
  type EvaluationRequest,
} from "../domain/evaluation.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import { evaluateCandidates } from "../evaluate/evaluateCandidates.ts";
import type { CorpusHolder, ReportProgress } from "./corpusHolder.ts";
import type { PrmShelf } from "./prmShelf.ts";
import { allChainLogits, type StepLogits, scoreAll } from "./scoreInBlocks.ts";

export interface EvaluationDeskOptions {
  holder: CorpusHolder;
  shelf: PrmShelf;
  /** What the present run keeps from training. */
  shares: () => RunConfig["heldOut"];
  report: ReportProgress;
}

interface KnownLogits {
  corpus: Corpus;
  candidates: StepLogits;
  /** By the shares they were kept with. */
  keptSteps: Map<string, StepLogits>;
}

export class EvaluationDesk {
  private readonly options: EvaluationDeskOptions;
  private readonly known = new WeakMap<SavedPrm, KnownLogits>();
  /** The last report, with all that it was made of. */
  private last: { of: readonly unknown[]; report: EvaluationReport } | null = null;

  constructor(options: EvaluationDeskOptions) {
    this.options = options;
  }

  /** The report on every PRM of the present run, most worth using first; null where there can be none. */
  async ofRun(): Promise<EvaluationReport | null> {
    const { holder, shelf } = this.options;
    const prmIds = EVALUATED_ROLES.filter((role) => shelf.get(role) !== null);
    const isPossible = prmIds.length > 0 && isJudged(holder.corpus);
    return isPossible ? this.compute({ prmIds, aggregation: null }) : null;
  }

  /** Throws StudioError("state") without candidates that say which are correct, or without a PRM. */
  async compute(request: EvaluationRequest): Promise<EvaluationReport> {
    const { prmIds, aggregation } = request;
    const referenceId = request.referenceId ?? (prmIds.includes("vanilla") ? "vanilla" : null);
    const { holder, shelf } = this.options;
    const { corpus } = holder;
    if (!isJudged(corpus)) {
      throw new StudioError(
        "state",
        corpus.candidates.length === 0
          ? "There are no candidates to evaluate on"
          : "No candidate says whether it is correct",
        'Load a candidates file with "correct" in its candidates.',
      );
    }
    const first = prmIds[0];
    if (first === undefined) throw new StudioError("state", "There is no PRM to evaluate");
    const entries = new Map(shelf.entries.map((entry) => [entry.id, entry]));
    const shares = this.options.shares();
    const of = [
      corpus,
      aggregation,
      referenceId,
      ...Object.values(shares),
      ...prmIds.map((id) => shelf.get(id)),
    ];
    if (this.last?.of.length === of.length && of.every((part, i) => part === this.last?.of[i])) {
      return this.last.report;
    }
    const { keptSteps } = holder.split(shares);
    const scored = [];
    for (const id of prmIds) {
      const { prm, label } = shelf.require(id);
      const logits = await this.logitsOf(prm, label, shares);
      scored.push({ entry: entries.get(id)!, prm, ...logits });
    }
    const { report } = this.options;
    let blocks = 0;
    const made = await evaluateCandidates(
      {
        source: corpus.source,
        questions: corpus.candidates,
        prms: scored.map(({ entry, prm, candidates }) => ({
          entry,
          aggregation: prm.aggregation,
          stepLogits: candidates.logits,
          chainStart: candidates.chainStart,
          chainLogits: allChainLogits(candidates),
        })),
        referenceId,
        aggregation: aggregation ?? shelf.require(first).prm.aggregation,
        heldOut: keptSteps,
        heldOutLogits: scored.map(({ kept }) => ({
          stepLogits: kept.logits,
          chainStart: kept.chainStart,
        })),
      },
      async () => {
        // How much is left is not known; that something happens is.
        report("Evaluating: intervals", Math.min(++blocks, 99), 100);
        await yieldToEventLoop();
      },
    );
    this.last = { of, report: made };
    return made;
  }

  private async logitsOf(
    prm: SavedPrm,
    label: string,
    shares: RunConfig["heldOut"],
  ): Promise<{ candidates: StepLogits; kept: StepLogits }> {
    const { holder, report } = this.options;
    const { corpus } = holder;
    const say = (done: number, total: number) => report(`Evaluating: ${label}`, done, total);
    let known = this.known.get(prm);
    if (known?.corpus !== corpus) {
      const encoded = await holder.encodedChains("candidates", prm.encoder, report);
      known = { corpus, candidates: await scoreAll(prm, encoded, say), keptSteps: new Map() };
      this.known.set(prm, known);
    }
    const key = JSON.stringify(shares);
    let kept = known.keptSteps.get(key);
    if (!kept) {
      const encoded = await holder.encodedKept("keptSteps", prm.encoder, shares, report);
      kept = await scoreAll(prm, encoded, say);
      known.keptSteps.set(key, kept);
    }
    return { candidates: known.candidates, kept };
  }
}

/** Some candidate says whether it is correct. */
function isJudged(corpus: Corpus): boolean {
  return corpus.candidates.some((question) =>
    question.candidates.some((chain) => chain.isCorrect !== null),
  );
}
