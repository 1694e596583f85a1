// Vectors kept in a real browser's database.
import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MODEL_FILES_CACHE } from "../domain/featureCache.ts";
import { browserFeatureCache } from "./featureCache.ts";

let name = "";
let opened: ReturnType<typeof browserFeatureCache>[] = [];

beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
  opened = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const cache of opened) await cache.close();
  await deleteDB(name);
});

function open() {
  const cache = browserFeatureCache(name);
  opened.push(cache);
  return cache;
}

const VERSION = { revision: "r", precision: "fp32", graph: "model", dataFiles: 0, bytes: 9 };

const vector = (...values: number[]) => new Float32Array(values);

test("vectors are there again when it is opened anew, by model and key", async () => {
  const first = open();
  await first.write(
    "one",
    new Map([
      ["a", vector(1, 2)],
      ["b", vector(3)],
    ]),
  );
  await first.write("other", new Map([["a", vector(9)]]));
  await first.keepVersion("one", VERSION);
  await first.close();
  const second = open();
  expect(await second.read("one", ["a", "b", "c", "a"])).toEqual(
    new Map([
      ["a", vector(1, 2)],
      ["b", vector(3)],
    ]),
  );
  expect(await second.read("other", ["a", "b"])).toEqual(new Map([["a", vector(9)]]));
  expect(await second.version("one")).toEqual(VERSION);
  expect(await second.version("other")).toBeNull();
});

test("its size is that of what is kept, also where something is kept again", async () => {
  const cache = open();
  expect(await cache.size()).toMatchObject({ bytes: 0, entries: 0 });
  await cache.write(
    "one",
    new Map([
      ["a", vector(1, 2)],
      ["b", vector(3)],
    ]),
  );
  await cache.write("one", new Map([["a", vector(1, 2, 3)]]));
  expect(await cache.size()).toMatchObject({ bytes: 16, entries: 2 });
});

test("more keys than are asked for in one go", async () => {
  const cache = open();
  const many = new Map(Array.from({ length: 1300 }, (_, i) => [String(i), vector(i)]));
  await cache.write("one", many);
  expect(await cache.read("one", [...many.keys()])).toEqual(many);
});

test("cleared, nothing is left, models that were downloaded neither", async () => {
  // Other tests download models, too.
  await caches.delete(MODEL_FILES_CACHE);
  const cache = open();
  await cache.write("one", new Map([["a", vector(1)]]));
  const files = await caches.open(MODEL_FILES_CACHE);
  await files.put("/model", new Response("1234", { headers: { "content-length": "4" } }));
  expect((await cache.size()).modelBytes).toBe(4);
  await cache.clear();
  expect(await cache.size()).toEqual({ bytes: 0, entries: 0, modelBytes: 0 });
  expect(await cache.read("one", ["a"])).toEqual(new Map());
});

test("no room is said in words", async () => {
  const cache = open();
  await cache.size();
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  await expect(cache.write("one", new Map([["a", vector(1)]]))).rejects.toMatchObject({
    code: "full",
    message: expect.stringContaining("no room left"),
  });
  vi.restoreAllMocks();
  // What was begun was taken back whole, and later writing works.
  await cache.write("one", new Map([["b", vector(2)]]));
  expect(await cache.size()).toMatchObject({ bytes: 4, entries: 1 });
});

test("a cache of a newer version is refused in words and left as it is", async () => {
  (await openDB(name, 99)).close();
  await expect(open().size()).rejects.toMatchObject({
    code: "state",
    message: expect.stringContaining("newer version of the app"),
  });
  const after = await openDB(name);
  expect(after.version).toBe(99);
  after.close();
});
