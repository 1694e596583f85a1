// Studies as the page sees them: queued trainings with progress, pause and stop, and reports whose numbers
// agree with trainings made one by one.
import { describe, expect, it, vi } from "vitest";
import { writeConfigPath } from "../../domain/configPaths.ts";
import { parseRunConfig } from "../../domain/runConfig.ts";
import type { ComparisonReport, StudyRequest, VerdictReport } from "../../domain/study.ts";
import { readSafetensors } from "../../engine/prm/safetensors.ts";
import { smallConfig, smallFiles, type TestSession, testSession } from "../fixtures.ts";
import { permuteWeights } from "./permuteWeights.ts";

const nothing = {};
const WAIT = { timeout: 60_000, interval: 20 };

async function loaded(): Promise<TestSession> {
  const session = testSession();
  await session.handlers["files.load"]({ files: smallFiles(), isReplacing: true });
  return session;
}

const statusOf = (session: TestSession) => session.named("study.changed").at(-1)?.status;

async function ended(session: TestSession): Promise<void> {
  await vi.waitFor(() => {
    expect(["finished", "stopped", "failed"]).toContain(statusOf(session)?.state);
  }, WAIT);
}

async function reportOf(session: TestSession, request: StudyRequest) {
  await session.handlers["study.start"]({ request });
  await ended(session);
  expect(statusOf(session)).toMatchObject({ state: "finished", error: null });
  return session.named("study.reported").at(-1)!.report;
}

const short = smallConfig({ lower: { steps: 60, batchSize: 16 } });

describe("the verdict", () => {
  it("trains every control under every seed and reports on them; the same again gives the same", async () => {
    const request: StudyRequest = { kind: "verdict", config: short, seeds: [1, 2] };
    const session = await loaded();
    const report = (await reportOf(session, request)) as VerdictReport;
    expect(report.controls.map(({ id, seeds }) => [id, seeds])).toEqual([
      ["retrained", 2],
      ["bilevel", 2],
      ["vanilla", 2],
      ["vanillaLong", 2],
      ["permuted", 2],
      ["fineTuned", 2],
    ]);
    expect(report.atN).toBe(4);
    expect(report.questions).toBe(10);
    expect(report.weights.map(({ domain }) => domain)).toEqual(["apples", "flipped", "pears"]);
    for (const seed of [0, 1]) {
      const mean = report.weights.reduce((sum, { bySeed }) => sum + bySeed[seed]! / 3, 0);
      expect(mean).toBeCloseTo(1, 10);
    }
    // Ten meta questions are too few to keep some of them.
    expect(report.recommendation).toBeNull();
    expect(report.cleanNull).toBeNull();
    const done = statusOf(session)!;
    expect(done.share).toBe(1);
    expect(done.runs.every(({ state }) => state === "done")).toBe(true);
    const { elapsedMs: _one, ...first } = report;
    const { elapsedMs: _two, ...second } = (await reportOf(
      await loaded(),
      request,
    )) as VerdictReport;
    expect(second).toEqual(first);
  });

  it("measures what a run with the same seed, and its retraining, measure", async () => {
    const session = await loaded();
    await session.handlers["run.start"]({ config: short });
    await session.reached("finished");
    await session.handlers["run.retrain"](nothing);
    await session.reached("retraining");
    await session.reached("finished");
    const last = (role: string) =>
      session
        .named("run.evaluated")
        .filter((event) => event.role === role)
        .at(-1)!.record.bestOf!["4"];
    const report = (await reportOf(session, {
      kind: "verdict",
      config: short,
      seeds: [short.seed, 7],
    })) as VerdictReport;
    const inStudy = (id: string) => report.controls.find((row) => row.id === id)!.bySeed[0];
    expect(inStudy("bilevel")).toBe(last("main"));
    expect(inStudy("retrained")).toBe(last("retrained"));
    expect(inStudy("vanilla")).toBe(last("vanilla"));
  });

  it("pauses and goes on; refuses a run and other data meanwhile", async () => {
    const session = await loaded();
    await session.handlers["study.start"]({
      request: { kind: "verdict", config: smallConfig({ lower: { steps: 400 } }), seeds: [1, 2] },
    });
    await vi.waitFor(() => expect(statusOf(session)!.share).toBeGreaterThan(0), WAIT);
    await session.handlers["study.pause"](nothing);
    await vi.waitFor(() => expect(statusOf(session)!.state).toBe("paused"), WAIT);
    const { share } = statusOf(session)!;
    await expect(async () => session.handlers["run.start"]({ config: short })).rejects.toThrow(
      /study is going on/,
    );
    await expect(
      session.handlers["files.load"]({ files: smallFiles(), isReplacing: true }),
    ).rejects.toThrow(/cannot change while/);
    expect(statusOf(session)!.share).toBe(share);
    await session.handlers["study.resume"](nothing);
    await vi.waitFor(() => expect(statusOf(session)!.state).toBe("running"), WAIT);
    await session.handlers["study.stop"](nothing);
    await ended(session);
    expect(statusOf(session)!.state).toBe("stopped");
  });

  it("stopped in the middle reports on the whole seeds it has", async () => {
    const session = await loaded();
    await session.handlers["study.start"]({
      request: { kind: "verdict", config: short, seeds: [1, 2, 3, 4, 5, 6] },
    });
    await vi.waitFor(() => {
      const done = statusOf(session)!.runs.filter(({ state }) => state === "done");
      expect(done.length).toBeGreaterThanOrEqual(7);
    }, WAIT);
    await session.handlers["study.stop"](nothing);
    await ended(session);
    expect(statusOf(session)!.state).toBe("stopped");
    const report = session.named("study.reported")[0]!.report as VerdictReport;
    expect(report.seeds.length).toBeGreaterThanOrEqual(1);
    expect(report.seeds.length).toBeLessThan(6);
    expect(report.computeMatchedGain).not.toBeNull();
  });

  it("says why it cannot start", async () => {
    const session = await loaded();
    await session.handlers["run.start"]({ config: smallConfig({ lower: { steps: 100_000 } }) });
    await session.reached("running");
    const start = async () =>
      session.handlers["study.start"]({
        request: { kind: "verdict", config: short, seeds: [1, 2] },
      });
    await expect(start).rejects.toThrow(/run is going on/);
    await session.handlers["run.stop"](nothing);
    const shardsOnly = smallFiles().slice(0, 3);
    await session.handlers["files.load"]({ files: shardsOnly, isReplacing: true });
    await expect(start).rejects.toThrow(/no meta set/);
  });
});

describe("a comparison", () => {
  it("compares variants with the first; every training becomes a run with its PRM", async () => {
    const session = await loaded();
    const vanilla = parseRunConfig({ ...short, mode: "vanilla" });
    const report = (await reportOf(session, {
      kind: "comparison",
      title: "Test",
      seeds: [3, 4],
      variants: [
        { label: "as it is", config: short, responses: "steps" },
        { label: "vanilla", config: vanilla, responses: "steps" },
        { label: "whole responses", config: short, responses: "whole" },
        {
          label: "single steps",
          config: parseRunConfig(writeConfigPath(short, "upper.metaUnit", "step")),
          responses: "steps",
        },
      ],
    })) as ComparisonReport;
    expect(report.rows.map(({ label }) => label)).toEqual([
      "as it is",
      "vanilla",
      "whole responses",
      "single steps",
    ]);
    expect(report.rows[1]!.differences).toEqual({ mode: "vanilla" });
    expect(report.rows[3]!.differences).toEqual({ "upper.metaUnit": "step" });
    expect(report.rows[0]!.points.every(({ gainOverFirst }) => gainOverFirst === null)).toBe(true);
    expect(report.rows[1]!.weightSpread).toEqual([1, 1]);
    expect(report.rows[0]!.weightSpread[1]).toBeGreaterThan(1);
    const at4 = report.rows[1]!.points.find(({ n }) => n === 4)!;
    const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    expect(at4.accuracy.value).toBeCloseTo(mean(report.rows[1]!.bySeed), 12);
    expect(at4.gainOverFirst!.value).toBeCloseTo(
      mean(report.rows[1]!.bySeed) - mean(report.rows[0]!.bySeed),
      12,
    );
    const kept = session.named("study.runDone");
    expect(kept).toHaveLength(8);
    expect(kept.map(({ label }) => label).slice(0, 2)).toEqual([
      "as it is, seed 3",
      "vanilla, seed 3",
    ]);
    expect(kept[0]!.run.evaluation!.retrained).toHaveLength(1);
    expect(kept[0]!.run.history.at(-1)!.step).toBe(60);
    expect(kept[1]!.run.evaluation!.retrained).toBeUndefined();
    const prm = readSafetensors(new Uint8Array(await kept[0]!.prm.blob.arrayBuffer()));
    expect(prm.step).toBe(60);
  });
});

describe("permuted weights", () => {
  it("are the same weights, none of them where it was", () => {
    const weights = Float64Array.from({ length: 15 }, (_, k) => k);
    for (const seed of [1, 2, 3]) {
      const dealt = permuteWeights(weights, seed);
      expect([...dealt].sort((a, b) => a - b)).toEqual([...weights]);
      expect(dealt.every((weight, k) => weight !== k)).toBe(true);
    }
    expect(permuteWeights(weights, 1)).not.toEqual(permuteWeights(weights, 2));
    expect(permuteWeights(weights, 1)).toEqual(permuteWeights(weights, 1));
  });
});
