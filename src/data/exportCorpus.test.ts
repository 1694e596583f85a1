import { expect, test } from "vitest";
import type { Chain, Corpus } from "../domain/chain.ts";
import { exportCorpus } from "./exportCorpus.ts";
import { loadFiles } from "./loadFiles.ts";

function chain(
  id: string,
  question: string,
  steps: [string, number | null][],
  more: Partial<Chain> = {},
): Chain {
  return {
    id,
    question,
    steps: steps.map(([text, accuracy]) => ({ text, accuracy })),
    groundTruth: null,
    isCorrect: null,
    answer: null,
    model: null,
    imagePath: null,
    ...more,
  };
}

const corpus: Corpus = {
  source: "a test",
  images: new Map(),
  shards: [
    {
      name: "z first/domain",
      isEnabled: true,
      tier: null,
      chains: [
        chain("b", "Question: with\n\nlines ", [
          ["as in Step 2: add", 0.1],
          ["x\n\n  y", null],
          ["Step 9: end", 1 / 3],
        ]),
        chain(
          "a",
          "q",
          [
            ["a", 1],
            ["b", 0.5],
          ],
          { groundTruth: "4", isCorrect: true, answer: "4", model: "m", imagePath: "i.png" },
        ),
        chain(
          "a",
          "q",
          [
            ["a", null],
            ["c", 0.25],
          ],
          { isCorrect: false },
        ),
        chain(
          "n",
          "数学？",
          [
            ["\ud800 lone", 0],
            ["", 0.5],
            ["**bold** Final answer: 7", 1],
          ],
          { answer: "7" },
        ),
      ],
    },
    { name: "a second", isEnabled: true, tier: null, chains: [chain("b", "q", [["a", 1]])] },
  ],
  meta: [
    chain(
      "1",
      "what?",
      [
        ["s", null],
        ["t\nu", null],
      ],
      { isCorrect: true },
    ),
    chain("1", "", [["only", 0.5]], { isCorrect: false, answer: "elsewhere" }),
  ],
  candidates: [
    {
      id: "c",
      question: "which?",
      domain: "which ones",
      candidates: [
        chain(
          "c/0",
          "which?",
          [
            ["u", 0.25],
            ["Final answer: 1", null],
          ],
          { isCorrect: true, answer: "1", groundTruth: "1", model: "m" },
        ),
        chain("c/1", "which?", [["v", null]], { groundTruth: "1" }),
      ],
    },
    { id: "d", question: "who?", domain: null, candidates: [chain("d/0", "who?", [["w", null]])] },
  ],
};

async function roundTrip(from: Corpus): Promise<Corpus> {
  const files = exportCorpus(from).map(({ name, blob }) => ({
    path: name,
    file: new File([blob], name),
  }));
  const { corpus: again, problems } = await loadFiles(files.reverse());
  expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
  return again;
}

test("what is exported and read again is the same corpus, in the same order", async () => {
  expect(await roundTrip(corpus)).toEqual({ ...corpus, source: "4 files" });
});

test("more than nine domains keep their order", async () => {
  const shards = Array.from({ length: 120 }, (_, i) => ({ ...corpus.shards[1]!, name: `d${i}` }));
  const again = await roundTrip({ ...corpus, shards });
  expect(again.shards.map(({ name }) => name)).toEqual(shards.map(({ name }) => name));
});

test("chains that would fuse when read again get ids of their own", async () => {
  const chains = [
    chain("x", "q", [["a", 1]]),
    chain("x", "q", [["a", 0.5]]),
    chain("x", "q", [
      ["a", 0.25],
      ["b", 0],
    ]),
    chain("x", "other", [["a", 1]]),
  ];
  const again = await roundTrip({ ...corpus, shards: [{ ...corpus.shards[0]!, chains }] });
  const withoutIds = (list: Chain[]) => list.map(({ id: _id, ...rest }) => rest);
  expect(withoutIds(again.shards[0]!.chains)).toEqual(withoutIds(chains));
  expect(again.shards[0]!.chains.map(({ id }) => id)).toEqual(["x", "x (2)", "x (3)", "x"]);
});

test("the files are in the official formats", async () => {
  const files = exportCorpus(corpus);
  expect(files.map(({ name }) => name)).toEqual([
    "train_01_z_first_domain.jsonl",
    "train_02_a_second.jsonl",
    "meta.json",
    "candidates.jsonl",
  ]);
  const [first, second] = (await files[0]!.blob.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(second).toEqual({
    id: "b",
    sid: 3,
    input: "Question: with\n\nlines ",
    add: "Step 1: as in Step 2: add\n\nStep 2: x\n\n  y\n\nStep 3: Step 9: end",
    dataset: "z first/domain",
    accuracy: 1 / 3,
    ground_truth: null,
    image_path: null,
  });
  expect(first).toMatchObject({ sid: 1, accuracy: 0.1 });
  const meta = JSON.parse(await files[2]!.blob.text());
  expect(meta[0]).toEqual({
    id: "1",
    true_false: true,
    input: "Question: what?\n\nStep 1: s\n\nStep 2: t\nu",
    image_path: null,
  });
  const [known, unknown] = (await files[3]!.blob.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(unknown).not.toHaveProperty("domain");
  expect(known).toMatchObject({
    id: "c",
    question: "which?",
    domain: "which ones",
    candidates: [
      { response: "Step 1: u\n\nStep 2: Final answer: 1", correct: true, model: "m" },
      { response: "Step 1: v" },
    ],
  });
});

test("images go with the rows that name them, and come back with them", async () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const content = (text: string) =>
    new Blob([Uint8Array.from([0x89, ...bytes("PNG\r\n\x1a\n"), ...bytes(text)])], {
      type: "image/png",
    });
  const images = new Map([
    ["drop.zip/pictures/a/1.png", content("first")],
    ["drop.zip/pictures/b/1.png", content("second")],
    ["drop.zip/pictures/b/odd: name.png", content("third")],
  ]);
  const [one, two, odd] = [...images.keys()] as [string, string, string];
  const from: Corpus = {
    ...corpus,
    images,
    shards: [
      {
        ...corpus.shards[0]!,
        chains: [
          // The same question and steps about two images stay two chains.
          chain("q", "how many?", [["two", 1]], { imagePath: one }),
          chain("q", "how many?", [["two", 0]], { imagePath: two }),
          chain("lost", "where?", [["here", 0]], { imagePath: "not/there.png" }),
        ],
      },
    ],
    meta: [chain("m", "what?", [["s", null]], { isCorrect: true, imagePath: odd })],
    candidates: [],
  };
  const again = await roundTrip(from);
  const contentOf = async (of: Corpus, { imagePath }: Chain) =>
    (await of.images.get(imagePath ?? "")?.text())?.slice(-6) ?? imagePath;
  const seen = async (of: Corpus) => {
    const chains = [...of.shards.flatMap((shard) => shard.chains), ...of.meta];
    return Promise.all(chains.map(async (c) => [c.id, c.steps, await contentOf(of, c)] as const));
  };
  expect(await seen(again)).toEqual(await seen(from));
  expect([...again.images.keys()]).toEqual([
    "images/a/1.png",
    "images/b/1.png",
    "images/b/odd_name.png",
  ]);
  // From then on it stays the same to the last path.
  expect(await roundTrip(again)).toEqual(again);
});
