import { expect, test } from "vitest";
import { collectDroppedFiles } from "./collectDroppedFiles.ts";

function fileEntry(fullPath: string) {
  const name = fullPath.slice(fullPath.lastIndexOf("/") + 1);
  return {
    isFile: true,
    isDirectory: false,
    name,
    fullPath,
    file: (resolve: (file: File) => void) => resolve(new File([fullPath], name)),
  };
}

/** Gives its children in batches, as browsers do (100 at a time there, 2 here). */
function folderEntry(fullPath: string, children: unknown[]) {
  return {
    isFile: false,
    isDirectory: true,
    name: fullPath.slice(fullPath.lastIndexOf("/") + 1),
    fullPath,
    createReader() {
      let at = 0;
      return {
        readEntries(resolve: (batch: unknown[]) => void) {
          resolve(children.slice(at, at + 2));
          at += 2;
        },
      };
    },
  };
}

function transferOf(entries: unknown[]): DataTransfer {
  const items = entries.map((entry) => ({
    kind: "file",
    webkitGetAsEntry: () => entry,
    getAsFile: () => null,
  }));
  return { items } as unknown as DataTransfer;
}

test("folders are walked to their ends, in order of the paths, without hidden files", async () => {
  const dropped = await collectDroppedFiles(
    transferOf([
      folderEntry("/shards", [
        fileEntry("/shards/c.jsonl"),
        fileEntry("/shards/.DS_Store"),
        fileEntry("/shards/a.jsonl"),
        folderEntry("/shards/more", [fileEntry("/shards/more/d.json")]),
        fileEntry("/shards/b.jsonl"),
      ]),
      fileEntry("/meta.json"),
    ]),
  );
  expect(dropped.map((entry) => entry.path)).toEqual([
    "meta.json",
    "shards/a.jsonl",
    "shards/b.jsonl",
    "shards/c.jsonl",
    "shards/more/d.json",
  ]);
  expect(await dropped[1]?.file.text()).toBe("/shards/a.jsonl");
});

test("a file without an entry is taken as it is, dragged text is not", async () => {
  const transfer = {
    items: [
      { kind: "string", webkitGetAsEntry: () => null, getAsFile: () => null },
      { kind: "file", webkitGetAsEntry: () => null, getAsFile: () => new File(["x"], "x.json") },
    ],
  } as unknown as DataTransfer;
  expect((await collectDroppedFiles(transfer)).map((entry) => entry.path)).toEqual(["x.json"]);
});

test("a file that cannot be read rejects the drop", async () => {
  const broken = {
    ...fileEntry("/gone.json"),
    file: (_resolve: unknown, reject: (error: Error) => void) => reject(new Error("gone")),
  };
  await expect(collectDroppedFiles(transferOf([broken]))).rejects.toThrow(
    "gone.json could not be read: gone",
  );
});
