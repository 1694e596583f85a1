// Property tests of every reader: whatever comes in, what comes out is a result or a StudioError in words; sound
// rows beside it are read; nothing reaches into prototypes. Seeded, so that a failure comes again.
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, expect, test } from "vitest";
import { csvCell } from "../../src/base/csvCell.ts";
import { StudioError } from "../../src/base/errors.ts";
import { createRng } from "../../src/base/rng.ts";
import { loadFiles } from "../../src/data/loadFiles.ts";
import { peekFile, previewFile } from "../../src/data/peekFile.ts";
import { readFeatures } from "../../src/data/readFeatures.ts";
import { summariseCorpus } from "../../src/data/summariseCorpus.ts";
import { ROW_FORMATS } from "../../src/domain/fieldMapping.ts";
import { someRunFile } from "../../src/domain/keptRunFixture.ts";
import { parseRunFile } from "../../src/domain/runFile.ts";
import { lexicalPrmEncoder } from "../../src/engine/encoders/prmEncoder.ts";
import { initialParams, prmLayout } from "../../src/engine/prm/layout.ts";
import { readSafetensors, writeSafetensors } from "../../src/engine/prm/safetensors.ts";
import { readQuestions } from "../../src/labeller/readQuestions.ts";
import { createConfigStore } from "../../src/store/configStore.ts";
import { readRuns } from "../../src/store/keptRunFiles.ts";
import { aimedJson, bent, damaged } from "./mutations.ts";
import { soundParquet } from "./parquet.ts";
import { rawZip } from "./rawZip.ts";
import { jsonLines, questionRow, ROWS, trainingRow } from "./rows.ts";
import { tensorFile } from "./tensors.ts";

const RUNS = { seed: 20_261_121, numRuns: 150, verbose: 1 } as const;
const FEW = { ...RUNS, numRuns: 60 };

const bytesOf = (text: string) => new Uint8Array(new TextEncoder().encode(text));
const fileOf = (content: string | Uint8Array<ArrayBuffer>, path = "mine.jsonl") => ({
  path,
  file: new File([content], path),
});
const SOUND = Object.values(ROWS).flatMap((row) => [row(1), row(2)]);
const BASE = (await loadFiles([fileOf(jsonLines([trainingRow(1), trainingRow(2)]))])).corpus;

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(Object.keys(Array.prototype)).toEqual([]);
});

/** Everything that is done with a dropped file; only a StudioError of data may come of it. */
async function openFile(content: string | Uint8Array<ArrayBuffer>, path: string) {
  const loaded = await loadFiles([fileOf(content, path)]);
  const { problems } = await readFeatures(loaded.featureFiles, BASE);
  summariseCorpus(loaded.corpus, { problems: loaded.problems, problemCount: loaded.problemCount });
  for (const { message } of [...loaded.problems, ...problems]) {
    expect(message).not.toMatch(/undefined|\[object |is not a function|Cannot read prop/);
    expect(message.length).toBeLessThan(700);
  }
  return loaded;
}

async function refusal(work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof StudioError)) throw error;
    expect(error.code).toBe("data");
    expect(error.message.length).toBeGreaterThan(5);
    expect(error.message.length).toBeLessThan(1500);
  }
}

test("rows of any JSON between sound ones, which are all read", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(aimedJson, { maxLength: 4 }), async (rows) => {
      const text = jsonLines([trainingRow(1), ...rows, { ...trainingRow(2), dataset: "the last" }]);
      const { corpus } = await openFile(text, "mine.jsonl");
      expect(corpus.shards.some(({ name }) => name === "the last")).toBe(true);
    }),
    RUNS,
  );
});

test("rows of every format with a field bent, as lines and as a list", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(bent(SOUND), { minLength: 1, maxLength: 3 }), async (rows) => {
      await openFile(jsonLines(rows), "mine.jsonl");
      await openFile(JSON.stringify(rows), "mine.json");
    }),
    { ...RUNS, numRuns: 400 },
  );
});

test("text files with characters changed, cut or doubled", async () => {
  const files = [jsonLines(SOUND), JSON.stringify(SOUND, null, 1), JSON.stringify(SOUND[0])];
  await fc.assert(
    fc.asyncProperty(damaged(files.map(bytesOf)), async (bytes) => {
      await openFile(bytes, "mine.json");
    }),
    RUNS,
  );
});

test("any bytes, also behind the first bytes of a known kind", async () => {
  const openings = [
    "",
    "[",
    "{",
    '{"input":"',
    "PAR1",
    "PK\x03\x04",
    "\x89PNG\r\n\x1a\n",
    "GIF89a",
  ];
  const openingBytes = [
    ...openings.map((text) => [...text].map((char) => char.charCodeAt(0))),
    [31, 139, 8, 0],
    [255, 254],
    [16, 0, 0, 0, 0, 0, 0, 0, 123],
  ];
  const names = ["a.json", "a.zip", "a.gz", "a.parquet", "a.safetensors", "a.png", "__proto__"];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...openingBytes),
      fc.uint8Array({ maxLength: 300 }),
      fc.constantFrom(...names),
      async (opening, rest, name) => {
        await openFile(Uint8Array.from([...opening, ...rest]), name);
      },
    ),
    { ...RUNS, numRuns: 400 },
  );
});

test("packed files and archives, damaged", async () => {
  const text = bytesOf(jsonLines(SOUND));
  const gzip = new Uint8Array(gzipSync(text));
  const zip = rawZip([
    { name: "a.jsonl", data: text, method: 8 },
    { name: "b.jsonl", data: text },
  ]);
  await fc.assert(
    fc.asyncProperty(damaged([gzip]), (bytes) =>
      openFile(bytes, "a.jsonl.gz").then(() => undefined),
    ),
    FEW,
  );
  await fc.assert(
    fc.asyncProperty(damaged([zip]), (bytes) => openFile(bytes, "a.zip").then(() => undefined)),
    RUNS,
  );
});

test("Parquet, damaged", async () => {
  await fc.assert(
    fc.asyncProperty(damaged([soundParquet(), soundParquet("UNCOMPRESSED")]), async (bytes) => {
      await openFile(bytes, "a.parquet");
    }),
    { ...RUNS, numRuns: 400 },
  );
});

test("vectors, damaged or with headers of any JSON", async () => {
  const tensor = { dtype: "F32", shape: [2, 4], data_offsets: [0, 32] };
  const sound = tensorFile({ __metadata__: { keys: '["a","b"]' }, train: tensor }, 32);
  await fc.assert(
    fc.asyncProperty(damaged([sound]), (bytes) =>
      openFile(bytes, "a.safetensors").then(() => undefined),
    ),
    RUNS,
  );
  const field = fc.oneof(aimedJson, fc.constant(tensor), bent([tensor]));
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string(), field, { maxKeys: 4 }), async (header) => {
      await openFile(tensorFile(header), "a.safetensors");
    }),
    RUNS,
  );
});

test("a mapping by hand onto any rows, and a look into them", async () => {
  const columns = fc.constantFrom(
    "input",
    "a.b",
    "__proto__",
    "constructor.name",
    "steps.0",
    "",
    ".",
  );
  const mapping = fc.record({
    format: fc.constantFrom(...ROW_FORMATS),
    fields: fc.dictionary(
      fc.constantFrom(
        "input",
        "add",
        "accuracy",
        "question",
        "candidates",
        "response",
        "true_false",
        "label",
        "problem",
        "steps",
        "question.problem",
        "label.steps",
        "__proto__",
      ),
      columns,
    ),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(bent(SOUND), { minLength: 1, maxLength: 3 }),
      mapping,
      async (rows, by) => {
        const file = fileOf(jsonLines(rows));
        await refusal(() => previewFile(file, by));
        await refusal(() => peekFile(file));
      },
    ),
    RUNS,
  );
});

test("questions to label, of any rows", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(aimedJson, bent(SOUND)), { maxLength: 4 }), async (rows) => {
      const { questions } = await readQuestions([
        fileOf(jsonLines([questionRow(1), ...rows, { question: "the sound one?", answer: 1 }])),
      ]);
      expect(questions.some(({ question }) => question === "the sound one?")).toBe(true);
    }),
    RUNS,
  );
});

test("run files, bent, damaged and of any JSON", async () => {
  const run = JSON.parse(JSON.stringify(someRunFile())) as Record<string, unknown>;
  const texts = fc.oneof(
    bent([run]).map((value) => JSON.stringify(value)),
    aimedJson.map((value) => JSON.stringify(value)),
    damaged([bytesOf(JSON.stringify(run))]).map((bytes) => new TextDecoder().decode(bytes)),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      await refusal(() => parseRunFile(text, "mine.json"));
      await refusal(() => readRuns([fileOf(text, "run.json")]));
    }),
    { ...RUNS, numRuns: 300 },
  );
});

test("PRMs, damaged or with any JSON for a header", async () => {
  const config = { kind: "lexical", buckets: 64, embedding: 4, hidden: 3, blind: false } as const;
  const layout = prmLayout(config);
  const sound = writeSafetensors({
    encoder: lexicalPrmEncoder(config),
    layout,
    params: initialParams(layout, createRng(1)),
    step: 1,
    aggregation: "last",
  });
  const length = Number(new DataView(sound.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(sound.subarray(8, 8 + length))) as Record<
    string,
    unknown
  >;
  const files = fc.oneof(
    damaged([sound]),
    bent([header]).map((value) => tensorFile(value, 1200)),
  );
  await fc.assert(
    fc.asyncProperty(files, (bytes) => refusal(() => readSafetensors(bytes))),
    RUNS,
  );
  const greedy = { kind: "lexical", buckets: 2 ** 18, embedding: 512, hidden: 2048, blind: false };
  const metadata = { ...(header["__metadata__"] as object), encoder: JSON.stringify(greedy) };
  const bytes = tensorFile({ ...header, __metadata__: metadata }, 100);
  expect(() => readSafetensors(bytes)).toThrow(/asks for [\d,]+ bytes of parameters/);
});

test("addresses made by hand", () => {
  const name = fc.constantFrom(
    "seed",
    "lower.steps",
    "upper.estimator",
    "encoder.kind",
    "encoder.width",
    "fixedWeights",
    "suite.seed",
    "__proto__",
    "constructor",
    "a.b",
    "",
    "lower",
  );
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom(
      "1e309",
      "-0",
      "NaN",
      "[[[[",
      '{"__proto__":1}',
      '{"a":1e309}',
      "null",
      "transformer",
      "frozen",
      "9".repeat(1000),
    ),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(name, value), { maxLength: 6 }), (pairs) => {
      const store = createConfigStore(`?${new URLSearchParams(pairs)}`);
      const { config, issues, unknownParameters } = store.getState();
      expect(config === null).toBe(Object.keys(issues).length > 0);
      expect(unknownParameters.length).toBeLessThan(30);
    }),
    RUNS,
  );
  const long = createConfigStore(`?seed=2&x=${"a".repeat(10_000_000)}`).getState();
  expect(long.unknownParameters).toEqual(["an address of 10,000,010 characters"]);
  expect(long.config?.seed).toBe(1);
  const strange = createConfigStore(`?${"a&".repeat(5000)}`).getState();
  expect(strange.unknownParameters.length).toBeLessThan(30);
});

test("no cell of a CSV file begins as a formula, wherever a spreadsheet may cut it", () => {
  const sign = fc.constantFrom(
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    ";",
    '"',
    "'",
    ",",
    " ",
    "\ufeff",
    "＝",
    "a",
    "|",
    "%",
    "\0",
  );
  fc.assert(
    fc.property(fc.array(sign, { maxLength: 8 }), (signs) => {
      const text = signs.join("");
      const cell = csvCell(text);
      const inner = cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: spreadsheets skip them
      expect(inner).not.toMatch(/^[\s\u0000-\u001f\ufeff]*[=+\-@＝|%]/);
      for (const part of inner.split(/[;\t\r\n]/).slice(1)) expect(part).not.toMatch(/^ *[=+@＝|]/);
      // Nothing is lost but apostrophes put in.
      expect(inner.replaceAll("'", "")).toBe(text.replaceAll("'", ""));
    }),
    { ...RUNS, numRuns: 1000 },
  );
});
