// Which of a file's own columns is probably which field of a format: a start for mapping by hand.
import type { FilePeek, RowFormat } from "./fieldMapping.ts";

/** Names that other files give to a field, in the order in which they are looked for. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  input: ["question", "problem", "prompt", "query", "instruction"],
  question: ["problem", "prompt", "query", "instruction", "input"],
  problem: ["question", "prompt", "query", "input"],
  "question.problem": ["problem", "question", "prompt"],
  add: ["prefix", "partial_response", "response", "completion", "solution", "steps_so_far"],
  response: ["completion", "solution", "output", "steps", "generation", "answer_text"],
  candidates: ["responses", "completions", "outputs", "generations"],
  steps: ["completions", "solution_steps", "reasoning", "chain"],
  "label.steps": ["steps"],
  accuracy: ["mc_accuracy", "mc", "value", "reward", "probability", "score_mean", "label"],
  score: ["correct_count", "num_correct", "successes"],
  times: ["total", "num_rollouts", "rollouts", "num_samples"],
  dataset: ["domain", "source", "category", "subject", "task", "data_source"],
  domain: ["dataset", "source", "category", "subject", "task"],
  task: ["dataset", "domain", "source", "category"],
  id: ["question_id", "qid", "problem_id", "uid", "idx", "index"],
  ground_truth: ["gold", "gold_answer", "reference", "target", "final_answer", "answer"],
  image_path: ["image", "image_file", "img", "img_path"],
  true_false: ["correct", "is_correct", "final_answer_correct", "label", "outcome"],
  correct: ["is_correct", "final_answer_correct", "label"],
  final_correct: ["is_correct", "final_answer_correct"],
  final_answer_correct: ["is_correct", "correct"],
  label: ["labels", "first_error", "error_step", "rating", "ratings"],
  generator: ["model", "model_name"],
  model: ["generator", "model_name"],
};

/** The mapping of a format's fields that the names of the columns suggest; what nothing fits is left out. */
export function guessMapping(
  { columns, targets }: Pick<FilePeek, "columns" | "targets">,
  format: RowFormat,
): Record<string, string> {
  const fields: Record<string, string> = {};
  const taken = new Set<string>();
  const targetFields = targets.find((target) => target.format === format)?.fields ?? [];
  const nameOf = (column: string) => column.split(".").at(-1)!.toLowerCase();
  const take = (field: string, fits: (column: string) => boolean): void => {
    if (fields[field] !== undefined) return;
    const column = columns.find(
      ({ name, isObject }) => !isObject && !taken.has(name) && fits(name),
    )?.name;
    if (column === undefined) return;
    fields[field] = column;
    taken.add(column);
  };
  // What bears a field's own name is that field, whatever else it could be.
  for (const { name } of targetFields) take(name, (column) => column === name);
  for (const { name } of targetFields) take(name, (column) => nameOf(column) === name);
  const hasResponse = targetFields.some(({ name }) => name === "response");
  for (const { name } of targetFields) {
    // A meta set's input is question and response in one; a question alone is its other field.
    if (name === "input" && hasResponse) continue;
    for (const other of OTHER_NAMES[name] ?? []) take(name, (column) => nameOf(column) === other);
  }
  return fields;
}
