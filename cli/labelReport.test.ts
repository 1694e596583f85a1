import { expect, it } from "vitest";
import type { LabelStatus } from "../src/domain/labelling.ts";
import { labelTable, questionLines, reportLabels } from "./labelReport.ts";

const STATUS: LabelStatus = {
  state: "running",
  detail: "",
  spec: null,
  hadKey: false,
  questions: null,
  domains: [
    { name: "algebra", questions: 4, questionsDone: 1, chains: 8, labels: 31, meanAccuracy: 0.5 },
    { name: "maps", questions: 2, questionsDone: 0, chains: 0, labels: 0, meanAccuracy: null },
  ],
  chains: { done: 8, planned: 24 },
  rollouts: { done: 200, planned: 700, saved: 20 },
  requests: { sent: 230, retried: 3, underWay: 4 },
  tokens: { input: 0, output: 0 },
  cost: 0.5,
  rejected: { "empty completion": 2 },
  elapsedMs: 0,
  secondsLeft: 75,
  trouble: null,
  sample: null,
  error: null,
};

function told(...statuses: Partial<LabelStatus>[]) {
  const lines: string[] = [];
  const report = reportLabels({
    show: (phase, done, total, rest) => lines.push(`${phase}: ${done}/${total} ${rest}`),
    log: (line) => lines.push(line),
    stop: () => {},
  });
  for (const status of statuses) {
    report({ kind: "event", name: "label.changed", status: { ...STATUS, ...status } });
  }
  return lines;
}

it("shows rollouts against those still to come", () => {
  expect(told({})).toEqual([
    "rollouts: 200/680 8/24 chains, 230 requests, 3 tried again, $0.50, 1 min 15 s left",
  ]);
});

it("says each kind of trouble once, whatever the seconds", () => {
  const lines = told(
    { trouble: "429; trying again in 20 s" },
    { trouble: null },
    { trouble: "429; trying again in 7 s" },
    { trouble: "no answer within 2 s" },
  );
  expect(lines.filter((line) => line.startsWith("endpoint:"))).toEqual([
    "endpoint: 429; trying again in 20 s",
    "endpoint: no answer within 2 s",
  ]);
});

it("is silent about a job that waits", () => {
  expect(told({ state: "paused" })).toEqual([]);
});

it("ends with a table of domains and what was not counted", () => {
  const lines = labelTable(STATUS).split("\n");
  expect(lines[1]).toMatch(/^algebra +1\/4 +8 +31 +0\.500$/);
  expect(lines[2]).toMatch(/^maps +0\/2 +0 +0 +-$/);
  expect(lines).toContain("200 rollouts, 20 saved by stopping early; 230 requests, $0.50");
  expect(lines).toContain("not counted, empty completion: 2");
});

it("names what was wrong with the questions", () => {
  const problems = [{ file: "a.jsonl", line: 3, field: "answer", message: "is missing" }];
  const domains = [{ name: "a", questions: 2, withImage: 0 }];
  expect(questionLines({ domains, questions: 2, problems, isSuite: false, first: null })).toEqual([
    `a.jsonl, line 3, "answer": is missing`,
    "2 questions in 1 domain",
  ]);
});
