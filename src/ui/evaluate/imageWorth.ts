// The rows of the table of what the images are worth: all questions, then each domain.
import type { EvaluationReport, Interval } from "../../domain/evaluation.ts";

export interface ImageWorthRow {
  name: string;
  questions: number;
  /** Candidates chosen among. */
  n: number;
  seen: Interval | null;
  hidden: Interval | null;
  /** Seen minus hidden, paired by question. */
  gain: Interval | null;
}

/** Of a report on a PRM and the same with the images hidden, which it has as its reference. */
export function imageWorth({
  curves,
  groups,
  prms,
  referenceId,
}: EvaluationReport): ImageWorthRow[] {
  const seeing = prms.find(({ id }) => id !== referenceId)?.id;
  const pointsOf = (prmId: string | null | undefined) =>
    curves.find((curve) => curve.kind === "bestOf" && curve.prmId === prmId)?.points ?? [];
  const seen = pointsOf(seeing).at(-1);
  const hidden = pointsOf(referenceId).find(({ n }) => n === seen?.n);
  const all: ImageWorthRow[] = !seen
    ? []
    : [
        {
          name: "All questions",
          questions: seen.questions,
          n: seen.n,
          seen: seen.accuracy,
          hidden: hidden?.accuracy ?? null,
          gain: seen.gain,
        },
      ];
  const byDomain = groups.find(({ by }) => by === "domain")?.rows ?? [];
  return [
    ...all,
    ...byDomain.map((row) => {
      const of = (prmId: string | null | undefined) =>
        row.prms.find((entry) => entry.prmId === prmId);
      return {
        name: row.group,
        questions: row.questions,
        n: row.n,
        seen: of(seeing)?.bestOf ?? null,
        hidden: of(referenceId)?.bestOf ?? null,
        gain: of(seeing)?.gain ?? null,
      };
    }),
  ];
}
