// Broken and hostile files, made here and not kept: what each is, and what the app must say of it. Used by the
// tests of the readers and by the one that opens them all in the built app.
import { gzipSync } from "node:zlib";
import { archiveCases } from "./archives.ts";
import { imageCases } from "./images.ts";
import { parquetCases } from "./parquet.ts";
import { joined } from "./rawZip.ts";
import { jsonLines, trainingRow } from "./rows.ts";
import { tensorCases } from "./tensors.ts";

export interface HostileFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  /** What one of the problems says; null where the file is sound and only looks odd. */
  says: RegExp | null;
  /** Training rows that are read all the same. */
  rows?: number;
  /** Where the file is one of an archive. */
  inside?: string;
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(new TextEncoder().encode(text));

const GOOD = jsonLines([trainingRow(1), trainingRow(2)]);
/** A sound row with fields changed; undefined takes one away. */
const changed = (fields: Record<string, unknown>) => ({ ...trainingRow(3), ...fields });
/** Two sound rows and a raw line between them. */
const between = (line: string) =>
  `${JSON.stringify(trainingRow(1))}\n${line}\n${JSON.stringify(trainingRow(2))}\n`;
const rowText = (field: string, value: string) =>
  JSON.stringify(changed({ [field]: "@" })).replace('"@"', () => value);

function textCase(name: string, text: string, says: RegExp | null, rows?: number): HostileFile {
  return { name, bytes: utf8(text), says, ...(rows === undefined ? {} : { rows }) };
}

/** One row at fault between two that are sound: they are read, and the line and field are named. */
function rowCase(name: string, line: string, says: RegExp | null): HostileFile {
  return textCase(`row-${name}.jsonl`, between(line), says, says === null ? 3 : 2);
}

function utf16(text: string, isLittle: boolean, hasMark: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(2 * (text.length + Number(hasMark))));
  const all = hasMark ? `\ufeff${text}` : text;
  for (let i = 0; i < all.length; i++) view.setUint16(2 * i, all.charCodeAt(i), isLittle);
  return new Uint8Array(view.buffer);
}

function layoutCases(): HostileFile[] {
  const deep = 100_000;
  const nested = `${'{"input":'.repeat(20_000)}`;
  return [
    textCase("empty.jsonl", "", /the file is empty/),
    textCase("blank.jsonl", " \n\t\r\n ", /the file is empty/),
    textCase("null.json", "null", /neither a JSON list/),
    textCase("number.json", "17", /neither a JSON list/),
    textCase("text.json", '"a"', /neither a JSON list/),
    textCase("true.json", "true", /neither a JSON list/),
    textCase("word.txt", "hello, world", /neither a JSON list/),
    textCase("table.csv", "input,add,accuracy\na,b,1\n", /neither a JSON list/),
    textCase("page.html", "<html><script>alert(1)</script></html>", /neither a JSON list/),
    textCase("empty-list.json", "[]", /no rows/),
    textCase("empty-object.json", "{}", /it has no fields/),
    textCase("list-of-lists.json", "[[1,2],[3]]", /a row must be an object, got a list/),
    textCase("list-of-numbers.json", "[1,2,3]", /a row must be an object, got 1/),
    textCase("list-of-nulls.json", "[null,null]", /a row must be an object, got null/),
    textCase("list-not-closed.json", `[${JSON.stringify(trainingRow(1))}`, /not closed/, 1),
    textCase("list-cut.json", `[${JSON.stringify(trainingRow(1))},{"input":`, /ends inside it/, 1),
    textCase("list-then-more.json", `[${JSON.stringify(trainingRow(1))}]}}garbage`, /more text/, 1),
    textCase("list-commas.json", `[,,${JSON.stringify(trainingRow(1))},,,]`, null, 1),
    textCase("closers.json", "]]]]}}}}", /neither a JSON list/),
    textCase("openers.json", "[".repeat(deep), /ends inside it/),
    textCase("deep-list.json", "[".repeat(deep) + "]".repeat(deep), /a row must be an object/),
    textCase(
      "deep-object.json",
      `${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`,
      /no row is in a known/,
    ),
    textCase("nested-in-itself.json", `[${nested}]`, /unexpected \]|without end/),
    textCase("nested-without-end.json", `[${nested}`, /ends inside it|without end/),
    textCase("unclosed-text.json", `[{"input": "${"a".repeat(1000)}`, /ends inside it|not closed/),
    textCase(
      "backslashes.json",
      `[{"input": "${"\\".repeat(100_001)}`,
      /ends inside it|not closed/,
    ),
    textCase("single-quotes.jsonl", "{'input': 'a'}\n{'input': 'b'}\n", /not valid JSON/),
    textCase("trailing-comma.jsonl", '{"input": "a",}\n{"input": "b",}\n', /not valid JSON/),
    textCase("comments.jsonl", '// a\n{"input": "a"}\n', /not valid JSON|known format/),
    textCase("old-mac.jsonl", GOOD.replaceAll("\n", "\r"), null, 2),
    textCase("windows.jsonl", `\ufeff${GOOD.replaceAll("\n", "\r\n")}`, null, 2),
    textCase("two-marks.jsonl", `\ufeff\ufeff${GOOD}`, null, 2),
    textCase("separators.jsonl", GOOD.replaceAll("It is", "It\u2028\u2029\u0085is"), null, 2),
    textCase("zeros.jsonl", "\0".repeat(100_000), /neither a JSON list/),
    textCase("blanks.json", " ".repeat(3_000_000), /the file is empty|neither a JSON list/),
    textCase("blanks-in-list.json", `[${" ".repeat(3_000_000)}`, /not closed/),
    textCase("line-ends.jsonl", "\n".repeat(500_000), /the file is empty/),
    textCase("empty-objects.jsonl", "{}\n".repeat(50_000), /no row is in a known format/),
    { name: "utf16-le.jsonl", bytes: utf16(GOOD, true, true), says: null, rows: 2 },
    { name: "utf16-be.jsonl", bytes: utf16(GOOD, false, true), says: null, rows: 2 },
    { name: "utf16-le-bare.jsonl", bytes: utf16(GOOD, true, false), says: null, rows: 2 },
    { name: "utf16-be-bare.jsonl", bytes: utf16(GOOD, false, false), says: null, rows: 2 },
    { name: "utf16-cut.jsonl", bytes: utf16(GOOD, true, true).slice(0, -3), says: /./ },
    {
      name: "utf32.jsonl",
      bytes: joined([Uint8Array.of(255, 254, 0, 0), utf8(GOOD)]),
      says: /UTF-32/,
    },
    {
      name: "latin1.jsonl",
      bytes: Uint8Array.from(GOOD.replaceAll("What", "Où"), (char) => char.charCodeAt(0)),
      says: /not valid UTF-8/,
      rows: 2,
    },
    { name: "noise.jsonl", bytes: noise(20_000), says: /neither a JSON list|UTF-8/ },
    { name: "noise.json", bytes: joined([utf8("["), noise(20_000)]), says: /./ },
    {
      name: "noise.parquet",
      bytes: joined([utf8("PAR1"), noise(20_000), utf8("PAR1")]),
      says: /Parquet/,
    },
    { name: "noise.gz", bytes: joined([Uint8Array.of(31, 139, 8, 0), noise(2000)]), says: /gzip/ },
    { name: "archive.7z", bytes: utf8("7z"), says: /neither/ },
    { name: "paper.pdf", bytes: utf8("%PDF-1.7 1 0 obj"), says: /PDF/ },
    { name: "rows.sqlite", bytes: utf8("SQLite format 3\0abc"), says: /database/ },
    { name: "array.npy", bytes: Uint8Array.of(0x93, 78, 85, 77, 80, 89, 1, 0), says: /NumPy/ },
    { name: "program", bytes: Uint8Array.of(0x7f, 69, 76, 70, 2), says: /program/ },
  ];
}

function rowCases(): HostileFile[] {
  const long = (n: number) => "a".repeat(n);
  const steps = (n: number) => Array.from({ length: n }, (_, i) => `Step ${i + 1}: a`).join("\n");
  const labels: [string, string, RegExp][] = [
    ["nan", "NaN", /accuracy must be .*got NaN/],
    ["infinity", "-Infinity", /got -Infinity/],
    ["huge", "1e999", /between 0 and 1, got Infinity/],
    ["text", '"0.5"', /got the text "0\.5"/],
    ["negative", "-0.1", /between 0 and 1, got -0\.1/],
    ["above", "1.0000001", /between 0 and 1/],
    ["list", "[0.5]", /got a list of 1/],
    ["object", '{"valueOf":1}', /got an object/],
    ["true", "true", /got true/],
    ["digits", long(1).replace("a", "9").repeat(2_000_000), /between 0 and 1, got Infinity/],
    ["hex", "0x1", /not valid JSON/],
    ["octal", "01", /not valid JSON/],
    ["dot", ".5", /not valid JSON/],
  ];
  const fields: [string, Record<string, unknown>, RegExp | null][] = [
    ["no-question", { input: undefined }, /input is missing/],
    ["question-number", { input: 7 }, /input must be text, got 7/],
    ["question-blank", { input: " \u3000 " }, /input is empty/],
    ["question-long", { input: long(100_001) }, /input has 100,001 characters/],
    ["no-response", { add: undefined }, /add is missing/],
    ["response-list", { add: ["a"] }, /add must be text/],
    ["step-long", { add: `Step 1: ${long(100_001)}` }, /step 1 has 100,001 characters/],
    ["many-steps", { add: steps(5000) }, /5,000 steps; at most 2,000/],
    [
      "long-response",
      { add: Array.from({ length: 9 }, (_, i) => `Step ${i + 1}: ${long(90_000)}`).join("\n") },
      /the response has/,
    ],
    ["domain-proto", { dataset: "__proto__" }, /dataset cannot be/],
    ["domain-long", { dataset: long(1000) }, /dataset cannot be/],
    ["domain-list", { dataset: [] }, /dataset must be text/],
    ["domain-constructor", { dataset: "constructor" }, null],
    ["domain-to-string", { dataset: "toString" }, null],
    ["domain-own", { dataset: "hasOwnProperty" }, null],
    ["id-long", { id: long(20_000) }, /id has 20,000 characters/],
    ["id-object", { id: { a: 1 } }, /id must be text/],
    ["times-zero", { accuracy: undefined, score: 0, times: 0 }, /times must be at least 1/],
    ["score-above", { accuracy: undefined, score: 3, times: 2 }, /score must be at most times/],
    [
      "score-fraction",
      { accuracy: undefined, score: 0.5, times: 2 },
      /score must be a whole number/,
    ],
    ["score-huge", { accuracy: undefined, score: 1e308, times: 1e308 }, null],
    ["markup", { input: "<img src=x onerror=alert(1)>", dataset: "<b>bold</b>" }, null],
    ["script", { input: "<script>alert(1)</script>", id: "javascript:alert(1)" }, null],
    ["formula", { dataset: "=cmd|' /C calc'!A0", id: "@SUM(1)" }, null],
    ["surrogates", { input: "a \ud800 b \udfff?", dataset: "\ud83d" }, null],
    ["zero-bytes", { input: "a\0b?", dataset: "d\0e" }, null],
    ["right-to-left", { dataset: "\u202egnp.exe" }, null],
    ["dollars", { add: `Step 1: Final answer: ${"$".repeat(50_000)}x` }, null],
    ["boxes", { add: `Step 1: ${"\\boxed{".repeat(10_000)}` }, null],
    ["blanks", { add: `Step 1: Final answer: a${" ".repeat(90_000)}b` }, null],
    ["stars", { add: `Step 1: Final answer: ${"*".repeat(90_000)}` }, null],
    ["image-up", { image_path: "../../../../etc/passwd" }, /is not among the files/],
    ["image-url", { image_path: "https://example.invalid/a.png" }, /is not among the files/],
    ["image-script", { image_path: "javascript:alert(1)" }, /is not among the files/],
    [
      "image-data",
      { image_path: "data:text/html,<script>alert(1)</script>" },
      /is not among the files/,
    ],
  ];
  return [
    ...labels.map(([name, value, says]) =>
      rowCase(`label-${name}`, rowText("accuracy", value), says),
    ),
    ...fields.map(([name, value, says]) => {
      const isImage = name.startsWith("image-");
      const made = rowCase(name, JSON.stringify(changed(value)), says);
      // A warning: the row is kept.
      return isImage || name.startsWith("id-") ? { ...made, rows: 3 } : made;
    }),
    rowCase("proto", `{"__proto__":{"input":"a"},${JSON.stringify(trainingRow(3)).slice(1)}`, null),
    rowCase("proto-only", '{"__proto__":{"input":"a","add":"b","accuracy":1}}', /is missing/),
    rowCase(
      "constructor",
      `{"constructor":{"prototype":{"x":1}},${JSON.stringify(trainingRow(3)).slice(1)}`,
      null,
    ),
    rowCase("twice", `{"accuracy":9,${JSON.stringify(trainingRow(3)).slice(1)}`, null),
    rowCase("deep", rowText("extra", "[".repeat(100_000) + "]".repeat(100_000)), null),
    rowCase(
      "deep-label",
      rowText("accuracy", "[".repeat(50_000) + "]".repeat(50_000)),
      /got a list of 1/,
    ),
    rowCase("half", JSON.stringify(trainingRow(3)).slice(0, 40), /not valid JSON/),
    rowCase("two", JSON.stringify(trainingRow(3)).repeat(2), /not valid JSON/),
    rowCase("raw-tab", JSON.stringify(trainingRow(3)).replace("What", "W\that"), /not valid JSON/),
    rowCase(
      "bad-escape",
      JSON.stringify(trainingRow(3)).replace("What", "W\\xhat"),
      /not valid JSON/,
    ),
    textCase(
      "many-domains.jsonl",
      jsonLines(Array.from({ length: 3000 }, (_, i) => ({ ...trainingRow(i), dataset: `d${i}` }))),
      /a domain more than the 300/,
      300,
    ),
    textCase(
      "one-id.jsonl",
      jsonLines(Array.from({ length: 3000 }, (_, i) => ({ ...trainingRow(i), id: "x" }))),
      null,
      3000,
    ),
    textCase(
      "one-row.jsonl",
      jsonLines(Array.from({ length: 3000 }, () => trainingRow(1))),
      /stood there before/,
      3000,
    ),
    textCase(
      "candidates-many.jsonl",
      jsonLines([
        { question: "a?", candidates: Array.from({ length: 5000 }, () => ({ response: "b" })) },
      ]),
      /5,000 responses; at most 2,000/,
    ),
    textCase(
      "candidates-object.jsonl",
      jsonLines([{ question: "a?", candidates: { length: 2 } }]),
      /candidates must be a list/,
    ),
    textCase(
      "candidates-none.jsonl",
      jsonLines([{ question: "a?", candidates: [] }]),
      /candidates is empty/,
    ),
    textCase(
      "candidates-nulls.jsonl",
      jsonLines([{ question: "a?", candidates: [null, 1, "x"] }]),
      /candidates\[0\] must be an object/,
    ),
    textCase(
      "meta-words.jsonl",
      jsonLines([{ input: "a\n\nStep 1: b", true_false: "constructor" }]),
      /true_false must be true or false/,
    ),
    textCase(
      "meta-alone.jsonl",
      jsonLines([{ input: "a", true_false: true }]),
      /no response to it/,
    ),
    textCase(
      "shepherd-signs.jsonl",
      jsonLines([{ input: "a Step 1: b ки", label: "+ + + +\n+\n+", task: "t" }]),
      /label/,
    ),
    textCase(
      "shepherd-marks.jsonl",
      jsonLines([{ input: `a Step 1: ${"ки".repeat(50_000)}`, label: "+" }]),
      /steps; at most 2,000|is empty/,
    ),
    textCase(
      "prm800k-choice.jsonl",
      jsonLines([
        {
          question: { problem: "a" },
          label: { steps: [{ completions: [{ text: "b", rating: 1 }], chosen_completion: 1e9 }] },
        },
      ]),
      /chosen_completion is 1000000000/,
    ),
    textCase(
      "prm800k-many.jsonl",
      jsonLines([
        {
          question: { problem: "a" },
          label: {
            steps: Array.from({ length: 1500 }, (_, i) => ({
              completions: [
                { text: `b${i}`, rating: 1 },
                { text: `c${i}`, rating: 0 },
              ],
              chosen_completion: 0,
            })),
          },
        },
      ]),
      /more than 100,000 steps/,
    ),
    textCase(
      "bench-label.jsonl",
      jsonLines([{ problem: "a", steps: ["b"], label: 1e9 }]),
      /label must be the first wrong step/,
    ),
    textCase(
      "bench-steps.jsonl",
      jsonLines([{ problem: "a", steps: "b", label: -1 }]),
      /steps must be a list/,
    ),
    textCase("__proto__", GOOD, null, 2),
    textCase("constructor", GOOD, null, 2),
    textCase("<img src=x onerror=alert(1)>.jsonl", GOOD, null, 2),
    textCase("=1+1.jsonl", GOOD, null, 2),
  ];
}

function gzipCases(): HostileFile[] {
  const good = new Uint8Array(gzipSync(GOOD));
  const zeros = new Uint8Array(gzipSync(new Uint8Array(16 * 2 ** 20)));
  const spaces = new Uint8Array(gzipSync(new Uint8Array(16 * 2 ** 20).fill(32)));
  const letters = new Uint8Array(gzipSync(new Uint8Array(16 * 2 ** 20).fill(97)));
  const opening = new Uint8Array(gzipSync('{"input":"'));
  const many = (piece: Uint8Array, count: number) => Array.from({ length: count }, () => piece);
  const flipped = good.slice();
  flipped[good.length - 6]! ^= 255;
  return [
    { name: "good.jsonl.gz", bytes: good, says: null, rows: 2 },
    { name: "two-members.gz", bytes: joined([good, good]), says: /stood there before/ },
    {
      name: "cut.jsonl.gz",
      bytes: good.slice(0, -20),
      says: /gzip data (?:is|are) cut off|cut off/,
    },
    { name: "cut-trailer.gz", bytes: good.slice(0, -4), says: /cut off/ },
    { name: "head-only.gz", bytes: good.slice(0, 10), says: /cut off|gzip|empty/ },
    { name: "two-bytes.gz", bytes: good.slice(0, 2), says: /cut off|gzip|empty/ },
    { name: "wrong-length.gz", bytes: flipped, says: null },
    { name: "then-garbage.gz", bytes: joined([good, utf8("garbage behind it")]), says: /gzip/ },
    { name: "gz-in-gz.gz", bytes: new Uint8Array(gzipSync(good)), says: /neither a JSON list/ },
    { name: "zeros-1gb.gz", bytes: joined(many(zeros, 64)), says: /neither a JSON list/ },
    { name: "blanks-1gb.gz", bytes: joined(many(spaces, 64)), says: /neither a JSON list/ },
    {
      name: "line-80mb.jsonl.gz",
      bytes: joined([opening, ...many(letters, 5)]),
      says: /the line is longer than/,
    },
    {
      name: "item-80mb.json.gz",
      bytes: joined([new Uint8Array(gzipSync("[")), opening, ...many(letters, 5)]),
      says: /longer than|ends inside/,
    },
  ];
}

/** Bytes that look random and are always the same. */
export function noise(count: number, seed = 1): Uint8Array<ArrayBuffer> {
  let state = seed;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

/** All of them. Making the packed ones takes a second or two. */
export function hostileFiles(): HostileFile[] {
  return [
    ...layoutCases(),
    ...rowCases(),
    ...gzipCases(),
    ...archiveCases(),
    ...tensorCases(),
    ...parquetCases(),
    ...imageCases(),
  ];
}
