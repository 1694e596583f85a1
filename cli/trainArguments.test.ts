import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseScoreArguments } from "./scoreArguments.ts";
import { parseTrainArguments } from "./trainArguments.ts";
import { UsageError } from "./usageError.ts";

const folder = mkdtempSync(join(tmpdir(), "dreamprm-arguments-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const shards = join(folder, "shards");
const meta = join(folder, "meta.json");
const candidates = join(folder, "candidates.jsonl");
mkdirSync(join(shards, "deep"), { recursive: true });
mkdirSync(join(folder, "empty"));
mkdirSync(join(shards, ".unfinished"));
writeFileSync(join(shards, ".unfinished", "state.json"), "{}");
for (const name of ["b.jsonl", "a.json.gz", "notes.txt", "deep/c.JSON"])
  writeFileSync(join(shards, name), "");
for (const path of [meta, candidates]) writeFileSync(path, "");

function problemsOf(parse: () => unknown): string {
  try {
    parse();
  } catch (error) {
    if (error instanceof UsageError) return error.problems.join("\n");
    throw error;
  }
  throw new Error("expected a UsageError");
}

const trainProblems = (...argv: string[]) => problemsOf(() => parseTrainArguments(argv));
const FILES = ["--train", shards, "--meta", meta, "--out", "out"];

describe("npm run train", () => {
  it("opens folders, in the order of names, hidden ones left closed, and notes what is no data", () => {
    const plan = parseTrainArguments([...FILES, "--test", candidates]);
    expect(plan?.data?.train).toEqual(
      ["a.json.gz", "b.jsonl", "deep/c.JSON"].map((name) => ({
        path: join(shards, name),
        isFromFolder: true,
      })),
    );
    expect(plan?.data?.meta).toEqual([{ path: meta, isFromFolder: false }]);
    expect(plan?.data?.test).toEqual([{ path: candidates, isFromFolder: false }]);
    expect(plan?.data?.skipped).toEqual([join(shards, "notes.txt")]);
    expect(plan?.isRetraining).toBe(true);
  });

  it("takes several paths after one option or the option several times, each file once", () => {
    const a = join(shards, "a.json.gz");
    const b = join(shards, "b.jsonl");
    const rest = ["--meta", meta, "--out", "out"];
    const together = parseTrainArguments(["--train", a, b, ...rest]);
    const apart = parseTrainArguments(["--train", a, "--train", b, "--train", a, ...rest]);
    expect(together?.data?.train.map((file) => file.path)).toEqual([a, b]);
    expect(apart?.data?.train).toEqual(together?.data?.train);
  });

  it("takes the suite with or without a name", () => {
    const named = parseTrainArguments(["--suite", "clean", "--seed", "7", "--out", "out"]);
    expect(named).toMatchObject({
      data: null,
      config: { seed: 7, suite: { variant: "clean", seed: null } },
    });
    const unnamed = parseTrainArguments(["--suite", "--out", "out", "--no-retrain"]);
    expect(unnamed).toMatchObject({
      isRetraining: false,
      config: { suite: { variant: "planted" } },
    });
  });

  it("puts --set over --seed and --backend, and those over --config", () => {
    const config = join(folder, "config.json");
    writeFileSync(config, '{"seed": 1, "backend": "referenceWasm", "lower": {"steps": 12}}');
    const argv = ["--suite", "--out", "o", "--config", config, "--seed", "2", "--backend", "cpu"];
    expect(parseTrainArguments(argv)?.config).toMatchObject({
      seed: 2,
      backend: "cpu",
      lower: { steps: 12 },
    });
    const set = parseTrainArguments([...argv, "--set", "seed=3", "suite.seed=9"]);
    expect(set?.config).toMatchObject({ seed: 3, suite: { seed: 9 } });
  });

  it("names everything that is wrong at once", () => {
    const problems = trainProblems(
      "--train",
      "nowhere",
      join(folder, "empty"),
      "--set",
      "lower.steps=0",
    );
    expect(problems).toMatch(/--train nowhere: there is no such file/);
    expect(problems).toMatch(/empty: no \.json, \.jsonl, \.parquet or \.zip file/);
    expect(problems).toMatch(/lower\.steps: .*\(got 0\)/);
    expect(problems).toMatch(/--out <folder> is missing/);
  });

  it("wants a meta set for bilevel training only", () => {
    expect(trainProblems("--train", shards, "--out", "o")).toMatch(/--meta <file> is missing/);
    expect(
      parseTrainArguments(["--train", shards, "--out", "o", "--set", "mode=vanilla"])?.config.mode,
    ).toBe("vanilla");
  });

  it.each([
    [["--out", "o"], /--train <file or folder> is missing/],
    [["--suite", "golden", "--out", "o"], /suite\.variant: .*\(got "golden"\)/],
    [["--suite", "--meta", meta, "--out", "o"], /--suite brings its own data; take away --meta/],
    [[...FILES, "--backend", "cuda"], /backend: .*\(got "cuda"\)/],
    [[...FILES, "--seed", "-1"], /seed: .*\(got -1\)/],
    [[...FILES, "--fast"], /unknown option '--fast'/],
    [["stray", ...FILES], /"stray" belongs to no option/],
    [[...FILES, "--config", join("no", "such.json")], /--config .*such\.json: does not exist/],
  ])("refuses %j", (argv, message) => {
    expect(trainProblems(...argv)).toMatch(message);
  });
});

describe("sweeps of npm run train", () => {
  const parse = (...argv: string[]) => parseTrainArguments([...FILES, ...argv]);

  it("are none without lists", () => {
    expect(parse("--set", "lower.steps=3")?.sweep).toBeNull();
  });

  it("go over values and seeds, the first seed being the data's", () => {
    const plan = parse("--set", "lower.steps=3,4", "upper.unroll=2", "--seeds", "7..8");
    expect(plan).toMatchObject({
      config: { seed: 7, upper: { unroll: 2 } },
      modes: ["bilevel"],
      sweep: { title: "lower.steps", seeds: [7, 8] },
    });
    expect(
      plan?.sweep?.variants.map(({ config }) => [config.lower.steps, config.upper.unroll]),
    ).toEqual([
      [3, 2],
      [4, 2],
    ]);
  });

  it("may be of seeds alone, or under the config's own seed", () => {
    expect(parse("--seeds", "3")?.sweep).toMatchObject({ title: "Seeds", seeds: [1, 2, 3] });
    expect(parse("--seed", "4", "--seeds", "2")?.sweep?.seeds).toEqual([4, 5]);
    expect(parse("--seed", "4", "--set", "lower.steps=3,4")?.sweep?.seeds).toEqual([4]);
  });

  it("want a meta set where one of the modes learns from it", () => {
    const data = ["--train", shards, "--out", "o"];
    expect(trainProblems(...data, "--set", "mode=vanilla,bilevel")).toMatch(
      /--meta <file> is miss/,
    );
    expect(parse("--set", "mode=vanilla,bilevel")?.modes).toEqual(["vanilla", "bilevel"]);
  });

  it("name what is wrong beside everything else", () => {
    const problems = trainProblems(
      ...["--train", "nowhere", "--set", "lower.steps=5,0", "--seeds", "a", "--no-retrain"],
    );
    expect(problems).toMatch(/--train nowhere/);
    expect(problems).toMatch(/the value 0 cannot be used/);
    expect(problems).toMatch(/--seeds a: /);
    expect(problems).toMatch(/--no-retrain: a sweep compares/);
    expect(problems).toMatch(/--out <folder> is missing/);
  });
});

describe("--features", () => {
  const shards = ["--train", candidates, "--meta", meta, "--out", "run"];

  it("trains a head on vectors, unless the settings say otherwise", () => {
    const plan = parseTrainArguments([...shards, "--features", meta]);
    expect(plan).toMatchObject({ features: [meta], config: { encoder: { kind: "frozen" } } });
    const lexical = ["--features", meta, "--set", "encoder.kind=lexical"];
    expect(parseTrainArguments([...shards, ...lexical])?.config.encoder.kind).toBe("lexical");
  });

  it("names a file that is not there", () => {
    expect(() => parseTrainArguments([...shards, "--features", "no.safetensors"])).toThrow(
      "--features no.safetensors: there is no such file",
    );
  });
});

describe("npm run score", () => {
  it("takes a PRM, candidates and a place for the scores", () => {
    expect(parseScoreArguments(["--prm", meta, "--test", candidates, "--out", "s.jsonl"])).toEqual({
      prm: meta,
      test: [candidates],
      features: [],
      out: "s.jsonl",
    });
  });

  it("names everything that is missing", () => {
    const problems = problemsOf(() =>
      parseScoreArguments(["--prm", "nowhere.safetensors", "--out", folder]),
    );
    expect(problems).toMatch(/--prm nowhere\.safetensors: there is no such file/);
    expect(problems).toMatch(/--test <candidates> is missing/);
    expect(problems).toMatch(/is a folder; name a file in it/);
  });
});
