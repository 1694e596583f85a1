// Vectors that come back after a reload: the same bits under the same keys, each set written once.
import { expect, test } from "vitest";
import { createRng } from "../../base/rng.ts";
import type { FeatureSet } from "../../domain/features.ts";
import { memoryWorkspace } from "../../storage/memoryWorkspace.ts";
import { WorkspaceKeeper } from "../workspaceKeeper.ts";
import { FeatureKeeping } from "./keptFeatures.ts";

function setOf(id: string, vectors: number, width: number): FeatureSet {
  const rng = createRng(id);
  const rowOf = new Map<string, number>();
  for (let row = vectors - 1; row >= 0; row--) rowOf.set(`${id}/${row}`, row);
  // Two steps of the same text share a vector.
  rowOf.set(`${id}/twin`, 0);
  const values = Float32Array.from({ length: vectors * width }, () => rng.normal());
  values.set([-0, 1e-45, 3.4e38]);
  return { id, origin: id.endsWith(".safetensors") ? "file" : "model", width, values, rowOf };
}

async function browser() {
  const storage = memoryWorkspace();
  const keeper = new WorkspaceKeeper({ storage, onStatus: () => {}, onNotice: () => {} });
  await keeper.open(false);
  return {
    item: async () => (await storage.read("features"))!,
    async keep(keeping: FeatureKeeping, sets: readonly FeatureSet[]): Promise<number> {
      let written = 0;
      const failure = await keeper.write("features", async (there) => {
        const item = await keeping.write(sets, there);
        written = Object.keys(item.parts).length;
        return item;
      });
      expect(failure).toBeNull();
      return written;
    },
    async reload(): Promise<{ keeping: FeatureKeeping; sets: FeatureSet[] }> {
      await keeper.open(false);
      const keeping = new FeatureKeeping();
      const sets = await keeper.read("features", (item) => keeping.read(item));
      return { keeping, sets: sets! };
    },
  };
}

test("sets come back with every bit and key, in their order", async () => {
  const sets = [setOf("of/a.safetensors", 40, 7), setOf("a/model·text", 3, 5)];
  const kept = await browser();
  await kept.keep(new FeatureKeeping(), sets);
  const { sets: back } = await kept.reload();
  expect(back).toStrictEqual(sets);
  expect(back.map(({ rowOf }) => [...rowOf.keys()])).toEqual(
    sets.map(({ rowOf }) => [...rowOf.keys()]),
  );
});

test("a part of a larger array is kept as what it is", async () => {
  const { values: all, ...set } = setOf("part", 4, 2);
  const part = { ...set, values: all.subarray(2, 8), rowOf: new Map([["k/0", 2]]) };
  const kept = await browser();
  await kept.keep(new FeatureKeeping(), [part]);
  expect([...(await kept.reload()).sets[0]!.values]).toEqual([...all.subarray(2, 8)]);
});

test("a set once written is not written again, before the reload or after it; one that went is gone", async () => {
  const [first, second, third] = ["a", "b", "c"].map((id) => setOf(id, 3, 3));
  const kept = await browser();
  const before = new FeatureKeeping();
  expect(await kept.keep(before, [first!])).toBe(2);
  expect(await kept.keep(before, [first!, second!])).toBe(2);
  expect(await kept.keep(before, [first!, second!])).toBe(0);
  const { keeping, sets } = await kept.reload();
  expect(await kept.keep(keeping, [sets[1]!, third!])).toBe(2);
  expect(Object.keys((await kept.item()).parts)).toHaveLength(4);
  expect((await kept.reload()).sets.map(({ id }) => id)).toEqual(["b", "c"]);
});

test("damage is refused in words", async () => {
  const kept = await browser();
  await kept.keep(new FeatureKeeping(), [setOf("a", 3, 3)]);
  const item = await kept.item();
  const reading = (changed: object) => new FeatureKeeping().read({ ...item, ...changed });
  const inWords = /^What is kept of the vectors is damaged: /;
  await expect(reading({ meta: {} })).rejects.toThrow(inWords);
  await expect(reading({ parts: {} })).rejects.toThrow("a part of “a” is missing");
  for (const [name, blob] of Object.entries(item.parts)) {
    // Whole numbers, but a vector less: its row is of no vector any more.
    for (const size of [blob.size - 1, blob.size - 12]) {
      const cut = { ...item.parts, [name]: blob.slice(0, size) };
      await expect(reading({ parts: cut }), `${name} ${size}`).rejects.toThrow(inWords);
    }
  }
});
