// Breakdowns of best-of-N: by the question's domain, by whether it has an image, by the number of steps and by the
// model that wrote the chain.
// The last two restrict the candidates within questions; the choice is then among the group's own.

import type { Pace } from "../base/pace.ts";
import type { Grouping, GroupRow } from "../domain/evaluation.ts";
import { GROUPINGS, UNNAMED, WITH_IMAGE } from "../domain/evaluation.ts";
import { shareCorrect } from "./answerGroups.ts";
import { auroc } from "./auroc.ts";
import { bestOfByQuestion } from "./bestOfN.ts";
import type { Resampler } from "./bootstrap.ts";
import { type CurveInput, gainOver } from "./candidateCurves.ts";
import { type JudgedCandidate, type JudgedQuestion, scoredBy } from "./judgedCandidates.ts";

/** More groups by number of steps are put together. */
const MOST_STEP_GROUPS = 8;

const WITHOUT_IMAGE = "without an image";

/** Names of groups by number of steps: each number by itself, or neighbouring ones with about as many candidates. */
export function stepGroups(counts: readonly number[]): Map<number, string> {
  const tally = new Map<number, number>();
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1);
  const numbers = [...tally.keys()].sort((a, b) => a - b);
  const names = new Map<number, string>();
  let left = counts.length;
  for (let from = 0, bin = 0; from < numbers.length; bin++) {
    const binsLeft = MOST_STEP_GROUPS - bin;
    let to = from;
    let held = tally.get(numbers[from]!)!;
    // Enough numbers are always left for each to have its own bin once there are no more than bins.
    while (
      numbers.length - to > binsLeft &&
      (held + tally.get(numbers[to + 1]!)! / 2 < left / binsLeft || binsLeft === 1)
    ) {
      held += tally.get(numbers[++to]!)!;
    }
    const [first, last] = [numbers[from]!, numbers[to]!];
    const name =
      first === last ? `${first} step${first === 1 ? "" : "s"}` : `${first}–${last} steps`;
    for (let i = from; i <= to; i++) names.set(numbers[i]!, name);
    left -= held;
    from = to + 1;
  }
  return names;
}

/** Questions by group, each with the group's candidates only; groups in the order they are shown. */
function partition(
  questions: readonly JudgedQuestion[],
  by: Grouping,
): Map<string, JudgedQuestion[]> {
  const groups = new Map<string, JudgedQuestion[]>();
  let nameOf: (question: JudgedQuestion, candidate: JudgedCandidate) => string;
  if (by === "steps") {
    const counts = questions.flatMap(({ candidates }) => candidates.map(({ steps }) => steps));
    const names = stepGroups(counts);
    for (const name of new Set([...names].sort(([a], [b]) => a - b).map(([, name]) => name))) {
      groups.set(name, []);
    }
    nameOf = (_, { steps }) => names.get(steps)!;
  } else {
    const names = {
      domain: ({ domain }, _) => domain ?? UNNAMED,
      image: (_, { hasImage }) => (hasImage ? WITH_IMAGE : WITHOUT_IMAGE),
      model: (_, { model }) => model ?? UNNAMED,
    } satisfies Record<Exclude<Grouping, "steps">, typeof nameOf>;
    nameOf = names[by];
  }
  for (const question of questions) {
    const own = new Map<string, JudgedCandidate[]>();
    for (const candidate of question.candidates) {
      const name = nameOf(question, candidate);
      const candidates = own.get(name);
      if (candidates) candidates.push(candidate);
      else own.set(name, [candidate]);
    }
    for (const [name, candidates] of own) {
      const members = groups.get(name) ?? [];
      groups.set(name, members);
      members.push({ domain: question.domain, candidates });
    }
  }
  return groups;
}

/** The largest of the sizes that at least half of the questions have; 1 at least. */
function commonSize(questions: readonly JudgedQuestion[], sizes: readonly number[]): number {
  const isCommon = (n: number) =>
    questions.filter(({ candidates }) => candidates.length >= n).length * 2 >= questions.length;
  return Math.max(1, ...sizes.filter(isCommon));
}

function groupRow(
  group: string,
  questions: readonly JudgedQuestion[],
  { sizes, prms, aggregation, referenceId }: CurveInput,
  resampler: Resampler,
): GroupRow {
  const n = commonSize(questions, sizes);
  const ranked = prms.map(({ chainLogits }) => scoredBy(questions, chainLogits[aggregation]));
  const values = ranked.map((scored) => bestOfByQuestion(scored, n));
  const reference = values[prms.findIndex(({ entry }) => entry.id === referenceId)];
  const shares = questions.map(({ candidates }) => shareCorrect(candidates));
  return {
    group,
    questions: questions.length,
    candidates: questions.reduce((sum, { candidates }) => sum + candidates.length, 0),
    passAt1: shares.reduce((sum, share) => sum + share, 0) / shares.length,
    n,
    prms: prms.map(({ entry }, i) => {
      const pooled = ranked[i]!.flat();
      const isCompared = n > 1 && reference && entry.id !== referenceId;
      return {
        prmId: entry.id,
        bestOf: n > 1 ? resampler.share(values[i]!) : null,
        gain: isCompared ? gainOver(values[i]!, reference, resampler) : null,
        chainAuroc: auroc(
          pooled.map(({ score }) => score),
          pooled.map(({ isCorrect }) => isCorrect),
        ),
      };
    }),
  };
}

/**
 * The groupings that have more than one group. pass@1 is the mean over questions of the share of correct
 * candidates, like every accuracy here; best-of-N is null where a group has nothing to choose from.
 */
export async function candidateGroups(
  input: CurveInput,
  resampler: Resampler,
  pace: Pace,
): Promise<{ by: Grouping; rows: GroupRow[] }[]> {
  const breakdowns: { by: Grouping; rows: GroupRow[] }[] = [];
  for (const by of GROUPINGS) {
    const groups = partition(input.questions, by);
    if (groups.size < 2) continue;
    const rows: GroupRow[] = [];
    for (const [group, questions] of groups) {
      rows.push(groupRow(group, questions, input, resampler));
      await pace();
    }
    breakdowns.push({ by, rows });
  }
  return breakdowns;
}
