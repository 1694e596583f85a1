import { strFromU8, unzipSync } from "fflate";
import { expect, test } from "vitest";
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
