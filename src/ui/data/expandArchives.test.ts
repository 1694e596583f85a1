import { expect, test } from "vitest";
import { expandArchives } from "./expandArchives.ts";
import { zipFiles } from "./saveFiles.ts";

const plain = { path: "meta.json", file: new File(["[]"], "meta.json") };

test("a ZIP gives way to its files, under its own path; other files stay", async () => {
  const zip = await zipFiles([
    { name: "train/a.jsonl", blob: new Blob(["α\n"]) },
    { name: "__MACOSX/a.jsonl", blob: new Blob(["x"]) },
    { name: "train/.hidden", blob: new Blob(["x"]) },
    { name: "b.jsonl", blob: new Blob(["b\n"]) },
  ]);
  const files = await expandArchives([
    { path: "data/corpus.ZIP", file: new File([zip], "corpus.ZIP") },
    plain,
  ]);
  expect(files.map(({ path }) => path)).toEqual([
    "data/corpus.ZIP/train/a.jsonl",
    "data/corpus.ZIP/b.jsonl",
    "meta.json",
  ]);
  expect(files.map(({ file }) => file.name)).toEqual(["a.jsonl", "b.jsonl", "meta.json"]);
  expect(await files[0]?.file.text()).toBe("α\n");
});

test("a damaged ZIP is named", async () => {
  const damaged = { path: "x.zip", file: new File(["PK no zip"], "x.zip") };
  await expect(expandArchives([damaged])).rejects.toThrow(/^x\.zip could not be unpacked/);
});
