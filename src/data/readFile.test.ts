import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { type ReadFileOptions, readFile } from "./readFile.ts";

interface Outcome {
  rows: unknown[];
  lines: (number | null)[];
  broken: string[];
  odd: string[];
}

/** A File whose stream hands over pieces of a few bytes, so that every boundary is crossed. */
function smallPieces(content: BlobPart, pieceBytes: number): Blob {
  const blob = new Blob([content]);
  blob.stream = () =>
    new ReadableStream({
      async start(controller) {
        const bytes = new Uint8Array(await blob.arrayBuffer());
        for (let at = 0; at < bytes.length; at += pieceBytes) {
          controller.enqueue(bytes.slice(at, at + pieceBytes));
        }
        controller.close();
      },
    });
  return blob;
}

async function read(content: BlobPart | Blob, options: ReadFileOptions = {}): Promise<Outcome> {
  const outcome: Outcome = { rows: [], lines: [], broken: [], odd: [] };
  await readFile(
    content instanceof Blob ? content : new Blob([content]),
    {
      row: (value, at) => {
        outcome.rows.push(value);
        outcome.lines.push(at.line);
      },
      broken: (message, at) => outcome.broken.push(`${at.lineKind} ${at.line}: ${message}`),
      odd: (message) => outcome.odd.push(message),
    },
    options,
  );
  return outcome;
}

const rows = [
  { a: 1, t: 'x "]},{[ \\ y' },
  { a: 2, t: "数学 – 𝟙" },
  { a: 3, t: "line\nline" },
];

test.each([
  ["JSONL", rows.map((row) => JSON.stringify(row)).join("\n"), [1, 2, 3]],
  [
    "JSONL with CRLF and blank lines",
    rows.map((row) => JSON.stringify(row)).join("\r\n\r\n"),
    [1, 3, 5],
  ],
  ["JSONL with a BOM", `\ufeff${rows.map((row) => JSON.stringify(row)).join("\n")}\n`, [1, 2, 3]],
  ["a list", JSON.stringify(rows), [1, 2, 3]],
  ["a printed list", `\ufeff\r\n${JSON.stringify(rows, null, 2)}\r\n`, [1, 2, 3]],
  [
    "objects one after another",
    rows.map((row) => JSON.stringify(row, null, 2)).join("\n"),
    [1, 2, 3],
  ],
])("%s gives its rows, packed or not, in pieces of any size", async (_name, text, lines) => {
  for (const content of [text, gzipSync(text)]) {
    for (const pieceBytes of [1, 7, 1e6]) {
      expect(await read(smallPieces(content, pieceBytes))).toEqual({
        rows,
        lines,
        broken: [],
        odd: [],
      });
    }
  }
});

test("a single object, printed or not", async () => {
  for (const indent of [0, 2]) {
    expect((await read(JSON.stringify(rows[0], null, indent))).rows).toEqual([rows[0]]);
  }
});

test("UTF-16 with a byte order mark is read", async () => {
  expect((await read(Buffer.from('\ufeff{"a":"é"}', "utf16le"))).rows).toEqual([{ a: "é" }]);
});

test("a broken line costs that line only and is named", async () => {
  const outcome = await read('{"a":1}\n{"a":2\n{"a":"x}\n\n{"a":5}');
  expect(outcome.rows).toEqual([{ a: 1 }, { a: 5 }]);
  expect(outcome.broken).toHaveLength(2);
  expect(outcome.broken[0]).toMatch(/^line 2: not valid JSON: Expected ','/);
  expect(outcome.broken[1]).toMatch(/^line 3: not valid JSON: Unterminated string/);
});

test("a broken first line does not hide that the file is JSONL", async () => {
  for (const first of ['{"a": oops', "garbage"]) {
    const outcome = await read(`${first}\n{"a":2}\n{"a":3}\n`);
    expect(outcome.rows).toEqual([{ a: 2 }, { a: 3 }]);
    expect(outcome.broken).toHaveLength(1);
    expect(outcome.broken[0]).toMatch(/^line 1: not valid JSON/);
  }
});

test.each([
  ["a bad word", '[{"a":1},{"a":oops},{"a":3}]', [1, 3], /^item 2: not valid JSON/],
  [
    "an open text, printed",
    '[\n{"a":1},\n{"a":"x},\n{"a":3}\n]',
    [1, 3],
    /^item 2: .*line 3.*text in it is not closed/,
  ],
  [
    "an open text, in one line",
    '[{"a":1},{"a":"x},{"a":3},{"a":4}]',
    [1, 3, 4],
    /^item 2: .*line 1.*/,
  ],
  [
    "a missing brace",
    '[{"a":1},\n{"a":2,\n{"a":3}]',
    [1, 3],
    /^item 2: .*line 2.*not closed before the next object/,
  ],
  [
    "many missing braces",
    `[${Array.from({ length: 400 }, (_, a) => (a % 4 === 3 ? `{"a":${a},"b":{"a":[{"a":1}]}}` : `{"a":${a}`)).join(",\n")}]`,
    Array.from({ length: 100 }, (_, a) => 4 * a + 3),
    /^item 1: .*line 1.*not closed before the next object/,
  ],
  ["a wrong bracket", '[{"a":1},\n{"a":[2},\n{"a":3}]', [1, 3], /^item 2: .*line 2.*unexpected }/],
  ["a cut", '[{"a":1},\n{"a":2},\n{"a":[', [1, 2], /^item 3: .*line 3.*the file ends inside it/],
  ["no end", '[{"a":1},{"a":2}', [1, 2], /not closed: there is no \] after item 2/],
  ["text behind", '[{"a":1}] {"a":2}', [1], /more text after the end of the list/],
  ["scalars", '[1, "x]", null, {"a":4}]', [undefined, undefined, 4], null],
])("a list with %s keeps the rest", async (_name, text, values, message) => {
  for (const pieceBytes of [1, 5, 1e6]) {
    const outcome = await read(smallPieces(text, pieceBytes));
    expect(
      outcome.rows.filter((row) => row !== null).map((row) => (row as { a: number }).a),
    ).toEqual(values);
    if (message === null) expect(outcome.broken).toEqual([]);
    else expect(outcome.broken).toHaveLength(values.length < 100 ? 1 : 300);
    if (message !== null) expect(outcome.broken[0]).toMatch(message);
  }
});

test("Python's NaN and Infinity are read as marked values, in a text they are text", async () => {
  const outcome = await read('{"a":NaN,"b":-Infinity,"c":"NaN is \\"NaN\\""}\n[NaN]');
  expect(outcome.rows).toEqual([{ a: "\0NaN", b: "\0-Infinity", c: 'NaN is "NaN"' }, ["\0NaN"]]);
  expect(outcome.broken).toEqual([]);
});

test("a gzip file that is cut off keeps the rows before the cut", async () => {
  const lines = Array.from({ length: 5000 }, (_, a) =>
    JSON.stringify({ a, t: String(Math.sin(a)) }),
  );
  const packed = gzipSync(lines.join("\n"));
  const outcome = await read(packed.subarray(0, packed.length / 2));
  expect(outcome.rows.length).toBeGreaterThan(1000);
  expect(outcome.rows).toEqual(lines.slice(0, outcome.rows.length).map((line) => JSON.parse(line)));
  expect(outcome.broken.at(-1)).toBe(
    "line null: the gzip data is cut off; what stands before the cut was read",
  );
  const noTrailer = await read(packed.subarray(0, packed.length - 8));
  expect(noTrailer.rows).toHaveLength(5000);
  expect(noTrailer.broken).toHaveLength(1);
  expect((await read(packed.subarray(0, 6))).broken[0]).toMatch(/cut off or damaged/);
});

test("gzip members one after another are one file; damage is told", async () => {
  const members = Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"a":2}\n')]);
  expect(await read(smallPieces(members, 3))).toMatchObject({
    rows: [{ a: 1 }, { a: 2 }],
    broken: [],
  });
  const junk = await read(Buffer.concat([gzipSync('{"a":1}\n'), Buffer.from("more bytes here")]));
  expect(junk.rows).toEqual([{ a: 1 }]);
  expect(junk.broken[0]).toMatch(/damaged/);
});

test.each([
  ["", "the file is empty"],
  [" \r\n\n", "the file is empty"],
  ["a,b\n1,2\n", "neither a JSON list nor JSON lines nor Parquet"],
  [`word ${"x".repeat(3e6)}`, "neither a JSON list nor JSON lines nor Parquet"],
  [
    new Uint8Array([0x50, 0x4b, 3, 4, 0]),
    "it is a ZIP inside another, or one whose name does not end with .zip. Unpack it and drop its folder.",
  ],
])("a file that is none of ours is named", async (content, message) => {
  expect(await read(content)).toMatchObject({ rows: [], broken: [`line null: ${message}`] });
});

test("a row that is too long is left out and the rest goes on", async () => {
  const long = JSON.stringify({ a: "x".repeat(500) });
  const jsonl = await read(smallPieces(`{"a":1}\n${long}\n{"a":3}`, 50), { maxRowChars: 200 });
  expect(jsonl.rows).toEqual([{ a: 1 }, { a: 3 }]);
  expect(jsonl.broken).toEqual(["line 2: the line is longer than 200 characters"]);
  const list = await read(smallPieces(`[{"a":1},${long},{"a":3}]`, 50), { maxRowChars: 200 });
  expect(list.rows).toEqual([{ a: 1 }, { a: 3 }]);
  expect(list.broken[0]).toMatch(/^item 2: .*longer than 200 characters/);
});

test("deep nesting, lone surrogates and __proto__ are data like any other", async () => {
  const deep = `{"a":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
  expect((await read(`${deep}\n{"a":2}`)).rows).toHaveLength(2);
  expect((await read(`[${deep},{"a":2}]`)).rows).toHaveLength(2);
  const { rows: odd } = await read('{"a":"\\ud800x"}\n{"__proto__":{"a":7}}');
  expect(odd[0]).toEqual({ a: "\ud800x" });
  expect((odd[1] as { a?: number }).a).toBeUndefined();
});

test("bytes that are no UTF-8 are told once", async () => {
  const outcome = await read(Buffer.from('{"a":"\xff"}\n{"a":"\xfe"}', "latin1"));
  expect(outcome.rows).toHaveLength(2);
  expect(outcome.odd).toHaveLength(1);
});

test("progress counts packed bytes up to the size of the file", async () => {
  const packed = gzipSync(Array.from({ length: 500 }, (_, a) => `{"a":${a}}`).join("\n"));
  const seen: number[] = [];
  await read(smallPieces(packed, 100), { onBytes: (done) => seen.push(done) });
  expect(seen.length).toBeGreaterThan(3);
  expect(seen).toEqual([...seen].sort((x, y) => x - y));
  expect(seen.at(-1)).toBe(packed.length);
});

test("an aborted read stops with the code cancelled", async () => {
  const controller = new AbortController();
  const text = Array.from({ length: 1000 }, (_, a) => `{"a":${a}}`).join("\n");
  const reading = read(smallPieces(text, 10), {
    signal: controller.signal,
    onBytes: (done) => done > 500 && controller.abort(),
  });
  await expect(reading).rejects.toMatchObject({ name: "StudioError", code: "cancelled" });
});
