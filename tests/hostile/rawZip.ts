// Writes ZIPs as no honest program does: every field of an entry can be made to lie.
import { crc32, deflateRawSync } from "node:zlib";

export interface RawEntry {
  name: string | Uint8Array;
  data?: Uint8Array;
  /** 0 stored, 8 deflated. */
  method?: number;
  flags?: number;
  /** As the table of contents has them, in place of what is true. */
  claims?: { size?: number; packedSize?: number; crc?: number; offset?: number };
  /** Unix mode, such as 0o120777 of a link. */
  mode?: number;
}

const bytesOf = (text: string | Uint8Array) =>
  typeof text === "string" ? new TextEncoder().encode(text) : text;

export function rawZip(entries: readonly RawEntry[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const table: Uint8Array[] = [];
  let at = 0;
  const put = (to: Uint8Array[], bytes: Uint8Array) => to.push(bytes);
  for (const { name, data = new Uint8Array(0), method = 0, flags = 0, claims, mode } of entries) {
    const named = bytesOf(name);
    const packed = method === 8 ? new Uint8Array(deflateRawSync(data)) : data;
    const own = {
      size: data.length,
      packedSize: packed.length,
      crc: crc32(data),
      offset: at,
      ...claims,
    };
    const local = new DataView(new ArrayBuffer(30));
    local.setUint32(0, 0x04034b50, true);
    local.setUint16(4, 20, true);
    local.setUint16(6, flags | 0x800, true);
    local.setUint16(8, method, true);
    local.setUint32(14, own.crc, true);
    local.setUint32(18, own.packedSize, true);
    local.setUint32(22, own.size, true);
    local.setUint16(26, named.length, true);
    put(parts, new Uint8Array(local.buffer));
    put(parts, named);
    put(parts, packed);
    at += 30 + named.length + packed.length;
    const entry = new DataView(new ArrayBuffer(46));
    entry.setUint32(0, 0x02014b50, true);
    entry.setUint16(4, (mode === undefined ? 0 : 3 << 8) | 20, true);
    entry.setUint16(6, 20, true);
    entry.setUint16(8, flags | 0x800, true);
    entry.setUint16(10, method, true);
    entry.setUint32(16, own.crc, true);
    entry.setUint32(20, own.packedSize, true);
    entry.setUint32(24, own.size, true);
    entry.setUint16(28, named.length, true);
    entry.setUint32(38, (mode ?? 0) * 65_536, true);
    entry.setUint32(42, own.offset, true);
    put(table, new Uint8Array(entry.buffer));
    put(table, named);
  }
  const tableBytes = table.reduce((sum, { length }) => sum + length, 0);
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, entries.length & 0xffff, true);
  end.setUint16(10, entries.length & 0xffff, true);
  end.setUint32(12, tableBytes, true);
  end.setUint32(16, at, true);
  return joined([...parts, ...table, new Uint8Array(end.buffer)]);
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
