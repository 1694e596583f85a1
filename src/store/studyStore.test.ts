import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import { parseRunConfig } from "../domain/runConfig.ts";
import type { ComparisonReport, StudyState, StudyStatus, VerdictReport } from "../domain/study.ts";
import type { CorpusSummary } from "../domain/summary.ts";
import { createScriptedClient } from "./scriptedClient.ts";
import { createStudyStore, isStudyGoing } from "./studyStore.ts";

const status = (state: StudyState): StudyStatus => ({
  kind: "verdict",
  title: "Is it real?",
  state,
  runs: [],
  detail: "",
  share: 0.5,
  secondsLeft: null,
  error: null,
});

const comparison = (title: string, questions: number): ComparisonReport => ({
  kind: "comparison",
  title,
  rows: [],
  atN: 8,
  questions,
  seeds: [1],
  source: "suite",
  elapsedMs: 1,
});

function setUp() {
  const client = createScriptedClient();
  const store = createStudyStore(client);
  const report = (of: ComparisonReport) =>
    client.emit({ kind: "event", name: "study.reported", report: of, isOutdated: false });
  return { client, store, report };
}

test("a study goes on while it runs or is paused, and then no longer", () => {
  expect(isStudyGoing(null)).toBe(false);
  const going = (["running", "paused", "finished", "stopped", "failed"] as const).map((state) =>
    isStudyGoing(status(state)),
  );
  expect(going).toEqual([true, true, false, false, false]);
});

test("the last report of each title is kept, the newest first", () => {
  const { store, report } = setUp();
  report(comparison("a", 1));
  report(comparison("b", 2));
  report(comparison("a", 3));
  expect(store.getState().comparisons.map(({ title, questions }) => [title, questions])).toEqual([
    ["a", 3],
    ["b", 2],
  ]);
});

test("a study that cannot begin says why", async () => {
  const { client, store } = setUp();
  const started = store
    .getState()
    .start({ kind: "verdict", config: parseRunConfig({}), seeds: [1, 2] });
  expect(store.getState().pending).toBe("study.start");
  await client.last("study.start").fail(new StudioError("state", "a run is under way"));
  expect(await started).toBe(false);
  expect(store.getState()).toMatchObject({
    pending: null,
    error: { message: "a run is under way" },
  });
});

test("a failed study's error is shown, and new data make a verdict one about the old", () => {
  const { client, store } = setUp();
  const error = { code: "device", message: "the device was lost", hint: "" } as const;
  client.emit({ kind: "event", name: "study.changed", status: { ...status("failed"), error } });
  expect(store.getState().error).toEqual(error);
  client.emit({ kind: "event", name: "corpus.changed", summary: {} as CorpusSummary });
  expect(store.getState().isVerdictOutdated).toBe(true);
});

test("a verdict that was kept is shown again, and said to be of other data where it is", () => {
  const { client, store } = setUp();
  const verdict = { kind: "verdict", headline: "Yes" } as VerdictReport;
  client.emit({ kind: "event", name: "corpus.changed", summary: {} as CorpusSummary });
  client.emit({ kind: "event", name: "study.reported", report: verdict, isOutdated: false });
  expect(store.getState()).toMatchObject({ verdict, isVerdictOutdated: false });
  client.emit({ kind: "event", name: "study.reported", report: verdict, isOutdated: true });
  expect(store.getState()).toMatchObject({ verdict, isVerdictOutdated: true });
});
