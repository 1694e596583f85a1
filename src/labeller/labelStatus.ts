// A job's state as the page is told of it.
import { toErrorReport } from "../base/errors.ts";
import type { LabelQuestionsSummary, LabelSpec, LabelStatus } from "../domain/labelling.ts";
import { costOf } from "./budget.ts";
import type { LabelRun } from "./labelRun.ts";

/** Before a job starts: nothing was read, or questions are there. */
export function idleStatus(questions: LabelQuestionsSummary | null): LabelStatus {
  return {
    state: questions === null ? "empty" : "ready",
    detail: questions === null ? "No questions yet" : "Ready to start",
    spec: null,
    hadKey: false,
    questions,
    domains: [],
    chains: { done: 0, planned: 0 },
    rollouts: { done: 0, planned: 0, saved: 0 },
    requests: { sent: 0, retried: 0, underWay: 0 },
    tokens: { input: 0, output: 0 },
    cost: null,
    rejected: {},
    elapsedMs: 0,
    secondsLeft: null,
    trouble: null,
    sample: null,
    error: null,
  };
}

export function statusOf(run: LabelRun): LabelStatus {
  run.tick();
  const { job, progress, budget } = run;
  const { totals } = budget;
  const tokens = { input: totals.inputTokens, output: totals.outputTokens };
  return {
    state: run.state,
    detail: detailOf(run),
    spec: job.spec,
    hadKey: job.hadKey,
    questions: job.summary,
    domains: domainsOf(run),
    chains: { done: progress.chainsWritten, planned: progress.chainsPlanned },
    rollouts: {
      done: progress.rolloutsDone,
      planned: progress.rolloutsPlanned,
      saved: progress.rolloutsSaved,
    },
    requests: { sent: totals.requests, retried: totals.retried, underWay: budget.underWay },
    tokens,
    cost: costOf(tokens, job.spec.price),
    rejected: { ...totals.rejected },
    elapsedMs: totals.elapsedMs,
    secondsLeft: run.secondsLeft,
    trouble: run.trouble,
    sample: sampleOf(run),
    error: run.error === null ? null : toErrorReport(run.error),
  };
}

function detailOf({ state, budget, job }: LabelRun): string {
  const { underWay } = budget;
  switch (state) {
    case "running":
      return "Writing chains and completing their prefixes";
    case "paused":
      return underWay === 0
        ? "Paused"
        : `Paused; ${underWay} ${underWay === 1 ? "reply" : "replies"} still to come will be kept`;
    case "overBudget":
      return `Paused: the next request could go over the budget of ${capsOf(job.spec)}`;
    case "failed":
      return "Stopped by a fault; nothing that was made is lost";
    case "done":
      return "Every prefix is labelled";
    case "empty":
    case "ready":
      return "";
    default:
      return state satisfies never;
  }
}

function capsOf({ budget: { requests, tokens } }: LabelSpec): string {
  const caps = [
    requests === null ? [] : [`${requests.toLocaleString("en-US")} requests`],
    tokens === null ? [] : [`${tokens.toLocaleString("en-US")} tokens`],
  ];
  return caps.flat().join(" and ");
}

function domainsOf({ job, progress }: LabelRun): LabelStatus["domains"] {
  const domains = new Map<string, LabelStatus["domains"][number] & { sum: number }>();
  for (const [index, { domain }] of job.questions.entries()) {
    const entry = domains.get(domain) ?? {
      name: domain,
      questions: 0,
      questionsDone: 0,
      chains: 0,
      labels: 0,
      meanAccuracy: null,
      sum: 0,
    };
    domains.set(domain, entry);
    entry.questions++;
    const chains = progress.chains.get(index) ?? [];
    let settled = 0;
    for (const chain of chains) {
      if (chain === undefined) continue;
      if (chain === null || chain.isDone) settled++;
      if (chain === null) continue;
      entry.chains++;
      for (let step = 1; step <= chain.steps.length; step++) {
        const label = progress.labelOf(chain, step);
        if (label === null) continue;
        entry.labels++;
        entry.sum += label.accuracy;
      }
    }
    if (settled === job.spec.chainsPerQuestion) entry.questionsDone++;
  }
  return [...domains.values()].map(({ sum, ...entry }) => ({
    ...entry,
    meanAccuracy: entry.labels === 0 ? null : sum / entry.labels,
  }));
}

function sampleOf({ job, progress }: LabelRun): LabelStatus["sample"] {
  const chain = progress.newest;
  if (chain === null) return null;
  return {
    question: job.questions[chain.question]!.question,
    steps: chain.steps.map((text, index) => ({
      text,
      accuracy: progress.labelOf(chain, index + 1)?.accuracy ?? null,
    })),
  };
}
