// Accuracy against N of every way to choose a final answer, each with its interval and its paired gain over the
// reference; and best-of-N of every PRM under every aggregation.
import { sigmoid } from "../base/logistic.ts";
import type { Pace } from "../base/pace.ts";
import type {
  AggregationRow,
  CurvePoint,
  Interval,
  MethodCurve,
  MethodKind,
  PrmEntry,
} from "../domain/evaluation.ts";
import { AGGREGATIONS, type Aggregation } from "../domain/runConfig.ts";
import { groupByAnswer, shareCorrect } from "./answerGroups.ts";
import { bestOfByQuestion } from "./bestOfN.ts";
import type { Resampler } from "./bootstrap.ts";
import { type JudgedQuestion, scoredBy } from "./judgedCandidates.ts";
import { majorityVoteForQuestion } from "./majorityVote.ts";
import { oracleForQuestion, styleBaseline } from "./passAtN.ts";
import { weightedVoteForQuestion } from "./weightedVote.ts";

/** A PRM with the chain logits of all candidates, under each aggregation. */
export interface ScoringPrm {
  entry: PrmEntry;
  /** The one it was trained for. */
  aggregation: Aggregation;
  chainLogits: Readonly<Record<Aggregation, ArrayLike<number>>>;
}

export interface CurveInput {
  questions: readonly JudgedQuestion[];
  sizes: readonly number[];
  prms: readonly ScoringPrm[];
  /** The one the curves are under. */
  aggregation: Aggregation;
  /** PRM whose best-of-N gains are measured against. */
  referenceId: string | null;
}

/** Correctness by question, [questions], NaN where a question has fewer than N; by N. */
type ByQuestion = Float64Array[];

interface Measured {
  kind: MethodKind;
  prm: PrmEntry | null;
  label: string;
  values: ByQuestion;
  isExact: boolean[];
}

/** Mean without NaN entries; null where there are no others. */
function plainMean(values: Float64Array): number | null {
  const present = values.filter((value) => !Number.isNaN(value));
  return present.length > 0
    ? present.reduce((sum, value) => sum + value, 0) / present.length
    : null;
}

/** Paired by question; null where no question counts. */
export function gainOver(
  values: Float64Array,
  other: Float64Array,
  resampler: Resampler,
): Interval | null {
  return resampler.mean(values.map((value, q) => value - other[q]!));
}

async function byQuestion(
  questions: readonly JudgedQuestion[],
  worthOf: (question: JudgedQuestion, index: number) => number | null,
  pace: Pace,
): Promise<Float64Array> {
  const values = new Float64Array(questions.length);
  for (const [q, question] of questions.entries()) {
    values[q] = worthOf(question, q) ?? Number.NaN;
    await pace();
  }
  return values;
}

async function measurePrm(
  { questions, sizes, aggregation }: CurveInput,
  { entry, chainLogits }: ScoringPrm,
  hasAnswers: boolean,
  pace: Pace,
): Promise<Measured[]> {
  const logits = chainLogits[aggregation];
  const ranked = scoredBy(questions, logits);
  const bestOf = sizes.map((n) => bestOfByQuestion(ranked, n));
  const measured: Measured[] = [
    {
      kind: "bestOf",
      prm: entry,
      label: entry.label,
      values: bestOf,
      isExact: sizes.map(() => true),
    },
  ];
  if (!hasAnswers) return measured;
  const voters = questions.map(({ candidates }) =>
    candidates.map((candidate) => ({ ...candidate, score: sigmoid(logits[candidate.chain]!) })),
  );
  const values: ByQuestion = [];
  const isExact: boolean[] = [];
  for (const n of sizes) {
    let areExact = true;
    const voted = (_: JudgedQuestion, q: number) => {
      const vote = weightedVoteForQuestion(voters[q]!, n, q);
      areExact &&= vote?.isExact ?? true;
      return vote?.value ?? null;
    };
    values.push(await byQuestion(questions, voted, pace));
    isExact.push(areExact);
  }
  const label = `${entry.label}, weighted vote`;
  measured.push({ kind: "weightedVote", prm: entry, label, values, isExact });
  return measured;
}

async function measureWithoutPrm(
  { questions, sizes }: CurveInput,
  hasAnswers: boolean,
  pace: Pace,
): Promise<Measured[]> {
  const measured: Measured[] = [];
  const add = async (
    kind: MethodKind,
    label: string,
    worthOf: (question: JudgedQuestion, n: number) => number | null,
  ) => {
    const values: ByQuestion = [];
    for (const n of sizes) values.push(await byQuestion(questions, (one) => worthOf(one, n), pace));
    measured.push({ kind, prm: null, label, values, isExact: sizes.map(() => true) });
  };
  if (hasAnswers) {
    await add("majority", "Majority vote", ({ candidates }, n) =>
      majorityVoteForQuestion(candidates, n),
    );
  }
  await add("random", "Any candidate (pass@1)", ({ candidates }, n) =>
    candidates.length < n ? null : shareCorrect(candidates),
  );
  await add("oracle", "Oracle: any correct", ({ candidates }, n) =>
    oracleForQuestion(candidates, n),
  );
  const byStyle = styleBaseline(questions.map(({ candidates }) => candidates));
  if (byStyle) {
    measured.push({
      kind: "style",
      prm: null,
      label: "Best model, chain unread",
      values: sizes.map((n) => bestOfByQuestion(byStyle, n)),
      isExact: sizes.map(() => true),
    });
  }
  return measured;
}

/** A curve for each method; those that vote only where some candidate has an answer. */
export async function methodCurves(
  input: CurveInput,
  resampler: Resampler,
  pace: Pace,
): Promise<MethodCurve[]> {
  const { questions, sizes, prms, referenceId } = input;
  const hasAnswers = questions.some(({ candidates }) => groupByAnswer(candidates).sizes.length > 0);
  const ofPrms: Measured[] = [];
  for (const prm of prms) ofPrms.push(...(await measurePrm(input, prm, hasAnswers, pace)));
  const measured = [
    ...ofPrms.filter(({ kind }) => kind === "bestOf"),
    ...ofPrms.filter(({ kind }) => kind !== "bestOf"),
    ...(await measureWithoutPrm(input, hasAnswers, pace)),
  ];
  const isReference = ({ kind, prm }: Measured) => kind === "bestOf" && prm?.id === referenceId;
  const reference = measured.find(isReference);
  const curves: MethodCurve[] = [];
  for (const method of measured) {
    const { kind, prm, label, values, isExact } = method;
    const points: CurvePoint[] = [];
    for (const [i, n] of sizes.entries()) {
      await pace();
      const accuracy = resampler.share(values[i]!);
      if (!accuracy) continue;
      const gain =
        reference && method !== reference
          ? gainOver(values[i]!, reference.values[i]!, resampler)
          : null;
      const counted = values[i]!.filter((value) => !Number.isNaN(value)).length;
      points.push({ n, questions: counted, accuracy, gain, isExact: isExact[i]! });
    }
    const id = prm ? `${kind}:${prm.id}` : kind;
    curves.push({ id, kind, prmId: prm?.id ?? null, label, points });
  }
  return curves;
}

/** Every PRM under every aggregation. */
export async function aggregationRows(
  { questions, sizes, prms }: Pick<CurveInput, "questions" | "sizes" | "prms">,
  resampler: Resampler,
  pace: Pace,
): Promise<AggregationRow[]> {
  const rows: AggregationRow[] = [];
  for (const { entry, aggregation: own, chainLogits } of prms) {
    const valuesOf = async (aggregation: Aggregation): Promise<ByQuestion> => {
      const ranked = scoredBy(questions, chainLogits[aggregation]);
      const values: ByQuestion = [];
      for (const n of sizes) {
        await pace();
        values.push(bestOfByQuestion(ranked, n));
      }
      return values;
    };
    const ofOwn = await valuesOf(own);
    for (const aggregation of AGGREGATIONS) {
      const values = aggregation === own ? ofOwn : await valuesOf(aggregation);
      const [largest, ownLargest] = [values.at(-1), ofOwn.at(-1)];
      const gain =
        aggregation === own || !largest || !ownLargest
          ? null
          : gainOver(largest, ownLargest, resampler);
      rows.push({ prmId: entry.id, aggregation, accuracy: values.map(plainMean), gain });
      await pace();
    }
  }
  return rows;
}
