// Files that hold no rows this app reads, told by their first bytes, so that a person hears what they have in
// hand rather than that it is no JSON.

/** Bytes of a file that are enough to tell. */
export const HEAD_BYTES = 265;

export interface OtherContainer {
  says: string;
  hint: string;
}

const UNPACK = "Unpack it and drop its folder.";
const ZIP_HINT = "a ZIP inside another, or one whose name does not end with .zip";

const MAGIC: readonly { bytes: string; at?: number; says: string; hint: string }[] = [
  { bytes: "PK\x03\x04", says: `it is ${ZIP_HINT}`, hint: UNPACK },
  { bytes: "PK\x05\x06", says: "it is an empty ZIP", hint: UNPACK },
  { bytes: "7z\xbc\xaf\x27\x1c", says: "it is a 7-Zip archive", hint: UNPACK },
  { bytes: "Rar!\x1a\x07", says: "it is a RAR archive", hint: UNPACK },
  { bytes: "\xfd7zXZ\0", says: "it is packed with xz", hint: UNPACK },
  { bytes: "BZh", says: "it is packed with bzip2", hint: UNPACK },
  { bytes: "\x28\xb5\x2f\xfd", says: "it is packed with Zstandard", hint: UNPACK },
  { bytes: "ustar", at: 257, says: "it is a tar archive", hint: UNPACK },
  { bytes: "%PDF-", says: "it is a PDF", hint: "Data are read from JSON, JSONL and Parquet." },
  { bytes: "ARROW1\0\0", says: "it is an Arrow file", hint: "Save it as Parquet or JSONL." },
  { bytes: "\x93NUMPY", says: "it is a NumPy array", hint: "Save vectors as safetensors." },
  { bytes: "SQLite format 3\0", says: "it is a database", hint: "Save its rows as JSONL." },
  { bytes: "\xff\xfe\0\0", says: "its text is UTF-32", hint: "Save it as UTF-8." },
  { bytes: "\0\0\xfe\xff", says: "its text is UTF-32", hint: "Save it as UTF-8." },
  { bytes: "\x7fELF", says: "it is a program", hint: "Choose files of data." },
  { bytes: "\x80\x02", says: "it is a Python pickle", hint: "Save its rows as JSONL." },
  { bytes: "\x80\x04\x95", says: "it is a Python pickle", hint: "Save its rows as JSONL." },
];

/** What a file is that is known and not read; null where it may hold rows. */
export function otherContainerOf(head: Uint8Array): OtherContainer | null {
  const text = String.fromCharCode(...head.subarray(0, HEAD_BYTES));
  return MAGIC.find(({ bytes, at = 0 }) => text.startsWith(bytes, at)) ?? null;
}
