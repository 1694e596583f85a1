// A JSON array (or objects one after another) cut into its items by their brackets, without parsing
// it whole, so that one broken item need not cost the rest. Once an item is broken, reading goes on
// at the next place that looks like the start of an item: a brace and the first item's first key.
import { MAX_ROW_CHARS } from "./limits.ts";
import type { SplitSink, ValueSplitter } from "./valueSplitter.ts";

/** The start of an item is looked for in windows that overlap by this much. */
const MAX_PATTERN_CHARS = 1000;
/**
 * Text of broken items that is gone through again, in UTF-16 units: so much, and twice what has come. An item
 * without end, or one nested in itself, is only found out after much text, and again for each inside it.
 */
const RESCANNED_CHARS = 8 * 1024 * 1024;
const RESCANNED_TIMES = 2;
const COLON = 58;
const QUOTE = 34;
const BACKSLASH = 92;
const NEWLINE = 10;
const COMMA = 44;
const OPEN_BRACKET = 91;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

export class ItemSplitter implements ValueSplitter {
  private readonly sink: SplitSink;
  private readonly isArray: boolean;
  private readonly maxChars: number;
  /** Text not yet handed on; starts at the item under way, where there is one. */
  private buffer = "";
  private scanned = 0;
  private line = 1;
  private item = 0;
  private itemLine = 1;
  private phase: "before" | "between" | "inside" | "seeking" | "givenUp" | "after" = "before";
  private itemStart = 0;
  private isInString = false;
  private isEscaped = false;
  private closers: number[] = [];
  private rescanned = 0;
  private pushed = 0;
  private itemPattern: RegExp | null = null;
  private trailing = "";

  constructor(sink: SplitSink, isArray: boolean, maxChars = MAX_ROW_CHARS) {
    this.sink = sink;
    this.isArray = isArray;
    this.maxChars = maxChars;
    if (!isArray) this.phase = "between";
  }

  push(text: string): void {
    this.buffer = this.buffer === "" ? text : this.buffer + text;
    this.pushed += text.length;
    this.scan();
    this.dropDone();
  }

  end(): void {
    while (this.phase === "inside") {
      const isScalar = this.closers.length === 0 && !this.isInString;
      if (isScalar && !this.isArray) this.finishItem(this.buffer.length);
      else this.breakItem("the file ends inside it", this.buffer.length);
      this.scan();
    }
    const whole = { line: null, lineKind: "item" } as const;
    if (this.isArray && this.phase === "between") {
      this.sink.broken(`the list is not closed: there is no ] after item ${this.item}`, whole);
    }
    if (this.trailing !== "") {
      this.sink.broken(
        `more text after the end of the list: ${JSON.stringify(this.trailing)}`,
        whole,
      );
    }
  }

  private scan(): void {
    while (this.scanned < this.buffer.length && this.phase !== "givenUp") {
      if (this.phase === "inside") this.scanItem();
      else if (this.phase !== "seeking") this.scanBetween();
      else if (!this.seekItem()) return;
    }
  }

  private scanBetween(): void {
    const { buffer } = this;
    for (let i = this.scanned; i < buffer.length; i++) {
      const code = buffer.charCodeAt(i);
      if (code === NEWLINE) this.line++;
      if (code === 32 || code === NEWLINE || code === 13 || code === 9 || code === 0xfeff) continue;
      if (this.phase === "after") {
        if (this.trailing.length < 20) this.trailing += buffer[i];
      } else if (this.phase === "before") {
        this.phase = "between"; // the opening bracket of the list
      } else if (code === CLOSE_BRACKET && this.isArray) {
        this.phase = "after";
      } else if (code !== COMMA) {
        this.beginItem(i);
        return;
      }
    }
    this.scanned = buffer.length;
  }

  private beginItem(at: number): void {
    this.phase = "inside";
    this.item++;
    this.itemLine = this.line;
    this.itemStart = at;
    this.scanned = at;
    this.isInString = false;
    this.isEscaped = false;
    this.closers = [];
  }

  private scanItem(): void {
    const { buffer, closers } = this;
    let { isInString, isEscaped } = this;
    for (let i = this.scanned; i < buffer.length; i++) {
      const code = buffer.charCodeAt(i);
      if (isEscaped) {
        isEscaped = false;
      } else if (isInString) {
        if (code === QUOTE) isInString = false;
        else if (code === BACKSLASH) isEscaped = true;
        else if (code === NEWLINE) {
          this.breakItem("a text in it is not closed before the line ends", i);
          return;
        }
      } else if (code === QUOTE) {
        isInString = true;
      } else if (code === OPEN_BRACE) {
        if (closers.at(-1) === CLOSE_BRACE && this.lastCharBefore(i) !== COLON) {
          this.breakItem("it is not closed before the next object opens", i);
          return;
        }
        closers.push(CLOSE_BRACE);
      } else if (code === OPEN_BRACKET) {
        closers.push(CLOSE_BRACKET);
      } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
        if (closers.length === 0 && code === CLOSE_BRACKET && this.isArray) {
          this.finishItem(i); // a scalar; the bracket closes the list
          return;
        }
        if (closers.pop() !== code) {
          this.breakItem(`unexpected ${String.fromCharCode(code)}`, i);
          return;
        }
        if (closers.length === 0) {
          this.finishItem(i + 1);
          return;
        }
      } else if (code === COMMA && closers.length === 0) {
        this.finishItem(i);
        return;
      } else if (code === NEWLINE) {
        this.line++;
      }
    }
    this.isInString = isInString;
    this.isEscaped = isEscaped;
    this.scanned = buffer.length;
  }

  /** The last character before `at` that is no blank; there is one inside an item. */
  private lastCharBefore(at: number): number {
    let i = at - 1;
    while (i > this.itemStart && this.buffer.charCodeAt(i) <= 32) i--;
    return this.buffer.charCodeAt(i);
  }

  private finishItem(end: number): void {
    const text = this.buffer.slice(this.itemStart, end).trim();
    this.itemPattern ??= patternOf(text);
    this.sink.value(text, { line: this.item, lineKind: "item" });
    this.scanned = end;
    this.phase = "between";
  }

  /**
   * Gives up the item under way, read up to `end`, and seeks the next from its start on: it may have swallowed
   * some.
   */
  private breakItem(reason: string, end: number): void {
    const opening = this.buffer.slice(this.itemStart, this.itemStart + MAX_PATTERN_CHARS);
    this.itemPattern ??= patternOf(opening);
    this.sink.broken(
      `the JSON is broken in line ${this.itemLine}, where this item starts: ${reason}`,
      { line: this.item, lineKind: "item" },
    );
    this.line = this.itemLine;
    this.scanned = this.itemStart + 1;
    this.phase = "seeking";
    this.rescanned += end - this.itemStart;
    if (this.rescanned > RESCANNED_CHARS + RESCANNED_TIMES * this.pushed) {
      this.sink.broken("too many items without end; the rest of the file is not read", {
        line: null,
        lineKind: "item",
      });
      this.phase = "givenUp";
    }
  }

  /** Moves to the next start of an item; false where there is none in what has come so far. */
  private seekItem(): boolean {
    if (this.itemPattern !== null) {
      this.itemPattern.lastIndex = this.scanned;
      const match = this.itemPattern.exec(this.buffer);
      if (match !== null) {
        this.line += countNewlines(this.buffer, this.scanned, match.index);
        this.beginItem(match.index);
        return true;
      }
    }
    return false;
  }

  /** Lets go of text that is done with, and of an item that grows beyond the bound. */
  private dropDone(): void {
    if (this.phase === "inside" && this.buffer.length - this.itemStart > this.maxChars) {
      this.breakItem(
        `it is longer than ${this.maxChars.toLocaleString("en-US")} characters`,
        this.buffer.length,
      );
      this.scan();
    }
    let keepFrom = this.buffer.length;
    if (this.phase === "inside") keepFrom = this.itemStart;
    if (this.phase === "seeking") {
      keepFrom = Math.max(this.scanned, this.buffer.length - MAX_PATTERN_CHARS);
      this.line += countNewlines(this.buffer, this.scanned, keepFrom);
    }
    this.buffer = this.buffer.slice(keepFrom);
    this.scanned = this.phase === "inside" ? this.scanned - keepFrom : 0;
    this.itemStart = 0;
  }
}

/** Matches the start of an item like this one; null for items that are no objects. */
function patternOf(item: string): RegExp | null {
  const key = /^\{\s*("(?:[^"\\\n]|\\.){1,100}")\s*:/.exec(item)?.[1];
  if (key === undefined) return null;
  return new RegExp(`\\{\\s*${key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*:`, "g");
}

function countNewlines(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf("\n", from); at >= 0 && at < to; at = text.indexOf("\n", at + 1))
    count++;
  return count;
}
