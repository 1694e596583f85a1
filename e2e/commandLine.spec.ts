// Story: the same engine without the interface. Files, figures and exit statuses of the command line.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import type { RunFile } from "../src/domain/run.ts";
import type { ComparisonReport, VerdictReport } from "../src/domain/study.ts";
import { command, saidBy } from "./commandProcess.ts";
import { allFiles, CANDIDATES, DOMAINS, QUESTIONS, shardFile } from "./fixtures/sumData.ts";
import { expectWeightsOfARun } from "./studioPage.ts";

/** Writes the shards into a folder of their own; meta set and candidates beside it. */
function writeData(folder: string) {
  const shards = join(folder, "shards");
  mkdirSync(shards, { recursive: true });
  for (const { name, buffer } of allFiles()) {
    writeFileSync(join(name.endsWith("sums.jsonl") ? shards : folder, name), buffer);
  }
  return { shards, meta: join(folder, "meta.json"), test: join(folder, "candidates.jsonl") };
}

const QUICK = [
  "--backend",
  "cpu",
  "--set",
  "lower.steps=40",
  "upper.unroll=5",
  "upper.warmupSteps=10",
];

test("train writes its files, names bad rows, and score scores alike", async ({
  browserName: _,
}, info) => {
  const folder = info.outputPath("data");
  const { shards, meta, test: candidates } = writeData(folder);
  const spoilt = shardFile("honest sums")
    .buffer.toString("utf8")
    .replace('"accuracy":0.9', '"accuracy":1.7');
  writeFileSync(join(shards, "honest_sums.jsonl"), spoilt);
  writeFileSync(join(shards, "readme.txt"), "no data");
  const out = join(folder, "out");
  const trained = await command(
    "train",
    ...["--train", shards, "--meta", meta, "--test", candidates, "--seed", "5", "--out", out],
    ...QUICK,
  ).ended;
  expect(trained.err).toMatch(/honest_sums\.jsonl, line \d+, "accuracy": .*1\.7/);
  expect(trained.err).toContain("readme.txt");
  expect(trained.err).toMatch(/training: 40\/40/);
  expect(trained).toMatchObject({ status: 0 });
  for (const domain of DOMAINS) expect(trained.out).toContain(domain);

  const run = JSON.parse(readFileSync(join(out, "run.json"), "utf8")) as RunFile;
  expect(run).toMatchObject({ seed: 5, schemaVersion: 1, config: { lower: { steps: 40 } } });
  expectWeightsOfARun(run);
  expect(run.evaluation?.retrained?.at(-1)?.step).toBe(40);
  const report = run.evaluation?.report;
  expect(report).toMatchObject({ questions: QUESTIONS, referenceId: "vanilla" });
  expect(report?.prms.map(({ id }) => id).sort()).toEqual(["main", "retrained", "vanilla"]);
  expect(trained.out).toContain("points over Vanilla at 4");
  expect(run.recommendation?.choice).toMatch(/^(learned|uniform)$/);
  expect(trained.out).toContain(`Recommended: ${run.recommendation?.choice} weights.`);
  expect(readFileSync(join(out, "weights.csv"), "utf8")).toMatch(
    new RegExp(`^step,${run.data.domains.map((domain) => domain.name).join(",")}\n`),
  );
  const scores = readFileSync(join(out, "scores.jsonl"), "utf8").trim().split("\n");
  expect(scores).toHaveLength(QUESTIONS * CANDIDATES);

  const again = join(folder, "again", "scores.jsonl");
  const scored = await command(
    "score",
    ...["--prm", join(out, "prm.safetensors"), "--test", candidates, "--out", again],
  ).ended;
  expect(scored).toMatchObject({ status: 0 });
  const rescored = readFileSync(again, "utf8").trim().split("\n");
  for (const [i, line] of rescored.entries()) {
    const [ours, theirs] = [JSON.parse(line), JSON.parse(scores[i] ?? "null")];
    expect([ours.id, ours.candidate]).toEqual([theirs.id, theirs.candidate]);
    // The file holds float32, the run scored with its own float64.
    expect(ours.chainScore).toBeCloseTo(theirs.chainScore, 5);
  }
});

test("input that cannot be used is refused with status 2, everything named", async ({
  browserName: _,
}, info) => {
  const folder = info.outputPath("data");
  const { shards, meta, test: candidates } = writeData(folder);
  const nothing = join(folder, "nothing.jsonl");
  writeFileSync(nothing, "");
  const out = join(folder, "out");
  const honest = join(shards, "honest_sums.jsonl");

  const missing = await command("train", "--train", "nowhere", "--set", "lower.step=3").ended;
  expect(missing.status).toBe(2);
  expect(missing.err).toMatch(/--train nowhere: there is no such file/);
  expect(missing.err).toMatch(/no setting "lower\.step"/);
  expect(missing.err).toMatch(/--out <folder> is missing/);

  const empty = await command("train", "--train", nothing, honest, "--meta", meta, "--out", out)
    .ended;
  expect(empty.status).toBe(2);
  expect(empty.err).toMatch(/error: --train .*nothing\.jsonl/);

  const mixedUp = await command("train", "--train", honest, "--meta", candidates, "--out", out)
    .ended;
  expect(mixedUp.status).toBe(2);
  expect(mixedUp.err).toMatch(/--meta .*candidates\.jsonl: holds candidates, not a meta set/);

  const noPrm = await command(
    "score",
    "--prm",
    meta,
    "--test",
    candidates,
    "--out",
    join(folder, "s.jsonl"),
  ).ended;
  expect(noPrm.status).toBe(2);
  expect(noPrm.err).toContain("error:");
});

test("a sweep writes the files of each training and compares them", async ({
  browserName: _,
}, info) => {
  const folder = info.outputPath("data");
  const { shards, meta, test: candidates } = writeData(folder);
  const out = join(folder, "out");
  const swept = await command(
    "train",
    ...["--train", shards, "--meta", meta, "--test", candidates, "--out", out],
    ...QUICK,
    ...["mode=bilevel,vanilla", "--seeds", "3..4"],
  ).ended;
  expect(swept).toMatchObject({ status: 0 });
  const report = JSON.parse(readFileSync(join(out, "comparison.json"), "utf8")) as ComparisonReport;
  expect(report).toMatchObject({ kind: "comparison", title: "mode", seeds: [3, 4] });
  expect(report.rows.map(({ label }) => label)).toEqual(["mode bilevel", "mode vanilla"]);
  for (const [mode, seed] of [
    ["bilevel", 3],
    ["bilevel", 4],
    ["vanilla", 3],
    ["vanilla", 4],
  ] as const) {
    const training = join(out, `mode_${mode}-seed${seed}`);
    const run = JSON.parse(readFileSync(join(training, "run.json"), "utf8")) as RunFile;
    expect(run).toMatchObject({ seed, config: { mode, lower: { steps: 40 } } });
    const csv = readFileSync(join(training, "weights.csv"), "utf8").trim().split("\n");
    expect(csv).toHaveLength(run.history.length + 2);
    expect(readFileSync(join(training, "prm.safetensors")).length).toBeGreaterThan(1000);
  }
  const [first, second] = report.rows;
  expect(first?.points.at(-1)).toMatchObject({ n: CANDIDATES, gainOverFirst: null });
  expect(second?.weightSpread).toEqual([1, 1]);
  expect(swept.out).toMatch(/^mode bilevel .*\nmode vanilla /m);
});

test("a verdict names its controls, and is the same on the screen and in its file", async ({
  browserName: _,
}, info) => {
  const folder = info.outputPath("data");
  const { shards, meta, test: candidates } = writeData(folder);
  const json = join(folder, "deep", "verdict.json");
  const judged = await command(
    "verdict",
    ...["--train", shards, "--meta", meta, "--test", candidates, "--seeds", "2", "--json", json],
    ...QUICK,
  ).ended;
  expect(judged).toMatchObject({ status: 0 });
  const report = JSON.parse(readFileSync(json, "utf8")) as VerdictReport;
  expect(report).toMatchObject({ kind: "verdict", atN: CANDIDATES, seeds: [1, 2] });
  expect(["benefit", "none", "harm"]).toContain(report.verdict);
  expect(report.controls.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["retrained", "vanilla", "vanillaLong", "permuted", "fineTuned"]),
  );
  for (const { id, points, bySeed } of report.controls) {
    expect(bySeed).toHaveLength(2);
    const { accuracy, gainOverThis } = points.at(-1) ?? {};
    expect(gainOverThis === null).toBe(id === "retrained");
    for (const { low, high, value } of [accuracy, gainOverThis].filter((each) => each != null)) {
      // What is no number would be null in the file.
      for (const number of [low, high, value]) expect(number).toEqual(expect.any(Number));
    }
  }
  expect(judged.out).toContain(report.headline);
  for (const { label } of report.controls) expect(judged.out).toContain(label);
  expect(judged.err).toMatch(/Is it real\? \(%\): 100\/100/);

  const refused = await command("verdict", "--train", shards, "--seeds", "1", "--out", "o").ended;
  expect(refused.status).toBe(2);
  expect(refused.err).toContain("unknown option '--out'");
});

test("Ctrl-C stops the run and writes what there is", async ({ browserName: _ }, info) => {
  test.skip(process.platform === "win32", "signals are not sent between processes there");
  const folder = info.outputPath("data");
  const { shards, meta } = writeData(folder);
  const out = join(folder, "out");
  const { child, ended } = command(
    "train",
    ...[
      "--train",
      shards,
      "--meta",
      meta,
      "--backend",
      "cpu",
      "--set",
      "lower.steps=1000000",
      "--out",
      out,
    ],
  );
  // Each note of the backend comes right before the first step.
  await saidBy(child, /training: 0\//);
  child.kill("SIGINT");
  const { status, err } = await ended;
  expect(err).toContain("Stopping after this step");
  expect(status).toBe(130);
  const run = JSON.parse(readFileSync(join(out, "run.json"), "utf8")) as RunFile;
  expect(run.history.at(-1)?.step ?? 0).toBeLessThan(1000000);
});

test("Ctrl-C ends a verdict with what was trained", async ({ browserName: _ }, info) => {
  test.skip(process.platform === "win32", "signals are not sent between processes there");
  const folder = info.outputPath("data");
  const { shards, meta, test: candidates } = writeData(folder);
  const json = join(folder, "verdict.json");
  const { child, ended } = command(
    "verdict",
    ...["--train", shards, "--meta", meta, "--test", candidates, "--seeds", "3", "--json", json],
    ...["--backend", "cpu", "--set", "lower.steps=4000"],
  );
  // By then the first seed has its learned weights' PRM and its vanilla one, but not all controls.
  await saidBy(child, /\(%\): [2-9]\d\//);
  child.kill("SIGINT");
  const { status, out, err } = await ended;
  expect(err).toContain("Stopping; what is trained so far is judged");
  expect(status).toBe(130);
  const report = JSON.parse(readFileSync(json, "utf8")) as VerdictReport;
  expect(report.trainings.done).toBeLessThan(report.trainings.planned);
  expect(report.seeds).toEqual([1]);
  expect(report.verdict).toBe("none");
  expect(out).toContain(`stopped after ${report.trainings.done} of ${report.trainings.planned}`);
});
