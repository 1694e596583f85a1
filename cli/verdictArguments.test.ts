import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UsageError } from "./usageError.ts";
import { parseVerdictArguments } from "./verdictArguments.ts";

const folder = mkdtempSync(join(tmpdir(), "dreamprm-verdict-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const shard = join(folder, "shard.jsonl");
const meta = join(folder, "meta.json");
for (const path of [shard, meta]) writeFileSync(path, "");
const FILES = ["--train", shard, "--meta", meta];

function problemsOf(...argv: string[]): string {
  try {
    parseVerdictArguments(argv);
  } catch (error) {
    if (error instanceof UsageError) return error.problems.join("\n");
    throw error;
  }
  throw new Error("expected a UsageError");
}

describe("npm run verdict", () => {
  it("takes the data of train, seven seeds from the config's own on", () => {
    expect(parseVerdictArguments(FILES)).toMatchObject({
      seeds: [1, 2, 3, 4, 5, 6, 7],
      json: null,
      modes: ["bilevel"],
      data: { train: [{ path: shard }], meta: [{ path: meta }], test: [] },
    });
    const suite = parseVerdictArguments(["--suite", "noisy", "--seed", "7", "--json", "v.json"]);
    expect(suite).toMatchObject({
      data: null,
      seeds: [7, 8, 9, 10, 11, 12, 13],
      config: { seed: 7, suite: { variant: "noisy" } },
      json: "v.json",
    });
  });

  it.each([
    ["3", [1, 2, 3]],
    ["2..4", [2, 3, 4]],
    ["9,4", [9, 4]],
  ])("--seeds %s", (text, seeds) => {
    const plan = parseVerdictArguments([...FILES, "--seeds", text]);
    expect(plan?.seeds).toEqual(seeds);
    expect(plan?.config.seed).toBe(seeds[0]);
  });

  it("names everything that is wrong at once", () => {
    const problems = problemsOf(
      ...["--train", "nowhere", "--seed", "3", "--seeds", "1..x", "--json", folder],
      ...["--set", "mode=vanilla", "stray=1", "lower.steps=1,2"],
    );
    expect(problems).toMatch(/--train nowhere: there is no such file/);
    expect(problems).toMatch(/--meta <file> is missing/);
    expect(problems).toMatch(/--seeds 1\.\.x names the seeds; take away --seed 3/);
    expect(problems).toMatch(/"1\.\.x" is neither a number nor a range/);
    expect(problems).toMatch(/is a folder; name a file in it/);
    expect(problems).toMatch(/no setting "stray"/);
    expect(problems).toMatch(/lower\.steps: .*\(got "1,2"\)/);
  });

  it.each([
    [["--seeds", "1"], /two seeds or more/],
    [["--seeds", "4..4"], /two seeds or more/],
    [["--seeds", "0"], /a number from 1 to 100/],
    [["--set", "mode=vanilla"], /mode vanilla: a verdict is about learned weights/],
    [["--set", "seed=3", "--seeds", "1..2"], /take away --set seed=3/],
    [["--out", "o"], /unknown option '--out'/],
  ])("refuses %j", (argv, message) => {
    expect(problemsOf(...FILES, ...argv)).toMatch(message);
  });
});
