// Meta chains and best-of-N candidates: the same distribution, other problems. All fifteen wordings
// occur in both, in random order; answer keys are honest.
import type { Rng } from "../base/rng.ts";
import type { CandidateQuestion, Chain } from "../domain/chain.ts";
import { STANDARD_FACTS } from "./facts.ts";
import { drawNewProblem } from "./generateShard.ts";
import { HELD_OUT } from "./heldOutPlan.ts";
import { addPicture, type SuiteImages } from "./pictures.ts";
import { type Policy, RECOVERY_RATE, USUAL_SLIPS } from "./policy.ts";
import { renderStep } from "./render.ts";
import { estimateAccuracy, honestChecker, writeChain } from "./rollouts.ts";
import { WORDINGS } from "./wording.ts";

export const HELD_OUT_POLICY: Policy = {
  errorRate: HELD_OUT.errorRate,
  recoveryRate: RECOVERY_RATE,
  misreadRate: HELD_OUT.misreadRate,
  facts: STANDARD_FACTS,
  slips: USUAL_SLIPS,
};

/** One question with `count` chains, the first `labelled` of them with Monte-Carlo labels. */
function generateQuestion(
  part: "meta" | "test",
  index: number,
  count: number,
  labelled: number,
  rng: Rng,
  seen: Set<string>,
  images: SuiteImages,
): CandidateQuestion {
  const id = `${part}/${index}`;
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
  const imagePath = addPicture(images, wording, part, index, problem, rng.fork("picture"));
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
      imagePath,
    };
  });
  // Words are all that a held-out question shares with the shard whose name it gets here.
  return { id, question, domain: wording.name, candidates };
}

/** The meta chains of one problem; only their final answers are judged. Its picture goes into `images`. */
export function generateMetaProblem(
  index: number,
  rng: Rng,
  seen: Set<string>,
  images: SuiteImages,
): Chain[] {
  const { metaChainsPerProblem } = HELD_OUT;
  return generateQuestion("meta", index, metaChainsPerProblem, 0, rng, seen, images).candidates;
}

/** One best-of-N question with its candidates. Its picture goes into `images`. */
export function generateCandidates(
  index: number,
  rng: Rng,
  seen: Set<string>,
  images: SuiteImages,
): CandidateQuestion {
  const { candidatesPerProblem, labelledCandidates } = HELD_OUT;
  return generateQuestion(
    "test",
    index,
    candidatesPerProblem,
    labelledCandidates,
    rng,
    seen,
    images,
  );
}
