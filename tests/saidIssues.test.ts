// What the check of a config or of the labeller's form finds at fault is said in the language shown, too.
import { afterAll, beforeAll, expect, test } from "vitest";
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
