// The real way of a model into the browser: a hub's files, the library, its runtime, a worker. The models
// are tiny, of random weights; their vectors by PyTorch stand in golden.json (python/make_tiny_models.py).
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Chain } from "../domain/chain.ts";
import type { FeatureCache, ModelVersion } from "../domain/featureCache.ts";
import {
  type ExtractionStatus,
  type FeatureSet,
  type ModelRequest,
  prefixKey,
} from "../domain/features.ts";
import { FeatureExtractor } from "./extractor.ts";
import { openExtractionWorker } from "./modelWorker.ts";

interface Golden {
  chains: { question: string; steps: string[] }[];
  text: number[][][];
  causal: number[][][];
  pictures: string[];
  image: number[][];
}

const HUB = new URL("/hub/", location.href).href;
const NO_IMAGES: ReadonlyMap<string, Blob> = new Map();
let golden: Golden;
let chains: Chain[];
let statuses: ExtractionStatus[] = [];
let opened = 0;
let extractors: FeatureExtractor[] = [];

beforeAll(async () => {
  golden = (await (await fetch(`${HUB}golden.json`)).json()) as Golden;
  chains = golden.chains.map(({ question, steps }, index) => chainOf(index, question, steps));
});
beforeEach(() => {
  statuses = [];
  opened = 0;
  extractors = [];
});
afterEach(() => {
  for (const extractor of extractors) extractor.close();
});

function chainOf(index: number, question: string, steps: readonly string[]): Chain {
  return {
    id: String(index),
    question,
    steps: steps.map((text) => ({ text, accuracy: 0.5 })),
    groundTruth: null,
    isCorrect: null,
    answer: null,
    model: null,
    imagePath: null,
  };
}

function memoryCache(): FeatureCache & { vectors: Map<string, Float32Array> } {
  const vectors = new Map<string, Float32Array>();
  const versions = new Map<string, ModelVersion>();
  return {
    vectors,
    async read(model, keys) {
      const found = keys.filter((key) => vectors.has(`${model} ${key}`));
      return new Map(found.map((key) => [key, vectors.get(`${model} ${key}`)!]));
    },
    async write(model, read) {
      for (const [key, values] of read) vectors.set(`${model} ${key}`, values);
    },
    version: async (name) => versions.get(name) ?? null,
    async keepVersion(name, version) {
      versions.set(name, version);
    },
    size: async () => ({ bytes: 0, entries: vectors.size, modelBytes: 0 }),
    async clear() {
      vectors.clear();
    },
  };
}

function extractorWith(cache: FeatureCache): FeatureExtractor {
  const extractor = new FeatureExtractor({
    cache,
    onStatus: (status) => statuses.push(status),
    now: () => performance.now(),
    openWorker: () => {
      opened += 1;
      return openExtractionWorker();
    },
  });
  extractors.push(extractor);
  return extractor;
}

function requestFor(task: ModelRequest["task"], more: Partial<ModelRequest> = {}): ModelRequest {
  const model = { text: "tiny/sentence", causal: "tiny/decoder", image: "tiny/vision" }[task];
  return { task, model, hub: HUB, files: null, device: "wasm", ...more };
}

function vectorOf(set: FeatureSet, chain: Chain, index: number): number[] {
  const row = set.rowOf.get(prefixKey(chain, index));
  expect(row).toBeDefined();
  return [...set.values.subarray(row! * set.width, (row! + 1) * set.width)];
}

function largestDifference(set: FeatureSet, wanted: number[][][]): number {
  let largest = 0;
  for (const [at, chain] of chains.entries()) {
    for (let index = 0; index < chain.steps.length; index++) {
      const vector = vectorOf(set, chain, index);
      expect(vector).toHaveLength(wanted[at]![index]!.length);
      for (const [i, value] of vector.entries()) {
        largest = Math.max(largest, Math.abs(value - wanted[at]![index]![i]!));
      }
    }
  }
  return largest;
}

async function filesOfModel(model: string, paths: readonly string[]) {
  return Promise.all(
    paths.map(async (path) => {
      const response = await fetch(`${HUB}${model}/resolve/main/${path}`);
      return { path: `picked/${path}`, file: new File([await response.blob()], path) };
    }),
  );
}

for (const device of ["wasm", "webgpu"] as const) {
  test(`a sentence embedder gives what PyTorch gives, on ${device}`, async () => {
    const request = requestFor("text", { device });
    const set = await extractorWith(memoryCache()).extract(request, chains, NO_IMAGES);
    expect(largestDifference(set, golden.text)).toBeLessThan(1e-4);
    const last = statuses.at(-1)!;
    expect(last).toMatchObject({ state: "done", device, done: 3, total: 3, cached: 0 });
    // The third question does not fit into the model, at either of its two steps.
    expect(last.detail).toContain("2 texts were too long");
  });

  test(`a causal model read once gives every step's state as PyTorch does, on ${device}`, async () => {
    const request = requestFor("causal", { device });
    const set = await extractorWith(memoryCache()).extract(request, chains, NO_IMAGES);
    expect(largestDifference(set, golden.causal)).toBeLessThan(1e-4);
  });
}

test("an image tower gives one vector an image, the same for every step of its chains", async () => {
  const images = new Map(
    golden.pictures.map((base64, index) => [
      `${index}.png`,
      new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: "image/png" }),
    ]),
  );
  const seen = chains.map((chain, index) => ({ ...chain, imagePath: `${index % 2}.png` }));
  const blind = chainOf(9, "No picture?", ["None."]);
  const set = await extractorWith(memoryCache()).extract(
    requestFor("image"),
    [...seen, blind],
    images,
  );
  expect(set.values.length / set.width).toBe(2);
  for (const [at, chain] of seen.entries()) {
    for (let index = 0; index < chain.steps.length; index++) {
      for (const [i, value] of vectorOf(set, chain, index).entries()) {
        expect(Math.abs(value - golden.image[at % 2]![i]!)).toBeLessThan(1e-4);
      }
    }
  }
  expect(set.rowOf.has(prefixKey(blind, 0))).toBe(false);
});

test("what was read once is there at once, without the model", async () => {
  const cache = memoryCache();
  const first = await extractorWith(cache).extract(requestFor("causal"), chains, NO_IMAGES);
  expect(opened).toBe(1);
  const second = await extractorWith(cache).extract(requestFor("causal"), chains, NO_IMAGES);
  expect(opened).toBe(1);
  expect(second.values).toEqual(first.values);
  expect(statuses.at(-1)).toMatchObject({ state: "done", cached: 3 });
  // One chain more: only that one is read.
  const more = chainOf(7, "Is 2 larger?", ["Yes."]);
  const third = await extractorWith(cache).extract(
    requestFor("causal"),
    [...chains, more],
    NO_IMAGES,
  );
  expect(opened).toBe(2);
  expect(third.rowOf.size).toBe(first.rowOf.size + 1);
  expect(statuses.at(-1)).toMatchObject({ state: "done", cached: 3, total: 4 });
});

test("files picked from the disk are the same model; a missing one is named", async () => {
  const paths = ["config.json", "tokenizer.json", "onnx/model.onnx"];
  const files = await filesOfModel("tiny/decoder", paths);
  const request = requestFor("causal", { model: "my model", hub: null, files });
  const set = await extractorWith(memoryCache()).extract(request, chains, NO_IMAGES);
  expect(largestDifference(set, golden.causal)).toBeLessThan(1e-4);
  for (const path of paths) {
    const lacking = files.filter((file) => !file.path.endsWith(path));
    await expect(
      extractorWith(memoryCache()).extract({ ...request, files: lacking }, chains, NO_IMAGES),
    ).rejects.toMatchObject({ code: "data", message: expect.stringContaining(path) });
  }
});

test("a hub that does not answer, an unknown model and one without states are said in words", async () => {
  const nowhere = requestFor("text", { hub: "http://127.0.0.1:9/" });
  await expect(
    extractorWith(memoryCache()).extract(nowhere, chains, NO_IMAGES),
  ).rejects.toMatchObject({
    message: expect.stringContaining("http://127.0.0.1:9/ cannot be reached"),
  });
  expect(statuses.at(-1)).toMatchObject({ state: "failed" });
  const unknown = requestFor("text", { model: "tiny/nothing" });
  await expect(
    extractorWith(memoryCache()).extract(unknown, chains, NO_IMAGES),
  ).rejects.toMatchObject({ message: expect.stringContaining("config.json of “tiny/nothing”") });
  const logits = requestFor("causal", { model: "tiny/decoder-logits" });
  await expect(
    extractorWith(memoryCache()).extract(logits, chains, NO_IMAGES),
  ).rejects.toMatchObject({ message: expect.stringMatching(/no last hidden state, only logits/) });
});

test("a reading is paused, goes on, and is stopped; what was read stays kept", async () => {
  const many = Array.from({ length: 100 }, (_, i) => chainOf(i, `What is ${i}?`, [`It is ${i}.`]));
  const cache = memoryCache();
  const extractor = extractorWith(cache);
  extractor.pause(); // nothing goes on: nothing happens
  const reading = extractor.extract(requestFor("text"), many, NO_IMAGES);
  extractor.pause();
  await expect.poll(() => statuses.at(-1)?.state, { timeout: 60_000 }).toBe("paused");
  expect(cache.vectors.size).toBe(0);
  extractor.resume();
  await expect.poll(() => cache.vectors.size, { timeout: 60_000, interval: 1 }).toBeGreaterThan(0);
  extractor.stop();
  await expect(reading).rejects.toMatchObject({ code: "cancelled" });
  const kept = cache.vectors.size;
  expect(kept).toBeLessThan(100);
  expect(statuses.at(-1)).toMatchObject({ state: "idle" });
  await extractor.extract(requestFor("text"), many, NO_IMAGES);
  expect(statuses.at(-1)).toMatchObject({ state: "done", cached: kept, total: 100 });
});

test("an edited chain is read by the model that made the set", async () => {
  const cache = memoryCache();
  const extractor = extractorWith(cache);
  const set = await extractor.extract(requestFor("causal"), chains.slice(0, 1), NO_IMAGES);
  const extra = await extractor.vectorsFor(set.id, chains.slice(1, 2));
  const vector = vectorOf(extra!, chains[1]!, 1);
  for (const [i, value] of vector.entries()) {
    expect(Math.abs(value - golden.causal[1]![1]![i]!)).toBeLessThan(1e-4);
  }
  expect(await extractor.vectorsFor("another", chains)).toBeNull();
});
