// What a ZIP holds, read from its table of contents. An entry that is stored as it is (images mostly are) is
// a slice of the archive and costs no memory; a compressed one is unpacked when it is asked for.

export interface ZipEntry {
  /** As the archive has it, folders with forward slashes. */
  path: string;
  /** Unpacked, as the archive says. */
  bytes: number;
  /** Whether it has to be unpacked. */
  isCompressed: boolean;
  /** Its content. Rejects with an Error in words where the archive is damaged. */
  read(): Promise<Blob>;
}

const END_BYTES = 22;
const MAX_COMMENT_BYTES = 0xffff;
const END_MAGIC = 0x06054b50;
const END64_LOCATOR_BYTES = 20;
const END64_LOCATOR_MAGIC = 0x07064b50;
const END64_MAGIC = 0x06064b50;
const END64_BYTES = 56;
const ENTRY_MAGIC = 0x02014b50;
const ENTRY_BYTES = 46;
const LOCAL_MAGIC = 0x04034b50;
const LOCAL_BYTES = 30;
/** In the place of a number that stands in the ZIP64 field. */
const IN_EXTRA = 0xffffffff;
const EXTRA64 = 0x0001;
const STORED = 0;
const DEFLATED = 8;
const MAX_ENTRIES = 1_000_000;

const DAMAGED = "the ZIP is cut off or damaged";

/** The files of an archive, folders left out. Rejects with an Error in words where it is no whole ZIP. */
export async function readZip(archive: Blob): Promise<ZipEntry[]> {
  const { count, offset, bytes, shift } = await findContents(archive);
  if (count > MAX_ENTRIES) throw new Error(`the ZIP has more than ${MAX_ENTRIES} files`);
  const table = await viewOf(archive, offset + shift, bytes);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + ENTRY_BYTES > bytes || table.getUint32(at, true) !== ENTRY_MAGIC) {
      throw new Error(DAMAGED);
    }
    const flags = table.getUint16(at + 8, true);
    const method = table.getUint16(at + 10, true);
    const nameBytes = table.getUint16(at + 28, true);
    const extraBytes = table.getUint16(at + 30, true);
    const commentBytes = table.getUint16(at + 32, true);
    const next = at + ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
    if (next > bytes) throw new Error(DAMAGED);
    const path = nameOf(new Uint8Array(table.buffer, at + ENTRY_BYTES, nameBytes)).replaceAll(
      "\\",
      "/",
    );
    const extra = new DataView(table.buffer, at + ENTRY_BYTES + nameBytes, extraBytes);
    const [unpacked, packed, start] = sizes(
      [
        table.getUint32(at + 24, true),
        table.getUint32(at + 20, true),
        table.getUint32(at + 42, true),
      ],
      extra,
    );
    if (!path.endsWith("/")) {
      const place = {
        start: start + shift,
        packed,
        unpacked,
        method,
        isEncrypted: (flags & 1) === 1,
      };
      entries.push({
        path,
        bytes: unpacked,
        isCompressed: method !== STORED,
        read: () => readEntry(archive, path, place),
      });
    }
    at = next;
  }
  return entries;
}

interface Contents {
  count: number;
  offset: number;
  bytes: number;
  /** What stands before the archive in the file, which its offsets do not count. */
  shift: number;
}

async function findContents(archive: Blob): Promise<Contents> {
  const tailBytes = Math.min(archive.size, END_BYTES + MAX_COMMENT_BYTES + END64_LOCATOR_BYTES);
  const tailStart = archive.size - tailBytes;
  const tail = await viewOf(archive, tailStart, tailBytes);
  let end = tailBytes - END_BYTES;
  // The comment behind it may look like another one; only the true one says how long the comment is.
  const isEnd = (at: number) =>
    tail.getUint32(at, true) === END_MAGIC &&
    at + END_BYTES + tail.getUint16(at + 20, true) === tailBytes;
  while (end >= 0 && !isEnd(end)) end--;
  if (end < 0) throw new Error(DAMAGED);
  let [count, bytes, offset, contentsEnd] = [
    tail.getUint16(end + 10, true),
    tail.getUint32(end + 12, true),
    tail.getUint32(end + 16, true),
    tailStart + end,
  ];
  const locator = end - END64_LOCATOR_BYTES;
  if (locator >= 0 && tail.getUint32(locator, true) === END64_LOCATOR_MAGIC) {
    const at = Number(tail.getBigUint64(locator + 8, true));
    const end64 = await viewOf(archive, at, END64_BYTES);
    if (end64.getUint32(0, true) !== END64_MAGIC) throw new Error(DAMAGED);
    count = Number(end64.getBigUint64(32, true));
    bytes = Number(end64.getBigUint64(40, true));
    offset = Number(end64.getBigUint64(48, true));
    contentsEnd = at;
  }
  const shift = contentsEnd - bytes - offset;
  if (shift < 0) throw new Error(DAMAGED);
  return { count, offset, bytes, shift };
}

/** Numbers that are too large for the entry stand in its ZIP64 field, in the same order. */
function sizes(
  [unpacked, packed, start]: [number, number, number],
  extra: DataView,
): [number, number, number] {
  const numbers: [number, number, number] = [unpacked, packed, start];
  if (!numbers.includes(IN_EXTRA)) return numbers;
  for (let at = 0; at + 4 <= extra.byteLength; ) {
    const fieldBytes = extra.getUint16(at + 2, true);
    if (extra.getUint16(at, true) === EXTRA64) {
      let from = at + 4;
      numbers.forEach((number, index) => {
        if (number !== IN_EXTRA) return;
        if (from + 8 > extra.byteLength) throw new Error(DAMAGED);
        numbers[index] = Number(extra.getBigUint64(from, true));
        from += 8;
      });
      return numbers;
    }
    at += 4 + fieldBytes;
  }
  throw new Error(DAMAGED);
}

interface EntryPlace {
  start: number;
  packed: number;
  unpacked: number;
  method: number;
  isEncrypted: boolean;
}

async function readEntry(archive: Blob, path: string, place: EntryPlace): Promise<Blob> {
  const { start, packed, unpacked, method, isEncrypted } = place;
  if (isEncrypted) throw new Error(`“${path}” in it is encrypted`);
  if (method !== STORED && method !== DEFLATED) {
    throw new Error(`“${path}” in it is packed by a method (${method}) that is not read`);
  }
  // Its own header has a name and extras of its own lengths.
  const header = await viewOf(archive, start, LOCAL_BYTES);
  if (header.getUint32(0, true) !== LOCAL_MAGIC) throw new Error(DAMAGED);
  const from = start + LOCAL_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  if (from + packed > archive.size) throw new Error(DAMAGED);
  const content = archive.slice(from, from + packed);
  return method === STORED ? content : inflate(content, path, unpacked);
}

/** Stops where more comes out than the archive says, so that a small file cannot fill the memory. */
async function inflate(packed: Blob, path: string, bytes: number): Promise<Blob> {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = packed.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  try {
    for (;;) {
      const { value, done: isDone } = await reader.read();
      if (isDone) break;
      done += value.length;
      if (done > bytes) break;
      pieces.push(value);
    }
  } catch {
    throw new Error(`“${path}” in it is damaged`);
  } finally {
    reader.cancel().catch(() => undefined);
  }
  if (done !== bytes) throw new Error(`“${path}” in it is damaged`);
  return new Blob(pieces);
}

async function viewOf(archive: Blob, start: number, bytes: number): Promise<DataView<ArrayBuffer>> {
  const view = new DataView(await archive.slice(start, start + bytes).arrayBuffer());
  if (start < 0 || view.byteLength < bytes) throw new Error(DAMAGED);
  return view;
}

/** UTF-8 where it is; old archives have one byte a letter. */
function nameOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}
