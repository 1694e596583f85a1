import { expect, test } from "vitest";
import { type LabelSpec, labelSpecSchema } from "./labelling.ts";
import { isLooseSetting, settingsInTheWay, specToResume } from "./labelResume.ts";

const endpoint = (settings: object, rest: object = {}): LabelSpec =>
  labelSpecSchema.parse({
    ...rest,
    generator: { kind: "endpoint", url: "http://localhost:8000/v1", model: "m", ...settings },
  });

test("going on takes budget, price and connection anew, and nothing that changes a label", () => {
  const job = endpoint({ concurrency: 2 }, { rollouts: 4 });
  const wanted = endpoint(
    { concurrency: 8, url: "http://localhost:9000/v1", temperature: 0, model: "other" },
    { rollouts: 99, budget: { requests: 10 } },
  );
  expect(specToResume(job, wanted)).toEqual(
    endpoint(
      { concurrency: 8, url: "http://localhost:9000/v1" },
      { rollouts: 4, budget: { requests: 10 } },
    ),
  );
  expect(settingsInTheWay(job, wanted)).toEqual([
    "generator.model",
    "generator.temperature",
    "rollouts",
  ]);
  expect(settingsInTheWay(job, specToResume(job, wanted))).toEqual([]);
});

test("another kind of generator is in the way", () => {
  const suite = labelSpecSchema.parse({ generator: { kind: "suite" } });
  expect(settingsInTheWay(suite, endpoint({}))).toContain("generator.kind");
});

test("loose are budget, price and how the endpoint is reached", () => {
  const paths = ["budget.tokens", "price.input", "generator.url", "rollouts", "prompt", "budgets"];
  expect(paths.map(isLooseSetting)).toEqual([true, true, true, false, false, false]);
});
