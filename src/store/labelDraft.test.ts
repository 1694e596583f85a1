import { expect, test } from "vitest";
import { writeConfigPath } from "../domain/configPaths.ts";
import { labelSpecSchema } from "../domain/labelling.ts";
import {
  checkLabelDraft,
  defaultLabelDraft,
  draftOfSpec,
  type LabelDraft,
  specToEstimate,
} from "./labelDraft.ts";

const withField = (draft: LabelDraft, path: string, value: unknown): LabelDraft => ({
  ...draft,
  ...writeConfigPath(draft, path, value),
});

const endpoint = (settings: object) =>
  labelSpecSchema.parse({
    generator: { kind: "endpoint", url: "http://localhost:8000/v1", model: "m", ...settings },
  });

test("the defaults are the schema's, and the suite's policy needs nothing more", () => {
  const { spec, issues } = checkLabelDraft(defaultLabelDraft());
  expect(issues).toEqual({});
  expect(spec).toEqual(labelSpecSchema.parse({ generator: { kind: "suite" } }));
});

test("what it takes is known before the model is named, but not while something is wrong", () => {
  const draft = withField(defaultLabelDraft(), "kind", "endpoint");
  expect(specToEstimate(draft)?.generator).toMatchObject({ kind: "endpoint" });
  expect(specToEstimate(withField(draft, "rollouts", 0))).toBeNull();
});

test("an endpoint wants a model, said at its field", () => {
  const draft = withField(defaultLabelDraft(), "kind", "endpoint");
  const { spec, issues } = checkLabelDraft(draft);
  expect(spec).toBeNull();
  expect(Object.keys(issues)).toEqual(["endpoint.model"]);
  expect(checkLabelDraft(withField(draft, "endpoint.model", "m")).spec?.generator).toMatchObject({
    kind: "endpoint",
    url: "http://localhost:11434/v1",
    model: "m",
  });
});

test.each([
  ["endpoint.url", "localhost:11434", /web address/],
  ["rollouts", Number.NaN, /number/],
  ["adaptive.confidence", 1, /<1/],
  ["budget.requests", 0, />=1/],
  ["prompt", "Answer it.", /\{question\}/],
])("%s = %j is wrong, and said so at its field", (path, value, words) => {
  const draft = withField(defaultLabelDraft(), "kind", "endpoint");
  const { issues } = checkLabelDraft(
    withField(withField(draft, "endpoint.model", "m"), path, value),
  );
  expect(Object.keys(issues)).toEqual([path]);
  expect(issues[path]).toMatch(words);
});

test("what one generator has is kept while the other is looked at", () => {
  const typed = withField(withField(defaultLabelDraft(), "endpoint.model", "m"), "suite.seed", 7);
  const there = withField(typed, "kind", "endpoint");
  expect(checkLabelDraft(there).spec?.generator).toMatchObject({ model: "m" });
  expect(checkLabelDraft(withField(there, "kind", "suite")).spec?.generator).toMatchObject({
    seed: 7,
  });
});

test("a job's spec comes back into the form whole", () => {
  const spec = endpoint({ temperature: 0.3 });
  expect(checkLabelDraft(draftOfSpec(defaultLabelDraft(), spec)).spec).toEqual(spec);
});
