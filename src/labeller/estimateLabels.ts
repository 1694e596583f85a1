// What a job will take at most, before it begins.

import type { LabelEstimate, LabelQuestion, LabelSpec } from "../domain/labelling.ts";
import { fillPrompt, promptTemplate } from "../domain/labelPrompt.ts";
import { costOf } from "./budget.ts";
import { TokenMeter } from "./tokenMeter.ts";

/** Steps of a chain before one is written: what the five-step prompt asks for. */
export const EXPECTED_STEPS = 5;

/**
 * Requests and tokens at most, for chains of five steps and with no request sent twice. Every answer is taken to be
 * as long as it may, which few are; the suite's policy takes no tokens.
 */
export function estimateLabels(
  questions: readonly LabelQuestion[],
  spec: LabelSpec,
): LabelEstimate {
  const perChain = 1 + (EXPECTED_STEPS - 1) * spec.rollouts;
  const requests = questions.length * spec.chainsPerQuestion * perChain;
  const { generator } = spec;
  if (generator.kind === "suite") {
    return { requests, inputTokens: 0, outputTokens: 0, cost: null };
  }
  const meter = new TokenMeter();
  const template = promptTemplate(spec.prompt);
  let inputTokens = 0;
  for (const question of questions) {
    const images = generator.sendsImages && question.imagePath !== null ? 1 : 0;
    const prompt = meter.expect({ chars: fillPrompt(template, question).length, images });
    // A prefix is at most as long as the chain it is of; half of that on the average.
    const prefix = Math.ceil(generator.maxTokens / 2);
    inputTokens += spec.chainsPerQuestion * (perChain * prompt + (perChain - 1) * prefix);
  }
  const outputTokens = requests * generator.maxTokens;
  const cost = costOf({ input: inputTokens, output: outputTokens }, spec.price);
  return { requests, inputTokens, outputTokens, cost };
}
