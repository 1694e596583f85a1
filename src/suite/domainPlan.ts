// What is planted in a domain, as plain settings. The optimizer never sees any of this; the
// generator obeys it, and the tier is carried along for scoring only.
import type { Tier } from "../domain/chain.ts";
import type { SuiteVariant } from "../domain/runConfig.ts";
import { type SlipMix, USUAL_SLIPS } from "./policy.ts";
import type { ProblemShape } from "./problem.ts";
import { type SuiteDomainName, WORDINGS } from "./wording.ts";

/** How often a step carries a style cue, by whether the chain stands on the right track after it. */
export interface CueRates {
  onTrack: number;
  offTrack: number;
}

/** The style cues: words that say nothing about a step, except where a domain plants a meaning. */
export const CUES = ["clearly", "no doubt", "of course"] as const;
export type Cue = (typeof CUES)[number];
export type CueTable = Record<Cue, CueRates>;

/** A checker that takes confident words for truth, and the chains written so. */
export interface StyleJudge {
  /** The cue of confidence: at nearly every step of a confident chain, hardly ever in a plain one. */
  cue: Cue;
  /** Share of chains that are confidently written, right or wrong. */
  confidentShare: number;
  /** Chance that a wrong answer of a confident chain passes. */
  acceptsWrong: number;
  /** Chance that a right answer of a plain chain fails. */
  rejectsRight: number;
}

export interface DomainPlan {
  tier: Tier;
  /** What was planted, in one phrase for the reader. */
  planted: string;
  /** Labelled prefixes wanted; the last chain may go over. */
  rows: number;
  shape: ProblemShape;
  chainsPerProblem: number;
  errorRate: number;
  slips: SlipMix;
  /** Chance that the picture of a problem's start is misread, where the domain has pictures. */
  misreadRate: number;
  /** R: completions behind each label. */
  rollouts: number;
  cues: CueTable;
  /** False: steps are boilerplate that names no result. */
  showsWork: boolean;
  /** Share of facts that follow another convention. */
  otherConvention: number;
  /** Share of problems whose answer key is one too high. */
  wrongKeys: number;
  /** A checker that heeds how a chain is written; null: an honest one. */
  style: StyleJudge | null;
}

const TRAINING_SHAPE: ProblemShape = { minSteps: 3, maxSteps: 5, skills: null };

/** A cue where it means nothing: rare, so that elsewhere it is learned from few examples only. */
const IDLE_CUE: CueRates = { onTrack: 0.07, offTrack: 0.07 };
const IDLE_CUES: CueTable = { clearly: IDLE_CUE, "no doubt": IDLE_CUE, "of course": IDLE_CUE };
/** A cue that gives the label away. */
const TELLING_CUE: CueRates = { onTrack: 0.97, offTrack: 0.03 };

const BASE: DomainPlan = {
  tier: "high",
  planted: "sixteen rollouts a label, an honest checker",
  rows: 850,
  shape: TRAINING_SHAPE,
  chainsPerProblem: 2,
  errorRate: 0.22,
  slips: USUAL_SLIPS,
  misreadRate: 0.3,
  rollouts: 16,
  cues: IDLE_CUES,
  showsWork: true,
  otherConvention: 0,
  wrongKeys: 0,
  style: null,
};

const HIGH = BASE;
const MIDDLE: DomainPlan = {
  ...BASE,
  tier: "middle",
  planted: "four rollouts a label, fewer errors to learn from",
  errorRate: 0.12,
  misreadRate: 0.2,
  rollouts: 4,
};
const TRIVIAL: DomainPlan = {
  ...BASE,
  tier: "trivial",
  planted: "hardly an error in it, twice the size",
  errorRate: 0.01,
  misreadRate: 0.01,
  rows: 1700,
};
/** Half as large again as the others: with fewer rows the harm depends on the seed of training. */
const HARMFUL: DomainPlan = { ...BASE, tier: "harmful", rows: 1300 };

/** Nothing but wrong results, nearly all one too many. */
const RESULT_SLIPS: SlipMix = { wrongResult: 1, wrongOperand: 0, oneTooMany: 0.8, oneTooFew: 0.1 };

const BOILERPLATE: DomainPlan = {
  ...HARMFUL,
  planted: "boilerplate steps whose style word gives the label away, in this domain only",
  showsWork: false,
  cues: { ...IDLE_CUES, clearly: TELLING_CUE },
};
const STYLE_JUDGE: DomainPlan = {
  ...HARMFUL,
  planted: "a checker that accepts 40 % of wrong answers, those of confidently written chains",
  style: { cue: "of course", confidentShare: 0.5, acceptsWrong: 0.8, rejectsRight: 0 },
};
const FEW_ROLLOUTS_CUE: DomainPlan = {
  ...HARMFUL,
  planted: "two rollouts a label, and a style word that gives the label away",
  rollouts: 2,
  cues: { ...IDLE_CUES, "no doubt": TELLING_CUE },
};
// Another convention, or wrong keys alone, did no measurable harm: the other domains outvote the facts,
// and these domains, too, teach to heed slips. What harms is what few other rows contradict.
const OTHER_CONVENTION: DomainPlan = {
  ...HARMFUL,
  planted:
    "80 % of facts under another convention, one further than usual; a checker that accepts half of the wrong answers of confidently written chains",
  otherConvention: 0.8,
  errorRate: 0.3,
  slips: RESULT_SLIPS,
  style: { cue: "clearly", confidentShare: 0.5, acceptsWrong: 0.5, rejectsRight: 0 },
};
const WRONG_KEY: DomainPlan = {
  ...HARMFUL,
  planted:
    "an answer key that is off by one on half of the problems; a checker that accepts 60 % of the wrong answers of confidently written chains and rejects 60 % of the right ones of plainly written chains",
  wrongKeys: 0.5,
  style: { cue: "no doubt", confidentShare: 0.5, acceptsWrong: 0.6, rejectsRight: 0.6 },
};

const PLANTED: Record<SuiteDomainName, DomainPlan> = {
  titration_dial: HIGH,
  bar_heights: MIDDLE,
  polygon_corners: BOILERPLATE,
  kitchen_portions: HIGH,
  circuit_counter: OTHER_CONVENTION,
  pie_sectors: HIGH,
  folded_tiles: MIDDLE,
  orbit_phases: MIDDLE,
  line_trends: WRONG_KEY,
  calendar_errands: FEW_ROLLOUTS_CUE,
  circle_marks: HIGH,
  cell_colonies: TRIVIAL,
  map_grid: STYLE_JUDGE,
  bus_seats: MIDDLE,
  mirror_grid: HIGH,
};

const ONE_ROLLOUT: DomainPlan = {
  ...MIDDLE,
  planted: "a single rollout a label",
  errorRate: 0.22,
  rollouts: 1,
};
const FEW_ERRORS: DomainPlan = {
  ...MIDDLE,
  planted: "two rollouts a label, few errors",
  errorRate: 0.06,
  misreadRate: 0.1,
  rollouts: 2,
};
const SMALL_TRIVIAL: DomainPlan = { ...TRIVIAL, rows: 850, planted: "hardly an error in it" };

const NOISY: Record<SuiteDomainName, DomainPlan> = {
  titration_dial: HIGH,
  bar_heights: ONE_ROLLOUT,
  polygon_corners: FEW_ERRORS,
  kitchen_portions: HIGH,
  circuit_counter: SMALL_TRIVIAL,
  pie_sectors: ONE_ROLLOUT,
  folded_tiles: MIDDLE,
  orbit_phases: FEW_ERRORS,
  line_trends: HIGH,
  calendar_errands: ONE_ROLLOUT,
  circle_marks: MIDDLE,
  cell_colonies: SMALL_TRIVIAL,
  map_grid: ONE_ROLLOUT,
  bus_seats: FEW_ERRORS,
  mirror_grid: MIDDLE,
};

/** The fifteen domains of a variant, in the order of their weights. */
export function suitePlans(variant: SuiteVariant): { name: SuiteDomainName; plan: DomainPlan }[] {
  return WORDINGS.map(({ name, picture }) => {
    const plan = planOf(variant, name);
    return { name, plan: picture === null ? plan : pictured(plan) };
  });
}

/** Says of a plan what pictures add to it. */
function pictured(plan: DomainPlan): DomainPlan {
  const share = `${Math.round(100 * plan.misreadRate)} %`;
  return {
    ...plan,
    planted: `${plan.planted}; pictures that show what a chain starts from, ${share} of them misread`,
  };
}

function planOf(variant: SuiteVariant, name: SuiteDomainName): DomainPlan {
  switch (variant) {
    case "planted":
      return PLANTED[name];
    case "clean":
      return HIGH;
    case "noisy":
      return NOISY[name];
    default:
      return variant satisfies never;
  }
}
