// What is said of a step whose numbers went bad: where, what of it, how things stand, and what to do about it,
// judged by how large the PRM's numbers were and what the settings do to them.
import { StudioError } from "../base/errors.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import type { BadPlace, BadQuantity, BadStep } from "../engine/bilevel/badStep.ts";

/** Parameters begin around 1 or below; from here on they have run away. */
const RUN_AWAY = 1e4;
/** Names said before the rest are counted. */
const MOST_NAMES = 2;
/** learningRate · weightDecay from which on the decay makes every weight larger: |1 − x| > 1. */
const DECAY_LIMIT = 2;
/** A clip norm above this hardly clips. */
const LOOSE_CLIP = 10;

/** The failure in words, code "numbers". `domains` in domain order. */
export function badStepReport(
  bad: BadStep,
  domains: readonly string[],
  config: RunConfig,
): StudioError {
  const [first, second] = [...new Set(bad.places.map((place) => place.quantity))];
  const faults = [first, second]
    .filter((quantity) => quantity !== undefined)
    .map((quantity) =>
      sentenceOf(
        bad.places.filter((place) => place.quantity === quantity),
        quantity,
        domains,
      ),
    );
  const message = `${whereOf(bad)} ${faults.join(", and ")}. ${standOf(bad)}`;
  return new StudioError("numbers", message, hintFor(bad, domains, config));
}

function whereOf({ level, stepsMade }: BadStep): string {
  switch (level) {
    case "lower":
      return `At lower step ${stepsMade + 1}`;
    case "upper":
      return `At the upper step after lower step ${stepsMade}`;
    case "meta":
      return `At step ${stepsMade + 1} of the fine-tuning on the meta set`;
    default:
      return level satisfies never;
  }
}

function standOf({ level, stepsMade }: BadStep): string {
  return level === "upper"
    ? `Nothing of that step was applied: the domain weights are those before it, and the PRM of lower step ${stepsMade} can be used.`
    : `Nothing of that step was applied: the PRM of ${stepsMade === 0 ? "the start" : `step ${stepsMade}`} can be used.`;
}

function sentenceOf(
  places: readonly BadPlace[],
  quantity: BadQuantity,
  domains: readonly string[],
): string {
  const became = places.some(({ value }) => value === "NaN") ? "not a number" : "infinite";
  const names = places.flatMap(({ domain }) =>
    domain === null ? [] : [domains[domain] ?? `${domain}`],
  );
  const isOne = names.length === 1;
  const ofDomains = `${isOne ? "domain" : "domains"} ${list(names)}`;
  const are = isOne ? `is ${became}` : `are ${became === "infinite" ? became : "not numbers"}`;
  const inTensors = list(places.flatMap(tensorWords));
  switch (quantity) {
    case "loss":
      return `the ${isOne ? "loss" : "losses"} of ${ofDomains} ${are}`;
    case "metaLoss":
      return `the meta loss is ${became}`;
    case "gradient":
      return `the gradient is ${became} in ${inTensors}`;
    case "gradientNorm":
      return "the gradient is too long to be clipped (its length is infinite)";
    case "firstMoment":
      return `the optimizer's first moment would be ${became} in ${inTensors}`;
    case "secondMoment":
      return `the optimizer's second moment would be ${became} in ${inTensors}`;
    case "parameters":
      return `the PRM's weights would be ${became} in ${inTensors}`;
    case "magnitude":
      return "the PRM's weights would be too large to go on computing with";
    case "hypergradient":
      return `the ${isOne ? "slope" : "slopes"} of the meta loss along the ${isOne ? "weight" : "weights"} of ${ofDomains} ${are}`;
    case "curvature":
      return `the curvature that the estimator measures is ${became}`;
    case "domainWeights":
      return "the domain weights would be no numbers any more";
    default:
      return quantity satisfies never;
  }
}

function tensorWords({ tensor, bad, of }: BadPlace): string[] {
  if (tensor === null) return [];
  const share = of > 1 ? ` (${bad === of ? "all" : `${count(bad)} of`} ${count(of)})` : "";
  return [`${tensor}${share}`];
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}

function list(names: readonly string[]): string {
  const said = names.slice(0, MOST_NAMES).join(", ");
  const more = names.length - MOST_NAMES;
  return more > 0 ? `${said} and ${more} more` : said;
}

function hintFor(bad: BadStep, domains: readonly string[], config: RunConfig): string {
  const { lower, upper } = config;
  const { tensor, size } = bad.largest;
  const hasRunAway = size > RUN_AWAY;
  if (bad.level !== "upper" && lower.learningRate * lower.weightDecay > DECAY_LIMIT) {
    const product = Number((lower.learningRate * lower.weightDecay).toPrecision(3));
    return `Lower the weight decay (${lower.weightDecay}) or the learning rate (${lower.learningRate}): their product is ${product}, and above ${DECAY_LIMIT} every step makes the weights larger.`;
  }
  if (hasRunAway) {
    const clip =
      lower.clipNorm > LOOSE_CLIP
        ? `, and clip the gradient (lower.clipNorm is ${lower.clipNorm}; 1 is usual)`
        : "";
    const rate =
      bad.level === "meta"
        ? `The PRM's weights had run away before (${size.toPrecision(2)} in ${tensor}): train it`
        : `The PRM's weights had run away (${size.toPrecision(2)} in ${tensor}): start again`;
    return `${rate} with a lower learning rate (${lower.learningRate} now)${clip}.`;
  }
  if (bad.level === "upper") {
    const isStep = bad.places.some(({ quantity }) => quantity === "domainWeights");
    return isStep
      ? `Lower the upper level's learning rate (${upper.learningRate}).`
      : `Start again with another estimator (${upper.estimator} now) or probe radius (${upper.probeRadius} now), or with the weights fixed.`;
  }
  const suspect = bad.places.find(({ domain }) => domain !== null)?.domain;
  const whose =
    suspect === undefined || suspect === null ? "the data" : `domain ${domains[suspect]}`;
  const isVectors = config.encoder.kind === "frozen";
  return isVectors
    ? `The PRM's weights are of ordinary size (at most ${size.toPrecision(2)}), so look at the feature vectors of ${whose}: huge numbers in them overflow.`
    : `The PRM's weights are of ordinary size (at most ${size.toPrecision(2)}), so it is not the learning rate. Leave ${whose === "the data" ? "domains" : whose} out to find the rows that do it, or choose another device.`;
}
