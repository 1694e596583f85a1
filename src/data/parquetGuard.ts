// Looks through a Parquet file before the reader does: what its metadata and page headers claim must fit what
// is there. The reader trusts them, and would allocate or loop for minutes on a few bytes that lie.
// Format: apache/parquet-format README and Encodings.
import {
  type AsyncBuffer,
  type ColumnMetaData,
  type CompressionCodec,
  type FileMetaData,
  parquetMetadata,
  parquetSchema,
  type RowGroup,
  type SchemaTree,
} from "hyparquet";
import { compressors } from "hyparquet-compressors";
import type { Pace } from "../base/pace.ts";
import { type ThriftFields, ThriftWalker } from "./thriftFields.ts";

const FOOTER_END_BYTES = 8;
const MAGIC = 0x50415231; // "PAR1"
const MOST_FOOTER_BYTES = 64 * 2 ** 20;
const MOST_COLUMNS = 10_000;
/** Values of a column in one row group: so many, and some for each byte there is. A constant column has few bytes. */
const MOST_VALUES = 2_000_000;
const VALUES_A_BYTE = 8;
const MOST_PAGE_BYTES = 512 * 2 ** 20;
/** Writers fill up the last group of packed values. */
const PADDING = 1024;

/** Numbers of the fields of a page header and of its parts. */
const PAGE = { type: 1, bytes: 2, packedBytes: 3, data: 5, dictionary: 7, data2: 8 } as const;
const PART = { values: 1, encoding: 2 } as const;
const PART2 = { encoding: 4, definitionBytes: 5, repetitionBytes: 6, isPacked: 7 } as const;
const [PLAIN_DICTIONARY, RLE_DICTIONARY] = [2, 8];

/** The metadata of a file whose footer is sound. Throws an Error in words where it is not. */
export async function soundMetadata(file: AsyncBuffer): Promise<FileMetaData> {
  const { byteLength } = file;
  if (byteLength < 3 * 4) throw new Error("it is cut off");
  const end = new DataView(await file.slice(byteLength - FOOTER_END_BYTES, byteLength));
  const footerBytes = end.getUint32(0, true);
  if (end.getUint32(4) !== MAGIC) throw new Error("it is cut off: its end is missing");
  if (footerBytes > byteLength - FOOTER_END_BYTES) {
    throw new Error(
      `its footer claims ${footerBytes.toLocaleString("en-US")} bytes, which it does not have`,
    );
  }
  if (footerBytes > MOST_FOOTER_BYTES) {
    throw new Error(`its footer has ${footerBytes.toLocaleString("en-US")} bytes`);
  }
  const footer = await file.slice(byteLength - FOOTER_END_BYTES - footerBytes, byteLength);
  new ThriftWalker(new DataView(footer, 0, footerBytes)).struct();
  const metadata = parquetMetadata(footer);
  if (metadata.schema.length > MOST_COLUMNS) {
    throw new Error(`it has ${metadata.schema.length.toLocaleString("en-US")} columns`);
  }
  return metadata;
}

/** Throws an Error in words where a row group's pages do not hold what they claim. */
export async function checkRowGroup(
  file: AsyncBuffer,
  metadata: FileMetaData,
  group: RowGroup,
  pace: Pace,
): Promise<void> {
  const rows = Number(group.num_rows);
  if (!(rows >= 0)) throw new Error(`it claims ${rows} rows`);
  if (rows > 0 && group.columns.length === 0) throw new Error("it has rows and no columns");
  const root = parquetSchema(metadata);
  for (const { meta_data: column } of group.columns) {
    if (column === undefined) throw new Error("it says nothing of one of its columns");
    const name = `the column “${column.path_in_schema.join(".").slice(0, 80)}”`;
    try {
      const levels = levelsOf(root, column.path_in_schema);
      const values = await checkColumn(file, column, levels, pace);
      if (values < rows) {
        const [claimed, there] = [rows, values].map((n) => n.toLocaleString("en-US"));
        throw new Error(`holds ${there} values for ${claimed} rows`);
      }
    } catch (error) {
      throw new Error(`${name} ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

interface Levels {
  repetition: number;
  definition: number;
}

/** The largest repetition and definition level of a column. */
function levelsOf(root: SchemaTree, path: readonly string[]): Levels {
  const levels = { repetition: 0, definition: 0 };
  let node = root;
  for (const part of path) {
    const child = node.children.find(({ element }) => element.name === part);
    if (child === undefined) throw new Error("is not in the file's schema");
    if (child.element.repetition_type !== "REQUIRED") levels.definition++;
    if (child.element.repetition_type === "REPEATED") levels.repetition++;
    node = child;
  }
  return levels;
}

/** Goes through the pages of a column; how many values they hold. */
async function checkColumn(
  file: AsyncBuffer,
  column: ColumnMetaData,
  levels: Levels,
  pace: Pace,
): Promise<number> {
  const start = Number(column.dictionary_page_offset || column.data_page_offset);
  const end = start + Number(column.total_compressed_size);
  if (!(start >= 4 && end >= start && end <= file.byteLength)) throw new Error("lies outside it");
  const bytes = await file.slice(start, end);
  const view = new DataView(bytes);
  const mostValues = MOST_VALUES + VALUES_A_BYTE * bytes.byteLength;
  let values = 0;
  let at = 0;
  while (at < view.byteLength - 1) {
    const walker = new ThriftWalker(view, at);
    const header = walker.struct();
    const packedBytes = numberOf(header, PAGE.packedBytes);
    const pageBytes = numberOf(header, PAGE.bytes);
    if (!(packedBytes >= 0 && walker.at + packedBytes <= view.byteLength)) {
      throw new Error(`has a page of ${packedBytes} bytes, which are not there`);
    }
    if (!(pageBytes >= 0 && pageBytes <= MOST_PAGE_BYTES)) {
      throw new Error(`has a page that claims ${pageBytes.toLocaleString("en-US")} bytes`);
    }
    const part = partOf(header);
    const count = part === null ? 0 : numberOf(part, PART.values);
    if (!(count >= 0 && values + count <= mostValues)) {
      throw new Error(`claims ${(values + count).toLocaleString("en-US")} values`);
    }
    if (!header.has(PAGE.dictionary)) {
      values += count;
      const packed = new Uint8Array(bytes, walker.at, packedBytes);
      checkLevels(header, packed, pageBytes, column.codec, levels, count);
    }
    at = walker.at + packedBytes;
    const turn = pace();
    if (turn !== undefined) await turn;
  }
  return values;
}

function numberOf(fields: ThriftFields, id: number): number {
  const value = fields.get(id);
  return typeof value === "number" ? value : Number.NaN;
}

function partOf(header: ThriftFields): ThriftFields | null {
  const part = header.get(PAGE.data) ?? header.get(PAGE.dictionary) ?? header.get(PAGE.data2);
  return part instanceof Map ? part : null;
}

/** The runs of a page's levels and of its places in the dictionary must not be longer than it has values. */
function checkLevels(
  header: ThriftFields,
  packed: Uint8Array,
  pageBytes: number,
  codec: CompressionCodec,
  levels: Levels,
  values: number,
): void {
  const unpacked = (bytes: Uint8Array, size: number): DataView => {
    const unpack = codec === "UNCOMPRESSED" ? undefined : compressors[codec];
    const page = unpack === undefined ? bytes : unpack(bytes, size);
    return new DataView(page.buffer, page.byteOffset, page.byteLength);
  };
  const second = header.get(PAGE.data2);
  const first = header.get(PAGE.data);
  if (second instanceof Map) {
    const definition = second.get(PART2.definitionBytes) ?? 0;
    const repetition = second.get(PART2.repetitionBytes) ?? 0;
    if (typeof definition !== "number" || typeof repetition !== "number") return;
    if (!(definition >= 0 && repetition >= 0 && definition + repetition <= packed.length)) {
      throw new Error("has levels beyond the end of their page");
    }
    const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
    if (levels.repetition > 0) checkRuns(view, 0, repetition, levels.repetition, values);
    if (levels.definition > 0) {
      checkRuns(view, repetition, repetition + definition, levels.definition, values);
    }
    if (!isDictionary(second.get(PART2.encoding))) return;
    const rest = packed.subarray(repetition + definition);
    const size = pageBytes - repetition - definition;
    const page = second.get(PART2.isPacked) === 0 ? viewOf(rest) : unpacked(rest, size);
    checkPlaces(page, 0, values);
  } else if (first instanceof Map) {
    const isPlaces = isDictionary(first.get(PART.encoding));
    if (levels.repetition === 0 && levels.definition === 0 && !isPlaces) return;
    const view = unpacked(packed, pageBytes);
    let at = 0;
    for (const most of [levels.repetition, levels.definition]) {
      if (most === 0) continue;
      if (at + 4 > view.byteLength) throw new Error("has a page that is cut off");
      const length = view.getUint32(at, true);
      if (at + 4 + length > view.byteLength) throw new Error("has levels beyond their page");
      checkRuns(view, at + 4, at + 4 + length, most, values);
      at += 4 + length;
    }
    if (isPlaces) checkPlaces(view, at, values);
  }
}

function isDictionary(encoding: number | ThriftFields | undefined): boolean {
  return encoding === PLAIN_DICTIONARY || encoding === RLE_DICTIONARY;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function checkPlaces(view: DataView, at: number, values: number): void {
  if (at >= view.byteLength) return;
  const width = view.getUint8(at);
  if (width > 32) throw new Error(`has places of ${width} bits in its dictionary`);
  checkRunsOfWidth(view, at + 1, view.byteLength, width, values);
}

function checkRuns(view: DataView, from: number, to: number, most: number, values: number): void {
  checkRunsOfWidth(view, from, to, 32 - Math.clz32(most), values);
}

/** Runs of a hybrid of repeated and bit-packed values. */
function checkRunsOfWidth(
  view: DataView,
  from: number,
  to: number,
  width: number,
  values: number,
): void {
  let at = from;
  let seen = 0;
  while (at < to && seen < values) {
    let header = 0;
    for (let shift = 0; ; shift += 7) {
      if (at >= to || shift > 28) throw new Error("has runs that are cut off");
      const byte = view.getUint8(at++);
      header += (byte & 127) * 2 ** shift;
      if (byte < 128) break;
    }
    const isPacked = header % 2 === 1;
    const count = isPacked ? ((header - 1) / 2) * 8 : header / 2;
    if (seen + count > values + PADDING) {
      throw new Error(
        `has a run of ${count.toLocaleString("en-US")} values in a page of ${values}`,
      );
    }
    at += isPacked ? (count / 8) * width : Math.ceil(width / 8);
    seen += count;
  }
}
