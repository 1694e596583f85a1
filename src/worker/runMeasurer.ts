// What is measured with a run's PRM on the way and at its end, and which PRM the other views are shown.
import type { RunConfig } from "../domain/runConfig.ts";
import type { Recommendation } from "../domain/study.ts";
import type { SavedPrm } from "../engine/prm/safetensors.ts";
import type { StudioEvent } from "../protocol/messages.ts";
import type { CorpusHolder, ReportProgress } from "./corpusHolder.ts";
import { measureHeldOut } from "./heldOut.ts";
import type { MadeRun } from "./madeRun.ts";
import type { PrmScorer } from "./prmScorer.ts";
import type { PrmShelf } from "./prmShelf.ts";
import { recommendFor } from "./recommendFor.ts";

export interface RunMeasurerOptions {
  holder: CorpusHolder;
  scorer: PrmScorer;
  shelf: PrmShelf;
  post: (event: StudioEvent) => void;
}

export class RunMeasurer {
  private readonly options: RunMeasurerOptions;

  constructor(options: RunMeasurerOptions) {
    this.options = options;
  }

  /** Makes the run's PRM as it is now the one whose scores are shown. */
  async show(run: MadeRun): Promise<SavedPrm> {
    const { scorer, shelf, post } = this.options;
    const prm = await run.savedPrm();
    scorer.show(prm, run.role);
    shelf.putRole(run.role, prm);
    post({ kind: "event", name: "prm.changed", role: run.role, step: prm.step });
    return prm;
  }

  /** Measures on the first questions of the candidates. */
  async evaluate(
    run: MadeRun,
    questionLimit: number,
    report: ReportProgress = () => {},
  ): Promise<void> {
    const { holder, scorer, post } = this.options;
    const prm = await this.show(run);
    const { candidates } = holder.corpus;
    if (candidates.length === 0) return;
    const questions = candidates.slice(0, questionLimit);
    const chains = questions.reduce((sum, question) => sum + question.candidates.length, 0);
    const scores = await scorer.sourceLogits("candidates", { first: chains }, report);
    if (!scores) return;
    const record = measureHeldOut(questions, scores, prm);
    run.evaluations.push(record);
    post({ kind: "event", name: "run.evaluated", role: run.role, record });
  }

  /** Decides on kept meta chains alone whether the learned weights are worth having; null where nothing can be said. */
  async recommend(config: RunConfig): Promise<Recommendation | null> {
    const { holder, shelf, post } = this.options;
    const [learned, uniform] = [shelf.get("retrained"), shelf.get("vanilla")];
    if (!learned || !uniform) return null;
    const recommendation = await recommendFor(holder, config, [learned], [uniform]);
    if (recommendation !== null) post({ kind: "event", name: "run.recommended", recommendation });
    return recommendation;
  }
}
