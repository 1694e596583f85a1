// What a data file is taken for, and where its fields stand when a person says so.

export const ROW_FORMATS = [
  "training",
  "meta",
  "candidates",
  "mathShepherd",
  "prm800k",
  "processBench",
] as const;
/** The layouts of rows that are read; the README tells their fields. */
export type RowFormat = (typeof ROW_FORMATS)[number];

/** A file read as a person says: its rows in this format, each field from this column. */
export interface FieldMapping {
  format: RowFormat;
  /** Field of the format → name of the file's own field; a field that is left out is not there. */
  fields: Record<string, string>;
}

/** What stands in a field; the page has words for each. */
export type FieldMeaning =
  | "whichQuestion"
  | "imagePath"
  | "truth"
  | "ownAnswer"
  | "model"
  | "question"
  | "responseSoFar"
  | "rightShare"
  | "rightCount"
  | "completions"
  | "domain"
  | "chainRight"
  | "answerRight"
  | "questionAndResponse"
  | "questionAlone"
  | "response"
  | "responses"
  | "responseOfRow"
  | "responseRight"
  | "questionKind"
  | "markedSteps"
  | "stepMarks"
  | "questionOfSteps"
  | "ratedSteps"
  | "solution"
  | "steps"
  | "firstWrong"
  | "domainOfId";

/** A look into a file. */
export interface FilePeek {
  path: string;
  /** What it is taken for; null where nothing fits. */
  format: RowFormat | null;
  /** Why, in words. */
  reason: string;
  /** The fields of its first rows, with an example of each, shortened. */
  columns: { name: string; example: string; isObject: boolean }[];
  /** For every format its fields, those it must have marked. */
  targets: {
    format: RowFormat;
    fields: {
      name: string;
      isRequired: boolean;
      meaning: FieldMeaning;
      /** Fields that may stand for it; empty where none may. */
      orElse: readonly string[];
    }[];
  }[];
}

/** A chain of a file as it will be read; long texts shortened. */
export interface PreviewChain {
  /** The shard's name, or the kind of question; null where there is none. */
  domain: string | null;
  question: string;
  isCorrect: boolean | null;
  answer: string | null;
  steps: { text: string; accuracy: number | null }[];
}

/** The first rows of a file as a mapping reads them. */
export interface FilePreview {
  rows: number;
  badRows: number;
  chains: PreviewChain[];
  /** The first faults; line counts rows of a list, too. */
  problems: { line: number | null; field: string | null; message: string }[];
}
