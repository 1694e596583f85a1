// The workspace in a real browser when something is wrong: damaged files, a full disk, a tab that lost it in the
// middle of writing, what other versions left, a browser that keeps nothing.
import { type IDBPDatabase, openDB } from "idb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { cdp } from "vitest/browser";
import { browserWorkspace } from "./browserWorkspace.ts";
import { openPartFiles, type PartFiles } from "./partFiles.ts";
import { workerSession } from "./workerSession.ts";
import { claimed } from "./workspaceContract.ts";
import { bytesOf, FORMATS, textsOf } from "./workspaceFixture.ts";
import type { Slot } from "./workspaceIndex.ts";

const realCrypto = crypto;
let name = "";
let workspace: ReturnType<typeof browserWorkspace>;
let index: IDBPDatabase;

/** Two items were written: the newest has "a" and "fixed", the one before it another "a" and the same "fixed". */
beforeEach(async () => {
  name = `test-${crypto.randomUUID()}`;
  workspace = await claimed(browserWorkspace({ name }));
  const parts = { a: bytesOf("older"), fixed: bytesOf("fixed") };
  await workspace.write("run", { meta: "older", parts, kept: [] });
  await workspace.write("run", {
    meta: "newest",
    parts: { a: bytesOf("newest") },
    kept: ["fixed"],
  });
  index = await openDB(name);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  workspace.close();
  index.close();
});

const slot = (): Promise<Slot> => index.get("items", "run");
const fileOf = async (which: "newest" | "before", part: string) =>
  (await slot())[which]?.parts[part]?.file ?? "";

async function folder(): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(name);
}

async function fileNames(): Promise<string[]> {
  const names: string[] = [];
  for await (const file of (await folder()).keys()) names.push(file);
  return names;
}

async function overwrite(file: string, content: string): Promise<void> {
  const stream = await (await (await folder()).getFileHandle(file)).createWritable();
  await stream.write(content);
  await stream.close();
}

const DAMAGES: [string, (file: string) => Promise<void>, RegExp][] = [
  ["missing", async (file) => (await folder()).removeEntry(file), /a is missing/],
  ["cut short", (file) => overwrite(file, "new"), /has 3 bytes in place of 6/],
  ["changed in one letter", (file) => overwrite(file, "newesT"), /is not what was written/],
];

test.each(DAMAGES)(
  "a file that is %s: the item before it is there, and stays",
  async (_, spoil, words) => {
    await spoil(await fileOf("newest", "a"));
    const item = await workspace.read("run");
    expect(item?.meta).toBe("older");
    expect(item?.damage).toMatch(words);
    expect(await textsOf(item)).toEqual({ a: "older", fixed: "fixed" });
    // From now on it is what is kept: its parts can be carried on.
    await workspace.write("run", { meta: "next", parts: {}, kept: ["a", "fixed"] });
    const next = await workspace.read("run");
    expect(next?.damage).toBeUndefined();
    expect(await textsOf(next)).toEqual({ a: "older", fixed: "fixed" });
    expect(await fileNames()).toHaveLength(2);
  },
);

test("damaged beyond both, it is said and left as it is; what is written takes its place", async () => {
  await overwrite(await fileOf("newest", "fixed"), "FIXED");
  const before = await slot();
  await expect(workspace.read("run")).rejects.toMatchObject({
    code: "state",
    message: expect.stringMatching(/run .* is damaged: part fixed .*; of what was there before it/),
  });
  expect(await slot()).toEqual(before);
  expect(await fileNames()).toHaveLength(3);
  await workspace.write("run", { meta: "anew", parts: { a: bytesOf("anew") }, kept: [] });
  expect(await textsOf(await workspace.read("run"))).toEqual({ a: "anew" });
});

test("an entry that cannot be made out is said, keeps its files, and makes way", async () => {
  await index.put("items", { newest: "spoilt" }, "run");
  workspace.close();
  await claimed(workspace);
  await expect(workspace.read("run")).rejects.toMatchObject({
    code: "state",
    message: expect.stringContaining("damaged"),
  });
  expect(await fileNames()).toHaveLength(3);
  await workspace.write("run", { meta: "anew", parts: {}, kept: [] });
  expect((await workspace.read("run"))?.meta).toBe("anew");
  workspace.close();
  await claimed(workspace);
  expect(await fileNames()).toEqual([]);
});

test("what a killed tab left is swept at the next claim, and nothing else", async () => {
  await (await folder()).getFileHandle("run-left-by-a-killed-tab", { create: true });
  expect(await fileNames()).toHaveLength(4);
  workspace.close();
  await claimed(workspace);
  expect(await fileNames()).toHaveLength(3);
  expect(await textsOf(await workspace.read("run"))).toEqual({ a: "newest", fixed: "fixed" });
});

test("a tab that lost the workspace in the middle of writing changes nothing and leaves nothing", async () => {
  let goOn = () => {};
  const heldUp = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let tellWriting = () => {};
  const isWriting = new Promise<void>((resolve) => {
    tellWriting = resolve;
  });
  const slowFiles = async (at: string): Promise<PartFiles | null> => {
    const files = await openPartFiles(at);
    if (files === null) return null;
    const write: PartFiles["write"] = async (file, content) => {
      const written = await files.write(file, content);
      tellWriting();
      await heldUp;
      return written;
    };
    return { ...files, write };
  };
  workspace.close();
  const loser = await claimed(browserWorkspace({ name, openFiles: slowFiles }));
  const writing = loser.write("run", { meta: "late", parts: { a: bytesOf("late") }, kept: [] });
  await isWriting;
  await workspace.claim({ isTakingOver: true, onLost: () => {} });
  await workspace.write("run", { meta: "new owner", parts: {}, kept: ["a"] });
  goOn();
  await expect(writing).rejects.toMatchObject({ code: "state" });
  expect((await workspace.read("run"))?.meta).toBe("new owner");
  // "a" of both, and "fixed" of the one before.
  expect(await fileNames()).toHaveLength(2);
  loser.close();
});

const FULL = () => new DOMException("full", "QuotaExceededError");
const FULL_AT: [string, () => void][] = [
  [
    "a file is written",
    () => vi.spyOn(FileSystemWritableFileStream.prototype, "write").mockRejectedValue(FULL()),
  ],
  [
    "a file is closed",
    () => vi.spyOn(FileSystemWritableFileStream.prototype, "close").mockRejectedValue(FULL()),
  ],
  [
    "the index is written",
    () =>
      vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
        throw FULL();
      }),
  ],
];

test.each(FULL_AT)(
  "no room where %s: said as such, the old item whole, nothing left behind",
  async (_, fill) => {
    fill();
    const parts = { a: bytesOf("too much"), b: bytesOf("too much") };
    await expect(workspace.write("run", { meta: 1, parts, kept: [] })).rejects.toMatchObject({
      code: "full",
      message: expect.stringContaining("no room left"),
    });
    vi.restoreAllMocks();
    const item = await workspace.read("run");
    expect(item?.meta).toBe("newest");
    expect(await textsOf(item)).toEqual({ a: "newest", fixed: "fixed" });
    await expect.poll(async () => (await fileNames()).length).toBe(3);
    await workspace.write("run", { meta: 2, parts, kept: [] });
    expect((await workspace.read("run"))?.meta).toBe(2);
    // Those two parts, and the two of the item before.
    await expect.poll(async () => (await fileNames()).length).toBe(4);
  },
);

test.each([true, false])(
  "a disk that is really full, below the files that a worker writes (streams: %s)",
  async (hasStreams) => {
    const quota = (quotaSize?: number) =>
      cdp().send("Storage.overrideQuotaForOrigin", {
        origin: location.origin,
        ...(quotaSize === undefined ? {} : { quotaSize }),
      });
    workspace.close();
    const inWorker = await claimed(await workerSession(name, "current", hasStreams));
    const { usage = 0 } = await navigator.storage.estimate();
    await quota(usage + 200_000);
    try {
      const parts = { a: new Uint8Array(60_000), b: new Uint8Array(2_000_000) };
      await expect(inWorker.write("run", { meta: 1, parts, kept: [] })).rejects.toMatchObject({
        code: "full",
      });
    } finally {
      await quota();
    }
    const item = await inWorker.read("run");
    expect(item?.damage).toBeUndefined();
    expect(await textsOf(item)).toEqual({ a: "newest", fixed: "fixed" });
    expect(await fileNames()).toHaveLength(3);
    inWorker.close();
  },
);

test("without any room, what is kept can be claimed, read and removed all the same", async () => {
  workspace.close();
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw FULL();
  });
  await claimed(workspace);
  expect((await workspace.read("run"))?.meta).toBe("newest");
  await workspace.remove("run");
  expect(await fileNames()).toEqual([]);
  vi.restoreAllMocks();
  await workspace.write("run", { meta: "room again", parts: {}, kept: [] });
  expect((await workspace.read("run"))?.meta).toBe("room again");
});

test("a browser without files, or with files in name only, keeps parts in its database", async () => {
  const broken = async (at: string): Promise<PartFiles | null> => {
    const files = await openPartFiles(at);
    const write = () => Promise.reject(new DOMException("not now", "NotAllowedError"));
    return files === null ? null : { ...files, write };
  };
  workspace.close();
  workspace = await claimed(browserWorkspace({ name, openFiles: broken }));
  await workspace.write("run", { meta: 3, parts: { b: bytesOf("b") }, kept: ["fixed"] });
  expect(await textsOf(await workspace.read("run"))).toEqual({ b: "b", fixed: "fixed" });
  expect((await slot()).newest.parts["b"]?.place).toBe("database");
  await workspace.write("run", { meta: 4, parts: { b: bytesOf("B") }, kept: [] });
  await workspace.write("run", { meta: 5, parts: { b: bytesOf("B") }, kept: [] });
  // As for files: the newest, and the one before it.
  expect(await index.count("parts")).toBe(2);
  expect(await fileNames()).toEqual([]);
  await workspace.remove("run");
  expect(await index.count("parts")).toBe(0);
});

test("a workspace of a newer version of the app is refused in words; an open one makes way", async () => {
  const lost = vi.fn();
  await workspace.claim({ isTakingOver: false, onLost: lost });
  index.close();
  const newer = await openDB(name, 99);
  newer.close();
  expect(lost).toHaveBeenCalledTimes(1);
  await expect(workspace.write("run", { meta: 1, parts: {}, kept: [] })).rejects.toMatchObject({
    code: "state",
  });
  await expect(
    browserWorkspace({ name }).claim({ isTakingOver: true, onLost: () => {} }),
  ).rejects.toMatchObject({
    code: "state",
    message: expect.stringContaining("newer version of the app"),
  });
  index = await openDB(name);
  expect((await slot()).newest.meta).toBe("newest");
});

test("the item before a damaged one of a newer version is not touched", async () => {
  workspace.close();
  workspace = await claimed(browserWorkspace({ name, format: FORMATS.nextAlone }));
  await workspace.write("run", { meta: "tomorrow", parts: { a: bytesOf("t") }, kept: [] });
  await (await folder()).removeEntry(await fileOf("newest", "a"));
  workspace.close();
  workspace = await claimed(browserWorkspace({ name }));
  await expect(workspace.read("run")).rejects.toThrow("newer version");
  expect((await slot()).newest.meta).toBe("tomorrow");
});

test("a browser that keeps nothing says so", async () => {
  vi.stubGlobal("indexedDB", undefined);
  const none = browserWorkspace({ name: `${name}-none` });
  await expect(none.claim({ isTakingOver: false, onLost: () => {} })).rejects.toMatchObject({
    code: "state",
    message: expect.stringContaining("keeps no data"),
  });
});

test("in a page without a secure origin, which has no hashes, sizes alone are checked", async () => {
  vi.stubGlobal("crypto", {
    subtle: undefined,
    getRandomValues: (into: Uint8Array<ArrayBuffer>) =>
      Crypto.prototype.getRandomValues.call(realCrypto, into),
  });
  await workspace.write("run", { meta: 3, parts: { a: bytesOf("unhashed") }, kept: ["fixed"] });
  expect((await slot()).newest.parts["a"]?.checksum).toBeNull();
  vi.unstubAllGlobals();
  expect(await textsOf(await workspace.read("run"))).toEqual({ a: "unhashed", fixed: "fixed" });
  await overwrite(await fileOf("newest", "a"), "short");
  expect((await workspace.read("run"))?.damage).toMatch(/has 5 bytes in place of 8/);
});

test("site data cleared meanwhile: what is written whole afterwards is kept", async () => {
  for (const store of ["items", "owner"]) await index.clear(store);
  await expect(workspace.write("run", { meta: 3, parts: {}, kept: ["a"] })).rejects.toMatchObject({
    code: "state",
    message: expect.stringContaining("No part a"),
  });
  await workspace.write("run", { meta: 4, parts: { a: bytesOf("a") }, kept: [] });
  expect(await textsOf(await workspace.read("run"))).toEqual({ a: "a" });
});
