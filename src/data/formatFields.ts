// The fields of every layout of rows that is read, for mapping a file's own fields to them by hand.
import type { RowFormat } from "../domain/fieldMapping.ts";

/** What a value must be; what a mapped column holds is turned into it where it plainly can be. */
export type FieldKind = "text" | "number" | "flag" | "any";

export interface FormatField {
  name: string;
  isRequired: boolean;
  kind: FieldKind;
  meaning: string;
  /** Fields that may stand for it: one of them is enough. */
  orElse?: readonly string[];
}

const required = (name: string, kind: FieldKind, meaning: string): FormatField => ({
  ...{ name, isRequired: true, kind, meaning },
});
const optional = (name: string, kind: FieldKind, meaning: string): FormatField => ({
  ...{ name, isRequired: false, kind, meaning },
});

const ID = optional("id", "text", "which question it is");
const IMAGE = optional("image_path", "text", "path of its image");
const TRUTH = optional("ground_truth", "text", "the right final answer");
const ANSWER = optional("answer", "text", "the response's own final answer");
const MODEL = optional("model", "text", "the model that wrote it");

export const FORMAT_FIELDS: Readonly<Record<RowFormat, readonly FormatField[]>> = {
  training: [
    required("input", "text", "the question"),
    required("add", "text", "the response so far, up to the step that is labelled"),
    {
      ...required("accuracy", "number", "share of completions that end right, 0 to 1"),
      orElse: ["score", "times"],
    },
    optional("score", "number", "completions that end right"),
    optional("times", "number", "completions made"),
    optional("dataset", "text", "the domain; the file's name without it"),
    ID,
    TRUTH,
    IMAGE,
    optional("final_correct", "flag", "whether the chain's final answer is right"),
    ANSWER,
    MODEL,
  ],
  meta: [
    required("true_false", "flag", "whether the final answer is right"),
    {
      ...required("input", "text", "question and whole response in one text"),
      orElse: ["question", "response"],
    },
    optional("question", "text", "the question, where it stands by itself"),
    optional("response", "any", "the response, as text or as a list of steps"),
    ID,
    TRUTH,
    IMAGE,
    ANSWER,
    MODEL,
  ],
  candidates: [
    required("question", "text", "the question"),
    {
      ...required("candidates", "any", "the list of responses"),
      orElse: ["response"],
    },
    optional("response", "any", "one response a row, as text or as a list of steps"),
    optional("correct", "flag", "whether the response's final answer is right"),
    ID,
    optional("domain", "text", "kind of question"),
    TRUTH,
    IMAGE,
    ANSWER,
    MODEL,
  ],
  mathShepherd: [
    required("input", "text", "question and steps, “ки” at each step's end"),
    required("label", "any", "the same text with + or - in place of “ки”, or a list of them"),
    optional("task", "text", "the domain; the file's name without it"),
    optional("question", "text", "the question, where input holds the steps only"),
    ID,
    TRUTH,
    IMAGE,
  ],
  prm800k: [
    required("question.problem", "text", "the question"),
    required("label.steps", "any", "the steps with their rated completions"),
    optional("label.finish_reason", "text", "“solution” where the answer is right"),
    optional("question.ground_truth_answer", "text", "the right final answer"),
    optional("domain", "text", "the domain; the file's name without it"),
    ID,
  ],
  processBench: [
    required("problem", "text", "the question"),
    required("steps", "any", "the list of steps"),
    required("label", "any", "the first wrong step, from 0, or -1; or a label for each step"),
    optional("final_answer_correct", "flag", "whether the final answer is right"),
    optional("generator", "text", "the model that wrote it"),
    optional("domain", "text", "the domain; without it what the id opens with, or the file's name"),
    ID,
    TRUTH,
    IMAGE,
  ],
};
