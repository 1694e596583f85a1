// ZIPs that lie: of sizes, places and names, and bombs of every build.
import { gzipSync } from "node:zlib";
import type { HostileFile } from "./files.ts";
import { joined, rawZip } from "./rawZip.ts";
import { jsonLines, trainingRow } from "./rows.ts";

const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const GOOD = bytesOf(jsonLines([trainingRow(1), trainingRow(2)]));
const good = { name: "good.jsonl", data: GOOD, method: 8 };

/** An entry at fault beside a sound one, which is read. */
function beside(
  name: string,
  entry: Parameters<typeof rawZip>[0][number],
  says: RegExp,
): HostileFile {
  return { name: `${name}.zip`, bytes: rawZip([good, entry]), says, rows: 2 };
}

export function archiveCases(): HostileFile[] {
  const zip = rawZip([good]);
  const data = bytesOf("x".repeat(1000));
  const zeros = new Uint8Array(100 * 2 ** 20);
  const inner = rawZip([{ name: "zeros.json", data: zeros, method: 8 }]);
  const longName = "n".repeat(60_000);
  return [
    { name: "good.zip", bytes: zip, says: null, rows: 2 },
    { name: "empty.zip", bytes: rawZip([]), says: /there are no files in it/ },
    { name: "folder.zip", bytes: rawZip([{ name: "folder/" }]), says: /there are no files in it/ },
    { name: "no-bytes.zip", bytes: new Uint8Array(0), says: /cut off or damaged/ },
    { name: "text.zip", bytes: bytesOf("this is no ZIP"), says: /cut off or damaged/ },
    { name: "cut.zip", bytes: zip.slice(0, -30), says: /cut off or damaged/ },
    { name: "cut-early.zip", bytes: zip.slice(0, 40), says: /cut off or damaged/ },
    { name: "end-only.zip", bytes: zip.slice(-22), says: /cut off or damaged/ },
    { name: "unnamed", bytes: zip, says: /a ZIP inside another, or one whose name/ },
    beside("climbs", { name: "../../../etc/passwd.jsonl", data: GOOD }, /leads out of the ZIP/),
    beside("climbs-inside", { name: "a/../../b.jsonl", data: GOOD }, /leads out of the ZIP/),
    beside("absolute", { name: "/etc/passwd.jsonl", data: GOOD }, /leads out of the ZIP/),
    beside("drive", { name: "C:\\windows\\a.jsonl", data: GOOD }, /leads out of the ZIP/),
    beside("backslash", { name: "..\\..\\a.jsonl", data: GOOD }, /leads out of the ZIP/),
    beside("long-name", { name: longName, data: GOOD }, /has a name of 60000 characters/),
    beside("zero-byte", { name: "a\0.jsonl", data: bytesOf("no rows") }, /neither a JSON list/),
    beside("twice", good, /stands in it twice/),
    beside("case", { name: "GOOD.JSONL", data: bytesOf("no rows") }, /neither a JSON list/),
    beside(
      "link",
      { name: "link.jsonl", data: bytesOf("/etc/passwd"), mode: 0o120777 },
      /is a link/,
    ),
    beside("encrypted", { name: "a.jsonl", data, flags: 1 }, /is encrypted/),
    beside("method", { name: "a.jsonl", data, method: 99 }, /a method that is not read|is damaged/),
    beside("lzma", { name: "a.jsonl", data, method: 14 }, /a method that is not read|is damaged/),
    beside("wrong-sum", { name: "a.jsonl", data, method: 8, claims: { crc: 1 } }, /is damaged/),
    beside("says-less", { name: "a.jsonl", data, method: 8, claims: { size: 10 } }, /is damaged/),
    beside("says-more", { name: "a.jsonl", data, method: 8, claims: { size: 2000 } }, /is damaged/),
    beside(
      "beyond",
      { name: "a.jsonl", data, claims: { packedSize: 1e9, size: 1e9 } },
      /cut off or damaged/,
    ),
    beside(
      "elsewhere",
      { name: "a.jsonl", data, claims: { offset: 4e9 } },
      /cut off or damaged|is damaged/,
    ),
    beside(
      "over-another",
      { name: "a.jsonl", data: GOOD, claims: { offset: 0 } },
      /lies over another/,
    ),
    beside(
      "bomb",
      { name: "zeros.json", data: zeros, method: 8 },
      /times its size, which no data do/,
    ),
    beside(
      "says-gigabytes",
      { name: "a.json", data, method: 8, claims: { size: 0xfffffff0 } },
      /times its size, which no data do/,
    ),
    beside("nested", { name: "inner.zip", data: inner }, /a ZIP inside another|times its size/),
    {
      ...beside(
        "damaged-inside",
        { name: "a.jsonl.gz", data: new Uint8Array(gzipSync(GOOD)).slice(0, -9) },
        /cut off/,
      ),
      rows: 4,
    },
    beside(
      "<img src=x onerror=alert(1)>",
      { name: "<script>alert(1)<_script>.json", data },
      /neither a JSON/,
    ),
    {
      name: "all-over-one.zip",
      bytes: rawZip(
        Array.from({ length: 2000 }, (_, i) => ({
          name: `${i}.jsonl`,
          data: i === 0 ? GOOD : new Uint8Array(0),
          ...(i > 0 && { claims: { offset: 0, size: GOOD.length, packedSize: GOOD.length } }),
        })),
      ),
      says: /lies over another/,
      rows: 2,
    },
    {
      name: "many-names.zip",
      bytes: rawZip(Array.from({ length: 2100 }, (_, i) => ({ name: `${i}.jsonl` }))),
      says: /more than the 2,000 that are read at once/,
    },
    { name: "front.zip", bytes: joined([bytesOf("#!/bin/sh\n"), zip]), says: null, rows: 2 },
    { name: "behind.zip", bytes: joined([zip, bytesOf("garbage")]), says: null },
  ];
}

/** A million entries of nothing: too large to be made for every test. */
export function millionEntries(): Uint8Array<ArrayBuffer> {
  return rawZip(Array.from({ length: 1_000_000 }, (_, i) => ({ name: `${i}` })));
}
