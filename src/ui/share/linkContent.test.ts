import { afterEach, expect, test } from "vitest";
import { parseRunConfig } from "../../domain/runConfig.ts";
import { setLanguage } from "../../strings/strings.ts";
import { joinSentences, type LinkedData, linkOmissions, linkTo } from "./linkContent.ts";

const SUITE: LinkedData = { kind: "suite", isEdited: false };

afterEach(() => setLanguage("en"));

test("a link leads to the app where it is, to Train, whatever stands in the address now", () => {
  const config = parseRunConfig({ seed: 7, lower: { steps: 20 } });
  expect(linkTo(config, "https://example.org/a/b/index.html?seed=1&x=y#guide/weights")).toBe(
    "https://example.org/a/b/index.html?v=1&seed=7&lower.steps=20#train",
  );
  expect(linkTo(config, "https://example.org/a/")).toBe(
    "https://example.org/a/?v=1&seed=7&lower.steps=20#train",
  );
});

test("what is not in a link is said: files by name, vectors, changes of the suite", () => {
  const config = parseRunConfig({});
  const said = (data: LinkedData, of = config) => joinSentences(linkOmissions("short", of, data));
  expect(said(SUITE)).toBe("With the built-in suite that is the whole run: same seed, same run.");
  expect(said({ kind: "suite", isEdited: true })).toMatch(/merged or switched off/);
  const files = (...names: string[]): LinkedData => ({ kind: "files", names, source: "5 files" });
  expect(said(files("a.jsonl", "b.jsonl"))).toBe(
    "Your own data files are not in it: a.jsonl, b.jsonl.",
  );
  expect(said(files("a", "b", "c", "d", "e"))).toContain("a, b, c, 2 more");
  expect(said(files())).toContain("5 files");
  expect(said(SUITE, parseRunConfig({ encoder: { kind: "frozen" } }))).toMatch(/vectors are not/);
});

test("a link that servers may refuse says how long it is", () => {
  const names = Array.from({ length: 300 }, (_, place) => `a domain of some length ${place}`);
  const fixedWeights = Object.fromEntries(names.map((name) => [name, 1 / 3]));
  const config = parseRunConfig({ mode: "fixed", fixedWeights });
  const link = linkTo(config, "https://example.org/");
  expect(linkOmissions(link, config, SUITE).at(-1)).toBe(
    `It is ${link.length.toLocaleString("en")} characters long; some servers refuse such a link.`,
  );
});

test("sentences stand as the language sets them", async () => {
  expect(joinSentences(["One.", "Two."])).toBe("One. Two.");
  await setLanguage("zh-Hant");
  expect(joinSentences(["一。", "二。"])).toBe("一。二。");
});
