// Meta chains and best-of-N candidates: the same distribution, other problems. All fifteen wordings
// occur in both, in random order; answer keys are honest.
import type { Rng } from "../base/rng.ts";
import type { CandidateQuestion, Chain } from "../domain/chain.ts";
import { STANDARD_FACTS } from "./facts.ts";
import { drawNewProblem } from "./generateShard.ts";
import { HELD_OUT } from "./heldOutPlan.ts";
import { type Policy, RECOVERY_RATE, USUAL_SLIPS } from "./policy.ts";
import { renderStep } from "./render.ts";
import { estimateAccuracy, honestChecker, writeChain } from "./rollouts.ts";
import { WORDINGS } from "./wording.ts";

export const HELD_OUT_POLICY: Policy = {
  errorRate: HELD_OUT.errorRate,
  recoveryRate: RECOVERY_RATE,
  facts: STANDARD_FACTS,
  slips: USUAL_SLIPS,
};

/** One question with `count` chains, the first `labelled` of them with Monte-Carlo labels. */
function generateQuestion(
  id: string,
  count: number,
  labelled: number,
  rng: Rng,
  seen: Set<string>,
): Omit<CandidateQuestion, "id"> {
  const rollouts = rng.fork("rollouts");
  const words = rng.fork("words");
  const wording = rng.pick(WORDINGS);
  const { problem, question } = drawNewProblem(
    rng,
    HELD_OUT.shape,
    HELD_OUT_POLICY,
    0,
    wording,
    seen,
  );
  const candidates = Array.from({ length: count }, (_, i): Chain => {
    const written = writeChain(HELD_OUT_POLICY, problem, HELD_OUT.cues, null, rng);
    return {
      id: `${id}/${i}`,
      question,
      steps: written.steps.map((step, index) => ({
        text: renderStep(step, index, written.steps.length, wording, true, words),
        accuracy:
          i < labelled
            ? estimateAccuracy(
                HELD_OUT_POLICY,
                written,
                index + 1,
                honestChecker,
                HELD_OUT.rollouts,
                rollouts,
              )
            : null,
      })),
      groundTruth: String(problem.key),
      isCorrect: written.answer === problem.key,
      answer: String(written.answer),
      model: "suite-policy",
      imagePath: null,
    };
  });
  // Words are all that a held-out question shares with the shard whose name it gets here.
  return { question, domain: wording.name, candidates };
}

/** The meta chains of one problem; only their final answers are judged. */
export function generateMetaProblem(index: number, rng: Rng, seen: Set<string>): Chain[] {
  return generateQuestion(`meta/${index}`, HELD_OUT.metaChainsPerProblem, 0, rng, seen).candidates;
}

/** One best-of-N question with its candidates. */
export function generateCandidates(index: number, rng: Rng, seen: Set<string>): CandidateQuestion {
  const id = `test/${index}`;
  const { candidatesPerProblem, labelledCandidates } = HELD_OUT;
  return { id, ...generateQuestion(id, candidatesPerProblem, labelledCandidates, rng, seen) };
}
