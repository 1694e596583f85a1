// JSONL: one value a line, whatever the line ends are. A broken line costs that line only.
import { MAX_ROW_CHARS } from "./limits.ts";
import type { SplitSink, ValueSplitter } from "./valueSplitter.ts";

export class LineSplitter implements ValueSplitter {
  private rest = "";
  private line = 1;
  /** Inside a line that is too long; its text is not kept. */
  private isSkipping = false;
  private readonly sink: SplitSink;
  private readonly maxChars: number;

  constructor(sink: SplitSink, maxChars = MAX_ROW_CHARS) {
    this.sink = sink;
    this.maxChars = maxChars;
  }

  push(text: string): void {
    let start = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", start)) {
      this.take(text.slice(start, end));
      this.finishLine();
      start = end + 1;
    }
    this.take(text.slice(start));
  }

  end(): void {
    this.finishLine();
  }

  private take(text: string): void {
    if (this.isSkipping) return;
    this.rest = this.rest === "" ? text : this.rest + text;
    if (this.rest.length > this.maxChars) {
      this.isSkipping = true;
      this.rest = "";
    }
  }

  private finishLine(): void {
    const at = { line: this.line, lineKind: "line" } as const;
    if (this.isSkipping) {
      this.sink.broken(
        `the line is longer than ${this.maxChars.toLocaleString("en-US")} characters`,
        at,
      );
    } else {
      const text = this.rest.trim();
      if (text !== "") this.sink.value(text, at);
    }
    this.rest = "";
    this.isSkipping = false;
    this.line++;
  }
}
