// A verdict in plain words: headline, reasons, cautions.
import type { Interval } from "../domain/evaluation.ts";
import type { Recommendation, Verdict, VerdictReport, WeightAgreement } from "../domain/study.ts";
import { type Gains, LEAST_EFFECT, SHARE_OF_DRAWS } from "./verdictRule.ts";

export interface VerdictFacts {
  verdict: Verdict;
  atN: number | null;
  questions: number;
  questionsInAll: number;
  seeds: number;
  /** Learned weights minus the controls, at N; null without test candidates. */
  gains: Gains | null;
  agreement: WeightAgreement | null;
  recommendation: Recommendation | null;
  cleanNull: VerdictReport["cleanNull"];
  /** Smallest and largest learned weight. */
  spread: [number, number] | null;
  trainings: VerdictReport["trainings"];
  /** Accuracy at N of choosing by the candidate's model alone, and of the learned weights. */
  style: number | null;
  accuracy: number | null;
}

/** "+4.1", "−0.3": hundredths of a share, with a sign. */
function gainInPoints(gain: number): string {
  const points = Math.abs(100 * gain).toFixed(1);
  return points === "0.0" ? "0.0" : `${gain > 0 ? "+" : "−"}${points}`;
}

function rangeInPoints({ low, high }: Interval): string {
  return `${gainInPoints(low)} to ${gainInPoints(high)}`;
}

const inPoints = (gain: Interval) => `${gainInPoints(gain.value)} points (${rangeInPoints(gain)})`;
const short = (value: number) => value.toFixed(2).replace("-", "−");

function headline({ verdict, atN, gains, recommendation }: VerdictFacts): string {
  if (atN === null || !gains?.vanilla) {
    if (!recommendation) {
      return "Nothing could be judged: no test candidates with known answers are loaded, and too few meta chains are kept to decide by.";
    }
    const by = `${short(recommendation.gain.value)} AUROC (${short(recommendation.gain.low)} to ${short(recommendation.gain.high)}) on kept meta chains; no test candidates with known answers are loaded`;
    switch (verdict) {
      case "benefit":
        return `Learning the weights helped: ${by}.`;
      case "harm":
        return `Learning the weights did harm: ${by}.`;
      default:
        return `No evidence of benefit: ${by}.`;
    }
  }
  const what = `best-of-${atN}`;
  switch (verdict) {
    case "benefit":
      return `Learning the weights raised ${what} by ${gainInPoints(gains.matched!.value)} points (95 % interval ${rangeInPoints(gains.matched!)}) over a vanilla PRM given as much computing.`;
    case "harm":
      return `Learning the weights lowered ${what} by ${gainInPoints(-gains.vanilla.value).replace("+", "")} points (95 % interval of the change ${rangeInPoints(gains.vanilla)}) against vanilla.`;
    default: {
      const against = gains.matched ? "a vanilla PRM given as much computing" : "vanilla";
      const gain = gains.matched ?? gains.vanilla;
      const meaning =
        gain.low <= 0
          ? gains.vanilla.high < 0
            ? "too little to call it harm, and no evidence of benefit"
            : "that is no evidence of benefit"
          : Math.abs(gain.value) < LEAST_EFFECT
            ? "too little to call it benefit"
            : "but another control does as well, so that is no evidence of benefit";
      return `Learning the weights changed ${what} by ${inPoints(gain)} against ${against}: ${meaning}.`;
    }
  }
}

function againstControls({ gains, seeds }: VerdictFacts): string[] {
  const reasons: string[] = [];
  if (!gains) return reasons;
  const say = (gain: Interval | null, against: string, better: string, notBetter: string) => {
    if (!gain) return;
    const meaning = gain.low > 0 ? better : gain.high < 0 ? "worse" : notBetter;
    reasons.push(`Against ${against}: ${inPoints(gain)}, ${meaning}.`);
  };
  say(gains.vanilla, "vanilla at the same steps", "better", "no clear difference");
  say(
    gains.vanillaLong,
    "vanilla at twice the steps",
    "so more computing alone does not explain it",
    "so more computing would do as well",
  );
  const { beaten, of } = gains.drawsBeaten;
  say(
    gains.permuted,
    "the same weights on other domains",
    `better than ${beaten} of ${of} random deals: ${beaten >= SHARE_OF_DRAWS * of ? "it matters which domain has which weight" : "too few to say that it matters which domain has which weight"}`,
    "so weights dealt out at random would do as well",
  );
  const missing = [
    gains.vanillaLong ? "" : "vanilla at twice the steps",
    gains.permuted ? "" : "permuted weights",
    seeds > 1 ? "" : "a second seed",
  ].filter(Boolean);
  if (missing.length > 0) reasons.push(`Not there to compare with: ${missing.join(", ")}.`);
  return reasons;
}

/** Where chance alone gives full agreement now and then, agreement says nothing. */
function isUntellable({ nullHigh }: WeightAgreement): boolean {
  return nullHigh > 0.9;
}

function onAgreement({ agreement, seeds }: VerdictFacts): string[] {
  if (!agreement) return [];
  if (isUntellable(agreement)) {
    return ["There are too few domains and seeds to tell whether the seeds agree on the weights."];
  }
  const numbers = `rank correlation ${short(agreement.value)}, chance gives ${short(agreement.nullLow)} to ${short(agreement.nullHigh)}`;
  return agreement.pValue < 0.05
    ? [`The ${seeds} seeds agree on which domains count more (${numbers}).`]
    : [`The ${seeds} seeds agree on the weights no more than chance (${numbers}).`];
}

function cautions(facts: VerdictFacts): string[] {
  const { verdict, agreement, recommendation, cleanNull, spread, atN, questions } = facts;
  const { questionsInAll, trainings, style, accuracy } = facts;
  const gains: Partial<Gains> = facts.gains ?? {};
  const said: string[] = [];
  if (trainings.done < trainings.planned) {
    said.push(`Stopped early: ${trainings.done} of ${trainings.planned} trainings were made.`);
  }
  if (atN !== null && questions < questionsInAll) {
    said.push(
      `Only ${questions} of ${questionsInAll} questions have the ${atN} candidates that best-of-${atN} takes.`,
    );
  }
  if (style !== null && accuracy !== null) {
    said.push(
      `The candidates are by several models; choosing by the model alone, without reading, is right in ${(100 * style).toFixed(1)} %, the learned weights' PRM in ${(100 * accuracy).toFixed(1)} %. A PRM that knows the models' style looks good here: compare within a model.`,
    );
  }
  if (gains.fineTuned && gains.fineTuned.low <= 0) {
    said.push(
      gains.fineTuned.high < 0
        ? `Fine-tuning a vanilla PRM on the same meta set does better still: learned weights are ${inPoints(gains.fineTuned)} against it.`
        : `Fine-tuning a vanilla PRM on the same meta set does about as well (learned weights ${inPoints(gains.fineTuned)} against it).`,
    );
  }
  if (gains.oracle && gains.oracle.high < 0) {
    said.push(
      `There was more to gain: leaving out the planted harmful domains is ${gainInPoints(-gains.oracle.value)} points better than the learned weights.`,
    );
  }
  if (verdict === "benefit" && agreement && agreement.pValue >= 0.05 && !isUntellable(agreement)) {
    said.push("The seeds do not agree on the weights, so do not read much into single domains.");
  }
  if (verdict !== "benefit" && spread && agreement) {
    said.push(
      `The weights spread all the same (${short(spread[0])} to ${short(spread[1])}): spread is no evidence.`,
    );
  }
  if (cleanNull) {
    said.push(
      `Where all domains are equally clean the weights spread from ${short(cleanNull.spread[0])} to ${short(cleanNull.spread[1])} too${cleanNull.gain ? `, with a gain of ${inPoints(cleanNull.gain)}` : ""}.`,
    );
  }
  if (recommendation && verdict === "benefit" && recommendation.choice === "uniform") {
    said.push(
      "The kept meta chains alone were not clear enough to recommend the learned weights; the test candidates are.",
    );
  }
  if (recommendation && verdict !== "benefit" && recommendation.choice === "learned") {
    said.push(
      "The kept meta chains had favoured the learned weights; the test candidates do not bear that out.",
    );
  }
  const width = gains.matched ? gains.matched.high - gains.matched.low : 0;
  if (atN !== null && verdict === "none" && width > 0.06) {
    said.push(
      `With ${questions} questions a gain below about ${(50 * width).toFixed(0)} points could not have been seen.`,
    );
  }
  return said;
}

export function verdictWords(
  facts: VerdictFacts,
): Pick<VerdictReport, "headline" | "reasons" | "cautions"> {
  const reasons = [...againstControls(facts), ...onAgreement(facts)];
  if (facts.recommendation) {
    reasons.push(
      `Before any test file was looked at: ${facts.recommendation.choice} weights recommended. ${facts.recommendation.reason}`,
    );
  }
  return { headline: headline(facts), reasons, cautions: cautions(facts) };
}
