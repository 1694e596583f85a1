// Parquet files whose footers and pages lie.
import { parquetWriteBuffer } from "hyparquet-writer";
import type { HostileFile } from "./files.ts";
import { joined } from "./rawZip.ts";

const MAGIC = Uint8Array.of(80, 65, 82, 49);

/** A sound file of four training rows in two row groups. */
export function soundParquet(codec: "SNAPPY" | "UNCOMPRESSED" = "SNAPPY"): Uint8Array<ArrayBuffer> {
  const text = (name: string, data: string[]) => ({ name, data, type: "STRING" as const });
  return new Uint8Array(
    parquetWriteBuffer({
      codec,
      rowGroupSize: 2,
      columnData: [
        text("input", ["1 + 1?", "1 + 1?", "2 + 2?", "3 + 3?"]),
        text("add", ["Step 1: a", "Step 1: a\n\nStep 2: b", "Step 1: c", "Step 1: d"]),
        text("dataset", ["sums", "sums", "sums", "sums"]),
        { name: "accuracy", data: [0.5, 1, 0, 1], type: "DOUBLE" },
      ],
    }),
  );
}

/** A file with this footer, of so many bytes as it claims. */
function footed(footer: Uint8Array, claims = footer.length): Uint8Array<ArrayBuffer> {
  const length = new DataView(new ArrayBuffer(4));
  length.setUint32(0, claims, true);
  return joined([MAGIC, footer, new Uint8Array(length.buffer), MAGIC]);
}

/** Lists in lists, each of which claims two thousand million items. */
function greedy(): Uint8Array {
  return Uint8Array.from([
    0x29,
    ...Array.from({ length: 20 }, () => [0xf9, 0xff, 0xff, 0xff, 0x7f]).flat(),
  ]);
}

export function parquetCases(): HostileFile[] {
  const sound = soundParquet();
  const damaged = (from: number, to: number) => sound.slice().fill(255, from, to);
  return [
    { name: "sound.parquet", bytes: sound, says: null, rows: 4 },
    {
      name: "magic-only.parquet",
      bytes: MAGIC.slice(),
      says: /Parquet file cannot be read: it is cut off/,
    },
    {
      name: "two-magics.parquet",
      bytes: joined([MAGIC, MAGIC]),
      says: /Parquet file cannot be read/,
    },
    { name: "cut.parquet", bytes: sound.slice(0, -9), says: /its end is missing/ },
    { name: "half.parquet", bytes: sound.slice(0, sound.length / 2), says: /its end is missing/ },
    {
      name: "claims-more.parquet",
      bytes: footed(new Uint8Array(8), 0xffff_ffff),
      says: /its footer claims/,
    },
    { name: "claims-none.parquet", bytes: footed(new Uint8Array(0)), says: /cannot be read/ },
    { name: "zero-footer.parquet", bytes: footed(new Uint8Array(100)), says: /cannot be read/ },
    {
      name: "ones-footer.parquet",
      bytes: footed(new Uint8Array(100).fill(255)),
      says: /cannot be read/,
    },
    { name: "greedy-lists.parquet", bytes: footed(greedy()), says: /more than there are bytes/ },
    {
      name: "deep-structs.parquet",
      bytes: footed(new Uint8Array(100_000).fill(0x1c)),
      says: /nested too deeply/,
    },
    { name: "damaged-group.parquet", bytes: damaged(4, 40), says: /row group 1 of 2/, rows: 2 },
    {
      name: "damaged-all.parquet",
      bytes: damaged(4, sound.length - 500),
      says: /row group|cannot be read/,
    },
    {
      name: "no-text.parquet",
      bytes: joined([MAGIC, new Uint8Array(1000)]),
      says: /cannot be read/,
    },
  ];
}
