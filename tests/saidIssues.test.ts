// What a check finds at fault (of a config, of the labeller's form, of files) is said in the language shown, too.
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadFiles } from "../src/data/loadFiles.ts";
import { peekFile } from "../src/data/peekFile.ts";
import { summariseCorpus } from "../src/data/summariseCorpus.ts";
import { labelSpecSchema } from "../src/domain/labelling.ts";
import { checkRunConfig, configIssues } from "../src/domain/runConfig.ts";
import { said } from "../src/strings/said.ts";
import { setLanguage } from "../src/strings/strings.ts";

beforeAll(() => setLanguage("zh-Hant"));
afterAll(() => setLanguage("en"));

function messagesOf(check: ReturnType<typeof checkRunConfig>): string[] {
  return check.success ? [] : configIssues(check.error).map(({ message }) => message);
}

test("the issues of a config", () => {
  const messages = [
    { seed: -1, lower: { steps: 1e12, learningRate: 0, batchSize: 1.5 }, mode: "none" },
    { seed: null, heldOut: { metaShare: 2 } },
    { encoder: { kind: "transformer", width: 30, heads: 4 } },
  ].flatMap((config) => messagesOf(checkRunConfig(config)));
  expect(messages.length).toBeGreaterThan(6);
  for (const message of messages) expect(said(message), message).toMatch(/\p{Script=Han}/u);
});

test("the issues of a labelling job", () => {
  const found = labelSpecSchema.safeParse({
    generator: { kind: "endpoint", url: "nowhere", model: "", temperature: 9, retries: -1 },
    prompt: "What?",
    rollouts: 0,
  });
  const messages = found.success ? [] : found.error.issues.map(({ message }) => message);
  expect(messages.length).toBeGreaterThan(5);
  for (const message of messages) expect(said(message), message).toMatch(/\p{Script=Han}/u);
});

test("the faults of files, and what is odd about a corpus", async () => {
  const file = (path: string, rows: object[]) => ({
    path,
    file: new File([rows.map((row) => JSON.stringify(row)).join("\n")], path),
  });
  const row = { input: "Q", add: "Step 1: a", dataset: "d", accuracy: 0.5 };
  const files = [
    file("rows.jsonl", [
      row,
      { ...row, input: "Q2", accuracy: 3 },
      { ...row, input: 4 },
      { ...row, add: "" },
      { input: "Q5", add: "Step 1: a", dataset: "d" },
      { ...row, input: "Q6", image_path: "x.png" },
    ]),
    file("meta.jsonl", [{ input: "Q\nStep 1: a\nFinal answer: 1", true_false: "maybe" }]),
    file("candidates.jsonl", [{ id: "c", question: "Q", candidates: 7 }]),
    file("odd.jsonl", [{ q: 1 }]),
    file("empty.jsonl", []),
  ];
  const loaded = await loadFiles(files);
  const { problems } = summariseCorpus(loaded.corpus, loaded);
  const messages = problems.map(({ message }) => message);
  for (const path of files.slice(0, 4)) messages.push((await peekFile(path)).reason);
  expect(messages.length).toBeGreaterThan(12);
  const left = messages.filter((message) => !/\p{Script=Han}/u.test(said(message)));
  expect(left).toEqual([]);
  expect(said("d")).toBe("d");
  expect(said("no column is said to be input, nor add, nor accuracy (or score and times)")).toBe(
    "還沒有指定哪一欄是 input、add、accuracy（或 score 和 times）",
  );
  expect(said("The key of the endpoint is missing")).toBe("The key of the endpoint is missing");
});
