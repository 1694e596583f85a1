// Puts problems and steps into a domain's words. The arithmetic itself ("7 plus 4 gives 1") reads
// the same everywhere, so that what is learned in one domain can serve in another.
import type { Rng } from "../base/rng.ts";
import type { Cue } from "./domainPlan.ts";
import { ACTIONS } from "./facts.ts";
import type { WrittenStep } from "./policy.ts";
import type { Problem } from "./problem.ts";
import type { Wording } from "./wording.ts";

/** What boilerplate says in place of a result. */
const BOILERPLATE = [
  "is worked through with care",
  "is carried out as it is written",
  "is dealt with in the usual manner",
  "is done without delay",
] as const;

function phraseOf(action: number): string {
  const found = ACTIONS[action];
  if (found === undefined) throw new RangeError(`no action ${action}`);
  return found.phrase;
}

export function renderQuestion(problem: Problem, wording: Wording): string {
  // Where a picture shows the start, there is nothing to replace.
  const setting = wording.setting.replace("{start}", String(problem.start));
  const list = problem.actions.map(phraseOf).join("; ");
  return `${setting} ${wording.list}: ${list}. Only the last digit counts. ${wording.ask}`;
}

const COUNTS = ["none", "one", "two", "three", "four", "five", "six"] as const;

/**
 * Step `index` of `count` as text: "moves, three to follow: 7 plus 4 gives 1." Cues stand each in a
 * place of its own. Boilerplate is drawn from the rng.
 */
export function renderStep(
  step: WrittenStep & { cues: readonly Cue[] },
  index: number,
  count: number,
  wording: Wording,
  showsWork: boolean,
  rng: Rng,
): string {
  const body = showsWork
    ? `${step.input} ${phraseOf(step.action)} gives ${step.result}`
    : `${step.input} ${phraseOf(step.action)} ${rng.pick(BOILERPLATE)}`;
  const says = (cue: Cue) => step.cues.includes(cue);
  const start = says("of course") ? "of course, " : "";
  const middle = says("clearly") ? ", clearly" : "";
  const end = says("no doubt") ? ", no doubt" : "";
  return `${start}${wording.unit}, ${COUNTS[count - 1 - index]} to follow${middle}: ${body}${end}.`;
}
