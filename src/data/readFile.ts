// A data file as a stream of rows: JSON array, single object or JSONL, gzipped or not, or Parquet, told
// apart by content. One broken row is reported and left out; the rest goes on.
import { StudioError } from "../base/errors.ts";
import { describeError } from "./describeError.ts";
import { fileKind } from "./fileKind.ts";
import { ItemSplitter } from "./itemSplitter.ts";
import { LineSplitter } from "./lineSplitter.ts";
import { jsonFault, parseJson } from "./parseJson.ts";
import { type RowPosition, WHOLE_FILE } from "./problemLog.ts";
import { DamagedGzipError, type ReadTextOptions, readText } from "./readText.ts";
import type { SplitSink, ValueSplitter } from "./valueSplitter.ts";

export interface RowSink {
  /** One parsed row, in file order. */
  row(value: unknown, at: RowPosition): void;
  /** A row, or with line null the file, that could not be read. */
  broken(message: string, at: RowPosition): void;
  /** Something odd about the file that cost nothing. */
  odd(message: string): void;
}

export interface ReadFileOptions extends ReadTextOptions {
  /** Longest row held in memory, in UTF-16 units. */
  maxRowChars?: number | undefined;
}

const NO_JSON = "neither a JSON list nor JSON lines nor Parquet";
/** The first characters decide the layout; a first line longer than this counts as a line. */
const MAX_LOOK_AHEAD = 1 << 20;

/**
 * Reads a file row by row. Holds one row and one chunk (of Parquet, one row group) at a time,
 * whatever the size of the file.
 * Damage is told to the sink; throws StudioError("cancelled") when aborted.
 */
export async function readFile(
  file: Blob,
  sink: RowSink,
  options: ReadFileOptions = {},
): Promise<void> {
  if ((await fileKind(file).catch(() => "text")) === "parquet") {
    // With its codecs a quarter of the worker: loaded with the first Parquet file.
    const { readParquet } = await import("./readParquet.ts");
    await readParquet(file, sink, options);
    return;
  }
  const splitSink: SplitSink = {
    value(text, at) {
      let value: unknown;
      try {
        value = parseJson(text);
      } catch (error) {
        sink.broken(`not valid JSON: ${jsonFault(error)}`, at);
        return;
      }
      sink.row(value, at);
    },
    broken: (message, at) => sink.broken(message, at),
  };
  const state: { splitter: ValueSplitter | null; opening: string; hasOldLineEnds: boolean } = {
    splitter: null,
    opening: "",
    hasOldLineEnds: false,
  };
  let isReplacementSeen = false;
  let damage: string | null = null;

  function begin(isComplete: boolean): void {
    // Lines that end with a carriage return alone, as old Macs and some spreadsheets write them. JSON texts
    // hold none as it is.
    if (/\r[^\n]/.test(state.opening) && !state.opening.includes("\n")) state.hasOldLineEnds = true;
    if (state.hasOldLineEnds) state.opening = state.opening.replaceAll("\r", "\n");
    const layout = layoutOf(state.opening, isComplete);
    if (layout === "none") throw new StudioError("data", NO_JSON);
    if (layout === "open") return;
    state.splitter =
      layout === "lines"
        ? new LineSplitter(splitSink, options.maxRowChars)
        : new ItemSplitter(splitSink, layout === "array", options.maxRowChars);
    state.splitter.push(state.opening);
    state.opening = "";
  }

  try {
    for await (const text of readText(file, options)) {
      if (!isReplacementSeen && text.includes("\ufffd")) {
        isReplacementSeen = true;
        sink.odd("some bytes are not valid UTF-8; they show as �");
      }
      if (state.splitter !== null) {
        state.splitter.push(state.hasOldLineEnds ? text.replaceAll("\r", "\n") : text);
      } else {
        state.opening += text;
        begin(false);
      }
    }
  } catch (error) {
    if (error instanceof StudioError && error.code !== "data") throw error;
    damage = damageOf(error);
  }
  if (state.splitter === null && damage === null) {
    if (state.opening.trim() === "") damage = "the file is empty";
    else if (layoutOf(state.opening, true) === "none") damage = NO_JSON;
  }
  if (state.splitter === null && damage !== NO_JSON && state.opening.trim() !== "") begin(true);
  state.splitter?.end();
  if (damage !== null) sink.broken(damage, WHOLE_FILE);
}

function damageOf(error: unknown): string {
  if (error instanceof DamagedGzipError) return error.message;
  if (error instanceof StudioError) return [error.message, error.hint].filter(Boolean).join(". ");
  return `the file cannot be read: ${describeError(error)}`;
}

/**
 * How the rows stand in the file, told from its first two lines that are not blank: "open" where
 * more text is needed, "none" where it is no JSON.
 */
function layoutOf(
  opening: string,
  isComplete: boolean,
): "array" | "objects" | "lines" | "open" | "none" {
  const text = opening.trimStart();
  // Blanks without end would be gathered until the memory is full.
  if (text === "") return opening.length > MAX_LOOK_AHEAD ? "none" : "open";
  const lineEnd = text.indexOf("\n");
  const next = lineEnd < 0 ? "" : text.slice(lineEnd).trimStart();
  if (text.startsWith("[")) {
    // A list that is no list of rows, and then rows: lines, of which the first is none.
    const isLine = /^\[\s*[^{\s]/.test(text) && next.startsWith("{");
    return isLine && isWhole(text.slice(0, lineEnd)) ? "lines" : "array";
  }
  const isObject = text.startsWith("{");
  if (next.startsWith("{")) return "lines"; // even where the first line is broken
  const isEnough = isComplete || text.length > MAX_LOOK_AHEAD || (isObject && next !== "");
  if (!isEnough) return "open";
  if (!isObject) return "none";
  return lineEnd < 0 || isWhole(text.slice(0, lineEnd)) ? "lines" : "objects";
}

function isWhole(line: string): boolean {
  try {
    parseJson(line);
    return true;
  } catch {
    return false;
  }
}
