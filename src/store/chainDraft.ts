// An edited copy of one chain's steps: pure functions from draft to draft. Steps keep a key, so that
// scores and focus stay with a step while others are added or removed around it.
import type { StepView } from "../domain/inspect.ts";

export interface DraftStep {
  key: number;
  text: string;
  /** Index of the step in the original chain; null for an added one. */
  origin: number | null;
}

export interface ChainDraft {
  steps: DraftStep[];
  nextKey: number;
}

/** A draft equal to the original. */
export function createDraft(original: readonly StepView[]): ChainDraft {
  return {
    steps: original.map((step, index) => ({ key: index, text: step.text, origin: index })),
    nextKey: original.length,
  };
}

/** The draft as it is remembered: without the keys, which are this page's. */
export function draftSteps({ steps }: ChainDraft): Omit<DraftStep, "key">[] {
  return steps.map(({ text, origin }) => ({ text, origin }));
}

/** The draft of these steps; null where they are none of a chain with so many steps. */
export function draftOfSteps(
  steps: readonly Omit<DraftStep, "key">[],
  originalCount: number,
): ChainDraft | null {
  const origins = steps.flatMap(({ origin }) => origin ?? []);
  const isInOrder = origins.every((origin, i) => i === 0 || origin > origins[i - 1]!);
  const areThere = origins.every((origin) => origin < originalCount);
  if (steps.length === 0 || !isInOrder || !areThere) return null;
  return {
    steps: steps.map(({ text, origin }, key) => ({ key, text, origin })),
    nextKey: steps.length,
  };
}

export function editDraftStep(draft: ChainDraft, key: number, text: string): ChainDraft {
  return {
    ...draft,
    steps: draft.steps.map((step) => (step.key === key ? { ...step, text } : step)),
  };
}

/** Adds an empty step after the given one. */
export function addDraftStep(draft: ChainDraft, afterKey: number): ChainDraft {
  const at = draft.steps.findIndex((step) => step.key === afterKey) + 1;
  const added: DraftStep = { key: draft.nextKey, text: "", origin: null };
  return {
    steps: [...draft.steps.slice(0, at), added, ...draft.steps.slice(at)],
    nextKey: draft.nextKey + 1,
  };
}

/** Takes a step out. The last one left stays: a chain without steps has no score. */
export function removeDraftStep(draft: ChainDraft, key: number): ChainDraft {
  if (draft.steps.length <= 1) return draft;
  return { ...draft, steps: draft.steps.filter((step) => step.key !== key) };
}

/** Gives one step its original text back; an added step goes. */
export function restoreDraftStep(
  draft: ChainDraft,
  key: number,
  original: readonly StepView[],
): ChainDraft {
  const step = draft.steps.find((candidate) => candidate.key === key);
  if (step === undefined) return draft;
  if (step.origin === null) return removeDraftStep(draft, key);
  return editDraftStep(draft, key, original[step.origin]?.text ?? step.text);
}

/** True where the step's text is not the original's, or it was added. */
export function isStepChanged(step: DraftStep, original: readonly StepView[]): boolean {
  return step.origin === null || original[step.origin]?.text !== step.text;
}

/** How many steps of the original were taken out. */
export function removedSteps(draft: ChainDraft, original: readonly StepView[]): number {
  return original.length - draft.steps.filter((step) => step.origin !== null).length;
}

/** True where the draft says the same as the original, step for step. */
export function isDraftOriginal(draft: ChainDraft, original: readonly StepView[]): boolean {
  return (
    draft.steps.length === original.length &&
    draft.steps.every((step, index) => step.origin === index && !isStepChanged(step, original))
  );
}
