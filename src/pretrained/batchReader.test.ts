// Batches for a model that is played here: their order, their size, and less of them where memory is short.
import { describe, expect, test } from "vitest";
import type { Chain } from "../domain/chain.ts";
import type { ExtractionStatus } from "../domain/features.ts";
import { BatchReader } from "./batchReader.ts";
import { ExtractionJob } from "./extractionJob.ts";
import type { Reading, VectorsRead } from "./extractionMessages.ts";
import { assembleFeatures, unitsOf } from "./extractionUnits.ts";
import { MemoryFault } from "./modelWorker.ts";

const WIDTH = 2;

function chainOf(id: number, question: string, steps: readonly string[]): Chain {
  return {
    id: String(id),
    question,
    steps: steps.map((text) => ({ text, accuracy: null })),
    groundTruth: null,
    isCorrect: null,
    answer: null,
    model: null,
    imagePath: null,
  };
}

/** A model whose vector of a text is its length and the batch it came in. */
function playedModel(most = Number.POSITIVE_INFINITY) {
  const batches: Reading[][] = [];
  return {
    batches,
    async read(readings: Reading[]): Promise<VectorsRead> {
      if (readings.length > most) throw new MemoryFault("out of memory");
      batches.push(readings);
      const rows = readings.flatMap((reading) => {
        if (reading.kind === "text") return [reading.text.length];
        if (reading.kind === "image") return [reading.image.size];
        return reading.pieces.slice(1).map((piece) => piece.length);
      });
      const values = new Float32Array(rows.flatMap((length) => [length, batches.length]));
      return { width: WIDTH, values, cut: 0 };
    },
  };
}

function jobWith(onStatus: (status: ExtractionStatus) => void = () => {}) {
  let clock = 0;
  return new ExtractionJob("set", { onStatus, now: () => (clock += 1000) });
}

const CHAINS = Array.from({ length: 50 }, (_, i) =>
  chainOf(i, "q".repeat(5 + ((i * 7) % 31)), ["one", "two and", "three"].slice(0, 1 + (i % 3))),
);

describe.each(["text", "causal"] as const)("%s", (task) => {
  test("every step gets its own vector, whatever batch it came in", async () => {
    const model = playedModel();
    const corpus = await unitsOf(task, CHAINS, new Map());
    const vectors = await new BatchReader(model, "wasm").read(corpus.units, jobWith());
    const set = assembleFeatures("set", corpus, vectors);
    for (const chain of CHAINS) {
      for (const [index, step] of chain.steps.entries()) {
        const row = [...set.rowOf].find(
          ([key]) => key === `${corpus.keyOf.get(chain)}/${index}`,
        )?.[1];
        const text = [chain.question, ...chain.steps.slice(0, index + 1).map((s) => s.text)];
        const wanted = task === "text" ? text.join("\n\n").length : step.text.length + 2;
        expect(set.values[row! * WIDTH]).toBe(wanted);
      }
    }
    expect(model.batches.length).toBeGreaterThan(1);
    expect(Math.max(...model.batches.map((batch) => batch.length))).toBeLessThanOrEqual(32);
  });
});

test("where memory is short it goes on with fewer at once", async () => {
  const model = playedModel(5);
  const { units } = await unitsOf("text", CHAINS, new Map());
  const vectors = await new BatchReader(model, "wasm").read(units, jobWith());
  expect(vectors.size).toBe(50);
  expect(Math.max(...model.batches.map((batch) => batch.length))).toBe(4);
});

test("where memory does not suffice for one it says so", async () => {
  const { units } = await unitsOf("text", CHAINS, new Map());
  await expect(
    new BatchReader(playedModel(0), "wasm").read(units, jobWith()),
  ).rejects.toMatchObject({
    code: "device",
    message: expect.stringContaining("not enough memory"),
  });
});

test("the time left follows what is left", async () => {
  const statuses: ExtractionStatus[] = [];
  const job = jobWith((status) => statuses.push(status));
  const { units } = await unitsOf("text", CHAINS, new Map());
  job.begin(units, 0);
  job.say("extracting", "Reading");
  await new BatchReader(playedModel(), "wasm").read(units, job);
  const left = statuses.map((status) => status.secondsLeft).filter((seconds) => seconds !== null);
  expect(left.length).toBeGreaterThan(1);
  expect(left.at(-1)!).toBeLessThan(left[0]!);
  expect(statuses.at(-1)).toMatchObject({ done: 50, total: 50 });
});

test("chains of the same content are read once; of one image too", async () => {
  const twice = [CHAINS[0]!, { ...CHAINS[0]!, id: "again" }];
  expect((await unitsOf("causal", twice, new Map())).units).toHaveLength(1);
  const images = new Map([
    ["a.png", new Blob(["same"])],
    ["copy/a.png", new Blob(["same"])],
    ["b.png", new Blob(["other"])],
  ]);
  const seen = [...images.keys()].map((imagePath, i) => ({ ...CHAINS[i]!, imagePath }));
  const corpus = await unitsOf("image", [...seen, CHAINS[9]!], images);
  expect(corpus.units).toHaveLength(2);
  expect(corpus.keyOf.size).toBe(3);
  await expect(unitsOf("image", CHAINS, images)).rejects.toMatchObject({ code: "data" });
});
