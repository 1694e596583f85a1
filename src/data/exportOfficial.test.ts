import { decode } from "fast-png";
import { expect, test } from "vitest";
import type { Chain, Corpus } from "../domain/chain.ts";
import { exportOfficial } from "./exportOfficial.ts";
import { loadFiles } from "./loadFiles.ts";

const chain = (id: string, more: Partial<Chain>): Chain => ({
  id,
  question: `${id}?`,
  steps: [],
  groundTruth: null,
  isCorrect: null,
  answer: null,
  model: null,
  imagePath: null,
  ...more,
});

const corpus: Corpus = {
  source: "test",
  images: new Map([["data.zip/pics/a.png", new Blob(["png"])]]),
  shards: [
    {
      ...{ name: "charts", isEnabled: true, tier: null },
      chains: [
        chain("q1", {
          imagePath: "data.zip/pics/a.png",
          groundTruth: "7",
          steps: [
            { text: "look", accuracy: 0.75 },
            { text: "Final answer: 7", accuracy: 1 },
          ],
        }),
        chain("q2", { imagePath: "gone.png", steps: [{ text: "s", accuracy: 0 }] }),
      ],
    },
    {
      ...{ name: "off", isEnabled: false, tier: null },
      chains: [chain("q3", { steps: [{ text: "s", accuracy: 0 }] })],
    },
  ],
  meta: [
    chain("m1", {
      isCorrect: true,
      answer: "4",
      steps: [
        { text: "u", accuracy: null },
        { text: "so 4", accuracy: null },
      ],
    }),
    chain("m2", { isCorrect: false, steps: [{ text: "Final answer: 5", accuracy: null }] }),
  ],
  candidates: [],
};

async function written(weights: Record<string, number> | null) {
  const files = exportOfficial(corpus, weights);
  const texts = await Promise.all(
    files.map(async ({ name, blob }) => [name, await blob.text()] as const),
  );
  return { files, texts: Object.fromEntries(texts) };
}

test("rows, meta items and images stand as the official code reads them", async () => {
  const { files, texts } = await written(null);
  expect(files.map(({ name }) => name)).toEqual([
    "data/train.json",
    "data/meta.json",
    expect.stringMatching(/^data\/images\/.*a\.png$/),
    "data/images/blank.png",
    "CONTINUE.md",
  ]);
  const image = files[2]!.name;
  // Fields that data.py takes: id, input, add, image_path, accuracy, dataset.
  expect(JSON.parse(texts["data/train.json"]!)).toMatchObject([
    {
      ...{ id: "q1", sid: 1, input: "q1?", add: "Step 1: look", dataset: "charts", accuracy: 0.75 },
      ...{ ground_truth: "7", image_path: image },
    },
    { id: "q1", sid: 2, add: "Step 1: look\n\nStep 2: Final answer: 7", accuracy: 1 },
    { id: "q2", image_path: "data/images/blank.png" },
  ]);
  expect(JSON.parse(texts["data/meta.json"]!)).toEqual([
    {
      ...{ id: "m1", true_false: true, image_path: "data/images/blank.png" },
      input: "Question: m1?\n\nStep 1: u\n\nStep 2: so 4\n\nFinal answer: 4",
    },
    {
      ...{ id: "m2", true_false: false, image_path: "data/images/blank.png" },
      input: "Question: m2?\n\nStep 1: Final answer: 5",
    },
  ]);
  const blank = decode(new Uint8Array(await files[3]!.blob.arrayBuffer()));
  expect(blank).toMatchObject({ width: 56, height: 56, channels: 3 });
  expect(texts["CONTINUE.md"]).toContain(
    "python main.py --train_json_file data/train.json --meta_json_file data/meta.json --weights_path weights",
  );
  expect(texts["CONTINUE.md"]).toMatch(/3 training rows of 1 domain, 2 meta chains/);
  expect(texts["CONTINUE.md"]).toMatch(/2 rows without an image/);
  expect(texts["CONTINUE.md"]).toMatch(/1 row name an image/);
});

test("learned weights come with the script that starts from them", async () => {
  const { texts } = await written({ 𝔸: 1, ﬀ: 0.5, charts: 1.5 });
  expect(texts["data/domain_weights.json"]).toBe('{\n  "charts": 1.5,\n  "ﬀ": 0.5,\n  "𝔸": 1\n}\n');
  expect(texts["continue_from_weights.py"]).toMatch(/^"""Runs the official DreamPRM code/);
  expect(texts["CONTINUE.md"]).toContain("python continue_from_weights.py --train_json_file");
});

test("read again it is the same corpus, but for the domains that were off", async () => {
  const { files } = await written(null);
  const inputs = files
    .filter(({ name }) => name.endsWith(".json"))
    .map(({ name, blob }) => ({ path: name, file: new File([blob], name) }));
  const { corpus: again } = await loadFiles(inputs);
  expect(again.shards.map(({ name }) => name)).toEqual(["charts"]);
  expect(again.shards[0]!.chains[0]!.steps).toEqual(corpus.shards[0]!.chains[0]!.steps);
  expect(again.meta.map(({ isCorrect, answer }) => [isCorrect, answer])).toEqual([
    [true, "4"],
    [false, "5"],
  ]);
});
