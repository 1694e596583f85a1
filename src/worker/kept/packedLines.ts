// Many small values as one gzipped file, a line of JSON each: written and read piece by piece, so that neither
// holds up the worker nor makes one long text of it all. Lone surrogates survive: JSON escapes them.
import { yieldToEventLoop } from "../../base/yieldToEventLoop.ts";
import { z } from "../../base/zod.ts";
import { LineSplitter } from "../../data/lineSplitter.ts";
import { readText } from "../../data/readText.ts";
import { damaged } from "./tensorFile.ts";

/** A line: what it is, then its fields. */
export type Line = readonly [kind: string, ...fields: unknown[]];

/** Characters between two breaths; a few milliseconds to pack. */
const PIECE_CHARS = 1 << 17;
/** A chain can be longer than a row of the files it came from: escapes take up to six times the room. */
const MAX_LINE_CHARS = 1 << 28;

export function packLines(lines: Iterable<Line>): Promise<Blob> {
  const pieces = piecesOf(lines);
  const encoder = new TextEncoder();
  const source = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      await yieldToEventLoop();
      const { value, done } = pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
  });
  return new Response(source.pipeThrough(new CompressionStream("gzip"))).blob();
}

/** Calls `take` with each line. Throws StudioError("data") saying `what` is damaged, and so where `take` throws. */
export async function readLines(
  file: Blob,
  what: string,
  take: (line: Line) => void,
): Promise<void> {
  const splitter = new LineSplitter(
    {
      value: (text, { line }) => {
        try {
          take(parseLine(text));
        } catch (error) {
          throw damaged(what, `line ${line}: ${messageOf(error)}`);
        }
      },
      broken: (message, { line }) => {
        throw damaged(what, `line ${line}: ${message}`);
      },
    },
    MAX_LINE_CHARS,
  );
  const text = readText(file);
  for (;;) {
    const { value, done } = await text.next().catch((error: unknown) => {
      throw damaged(what, messageOf(error));
    });
    if (done) break;
    splitter.push(value);
  }
  splitter.end();
}

function* piecesOf(lines: Iterable<Line>): Generator<string> {
  let piece = "";
  for (const line of lines) {
    piece += `${JSON.stringify(line)}\n`;
    if (piece.length < PIECE_CHARS) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}

function parseLine(text: string): Line {
  const line: unknown = JSON.parse(text);
  if (Array.isArray(line) && typeof line[0] === "string") return line as unknown as Line;
  throw new Error("it is no list that says what it is");
}

function messageOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  return error instanceof Error ? error.message : String(error);
}
