// The table of what the images are worth: all questions, those with an image, then each domain.
import {
  type EvaluationReport,
  type Grouping,
  type GroupRow,
  type Interval,
  WITH_IMAGE,
} from "../../domain/evaluation.ts";
import { t } from "../../strings/strings.ts";

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

export interface ImageWorth {
  rows: ImageWorthRow[];
  /** Domains in which no choice changed: most have no images. */
  unchanged: string[];
}

/** Of a report on a PRM and the same with the images hidden, which it has as its reference. */
export function imageWorth(report: EvaluationReport): ImageWorth {
  const { curves, groups, prms, referenceId } = report;
  const seeing = prms.find(({ id }) => id !== referenceId)?.id;
  const pointsOf = (prmId: string | null | undefined) =>
    curves.find((curve) => curve.kind === "bestOf" && curve.prmId === prmId)?.points ?? [];
  const seen = pointsOf(seeing).at(-1);
  const hidden = pointsOf(referenceId).find(({ n }) => n === seen?.n);
  const all: ImageWorthRow[] = !seen
    ? []
    : [
        {
          name: t("evaluate:images.all"),
          questions: seen.questions,
          n: seen.n,
          seen: seen.accuracy,
          hidden: hidden?.accuracy ?? null,
          gain: seen.gain,
        },
      ];
  const rowOf = (row: GroupRow, name: string): ImageWorthRow => {
    const of = (prmId: string | null | undefined) =>
      row.prms.find((entry) => entry.prmId === prmId);
    return {
      name,
      questions: row.questions,
      n: row.n,
      seen: of(seeing)?.bestOf ?? null,
      hidden: of(referenceId)?.bestOf ?? null,
      gain: of(seeing)?.gain ?? null,
    };
  };
  const rowsBy = (grouping: Grouping) => groups.find(({ by }) => by === grouping)?.rows ?? [];
  const illustrated = rowsBy("image").filter(({ group }) => group === WITH_IMAGE);
  const domains = rowsBy("domain").map((row) => rowOf(row, row.group));
  return {
    rows: [
      ...all,
      ...illustrated.map((row) => rowOf(row, t("evaluate:images.illustrated"))),
      ...domains.filter((row) => !isUnchanged(row)),
    ],
    unchanged: domains.filter(isUnchanged).map(({ name }) => name),
  };
}

function isUnchanged({ gain }: ImageWorthRow): boolean {
  return gain !== null && gain.low === 0 && gain.high === 0;
}
