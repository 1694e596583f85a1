import { expect, test } from "vitest";
import { guessMapping } from "./guessMapping.ts";

const field = (name: string) => ({
  name,
  isRequired: false,
  meaning: "question" as const,
  orElse: [],
});
const peek = (columns: string[]) => ({
  columns: columns.map((name) => ({ name, example: "", isObject: false })),
  targets: [
    {
      format: "training" as const,
      fields: ["input", "add", "accuracy", "dataset", "id"].map(field),
    },
    { format: "meta" as const, fields: ["input", "true_false", "question", "response"].map(field) },
  ],
});

test("a column of a field's own name goes before other names of it", () => {
  expect(guessMapping(peek(["prompt", "solution", "input", "domain", "mc"]), "training")).toEqual({
    input: "input",
    add: "solution",
    accuracy: "mc",
    dataset: "domain",
  });
});

test("columns inside objects fit by their last name; a column is one field only", () => {
  expect(guessMapping(peek(["q.Question", "a.response", "label"]), "meta")).toEqual({
    question: "q.Question",
    response: "a.response",
    true_false: "label",
  });
  expect(guessMapping(peek(["prompt", "completion"]), "meta")).toEqual({
    question: "prompt",
    response: "completion",
  });
  expect(guessMapping(peek(["x"]), "training")).toEqual({});
});
