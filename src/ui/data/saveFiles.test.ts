import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
import { readZip } from "../../base/zipArchive.ts";
import { zipFiles } from "./saveFiles.ts";

test("what is packed comes out again, name by name", async () => {
  const long = "Step 1: α = β\n".repeat(20_000);
  const zip = await zipFiles([
    { name: "shards/a.jsonl", blob: new Blob([long]) },
    { name: "meta.json", blob: new Blob(["[]"]) },
    { name: "empty.jsonl", blob: new Blob([]) },
  ]);
  const files = unzipSync(new Uint8Array(await zip.arrayBuffer()));
  expect(Object.keys(files)).toEqual(["shards/a.jsonl", "meta.json", "empty.jsonl"]);
  expect(strFromU8(files["shards/a.jsonl"] ?? new Uint8Array())).toBe(long);
  expect(strFromU8(files["meta.json"] ?? new Uint8Array())).toBe("[]");
  expect(files["empty.jsonl"]?.length).toBe(0);
  expect(zip.size).toBeLessThan(long.length / 10);
});

test("images are packed as they are, so that they need no unpacking", async () => {
  const zip = await zipFiles([
    { name: "a.jsonl", blob: new Blob(["{}"]) },
    { name: "images/1.png", blob: new Blob(["pixels"], { type: "image/png" }) },
  ]);
  const entries = await readZip(zip);
  expect(entries.map(({ isCompressed }) => isCompressed)).toEqual([true, false]);
  expect(await (await entries[1]!.read()).text()).toBe("pixels");
});
