// Every broken and hostile file is answered: what is wrong is said, what is sound beside it is read, and nothing
// but words comes back.
import { expect, test } from "vitest";
import { loadFiles } from "../../src/data/loadFiles.ts";
import { missingImageProblems } from "../../src/data/missingImages.ts";
import { readFeatures } from "../../src/data/readFeatures.ts";
import type { DataProblem } from "../../src/domain/problem.ts";
import { hostileFiles } from "./files.ts";
import { jsonLines, trainingRow } from "./rows.ts";

const FILES = hostileFiles();
const BASE = new File([jsonLines([trainingRow(1)])], "base.jsonl");
/** A message is read by a person: not a page of it, and no words of a program that stumbled. */
const STUMBLE =
  /undefined|\[object|is not a function|Cannot read prop|of null|Maximum call|Invalid (?:array|typed)|bug in the app/;

async function load(name: string, bytes: Uint8Array<ArrayBuffer>) {
  const base = (await loadFiles([{ path: "base.jsonl", file: BASE }])).corpus;
  const loaded = await loadFiles([{ path: name, file: new File([bytes], name) }]);
  const vectors = await readFeatures(loaded.featureFiles, base);
  const missing = missingImageProblems(loaded.corpus, loaded.missingImages);
  return { loaded, problems: [...loaded.problems, ...vectors.problems, ...missing] };
}

function check(name: string, problems: readonly DataProblem[]): void {
  for (const { file, message, line } of problems) {
    expect(file.startsWith(name), `${file} for ${name}`).toBe(true);
    expect(message.length).toBeGreaterThan(5);
    expect(message.length, message.slice(0, 300)).toBeLessThan(600);
    expect(message).not.toMatch(STUMBLE);
    if (line !== null) expect(line).toBeGreaterThan(0);
  }
}

test.each(FILES.map((file) => [file.name, file] as const))("%s", async (name, file) => {
  const { loaded, problems } = await load(name, file.bytes);
  check(name, problems);
  const said = problems.map(({ message }) => message).join("\n");
  if (file.says !== null) expect(said).toMatch(file.says);
  const read = loaded.files.reduce((sum, { rows }) => sum + rows, 0);
  if (file.rows !== undefined) expect(read, said).toBe(file.rows);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("all of them in one load leave a sound file beside them as it is", async () => {
  const small = FILES.filter(({ name, bytes }) => bytes.length < 50_000 && name !== "base.jsonl");
  const files = small.map(({ name, bytes }) => ({
    path: `all/${name}`,
    file: new File([bytes], name),
  }));
  const sound = new File([jsonLines([{ ...trainingRow(1), dataset: "the sound one" }])], "s.jsonl");
  const { corpus } = await loadFiles([...files, { path: "all/sound.jsonl", file: sound }]);
  expect(corpus.shards.find(({ name }) => name === "the sound one")?.chains).toHaveLength(1);
});

test("rows beyond what the memory holds are left out, those before them stay, in every file", async () => {
  const rows = jsonLines(Array.from({ length: 100 }, (_, i) => trainingRow(i)));
  const files = ["a.jsonl", "b.jsonl"].map((path) => ({ path, file: new File([rows], path) }));
  const { corpus, problems } = await loadFiles(files, { maxBytes: 40_000 });
  const chains = corpus.shards.reduce((sum, shard) => sum + shard.chains.length, 0);
  expect(chains).toBeGreaterThan(10);
  expect(chains).toBeLessThan(90);
  expect(problems.map(({ file, line, message }) => [file, line, message.slice(0, 21)])).toEqual([
    ["a.jsonl", chains + 1, "the rows read so far "],
    ["b.jsonl", 1, "the rows read so far "],
  ]);
});
