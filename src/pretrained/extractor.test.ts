// The extractor over a worker and a hub that are played here: devices that fail, a cache that is full, a
// hub that is gone, a reading that is stopped.
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { StudioError, toErrorReport } from "../base/errors.ts";
import type { Chain } from "../domain/chain.ts";
import type { FeatureCache, ModelVersion } from "../domain/featureCache.ts";
import type { ExtractionStatus, ModelRequest } from "../domain/features.ts";
import type { ExtractionCall, ExtractionReply } from "./extractionMessages.ts";
import { FeatureExtractor } from "./extractor.ts";

const REQUEST: ModelRequest = {
  task: "causal",
  model: "a/b",
  hub: "https://hub.example/",
  files: null,
  device: "auto",
};
const NO_IMAGES: ReadonlyMap<string, Blob> = new Map();
const CHAINS: Chain[] = ["first", "second"].map((question) => ({
  id: question,
  question,
  steps: [{ text: "one", accuracy: 0.5 }],
  groundTruth: null,
  isCorrect: null,
  answer: null,
  model: null,
  imagePath: null,
}));

type Answer = (call: ExtractionCall) => ExtractionReply | "nothing" | "crash";

/** What the extractor needs of a Worker. */
class PlayedWorker {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  isEnded = false;
  private readonly answer: Answer;
  constructor(answer: Answer) {
    this.answer = answer;
  }
  postMessage({ id, call }: { id: number; call: ExtractionCall }): void {
    const reply = this.answer(call);
    queueMicrotask(() => {
      if (this.isEnded || reply === "nothing") return;
      if (reply === "crash") {
        this.onerror?.({ message: "gone", preventDefault: () => {} } as ErrorEvent);
      } else this.onmessage?.({ data: { ...reply, id } } as MessageEvent);
    });
  }
  terminate(): void {
    this.isEnded = true;
  }
}

const reads: Answer = (call) => {
  if (call.name === "load") return { kind: "reply", id: 0, value: null };
  const values = new Float32Array(call.readings.length * 2).fill(0.5);
  return { kind: "reply", id: 0, value: { width: 2, values, cut: 0 } };
};
const failsWith = (error: Error): Extract<ExtractionReply, { kind: "failed" }> => ({
  kind: "failed",
  id: 0,
  error: toErrorReport(error),
  isMemory: false,
});

function memoryCache(): FeatureCache {
  const vectors = new Map<string, Float32Array>();
  const versions = new Map<string, ModelVersion>();
  return {
    async read(model, keys) {
      const found = keys.filter((key) => vectors.has(model + key));
      return new Map(found.map((key) => [key, vectors.get(model + key)!]));
    },
    async write(model, read) {
      for (const [key, values] of read) vectors.set(model + key, values);
    },
    version: async (name) => versions.get(name) ?? null,
    async keepVersion(name, version) {
      versions.set(name, version);
    },
    size: async () => ({ bytes: 0, entries: vectors.size, modelBytes: 0 }),
    clear: async () => vectors.clear(),
  };
}

let statuses: ExtractionStatus[] = [];
let workers: PlayedWorker[] = [];
let loads: string[] = [];
let revision = "0123456789abcdef0123456789abcdef01234567";

function extractorWith(answer: Answer, cache = memoryCache()): FeatureExtractor {
  return new FeatureExtractor({
    cache,
    onStatus: (status) => statuses.push(status),
    now: () => performance.now(),
    openWorker() {
      const worker = new PlayedWorker((call) => {
        if (call.name === "load") loads.push(`${call.device} ${call.files.precision}`);
        return answer(call);
      });
      workers.push(worker);
      return worker as unknown as Worker;
    },
  });
}

function playAdapter(features: string[] | null, isFallbackAdapter = false): void {
  const adapter =
    features === null ? null : { features: new Set(features), info: { isFallbackAdapter } };
  vi.stubGlobal("navigator", { gpu: { requestAdapter: async () => adapter } });
}

beforeEach(() => {
  statuses = [];
  workers = [];
  loads = [];
  revision = "0123456789abcdef0123456789abcdef01234567";
  playAdapter(null);
  vi.stubGlobal("fetch", async (url: string, init?: RequestInit) => {
    const isThere = /config\.json$|tokenizer\.json$|onnx\/model(_fp16)?\.onnx$/.test(url);
    const isLarge = url.endsWith("/model.onnx");
    const headers = {
      "x-repo-commit": revision,
      ...(init?.headers && { "content-range": `bytes 0-0/${isLarge ? 5e8 : 1e8}` }),
    };
    return new Response(isThere ? "{}" : "no", { status: isThere ? 200 : 404, headers });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

describe("device", () => {
  test("the processor where there is no GPU, or only an imitated one", async () => {
    await extractorWith(reads).extract(REQUEST, CHAINS, NO_IMAGES);
    playAdapter(["shader-f16"], true);
    await extractorWith(reads).extract(REQUEST, CHAINS, NO_IMAGES);
    expect(loads).toEqual(["wasm fp32", "wasm fp32"]);
    expect(statuses.at(-1)).toMatchObject({ state: "done", device: "wasm" });
  });

  test("where WebGPU fails the processor takes over, and that is said", async () => {
    playAdapter(["shader-f16"]);
    const extractor = extractorWith((call) =>
      call.name === "load" && call.device === "webgpu"
        ? failsWith(new StudioError("device", "no such operation"))
        : reads(call),
    );
    const set = await extractor.extract(REQUEST, CHAINS, NO_IMAGES);
    expect(set.width).toBe(2);
    expect(loads).toEqual(["webgpu fp32", "wasm fp32"]);
    expect(statuses.at(-1)?.detail).toContain("so the processor does");
  });

  test("WebGPU asked for by name is not replaced", async () => {
    await expect(
      extractorWith(reads).extract({ ...REQUEST, device: "webgpu" }, CHAINS, NO_IMAGES),
    ).rejects.toMatchObject({ code: "device" });
    expect(statuses.at(-1)).toMatchObject({ state: "failed", error: { hint: expect.any(String) } });
  });
});

test("too little memory for loading is said in words", async () => {
  const extractor = extractorWith((call) =>
    call.name === "load" ? { ...failsWith(new Error("bad_alloc")), isMemory: true } : reads(call),
  );
  await expect(extractor.extract(REQUEST, CHAINS, NO_IMAGES)).rejects.toMatchObject({
    message: "There is not enough memory for this model (bad_alloc)",
  });
  expect(statuses.at(-1)?.error?.hint).toContain("smaller model");
});

test("a full cache is said once, and the reading goes on", async () => {
  const full = new StudioError("state", "The browser has no room left to keep vectors");
  const cache = { ...memoryCache(), write: vi.fn(async () => Promise.reject(full)) };
  const many = Array.from({ length: 70 }, (_, i) => ({ ...CHAINS[0]!, question: String(i) }));
  const set = await extractorWith(reads, cache).extract(REQUEST, many, NO_IMAGES);
  expect(set.rowOf.size).toBe(70);
  expect(cache.write).toHaveBeenCalledTimes(1);
  expect(statuses.at(-1)?.detail.match(/no room left/g)).toHaveLength(1);
});

test("a newer version of the model is read anew", async () => {
  const cache = memoryCache();
  await extractorWith(reads, cache).extract(REQUEST, CHAINS, NO_IMAGES);
  await extractorWith(reads, cache).extract(REQUEST, CHAINS, NO_IMAGES);
  expect(loads).toHaveLength(1);
  revision = "f".repeat(40);
  await extractorWith(reads, cache).extract(REQUEST, CHAINS, NO_IMAGES);
  expect(loads).toHaveLength(2);
});

test("without the hub what is kept is enough, and only then", async () => {
  const cache = memoryCache();
  await extractorWith(reads, cache).extract(REQUEST, CHAINS, NO_IMAGES);
  vi.stubGlobal("fetch", async () => {
    throw new TypeError("Failed to fetch");
  });
  const set = await extractorWith(reads, cache).extract(REQUEST, CHAINS, NO_IMAGES);
  expect(set.rowOf.size).toBe(2);
  expect(loads).toHaveLength(1);
  await expect(extractorWith(reads).extract(REQUEST, CHAINS, NO_IMAGES)).rejects.toMatchObject({
    message: "The hub at https://hub.example/ cannot be reached",
  });
});

test("stopped while the model is loaded, and begun again", async () => {
  let isSlow = true;
  const extractor = extractorWith((call) =>
    call.name === "load" && isSlow ? "nothing" : reads(call),
  );
  const reading = extractor.extract(REQUEST, CHAINS, NO_IMAGES);
  await expect.poll(() => loads.length).toBe(1);
  await expect(extractor.extract(REQUEST, CHAINS, NO_IMAGES)).rejects.toMatchObject({
    code: "state",
  });
  extractor.stop();
  await expect(reading).rejects.toMatchObject({ code: "cancelled" });
  expect(workers[0]?.isEnded).toBe(true);
  expect(statuses.at(-1)).toMatchObject({ state: "idle" });
  isSlow = false;
  expect((await extractor.extract(REQUEST, CHAINS, NO_IMAGES)).rowOf.size).toBe(2);
  extractor.close();
});

test("a worker that ends by itself is told, and takes nothing with it", async () => {
  let isCrashing = true;
  const extractor = extractorWith((call) =>
    call.name === "read" && isCrashing ? "crash" : reads(call),
  );
  await expect(extractor.extract(REQUEST, CHAINS, NO_IMAGES)).rejects.toMatchObject({
    message: "The model stopped: gone",
  });
  isCrashing = false;
  expect((await extractor.extract(REQUEST, CHAINS, NO_IMAGES)).rowOf.size).toBe(2);
  extractor.close();
});

test("chains read on the side wait for one another, and not for a whole corpus", async () => {
  const extractor = extractorWith(reads);
  const { id } = await extractor.extract(REQUEST, CHAINS, NO_IMAGES);
  const edited = ["a", "ab", "abc"].map((question) => ({ ...CHAINS[0]!, question }));
  const sets = await Promise.all(edited.map((chain) => extractor.vectorsFor(id, [chain])));
  expect(sets.map((set) => set?.rowOf.size)).toEqual([1, 1, 1]);
  expect(loads).toHaveLength(1);
  const reading = extractor.extract(REQUEST, CHAINS, NO_IMAGES);
  expect(await extractor.vectorsFor(id, edited)).toBeNull();
  await reading;
  extractor.close();
});
