// Sound rows of every format that is read, which hostile files are made of and hidden among.

export const trainingRow = (i: number): Record<string, unknown> => ({
  id: `q${i}`,
  sid: 1,
  input: `What is ${i} + ${i}?`,
  add: `Step 1: It is ${2 * i}.`,
  dataset: `domain ${i % 2}`,
  accuracy: 0.5,
});

export const metaRow = (i: number): Record<string, unknown> => ({
  id: `m${i}`,
  input: `Question: What is ${i} + 1?\n\nStep 1: It is ${i + 1}.\n\nFinal answer: ${i + 1}`,
  true_false: i % 2 === 0,
});

export const candidateRow = (i: number): Record<string, unknown> => ({
  id: `c${i}`,
  question: `What is ${i} + 2?`,
  domain: "sums",
  candidates: [
    { response: `Step 1: It is ${i + 2}.\n\nFinal answer: ${i + 2}`, correct: true },
    { response: "Step 1: It is 0.\n\nFinal answer: 0", correct: false },
  ],
});

export const mathShepherdRow = (i: number): Record<string, unknown> => ({
  input: `What is ${i} + 3? Step 1: It is ${i + 3}. ки\nStep 2: The answer is: ${i + 3} ки`,
  label: `What is ${i} + 3? Step 1: It is ${i + 3}. +\nStep 2: The answer is: ${i + 3} +`,
  task: "GSM8K",
});

export const prm800kRow = (i: number): Record<string, unknown> => ({
  question: { problem: `What is ${i} + 4?`, ground_truth_answer: `${i + 4}` },
  label: {
    steps: [
      {
        completions: [
          { text: `It is ${i + 4}.\n\n# Answer\n\n${i + 4}`, rating: 1 },
          { text: "It is 0.", rating: -1 },
        ],
        chosen_completion: 0,
        human_completion: null,
      },
    ],
    finish_reason: "solution",
  },
});

export const processBenchRow = (i: number): Record<string, unknown> => ({
  id: `gsm8k-${i}`,
  problem: `What is ${i} + 5?`,
  steps: [`It is ${i + 5}.`, "So it is."],
  label: -1,
  final_answer_correct: true,
  generator: "a model",
});

export const questionRow = (i: number): Record<string, unknown> => ({
  question: `What is ${i} + 6?`,
  answer: `${i + 6}`,
});

export const ROWS = {
  training: trainingRow,
  meta: metaRow,
  candidates: candidateRow,
  mathShepherd: mathShepherdRow,
  prm800k: prm800kRow,
  processBench: processBenchRow,
  questions: questionRow,
} as const;

export const jsonLines = (rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");
