import { expect, test } from "vitest";
import type { ChainView } from "../../domain/inspect.ts";
import { AGGREGATIONS, type Aggregation } from "../../domain/runConfig.ts";
import { addDraftStep, createDraft, editDraftStep } from "../../store/chainDraft.ts";
import { firstLowStep, shownSteps } from "./shownSteps.ts";

const chainScores = Object.fromEntries(AGGREGATIONS.map((name) => [name, 0.5])) as Record<
  Aggregation,
  number
>;
const chain: ChainView = {
  source: "shards",
  ref: 0,
  id: "a",
  domain: "d",
  question: "q",
  groundTruth: null,
  answer: null,
  model: null,
  isCorrect: null,
  imagePath: null,
  isImageFound: false,
  steps: [
    { text: "one", accuracy: 1, score: 0.75 },
    { text: "two", accuracy: 0.5, score: 0.25 },
    { text: "three", accuracy: 0, score: 0.125 },
  ],
  chainScores,
  other: null,
};
const scores = (values: [number, number][]) => ({
  byKey: new Map(values),
  chainScores,
  atStep: 1,
});

test("an unedited chain shows score, label and score minus label", () => {
  expect(shownSteps(chain, null, null).map((step) => step.difference)).toEqual([
    -0.25, -0.25, 0.125,
  ]);
});

test("a second PRM's scores stand beside, until the chain is edited", () => {
  const other = { prmId: "vanilla", label: "Vanilla", stepScores: [0.5, 0.25, 0.75], chainScores };
  const compared = { ...chain, other };
  expect(shownSteps(compared, null, null).map((step) => step.otherScore)).toEqual([
    0.5, 0.25, 0.75,
  ]);
  expect(shownSteps(chain, null, null).map((step) => step.otherScore)).toEqual([null, null, null]);
  const draft = editDraftStep(createDraft(chain.steps), 1, "deux");
  expect(shownSteps(compared, draft, null).map((step) => step.otherScore)).toEqual([
    null,
    null,
    null,
  ]);
});

test("after a change the new score stands beside the old, and labels end with the old prefix", () => {
  const draft = editDraftStep(createDraft(chain.steps), 1, "deux");
  const shown = shownSteps(
    chain,
    draft,
    scores([
      [0, 0.75],
      [1, 0.875],
      [2, 0.5],
    ]),
  );
  expect(shown.map((step) => step.isChanged)).toEqual([false, true, false]);
  expect(shown.map((step) => step.score)).toEqual([0.75, 0.875, 0.5]);
  expect(shown.map((step) => step.originalScore)).toEqual([0.75, 0.25, 0.125]);
  expect(shown.map((step) => step.label)).toEqual([1, null, null]);
});

test("an added step has no original, and a draft not scored yet shows no scores", () => {
  const draft = addDraftStep(createDraft(chain.steps), 0);
  const shown = shownSteps(chain, draft, null);
  expect(shown[1]).toMatchObject({ isAdded: true, originalScore: null, label: null, score: null });
  expect(shown[2]).toMatchObject({ text: "two", originalScore: 0.25, label: null });
});

test("the first low step is the first strictly below the threshold", () => {
  const shown = shownSteps(chain, null, null);
  expect(firstLowStep(shown, 0.5)).toBe(1);
  expect(firstLowStep(shown, 0.25)).toBe(2);
  expect(firstLowStep(shown, 0.1)).toBe(-1);
});
