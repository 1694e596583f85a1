// What cuts a stream of text into the texts of single JSON values, one per row, each with its place.
import type { RowPosition } from "./problemLog.ts";

export interface SplitSink {
  /** The complete text of one row. */
  value(text: string, at: RowPosition): void;
  /** A row that could not be cut out; the rest goes on where it can. */
  broken(message: string, at: RowPosition): void;
}

export interface ValueSplitter {
  push(text: string): void;
  /** After the last push. */
  end(): void;
}
