import { readFileSync } from "node:fs";
import { afterEach, expect, test } from "vitest";
import { someRunFile } from "../../domain/keptRunFixture.ts";
import type { RunFile } from "../../domain/run.ts";
import type { VerdictReport } from "../../domain/study.ts";
import { loadAreas, setLanguage } from "../../strings/strings.ts";
import type { ReportContent, ReportedChain } from "./reportContent.ts";
import { verdictOn } from "./reportContent.ts";
import { followScheme, REPORT_POLICY, reportHtml } from "./reportHtml.tsx";

/** Markup, an attribute's end, entities, a script's and a style's end, bidi marks, what a template would fill. */
const HOSTILE = `</style></title></svg><script>window.hit=1</script><img src=x onerror=hit()>"'&amp;\u202Eevil\u2066{{next}}$t(report:app)`;
const ESCAPED =
  "&lt;/style&gt;&lt;/title&gt;&lt;/svg&gt;&lt;script&gt;window.hit=1&lt;/script&gt;&lt;img src=x onerror=hit()&gt;";

const chain = (change: Partial<ReportedChain> = {}): ReportedChain => ({
  kind: "rightHighest",
  chain: {
    source: "candidates",
    ref: 3,
    id: "q1",
    domain: "a",
    question: "What is 2 + 2?",
    groundTruth: "4",
    answer: "4",
    model: null,
    isCorrect: true,
    imagePath: null,
    isImageFound: false,
    steps: [
      { text: "Two and two.", accuracy: 0.75, score: 0.5 },
      { text: "Makes four.", accuracy: null, score: 0.5 },
    ],
    chainScores: null,
    other: null,
  },
  stepScores: [0.125, 0.875],
  score: 0.6254,
  image: null,
  ...change,
});

const content = (run: RunFile, change: Partial<ReportContent> = {}): ReportContent => ({
  name: "First",
  run,
  failure: null,
  link: "https://example.org/studio/?v=1&seed=1#train",
  linkOmits: [],
  verdict: null,
  samples: { kind: "chains", source: "candidates", looked: 48, chains: [chain()] },
  slots: { a: 0, b: 1 },
  madeAt: "2026-11-21T15:00:00.000Z",
  ...change,
});

const verdict = (run: RunFile): VerdictReport => ({
  kind: "verdict",
  verdict: "benefit",
  headline: "The learned weights help by 4.1 points.",
  reasons: ["They beat vanilla at twice the steps."],
  cautions: [],
  atN: 8,
  questions: 200,
  questionsInAll: 200,
  trainings: { done: 14, planned: 14 },
  steps: [],
  seeds: [1, 2],
  computeMatchedGain: { value: 0.041, low: 0.02, high: 0.06 },
  controls: [
    {
      id: "vanilla",
      label: "Vanilla",
      explanation: "All weights 1.",
      seeds: 2,
      points: [
        {
          n: 8,
          accuracy: { value: 0.7, low: 0.66, high: 0.74 },
          gainOverThis: { value: 0.041, low: 0.02, high: 0.06 },
        },
      ],
      metaAuroc: null,
      bySeed: [0.7, 0.7],
    },
  ],
  agreement: null,
  recommendation: null,
  weights: [],
  cleanNull: null,
  source: run.data.source,
  config: run.config,
  elapsedMs: 1000,
});

afterEach(() => setLanguage("en"));

async function reportOf(of: ReportContent): Promise<string> {
  await loadAreas(["report", "evaluate"]);
  return reportHtml(of);
}

/** Text of the page without its style. */
const textOf = (html: string) =>
  html
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replace(/<[^>]*>/g, " ")
    .replace(/\s+/g, " ");

test("a report is one file under a policy that runs and fetches nothing, without a script", async () => {
  const html = await reportOf(content(someRunFile()));
  expect(html).toMatch(/^<!doctype html>/);
  expect(html).toContain(`content="${REPORT_POLICY.replaceAll("'", "&#x27;")}"`);
  expect(html).not.toMatch(/<script|<link|<iframe|\son\w+=|javascript:|@import|url\(/i);
  // The only address it names is the one to repeat the run at, and SVG's own name.
  const addresses = [...html.matchAll(/https?:\/\/[^"'<\s]+/g)].map(([address]) => address);
  expect(new Set(addresses)).toEqual(
    new Set(["https://example.org/studio/?v=1&amp;seed=1#train", "http://www.w3.org/2000/svg"]),
  );
});

test("weights, measurements, data and settings are those of the run", async () => {
  const run = someRunFile({ seed: 5, lower: { steps: 15 }, upper: { estimator: "darts" } });
  const html = await reportOf(content(run));
  expect(
    [...html.matchAll(/data-weight="(.)">([\d.]+)</g)].map(([, name, at]) => [name, at]),
  ).toEqual([
    ["a", "1.150"],
    ["b", "0.850"],
  ]);
  const text = textOf(html);
  expect(text).toContain("All 15 lower steps were trained.");
  expect(text).toContain("This run 50.0 % 65.0 % 70.0 % 0.750 15");
  expect(text).toContain("two domains");
  expect(text).toMatch(/Lower steps 15 1500 lower\.steps/);
  expect(text).toMatch(/darts tracked upper\.estimator/i);
  expect(text).toContain("dreamprm-studio 0.1.0");
  // Four pictures: weights, both losses, best-of-4; and step AUROC.
  expect(html.match(/<svg [^>]*role="img"/g)).toHaveLength(5);
  expect(text).toContain("No verdict was reached on these data and settings.");
});

test("a run that was ended early says so, one without points or measurements too", async () => {
  const early = someRunFile();
  const failed = textOf(await reportOf(content(early, { failure: "The loss is no number." })));
  expect(failed).toContain("Trained for 15 of 1,500 lower steps.");
  expect(failed).toContain("It failed: The loss is no number.");
  expect(textOf(await reportOf(content(early)))).not.toContain("It failed");
  const { evaluation: _evaluation, ...bare } = { ...early, history: [] };
  const text = textOf(await reportOf(content(bare)));
  expect(text).toContain("No point was recorded.");
  expect(text).toContain("Nothing was measured");
});

test("sample chains stand with their scores, and why there are none is said", async () => {
  const html = await reportOf(content(someRunFile()));
  const text = textOf(html);
  expect(text).toContain("Right answer, highest score: judged well");
  expect(text).toContain("Chain score 0.625");
  expect(text).toContain("Step 1 · score 0.125 · label 0.750 Two and two.");
  expect(html).toMatch(
    /<li data-score="low">[\s\S]*Two and two[\s\S]*<li data-score="high">[\s\S]*Makes four/,
  );
  for (const [reason, words] of [
    ["noPrm", "the PRM of this run is not there any more"],
    ["otherData", "other data than this run's are loaded now"],
    ["failed", "out of memory"],
  ] as const) {
    const samples = { kind: "none", reason, detail: "out of memory" } as const;
    const none = await reportOf(content(someRunFile(), { samples }));
    expect(textOf(none)).toContain(words.replace("'", "&#x27;"));
  }
});

test("whatever names, texts and files hold stays text", async () => {
  const run = someRunFile({ mode: "fixed", fixedWeights: { [HOSTILE]: 1, b: 2 } });
  run.data.source = HOSTILE;
  run.data.domains[0]!.name = HOSTILE;
  run.weights = { [HOSTILE]: 1.15, b: 0.85 };
  run.finalWeights = { ...run.weights };
  run.backend.adapter = HOSTILE;
  run.app = HOSTILE;
  const sample = chain({ image: "data:image/png;base64,AAAA" });
  sample.chain = { ...sample.chain, question: HOSTILE, domain: HOSTILE };
  sample.chain.steps = [{ text: HOSTILE, accuracy: null, score: null }];
  const plain = await reportOf(
    content(someRunFile({ mode: "fixed", fixedWeights: { a: 1, b: 2 } })),
  );
  for (const mode of ["fixed", "bilevel"] as const) {
    run.config = { ...run.config, mode };
    const html = await reportOf(
      content(run, {
        name: HOSTILE,
        linkOmits: [HOSTILE],
        samples: { kind: "chains", source: "meta", looked: 1, chains: [sample] },
      }),
    );
    expect(html.split(ESCAPED).length).toBeGreaterThan(10);
    expect(html).not.toContain("<script");
    expect(html).not.toContain("<img src=x");
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html.match(/<\/title>/g)).toHaveLength(1);
    // As many pictures as of a harmless run: none was closed early or opened by a name.
    if (mode === "fixed")
      expect(html.match(/<\/svg>/g)).toHaveLength(plain.match(/<\/svg>/g)!.length);
    expect(html).toContain("{{next}}$t(report:app)");
    // What turns the direction of text is shut in with the name that holds it.
    const open = html.replace(/<(bdi|text|title)\b[\s\S]*?<\/\1>/g, "").replace(/<[^>]*>/g, "");
    expect(open).not.toMatch(/\u202E/);
  }
});

test("a verdict is told where it is of the same data and settings, and there alone", async () => {
  const run = someRunFile();
  const reached = verdict(run);
  expect(verdictOn(run, reached)).toBe(reached);
  expect(verdictOn({ ...run, data: { ...run.data, source: "others" } }, reached)).toBeNull();
  expect(verdictOn(someRunFile({ lower: { batchSize: 3 } }), reached)).toBeNull();
  expect(verdictOn(run, null)).toBeNull();
  const text = textOf(await reportOf(content(run, { verdict: reached })));
  expect(text).toContain("The learned weights help by 4.1 points.");
  expect(text).toContain("They beat vanilla at twice the steps.");
  expect(text).toContain("Vanilla 70.0 % (66.0–74.0 %) +4.1 (+2.0 to +6.0)");
});

test("it speaks the page's language", async () => {
  await setLanguage("zh-Hant");
  const html = await reportOf(content(someRunFile()));
  expect(html).toContain('<html lang="zh-Hant">');
  expect(textOf(html)).toContain("領域權重");
  expect(textOf(html)).not.toMatch(/Domain weights|lower steps were/);
});

test("the reader's preference chooses the colours, all of those of the app", () => {
  const css = followScheme(readFileSync("src/ui/theme/tokens.css", "utf8"));
  const [light = "", dark = ""] = css.split("@media screen and (prefers-color-scheme:dark)");
  const namesIn = (part: string) =>
    [...part.matchAll(/(--(?:domain-\d+|surface|text|accent)):/g)].length;
  expect(namesIn(light)).toBe(18);
  expect(namesIn(dark)).toBe(18);
  expect(dark).toContain("color-scheme: dark");
});
