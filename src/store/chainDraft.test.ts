import { expect, test } from "vitest";
import type { StepView } from "../domain/inspect.ts";
import {
  addDraftStep,
  createDraft,
  editDraftStep,
  isDraftOriginal,
  isStepChanged,
  removeDraftStep,
  removedSteps,
  restoreDraftStep,
} from "./chainDraft.ts";

const original: StepView[] = ["one", "two", "three"].map((text) => ({
  text,
  accuracy: null,
  score: null,
}));
const texts = (draft: { steps: { text: string }[] }) => draft.steps.map((step) => step.text);

test("an edited step is marked, and typing the original back unmarks it", () => {
  const edited = editDraftStep(createDraft(original), 1, "deux");
  expect(texts(edited)).toEqual(["one", "deux", "three"]);
  expect(edited.steps.map((step) => isStepChanged(step, original))).toEqual([false, true, false]);
  expect(isDraftOriginal(edited, original)).toBe(false);
  expect(isDraftOriginal(editDraftStep(edited, 1, "two"), original)).toBe(true);
});

test("an added step comes after the named one, under a key of its own", () => {
  const added = addDraftStep(createDraft(original), 0);
  expect(added.steps.map((step) => step.origin)).toEqual([0, null, 1, 2]);
  expect(new Set(added.steps.map((step) => step.key)).size).toBe(4);
  expect(isDraftOriginal(added, original)).toBe(false);
  const key = added.steps[1]?.key ?? -1;
  expect(isDraftOriginal(restoreDraftStep(added, key, original), original)).toBe(true);
});

test("a removed step is counted, and the last one stays", () => {
  const removed = removeDraftStep(createDraft(original), 1);
  expect(texts(removed)).toEqual(["one", "three"]);
  expect(removedSteps(removed, original)).toBe(1);
  const last = removeDraftStep(removeDraftStep(removed, 0), 2);
  expect(texts(last)).toEqual(["three"]);
});

test("restoring one step leaves the other changes alone", () => {
  let draft = editDraftStep(createDraft(original), 0, "un");
  draft = editDraftStep(draft, 2, "trois");
  expect(texts(restoreDraftStep(draft, 0, original))).toEqual(["one", "two", "trois"]);
});
