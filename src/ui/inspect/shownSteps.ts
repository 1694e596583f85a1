// The open chain as it is drawn: the draft's steps with their scores beside the original's. Pure, so
// that the components only draw.
import type { ChainView } from "../../domain/inspect.ts";
import type { ChainDraft } from "../../store/chainDraft.ts";
import { isStepChanged } from "../../store/chainDraft.ts";
import type { DraftScores } from "../../store/inspectState.ts";

export interface ShownStep {
  key: number;
  text: string;
  isChanged: boolean;
  isAdded: boolean;
  /** V of the text as it stands; null while there is none. */
  score: number | null;
  /** V of the original step in the unedited chain; null for an added step or without a PRM. */
  originalScore: number | null;
  /** p; null where unlabelled, added, or the text is no longer the one that was labelled. */
  label: number | null;
  /** score − label. */
  difference: number | null;
  /** V of the PRM it is compared with; null without one, and while the chain is edited. */
  otherScore: number | null;
}

export function shownSteps(
  chain: ChainView,
  draft: ChainDraft | null,
  scores: DraftScores | null,
): ShownStep[] {
  if (draft === null) {
    return chain.steps.map((step, index) => ({
      key: index,
      text: step.text,
      isChanged: false,
      isAdded: false,
      score: step.score,
      originalScore: step.score,
      label: step.accuracy,
      difference: differenceOf(step.score, step.accuracy),
      otherScore: chain.other?.stepScores[index] ?? null,
    }));
  }
  // A label belongs to the prefix up to its step: from the first change on there is none.
  let isPrefixOriginal = true;
  return draft.steps.map((step, index) => {
    const original = step.origin === null ? undefined : chain.steps[step.origin];
    const isChanged = isStepChanged(step, chain.steps);
    if (isChanged || step.origin !== index) isPrefixOriginal = false;
    const score = scores?.byKey.get(step.key) ?? null;
    const label = isPrefixOriginal ? (original?.accuracy ?? null) : null;
    return {
      key: step.key,
      text: step.text,
      isChanged,
      isAdded: step.origin === null,
      score,
      originalScore: original?.score ?? null,
      label,
      difference: differenceOf(score, label),
      // Edits are scored by the shown PRM alone.
      otherScore: null,
    };
  });
}

function differenceOf(score: number | null, label: number | null): number | null {
  return score === null || label === null ? null : score - label;
}

/** Index of the first step scored below the threshold; −1 where there is none. */
export function firstLowStep(steps: readonly ShownStep[], threshold: number): number {
  return steps.findIndex((step) => step.score !== null && step.score < threshold);
}
