// A Parquet file as a stream of rows, row group by row group: one group is in memory at a time. Lists and
// structs become lists and objects, 64-bit integers numbers, dates ISO text.
import { type AsyncBuffer, type FileMetaData, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { StudioError } from "../base/errors.ts";
import { paceBy } from "../base/pace.ts";
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";
import { describeError } from "./describeError.ts";
import { checkRowGroup, soundMetadata } from "./parquetGuard.ts";
import { WHOLE_FILE } from "./problemLog.ts";
import type { RowSink } from "./readFile.ts";
import type { ReadTextOptions } from "./readText.ts";

const YIELD_EVERY_ROWS = 2000;

/** The bytes of a file as the reader asks for them. */
function bufferOf(file: Blob): AsyncBuffer {
  return {
    byteLength: file.size,
    slice: (start, end) => file.slice(start, end).arrayBuffer(),
  };
}

/**
 * Reads a Parquet file row by row; rows are counted from 1. Damage is told to the sink and costs its
 * row group. Throws StudioError("cancelled") when aborted.
 */
export async function readParquet(
  file: Blob,
  sink: RowSink,
  options: ReadTextOptions = {},
): Promise<void> {
  const buffer = bufferOf(file);
  let metadata: FileMetaData;
  try {
    metadata = await soundMetadata(buffer);
  } catch (error) {
    sink.broken(`the Parquet file cannot be read: ${inWords(error)}`, WHOLE_FILE);
    return;
  }
  const pace = paceBy(async () => {
    await yieldToEventLoop();
    throwIfAborted(options.signal);
  });
  let rowStart = 0;
  let bytes = 0;
  for (const [number, group] of metadata.row_groups.entries()) {
    throwIfAborted(options.signal);
    const rowEnd = rowStart + Number(group.num_rows);
    let rows: Record<string, unknown>[] = [];
    try {
      await checkRowGroup(buffer, metadata, group, pace);
      // As a file of its own: with many groups the reader would go through all of them for each.
      const alone = { ...metadata, row_groups: [group], num_rows: group.num_rows };
      rows = await parquetReadObjects({ file: buffer, metadata: alone, compressors });
    } catch (error) {
      throwIfAborted(options.signal);
      sink.broken(
        `row group ${number + 1} of ${metadata.row_groups.length} (rows ${rowStart + 1} to ${rowEnd}) cannot be read: ${inWords(error)}`,
        WHOLE_FILE,
      );
    }
    for (const [index, row] of rows.entries()) {
      if (index % YIELD_EVERY_ROWS === YIELD_EVERY_ROWS - 1) {
        await yieldToEventLoop();
        throwIfAborted(options.signal);
      }
      sink.row(plain(row), { line: rowStart + index + 1, lineKind: "item" });
    }
    rowStart = rowEnd;
    bytes += group.columns.reduce(
      (sum, { meta_data }) => sum + Number(meta_data?.total_compressed_size ?? 0),
      0,
    );
    options.onBytes?.(Math.min(bytes, file.size));
    await yieldToEventLoop();
  }
}

/** Where the reader stumbled over what the file says of itself, its own words say little. */
function inWords(error: unknown): string {
  const isStumble =
    error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
  return isStumble ? "what it says of itself does not fit what it holds" : describeError(error);
}

/** What JSON would hold: no 64-bit integers, dates or typed arrays, null for what is not there. */
function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value === undefined || value === null) return null;
  if (typeof value !== "object") return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return value;
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<number>);
  if (Array.isArray(value)) {
    // A list of plain numbers, such as a vector, stays as it is.
    return value.every((item) => typeof item === "number") ? value : value.map(plain);
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new StudioError("cancelled", "reading the files was cancelled");
}
