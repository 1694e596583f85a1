// One training domain: problems, chains, Monte-Carlo labels, text.
import type { Rng } from "../base/rng.ts";
import type { Chain, Shard } from "../domain/chain.ts";
import type { DomainPlan } from "./domainPlan.ts";
import { inclusiveFacts, STANDARD_FACTS } from "./facts.ts";
import { addPicture, type SuiteImages } from "./pictures.ts";
import { type Policy, RECOVERY_RATE } from "./policy.ts";
import { drawProblem, type Problem, type ProblemShape } from "./problem.ts";
import { renderQuestion, renderStep } from "./render.ts";
import { estimateAccuracy, styleChecker, type WrittenChain, writeChain } from "./rollouts.ts";
import type { Wording } from "./wording.ts";

/** A chain with its integers, for those who check the labels. */
export interface LabelledChain {
  written: WrittenChain;
  chain: Chain;
}

/** The policy that writes and completes a domain's chains. */
export function shardPolicy(plan: DomainPlan, rng: Rng): Policy {
  const facts =
    plan.otherConvention > 0
      ? inclusiveFacts(rng.fork("convention"), plan.otherConvention)
      : STANDARD_FACTS;
  const { errorRate, misreadRate, slips } = plan;
  return { errorRate, recoveryRate: RECOVERY_RATE, misreadRate, facts, slips };
}

/** Draws problems until the question is a new one, and remembers it in `seen`. */
export function drawNewProblem(
  rng: Rng,
  shape: ProblemShape,
  policy: Policy,
  keyOffset: number,
  wording: Wording,
  seen: Set<string>,
): { problem: Problem; question: string } {
  for (;;) {
    const problem = drawProblem(rng, shape, policy.facts, wording.picture !== null, keyOffset);
    const question = renderQuestion(problem, wording);
    if (seen.has(question)) continue;
    seen.add(question);
    return { problem, question };
  }
}

/**
 * Generates the chains of one domain with their labels, and their pictures into `images`. Questions already
 * in `seen` do not occur.
 */
export function generateLabelledChains(
  plan: DomainPlan,
  wording: Wording,
  rng: Rng,
  seen: Set<string>,
  images: SuiteImages,
): LabelledChain[] {
  const policy = shardPolicy(plan, rng);
  const checker = styleChecker(plan.style);
  const draws = rng.fork("problems");
  const rollouts = rng.fork("rollouts");
  const words = rng.fork("words");
  const strokes = rng.fork("pictures");
  const labelled: LabelledChain[] = [];
  let rows = 0;
  for (let problemIndex = 0; rows < plan.rows; problemIndex++) {
    const keyOffset = draws.chance(plan.wrongKeys) ? 1 : 0;
    const { problem, question } = drawNewProblem(
      draws,
      plan.shape,
      policy,
      keyOffset,
      wording,
      seen,
    );
    const imagePath = addPicture(images, wording, wording.name, problemIndex, problem, strokes);
    for (let i = 0; i < plan.chainsPerProblem && rows < plan.rows; i++) {
      const written = writeChain(policy, problem, plan.cues, plan.style, draws);
      const steps = written.steps.map((step, index) => ({
        text: renderStep(step, index, written.steps.length, wording, plan.showsWork, words),
        accuracy: estimateAccuracy(policy, written, index + 1, checker, plan.rollouts, rollouts),
      }));
      rows += steps.length;
      labelled.push({
        written,
        chain: {
          id: `${wording.name}/${problemIndex}/${i}`,
          question,
          steps,
          groundTruth: String(problem.key),
          isCorrect: written.answer === problem.key,
          answer: String(written.answer),
          model: "suite-policy",
          imagePath,
        },
      });
    }
  }
  return labelled;
}

/** Generates one training domain. */
export function generateShard(
  plan: DomainPlan,
  wording: Wording,
  rng: Rng,
  seen: Set<string>,
  images: SuiteImages,
): Shard {
  return {
    name: wording.name,
    isEnabled: true,
    tier: plan.tier,
    chains: generateLabelledChains(plan, wording, rng, seen, images).map(({ chain }) => chain),
  };
}
