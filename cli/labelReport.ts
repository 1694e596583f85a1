// A labelling job as the terminal shows it: a progress line, each trouble once, a table at the end.
import type { LabelQuestionsSummary, LabelStatus } from "../src/domain/labelling.ts";
import type { StudioEvent } from "../src/protocol/messages.ts";
import { type ProgressLine, timeLeft } from "./progressLine.ts";
import { alignColumns, decimal } from "./textTable.ts";

/** The listener that keeps the progress line up to date with the job. */
export function reportLabels(progress: ProgressLine): (event: StudioEvent) => void {
  const told = new Set<string>();
  return (event) => {
    if (event.name !== "label.changed") return;
    const { status } = event;
    // Each kind of trouble is said once; seconds and counts in its words change every time.
    const kind = status.trouble?.replace(/\d+/g, "") ?? null;
    if (kind !== null && !told.has(kind)) {
      told.add(kind);
      progress.log(`endpoint: ${status.trouble}`);
    }
    if (status.state !== "running") return;
    const { rollouts } = status;
    progress.show(
      "rollouts",
      rollouts.done,
      Math.max(rollouts.done, rollouts.planned - rollouts.saved),
      progressWords(status),
    );
  };
}

function progressWords({ chains, requests, cost, secondsLeft }: LabelStatus): string {
  return [
    `${chains.done}/${chains.planned} chains`,
    `${requests.sent} requests`,
    ...(requests.retried > 0 ? [`${requests.retried} tried again`] : []),
    ...(cost === null ? [] : [`$${cost.toFixed(2)}`]),
    ...(secondsLeft === null ? [] : [timeLeft(secondsLeft)]),
  ].join(", ");
}

/** What was read, a line a problem. */
export function questionLines({ questions, domains, problems }: LabelQuestionsSummary): string[] {
  return [
    ...problems.map(
      ({ file, line, field, message }) =>
        `${file}${line === null ? "" : `, line ${line}`}${field === null ? "" : `, "${field}"`}: ${message}`,
    ),
    `${questions} question${questions === 1 ? "" : "s"} in ${domains.length} domain${domains.length === 1 ? "" : "s"}`,
  ];
}

/** The job by domain, and what could not be used. */
export function labelTable({ domains, rollouts, requests, cost, rejected }: LabelStatus): string {
  const header = ["domain", "questions", "chains", "labels", "mean accuracy"];
  const rows = domains.map(({ name, questions, questionsDone, chains, labels, meanAccuracy }) => [
    name,
    `${questionsDone}/${questions}`,
    String(chains),
    String(labels),
    decimal(meanAccuracy),
  ]);
  const notes = [
    `${rollouts.done} rollouts, ${rollouts.saved} saved by stopping early; ${requests.sent} requests${cost === null ? "" : `, $${cost.toFixed(2)}`}`,
    ...Object.entries(rejected).map(([reason, times]) => `not counted, ${reason}: ${times}`),
  ];
  return [...alignColumns([header, ...rows]), "", ...notes].join("\n");
}
