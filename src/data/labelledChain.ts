// A whole chain with the labels of its steps, as the formats have it that keep a chain in one row
// (Math-Shepherd, PRM800K, ProcessBench), and the training rows it stands for.
import type { Step } from "../domain/chain.ts";
import type { TrainingRow } from "./trainingRow.ts";

export interface LabelledChain {
  /** null: the file's name and the row's place. */
  id: string | null;
  /** null: the file's name. */
  domain: string | null;
  question: string;
  /** Labels are of the prefix that ends with the step: null where the file has none. */
  steps: Step[];
  groundTruth: string | null;
  isCorrect: boolean | null;
  answer: string | null;
  model: string | null;
  imagePath: string | null;
}

/** One row for each labelled prefix. Steps behind the last label are dropped: nothing is known of them. */
export function* trainingRows(chain: LabelledChain, fallbackId: string): Generator<TrainingRow> {
  const texts = chain.steps.map(({ text }) => text);
  const { question, groundTruth, isCorrect, answer, model, imagePath } = chain;
  const id = chain.id ?? fallbackId;
  for (const [index, { accuracy }] of chain.steps.entries()) {
    if (accuracy === null) continue;
    const steps = texts.slice(0, index + 1);
    yield {
      ...{ id, question, steps, isTagged: true, accuracy },
      ...{ groundTruth, isCorrect, answer, model, imagePath },
    };
  }
}
