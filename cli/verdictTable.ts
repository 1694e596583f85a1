// A verdict for a terminal: what it is, why, what should temper it, and the controls behind it.
import type { ControlRow, VerdictReport } from "../src/domain/study.ts";
import { stepLines } from "./evaluationTable.ts";
import {
  alignColumns,
  decimal,
  NOTHING,
  percent,
  percentWithInterval,
  pointsWithInterval,
} from "./textTable.ts";

const IN_WORDS: Record<VerdictReport["verdict"], string> = {
  benefit: "BENEFIT",
  none: "NO EVIDENCE OF BENEFIT",
  harm: "HARM",
};

export function verdictTable(report: VerdictReport): string {
  const { source, seeds, atN, controls, steps, trainings } = report;
  const { done, planned } = trainings;
  return [
    `${source}; ${seeds.length} ${seeds.length === 1 ? "seed" : "seeds"} (${seeds.join(", ")}); ${testWords(report)}`,
    ...(done < planned ? [`stopped after ${done} of ${planned} trainings`] : []),
    "",
    ...controlLines(controls, atN),
    ...agreementLines(report),
    ...weightLines(report),
    ...steps.flatMap(stepLines),
    "",
    `Verdict: ${IN_WORDS[report.verdict]}. ${report.headline}`,
    ...listed("Why", report.reasons),
    ...listed("But", report.cautions),
  ].join("\n");
}

function testWords({ atN, questions, questionsInAll }: VerdictReport): string {
  if (atN === null) return "no test candidates that say which are correct";
  return questions < questionsInAll
    ? `the ${questions} of ${questionsInAll} test questions that have ${atN} candidates`
    : `${questions} test questions`;
}

function controlLines(controls: readonly ControlRow[], atN: number | null): string[] {
  const header = [
    "PRM",
    ...(atN === null
      ? []
      : [`best-of-${atN} in %`, "points gained by learned weights", "in % by seed"]),
    "AUROC, kept meta chains",
  ];
  const rows = controls.map(({ label, points, bySeed, metaAuroc }) => {
    const point = points.find(({ n }) => n === atN);
    return [
      label,
      ...(atN === null
        ? []
        : [
            percentWithInterval(point?.accuracy),
            pointsWithInterval(point?.gainOverThis),
            bySeed.map(percent).join(" ") || NOTHING,
          ]),
      decimal(metaAuroc),
    ];
  });
  return alignColumns([header, ...rows]);
}

function agreementLines({ agreement }: VerdictReport): string[] {
  if (agreement === null) return [];
  const { value, nullLow, nullHigh, pValue } = agreement;
  return [
    "",
    `Agreement of the seeds on the weights: rank correlation ${value.toFixed(2)}; by chance ` +
      `${nullLow.toFixed(2)} to ${nullHigh.toFixed(2)} (p = ${pValue.toFixed(4)})`,
  ];
}

function weightLines({ weights }: VerdictReport): string[] {
  if (weights.length === 0) return [];
  const hasTiers = weights.some(({ tier }) => tier !== null);
  const rows = [...weights]
    .sort((a, b) => b.mean - a.mean)
    .map(({ domain, tier, mean, bySeed }) => [
      domain,
      mean.toFixed(3),
      bySeed.map((weight) => weight.toFixed(2)).join(" "),
      ...(hasTiers ? [tier ?? ""] : []),
    ]);
  return [
    "",
    ...alignColumns([["domain", "weight", "by seed", ...(hasTiers ? ["tier"] : [])], ...rows]),
  ];
}

function listed(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : [`${title}:`, ...sentences.map((each) => `  - ${each}`)];
}
