import { expect, test } from "vitest";
import { StudioError } from "../base/errors.ts";
import { someRunFile } from "./keptRunFixture.ts";
import { parseRunFile } from "./runFile.ts";

type Json = Record<string, unknown>;

/** The run as JSON after a change. */
function changed(change: (run: Json) => void): string {
  const run = JSON.parse(JSON.stringify(someRunFile())) as Json;
  change(run);
  return JSON.stringify(run);
}

function faultOf(text: string): StudioError {
  try {
    parseRunFile(text, "mine.json");
  } catch (error) {
    if (error instanceof StudioError) return error;
    throw error;
  }
  throw new Error("the file was taken");
}

test("what the app writes comes back as it was", () => {
  const run = someRunFile({ seed: 3, upper: { estimator: "darts" } });
  expect(parseRunFile(JSON.stringify(run), "run.json")).toEqual(run);
});

test("a run that diverged is read too", () => {
  const run = someRunFile();
  run.history[2]!.lowerLoss = Number.NaN;
  run.weights["a"] = Number.NaN;
  expect(parseRunFile(JSON.stringify(run), "run.json")).toEqual(run);
});

test("a run of before data were kept from training had none kept, and no alignments", () => {
  const text = changed((run) => {
    delete (run["config"] as Json)["heldOut"];
    delete run["finalWeights"];
    for (const record of run["history"] as Json[]) {
      delete record["alignment"];
      delete record["cosine"];
    }
  });
  const run = parseRunFile(text, "old.json");
  expect(run.config.heldOut).toEqual({ metaShare: 0, shardShare: 0 });
  expect(run.history[0]).toMatchObject({ alignment: null, cosine: null });
  expect(run.finalWeights).toEqual(run.weights);
});

test.each<[string, (run: Json) => void, RegExp]>([
  ["a newer version", (run) => (run["schemaVersion"] = 2), /newer version of the app.*2/],
  ["an odd version", (run) => (run["schemaVersion"] = "one"), /schemaVersion/],
  ["no history", (run) => delete run["history"], /history: /],
  [
    "a field of the config",
    (run) => ((run["config"] as { lower: Json }).lower["learningRate"] = -1),
    /config\.lower\.learningRate: /,
  ],
  [
    "a word for a number",
    (run) => ((run["history"] as Json[])[1]!["lowerLoss"] = "low"),
    /history\.1\.lowerLoss: /,
  ],
  [
    "weights for other domains",
    (run) => ((run["history"] as Json[])[1]!["weights"] = [1]),
    /history\.1\.weights: has 1 values for 2 domains/,
  ],
  [
    "steps that go back",
    (run) => ((run["history"] as Json[])[1]!["step"] = 5),
    /history\.1\.step: is not after step 5/,
  ],
  ["a missing weight", (run) => (run["weights"] = { a: 1 }), /weights\.b: this domain has no/],
  ["a strange weight", (run) => (run["weights"] = { a: 1, c: 1 }), /"c" is no domain/],
  [
    "an accuracy beyond 1",
    (run) => ((run["evaluation"] as { main: Json[] }).main[0]!["stepAuroc"] = 7),
    /evaluation\.main\.0\.stepAuroc/,
  ],
  [
    "half a report",
    (run) => ((run["evaluation"] as Json)["report"] = { source: "s" }),
    /evaluation\.report\./,
  ],
])("%s is refused, with file and field", (_what, change, message) => {
  const fault = faultOf(changed(change));
  expect(fault.code).toBe("data");
  expect(fault.message).toMatch(message);
  expect(fault.message).toContain("mine.json");
  expect(fault.hint).not.toBe("");
});

test.each(["", "{", "[]", "null", "7", '"run"'])("%j holds no run", (text) => {
  expect(faultOf(text).message).toContain("mine.json");
});

test("keys that reach into prototypes are refused", () => {
  const text = JSON.stringify(someRunFile()).replace('"a":1.15', '"__proto__":1.15');
  expect(faultOf(text).message).toContain("weights.__proto__");
  expect(Object.prototype).not.toHaveProperty("polluted");
});

test("nesting without end is refused, not a crash", () => {
  const deep = `${'{"a":'.repeat(20_000)}1${"}".repeat(20_000)}`;
  expect(faultOf(deep).code).toBe("data");
});
