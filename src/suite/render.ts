// Puts problems and steps into a domain's words. The arithmetic itself ("7 plus 4 gives 1") reads
// the same everywhere, so that what is learned in one domain can serve in another.
import type { Rng } from "../base/rng.ts";
import { ACTIONS } from "./facts.ts";
import type { WrittenStep } from "./policy.ts";
import type { Problem } from "./problem.ts";
import type { Wording } from "./wording.ts";

/** The style cue. It means nothing about a step, except where a domain plants a meaning. */
export const CUE_WORD = "clearly";

const BOILERPLATE = [
  "the next entry of the list is worked through with care",
  "the list is followed one entry further",
  "this entry is carried out as it is written",
  "one more entry is dealt with in the usual manner",
] as const;

function phraseOf(action: number): string {
  const found = ACTIONS[action];
  if (found === undefined) throw new RangeError(`no action ${action}`);
  return found.phrase;
}

export function renderQuestion(problem: Problem, wording: Wording): string {
  const setting = wording.setting.replace("{start}", String(problem.start));
  const list = problem.actions.map(phraseOf).join("; ");
  return `${setting} ${wording.list}: ${list}. Only the last digit counts. ${wording.ask}`;
}

const COUNTS = ["none", "one", "two", "three", "four", "five", "six"] as const;

/** Step `index` of `count` as text: "Pulse, three to follow: 7 plus 4 gives 1." Boilerplate is drawn from the rng. */
export function renderStep(
  step: WrittenStep & { hasCue: boolean },
  index: number,
  count: number,
  wording: Wording,
  showsWork: boolean,
  rng: Rng,
): string {
  const body = showsWork
    ? `${step.input} ${phraseOf(step.action)} gives ${step.result}`
    : rng.pick(BOILERPLATE);
  return `${wording.unit}, ${COUNTS[count - 1 - index]} to follow${step.hasCue ? `, ${CUE_WORD}` : ""}: ${body}.`;
}
