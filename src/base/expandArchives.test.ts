// ZIP archives: stored and compressed entries, what is left out, bounds, and archives that are damaged.
import { Zip, ZipDeflate, ZipPassThrough, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { expandArchives } from "./expandArchives.ts";
import { readZip } from "./zipArchive.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);
const zipFile = (bytes: Uint8Array, path = "data/corpus.ZIP") => ({
  path,
  file: new File([new Uint8Array(bytes)], path.split("/").at(-1)!),
});
const long = "the same again and again. ".repeat(500);

describe("expandArchives", () => {
  test("a ZIP gives way to its files, under its own path; other files stay", async () => {
    const plain = { path: "meta.json", file: new File(["[]"], "meta.json") };
    const zip = zipSync({
      "train/a.jsonl": bytesOf("α\n"),
      "__MACOSX/a.jsonl": bytesOf("x"),
      "train/.hidden": bytesOf("x"),
      "long.txt": bytesOf(long),
      "image.png": [bytesOf("stored"), { level: 0 }],
    });
    const files = await expandArchives([zipFile(zip), plain]);
    expect(files.map(({ path }) => path)).toEqual([
      "data/corpus.ZIP/train/a.jsonl",
      "data/corpus.ZIP/long.txt",
      "data/corpus.ZIP/image.png",
      "meta.json",
    ]);
    expect(files.map(({ file }) => file.name)).toEqual([
      "a.jsonl",
      "long.txt",
      "image.png",
      "meta.json",
    ]);
    expect(await Promise.all(files.map(({ file }) => file.text()))).toEqual([
      "α\n",
      long,
      "stored",
      "[]",
    ]);
  });

  test("only what is accepted is unpacked", async () => {
    const zip = zipSync({ "run.json": bytesOf("{}"), "large.bin": bytesOf(long) });
    const files = await expandArchives([zipFile(zip)], {
      accept: (path, bytes) => path === "run.json" && bytes === 2,
    });
    expect(files.map(({ path }) => path)).toEqual(["data/corpus.ZIP/run.json"]);
  });

  test("more than can be held is refused before it is unpacked; what is stored does not count", async () => {
    const zip = zipSync({
      "a.txt": bytesOf(long),
      "b.png": [bytesOf(long), { level: 0 }],
    });
    const { length } = bytesOf(long);
    const of = (maxUnpackedBytes: number) =>
      expandArchives([zipFile(zip, "one.zip")], { maxUnpackedBytes });
    expect(await of(length)).toHaveLength(2);
    await expect(of(length - 1)).rejects.toThrow(/^one\.zip would unpack to 0 GB; at most/);
    await expect(
      expandArchives([zipFile(zip, "one.zip"), zipFile(zip, "two.zip")], {
        maxUnpackedBytes: length,
      }),
    ).rejects.toThrow(/^two\.zip would unpack/);
  });

  test("an entry that unpacks to more than it says is refused", async () => {
    const zip = zipSync({ "a.txt": bytesOf(long) });
    const table = new DataView(zip.buffer, zip.length - 22).getUint32(16, true);
    new DataView(zip.buffer).setUint32(table + 24, 10, true);
    await expect(expandArchives([zipFile(zip)])).rejects.toThrow("“a.txt” in it is damaged");
  });

  test("a damaged ZIP is named, wherever the damage is", async () => {
    await expect(expandArchives([zipFile(bytesOf("PK no zip"), "x.zip")])).rejects.toThrow(
      /^x\.zip could not be unpacked: the ZIP is cut off or damaged/,
    );
    await expect(expandArchives([zipFile(new Uint8Array(0))])).rejects.toThrow(/cut off/);
    const whole = zipSync({ "a.txt": bytesOf(long), "b.txt": bytesOf("b") });
    await expect(expandArchives([zipFile(whole.slice(0, -30))])).rejects.toThrow(/cut off/);
    const broken = whole.slice();
    broken.fill(0xff, 40, 60);
    await expect(expandArchives([zipFile(broken)])).rejects.toThrow("“a.txt” in it is damaged");
    const encrypted = whole.slice();
    const table = new DataView(whole.buffer, whole.length - 22).getUint32(16, true);
    encrypted[table + 8]! |= 1;
    await expect(expandArchives([zipFile(encrypted)])).rejects.toThrow(
      "“a.txt” in it is encrypted",
    );
  });

  test("aborted, it stops", async () => {
    const zip = zipSync({ "a.txt": bytesOf("a") });
    const signal = AbortSignal.abort();
    await expect(expandArchives([zipFile(zip)], { signal })).rejects.toThrow(/cancelled/);
  });
});

describe("readZip", () => {
  test("reads archives whose sizes stand behind their entries, and with something in front", async () => {
    const pieces: Uint8Array[] = [bytesOf("#!/bin/sh a self-extracting archive\n")];
    const zip = new Zip((_, piece) => pieces.push(piece));
    const entry = new ZipDeflate("a.txt");
    zip.add(entry);
    entry.push(bytesOf(long), true);
    const image = new ZipPassThrough("b.png");
    zip.add(image);
    image.push(bytesOf("stored"), true);
    zip.end();
    const [found, stored] = await readZip(new Blob(pieces.map((piece) => new Uint8Array(piece))));
    expect(found).toMatchObject({ path: "a.txt", bytes: long.length, isCompressed: true });
    expect(await (await found!.read()).text()).toBe(long);
    expect(await (await stored!.read()).text()).toBe("stored");
  });

  test("reads ZIP64: what is too large for the entry stands beside it", async () => {
    const name = bytesOf("d/ä.txt");
    const content = bytesOf("zip64");
    const local = new DataView(new ArrayBuffer(30));
    local.setUint32(0, 0x04034b50, true);
    local.setUint16(26, name.length, true);
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    for (const at of [20, 24, 42]) entry.setUint32(at, 0xffffffff, true);
    entry.setUint16(28, name.length, true);
    const extra = new DataView(new ArrayBuffer(4 + 24));
    entry.setUint16(30, extra.byteLength, true);
    extra.setUint16(0, 1, true);
    extra.setUint16(2, 24, true);
    extra.setBigUint64(4, BigInt(content.length), true);
    extra.setBigUint64(12, BigInt(content.length), true);
    const offset = 30 + name.length + content.length;
    const tableBytes = 46 + name.length + extra.byteLength;
    const end64 = new DataView(new ArrayBuffer(56));
    end64.setUint32(0, 0x06064b50, true);
    end64.setBigUint64(32, 1n, true);
    end64.setBigUint64(40, BigInt(tableBytes), true);
    end64.setBigUint64(48, BigInt(offset), true);
    const locator = new DataView(new ArrayBuffer(20));
    locator.setUint32(0, 0x07064b50, true);
    locator.setBigUint64(8, BigInt(offset + tableBytes), true);
    const end = new DataView(new ArrayBuffer(22));
    end.setUint32(0, 0x06054b50, true);
    end.setUint16(10, 0xffff, true);
    end.setUint32(12, 0xffffffff, true);
    end.setUint32(16, 0xffffffff, true);
    const parts = [local, name, content, entry, name, extra, end64, locator, end];
    const entries = await readZip(new Blob(parts));
    expect(entries).toMatchObject([{ path: "d/ä.txt", bytes: 5, isCompressed: false }]);
    expect(await (await entries[0]!.read()).text()).toBe("zip64");
  });

  test("folders are no files, and a comment that looks like an end is none", async () => {
    const zip = zipSync({ "d/": new Uint8Array(0), "d/a.txt": bytesOf("a") });
    const comment = Uint8Array.from([...bytesOf("PK"), 5, 6, ...new Uint8Array(30)]);
    new DataView(zip.buffer).setUint16(zip.length - 2, comment.length, true);
    const entries = await readZip(new Blob([new Uint8Array(zip), comment]));
    expect(entries.map(({ path }) => path)).toEqual(["d/a.txt"]);
  });
});
