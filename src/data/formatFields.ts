// The fields of every layout of rows that is read, for mapping a file's own fields to them by hand.
import type { FieldMeaning, RowFormat } from "../domain/fieldMapping.ts";

/** What a value must be; what a mapped column holds is turned into it where it plainly can be. */
export type FieldKind = "text" | "number" | "flag" | "any";

export interface FormatField {
  name: string;
  isRequired: boolean;
  kind: FieldKind;
  meaning: FieldMeaning;
  /** Fields that may stand for it: one of them is enough. */
  orElse?: readonly string[];
}

const required = (name: string, kind: FieldKind, meaning: FieldMeaning): FormatField => ({
  ...{ name, isRequired: true, kind, meaning },
});
const optional = (name: string, kind: FieldKind, meaning: FieldMeaning): FormatField => ({
  ...{ name, isRequired: false, kind, meaning },
});

const ID = optional("id", "text", "whichQuestion");
const IMAGE = optional("image_path", "text", "imagePath");
const TRUTH = optional("ground_truth", "text", "truth");
const ANSWER = optional("answer", "text", "ownAnswer");
const MODEL = optional("model", "text", "model");

export const FORMAT_FIELDS: Readonly<Record<RowFormat, readonly FormatField[]>> = {
  training: [
    required("input", "text", "question"),
    required("add", "text", "responseSoFar"),
    {
      ...required("accuracy", "number", "rightShare"),
      orElse: ["score", "times"],
    },
    optional("score", "number", "rightCount"),
    optional("times", "number", "completions"),
    optional("dataset", "text", "domain"),
    ID,
    TRUTH,
    IMAGE,
    optional("final_correct", "flag", "chainRight"),
    ANSWER,
    MODEL,
  ],
  meta: [
    required("true_false", "flag", "answerRight"),
    {
      ...required("input", "text", "questionAndResponse"),
      orElse: ["question", "response"],
    },
    optional("question", "text", "questionAlone"),
    optional("response", "any", "response"),
    ID,
    TRUTH,
    IMAGE,
    ANSWER,
    MODEL,
  ],
  candidates: [
    required("question", "text", "question"),
    {
      ...required("candidates", "any", "responses"),
      orElse: ["response"],
    },
    optional("response", "any", "responseOfRow"),
    optional("correct", "flag", "responseRight"),
    ID,
    optional("domain", "text", "questionKind"),
    TRUTH,
    IMAGE,
    ANSWER,
    MODEL,
  ],
  mathShepherd: [
    required("input", "text", "markedSteps"),
    required("label", "any", "stepMarks"),
    optional("task", "text", "domain"),
    optional("question", "text", "questionOfSteps"),
    ID,
    TRUTH,
    IMAGE,
  ],
  prm800k: [
    required("question.problem", "text", "question"),
    required("label.steps", "any", "ratedSteps"),
    optional("label.finish_reason", "text", "solution"),
    optional("question.ground_truth_answer", "text", "truth"),
    optional("domain", "text", "domain"),
    ID,
  ],
  processBench: [
    required("problem", "text", "question"),
    required("steps", "any", "steps"),
    required("label", "any", "firstWrong"),
    optional("final_answer_correct", "flag", "answerRight"),
    optional("generator", "text", "model"),
    optional("domain", "text", "domainOfId"),
    ID,
    TRUTH,
    IMAGE,
  ],
};
