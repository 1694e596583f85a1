import { describe, expect, test } from "vitest";
import type { Chain, Corpus, Shard } from "../domain/chain.ts";
import type { DataProblem } from "../domain/problem.ts";
import { checkCorpus } from "./checkCorpus.ts";
import { enableDomain } from "./editCorpus.ts";
import { findBlocker } from "./findBlocker.ts";
import { findOverlap } from "./findOverlap.ts";
import { missingImageProblems } from "./missingImages.ts";
import { problemsToCsv } from "./problemsToCsv.ts";
import { summariseCorpus } from "./summariseCorpus.ts";

function chain(
  question: string,
  labels: (number | null)[],
  isCorrect: boolean | null = null,
): Chain {
  return {
    id: question,
    question,
    steps: labels.map((accuracy, index) => ({ text: `s${index}`, accuracy })),
    groundTruth: null,
    isCorrect,
    answer: null,
    model: null,
    imagePath: null,
  };
}
const shard = (name: string, chains: Chain[]): Shard => ({
  name,
  isEnabled: true,
  tier: null,
  chains,
});
const corpus: Corpus = {
  source: "test",
  images: new Map(),
  shards: [
    shard("a", [chain("p", [0, 0.05, null]), chain("q", [1])]),
    shard("b", [chain("r", [0.1, 0.95])]),
  ],
  meta: [chain("m1", [null, null], true), chain("m2", [null], false)],
  candidates: [
    {
      id: "c",
      question: "t",
      domain: null,
      candidates: [chain("t", [null]), chain("t", [null])],
    },
  ],
};
const messages = (of: Corpus) => checkCorpus(of).map(({ file, message }) => `${file}: ${message}`);

test("the summary counts rows, chains, steps and labels", () => {
  const summary = summariseCorpus(corpus, { badRowsByDomain: new Map([["b", 3]]) });
  expect(summary.domains).toEqual([
    {
      name: "a",
      isEnabled: true,
      tier: null,
      rows: 3,
      chains: 2,
      meanSteps: 2,
      meanAccuracy: expect.closeTo(0.35, 12), // (0 + .05 + 1) / 3
      histogram: [2, 0, 0, 0, 0, 0, 0, 0, 0, 1],
      badRows: 0,
      imageChains: 0,
      imageChainsFound: 0,
      sampleImages: [],
    },
    {
      name: "b",
      isEnabled: true,
      tier: null,
      rows: 2,
      chains: 1,
      meanSteps: 2,
      meanAccuracy: expect.closeTo(0.525, 12),
      histogram: [0, 1, 0, 0, 0, 0, 0, 0, 0, 1],
      badRows: 3,
      imageChains: 0,
      imageChainsFound: 0,
      sampleImages: [],
    },
  ]);
  expect(summary).toMatchObject({
    metaChains: 2,
    metaCorrect: 1,
    metaMeanSteps: 1.5,
    candidateQuestions: 1,
    candidateChains: 2,
    overlapQuestions: 0,
    problems: [],
    problemCount: 0,
    blockers: { bilevel: null, vanilla: null, fixed: null },
    isSuite: false,
  });
});

describe("images", () => {
  const withImage = (of: Chain, imagePath: string) => ({ ...of, imagePath });
  const illustrated: Corpus = {
    ...corpus,
    images: new Map(
      ["1.png", "2.png", "3.png", "unused.png"].map((path) => [path, new Blob([path])]),
    ),
    shards: [
      shard("a", [
        withImage(chain("p", [0]), "1.png"),
        withImage(chain("q", [1]), "gone.png"),
        withImage(chain("r", [1]), "1.png"),
        chain("s", [1]),
      ]),
      shard("b", [chain("t", [1])]),
    ],
    meta: [withImage(chain("m", [null], true), "2.png")],
    candidates: [
      {
        id: "c",
        question: "t",
        domain: null,
        candidates: [
          withImage(chain("t", [null]), "3.png"),
          withImage(chain("t", [null]), "lost.png"),
        ],
      },
    ],
  };
  const missing = (path: string, rows: number, file = "a.jsonl") => ({
    path,
    file,
    at: { line: 7, lineKind: "line" as const },
    rows,
    couldBe: [],
  });

  test("are counted by domain, with a few to show", () => {
    const { domains, images } = summariseCorpus(illustrated);
    expect(domains[0]).toMatchObject({
      imageChains: 3,
      imageChainsFound: 2,
      sampleImages: ["1.png"],
    });
    expect(domains[1]).toMatchObject({ imageChains: 0, imageChainsFound: 0, sampleImages: [] });
    expect(images).toEqual({ files: 4, missingChains: 2 });
  });

  test("make the same words another question", () => {
    const asked = (imagePath: string | null) => ({ ...chain("how many?", [1], true), imagePath });
    const overlapOf = (own: string | null, meta: string | null) =>
      findOverlap({ ...illustrated, shards: [shard("a", [asked(own)])], meta: [asked(meta)] });
    expect(overlapOf("1.png", "2.png")).toEqual([]);
    expect(overlapOf("1.png", null)).toEqual([]);
    expect(overlapOf("1.png", "1.png")).toEqual(["how many?"]);
    expect(overlapOf(null, null)).toEqual(["how many?"]);
  });

  test("that no row names are told", () => {
    expect(messages(illustrated)).toContain("images: 1 image is named by no row: “unused.png”");
  });

  test("that are missing are told by line, and no longer once they are there", () => {
    const missingImages = [missing("gone.png", 2), missing("1.png", 1)];
    const told = summariseCorpus(illustrated, { missingImages }).problems.filter(
      ({ field }) => field === "image_path",
    );
    expect(told).toEqual([
      {
        file: "a.jsonl",
        line: 7,
        lineKind: "line",
        field: "image_path",
        message: "the image “gone.png” is not among the files (named by 2 rows)",
        severity: "warning",
      },
    ]);
  });

  test("of which many are missing take one line a file", () => {
    const paths = Array.from({ length: 11 }, (_, i) => `x${i}.png`);
    const many: Corpus = {
      ...illustrated,
      meta: paths.map((path) => withImage(chain("m", [null], true), path)),
    };
    const missingImages = paths.map((path) => missing(path, 3, "meta.json"));
    const told = summariseCorpus(many, { missingImages }).problems.filter(
      ({ field }) => field === "image_path",
    );
    expect(told.map(({ file, message }) => [file, message])).toEqual([
      [
        "meta.json",
        "11 images, named by 33 rows from here on, are not among the files: “x0.png”, “x1.png”, “x2.png”, …; drop the images too, in a folder or a ZIP",
      ],
    ]);
    expect(missingImageProblems(many, missingImages, Number.POSITIVE_INFINITY)).toHaveLength(11);
  });
});

test("an empty corpus has a summary without NaN and a blocker", () => {
  const summary = summariseCorpus({
    images: new Map(),
    source: "",
    shards: [shard("x", [])],
    meta: [],
    candidates: [],
  });
  expect(JSON.stringify(summary)).not.toContain('null,"meanAccuracy"');
  expect(summary.domains[0]).toMatchObject({ meanSteps: 0, meanAccuracy: 0, rows: 0 });
  expect(summary.metaMeanSteps).toBe(0);
  expect(summary.blockers.vanilla).toBe("noLabels");
});

test("problems of the files follow the corpus's own; few are shown, all counted", () => {
  const problem: DataProblem = {
    file: "f",
    line: 1,
    lineKind: "line",
    field: null,
    message: "bad",
    severity: "error",
  };
  const summary = summariseCorpus(
    { ...corpus, shards: corpus.shards.slice(0, 1) },
    { problems: new Array(500).fill(problem), problemCount: 70_000 },
  );
  expect(summary.problems[0]!.message).toMatch(/only one domain/);
  expect(summary.problems).toHaveLength(200);
  expect(summary.problemCount).toBe(70_001);
});

test("questions in both shards and meta set are found whatever their case, blanks and label", () => {
  const overlapping = {
    ...corpus,
    meta: [
      ...corpus.meta,
      chain("How  Many\nApples?", [null], true),
      chain("how many apples", [null], false),
      chain("№ 5", [null], true),
    ],
    shards: [
      ...corpus.shards,
      shard("c", [chain("Question: how many apples ?", [1]), chain("no 5", [1])]),
    ],
  };
  expect(findOverlap(overlapping)).toEqual(["How  Many\nApples?", "№ 5"]);
  expect(messages(overlapping)).toEqual([
    "meta set: 2 questions stand both in the shards and in the meta set, such as “How Many Apples?”",
  ]);
  expect(summariseCorpus(overlapping)).toMatchObject({
    overlapQuestions: 2,
    overlapExamples: ["How  Many\nApples?", "№ 5"],
  });
});

test.each<[string, Corpus, string[]]>([
  ["nothing", corpus, []],
  [
    "one domain",
    { ...corpus, shards: corpus.shards.slice(0, 1) },
    ["a: there is only one domain, so its weight stays at 1"],
  ],
  [
    "empty",
    { ...corpus, shards: [...corpus.shards, shard("e", [])] },
    ["e: the domain has no chains"],
  ],
  [
    "unlabelled",
    { ...corpus, shards: [...corpus.shards, shard("u", [chain("z", [null])])] },
    ["u: no step of the domain is labelled"],
  ],
  [
    "alike",
    { ...corpus, shards: [...corpus.shards, shard("A", [chain("z", [1])])] },
    ["A: the names “a” and “A” are almost the same; merge them if they are one domain"],
  ],
  [
    "no meta set",
    { ...corpus, meta: [] },
    ["meta set: there is no meta set; without one only the modes vanilla and fixed can train"],
  ],
  [
    "one-sided",
    { ...corpus, meta: corpus.meta.slice(0, 1) },
    ["meta set: all 1 chains are correct; there is nothing to tell apart"],
  ],
  [
    "ids",
    {
      ...corpus,
      candidates: [corpus.candidates[0]!, corpus.candidates[0]!, corpus.candidates[0]!],
    },
    ["candidates: the id “c” stands for more than one question"],
  ],
])("the corpus check finds: %s", (_name, checked, expected) => {
  expect(messages(checked)).toEqual(expected);
});

test("what keeps a run from starting depends on its mode", () => {
  expect(findBlocker(corpus, "bilevel")).toBeNull();
  const noMeta = { ...corpus, meta: [] };
  expect(findBlocker(noMeta, "bilevel")).toBe("noMeta");
  expect(findBlocker(noMeta, "vanilla")).toBeNull();
  expect(findBlocker(noMeta, "fixed")).toBeNull();
  expect(findBlocker({ ...corpus, meta: [chain("m", [null])] }, "bilevel")).toBe("metaUnjudged");
  expect(findBlocker({ ...corpus, shards: [] }, "vanilla")).toBe("noShards");
  const off = corpus.shards.reduce((held, { name }) => enableDomain(held, name, false), corpus);
  expect(findBlocker(off, "vanilla")).toBe("allOff");
  const unlabelled = {
    ...enableDomain(corpus, "a", false),
    shards: [shard("u", [chain("z", [null])])],
  };
  expect(findBlocker(unlabelled, "vanilla")).toBe("noLabels");
});

test("the problem list is CSV that a spreadsheet does not run", () => {
  const at = { line: 3, lineKind: "item", severity: "error" } as const;
  const csv = problemsToCsv([
    { ...at, file: "a,b.json", field: "accuracy", message: 'got "x"\nand more' },
    { ...at, file: "=HYPERLINK(1)", field: "@x", message: " +1", line: null, severity: "warning" },
    { ...at, file: "-a", field: null, message: "\t=1" },
  ]);
  expect(csv).toBe(
    [
      "file,line,kind,field,severity,message",
      '"a,b.json",3,item,accuracy,error,"got ""x""\nand more"',
      `"'=HYPERLINK(1)",,file,"'@x",warning,"' +1"`,
      `"'-a",3,item,,error,"'\t'=1"`,
      "",
    ].join("\r\n"),
  );
});
