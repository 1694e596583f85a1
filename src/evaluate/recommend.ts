// Learned or uniform weights? A rule over chain scores on meta chains that neither level has seen.
import type { Chain } from "../domain/chain.ts";
import type { Recommendation } from "../domain/study.ts";
import { subjectOf } from "../domain/subjectOf.ts";
import { aurocGain } from "./aurocGain.ts";

/** Below so many questions, or chains of either kind, nothing is decided. */
const LEAST_QUESTIONS = 10;
const LEAST_CHAINS = 8;
/** Learned weights are recommended where at least this share of resamples finds them better. */
const CONFIDENCE = 0.9;

/**
 * @param kept labelled meta chains.
 * @param learned chain logits of the PRMs with learned weights, a seed each, [chains]; `uniform` of the
 * vanilla ones.
 * @returns null where there is too little to decide by.
 */
export function recommend(
  kept: readonly Chain[],
  learned: readonly Float64Array[],
  uniform: readonly Float64Array[],
): Recommendation | null {
  const places = new Map<string, number>();
  const question = kept.map((chain) => {
    const subject = subjectOf(chain);
    const place = places.get(subject) ?? places.size;
    places.set(subject, place);
    return place;
  });
  const isCorrect = kept.map((chain) => chain.isCorrect === true);
  const correct = isCorrect.filter(Boolean).length;
  if (places.size < LEAST_QUESTIONS) return null;
  if (Math.min(correct, kept.length - correct) < LEAST_CHAINS) return null;
  const { gain, positiveShare, ...auroc } = aurocGain({ question, learned, uniform, isCorrect });
  const choice = positiveShare >= CONFIDENCE ? "learned" : "uniform";
  const on = `on ${kept.length} meta chains of ${places.size} questions that were kept from training`;
  const compared = `AUROC ${auroc.learned.toFixed(3)} with learned weights, ${auroc.uniform.toFixed(3)} with uniform ones, ${on}`;
  const certainty = `better in ${Math.round(100 * positiveShare)} % of resamples`;
  const isBlind = Math.max(auroc.learned, auroc.uniform) <= 0.5;
  const reason =
    choice === "learned"
      ? `Learned weights judge unseen chains better: ${compared} (${certainty}).`
      : gain.high < 0
        ? `Learned weights judge unseen chains worse: ${compared}.`
        : `Learned weights are not clearly better: ${compared} (${certainty}; ${Math.round(100 * CONFIDENCE)} % are asked for). Uniform weights are the safe choice.`;
  const doubt = isBlind ? " Neither judges them better than chance." : "";
  return { choice, gain, chains: kept.length, questions: places.size, reason: reason + doubt };
}
