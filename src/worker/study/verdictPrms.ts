// The PRMs of a verdict after their training: whole again from what was found, and their step metrics.

import { paceBy } from "../../base/pace.ts";
import { yieldToEventLoop } from "../../base/yieldToEventLoop.ts";
import type { StepReport } from "../../domain/evaluation.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import { CONTROLS } from "../../domain/verdictTasks.ts";
import { prmLayout } from "../../engine/prm/layout.ts";
import type { SavedPrm } from "../../engine/prm/safetensors.ts";
import { type StepReportInput, stepReports } from "../../evaluate/evaluateCandidates.ts";
import type { CorpusHolder } from "../corpusHolder.ts";
import { type StepLogits, scoreAll } from "../scoreInBlocks.ts";
import type { FindingOf } from "./studyFinding.ts";
import { passGate, type TaskContext } from "./trainOne.ts";

/** A PRM of the study, by the task that trained it. */
export interface Trained {
  taskId: string;
  holder: CorpusHolder;
  config: RunConfig;
  seed: number;
  found: FindingOf<"trained">;
}

/** PRMs that step metrics are of, the first seed's. */
export const STEPS_OF = ["retrained", "vanilla"] as const;

export interface ScoredPrm {
  id: (typeof STEPS_OF)[number];
  prm: SavedPrm;
  /** Of the candidates. */
  scored: StepLogits;
}

/** Whole again: the encoder is the one that the training learned from the same corpus. */
export async function savedPrmOf({ holder, config, found }: Trained): Promise<SavedPrm> {
  const encoder = await holder.encoderFor(config, () => {});
  return {
    encoder,
    layout: prmLayout(encoder.config),
    params: found.params,
    step: found.step,
    aggregation: config.upper.aggregation,
  };
}

/** Step metrics of the first seed's PRMs with learned weights and vanilla. */
export async function firstSeedSteps(
  holder: CorpusHolder,
  config: RunConfig,
  scoredPrms: readonly ScoredPrm[],
  context: TaskContext,
): Promise<StepReport[]> {
  const prms: StepReportInput["prms"][number][] = [];
  const heldOutLogits: StepReportInput["heldOutLogits"][number][] = [];
  const inOrder = STEPS_OF.flatMap((id) => scoredPrms.filter((other) => other.id === id));
  for (const { id, prm, scored } of inOrder) {
    const entry = { id, label: CONTROLS[id].label, step: prm.step };
    prms.push({ entry, stepLogits: scored.logits, chainStart: scored.chainStart });
    const kept = await holder.encodedKept("keptSteps", prm.encoder, config.heldOut, () => {});
    const ofKept = await scoreAll(prm, kept, () => passGate(context));
    heldOutLogits.push({ stepLogits: ofKept.logits, chainStart: ofKept.chainStart });
  }
  const heldOut = holder.split(config.heldOut).keptSteps;
  const questions = holder.corpus.candidates;
  return stepReports({ questions, prms, heldOut, heldOutLogits }, paceBy(yieldToEventLoop));
}
