// Chains of additions, some with a slip, made from a seed: the smallest problem on which a step can be right or
// wrong. The guide's live examples and the end-to-end tests train on them.
import type { Rng } from "../../../base/rng.ts";

export interface SumChain {
  question: string;
  steps: string[];
  /** Right so far, after each step. */
  isRight: boolean[];
  answer: number;
}

/** Numbers from 1 to 3 to add up; one more than the chain gets steps. */
export function someTerms(rng: Rng, stepCount: number): number[] {
  return Array.from({ length: stepCount + 1 }, () => 1 + rng.below(3));
}

/** A chain that adds up the terms; each step is one too high with probability `slipRate`. */
export function sumChain(
  rng: Rng,
  terms: readonly number[],
  slipRate: number,
  verb = "Start",
): SumChain {
  const [first = 0, ...rest] = terms;
  const steps: string[] = [];
  const isRight: boolean[] = [];
  let total = first;
  let right = true;
  for (const term of rest) {
    const hasSlipped = rng.chance(slipRate);
    const next = total + term + (hasSlipped ? 1 : 0);
    steps.push(`${total} + ${term} = ${next}.`);
    right &&= !hasSlipped;
    isRight.push(right);
    total = next;
  }
  return {
    question: `${verb} with ${first}. Add ${rest.join(", then ")}. What is the sum?`,
    steps,
    isRight,
    answer: total,
  };
}

/** A response as data files hold it: "Step 1: …", an empty line, "Step 2: …". */
export function asResponse(steps: readonly string[]): string {
  return steps.map((step, index) => `Step ${index + 1}: ${step}`).join("\n\n");
}
