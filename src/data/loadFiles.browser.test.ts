// The same reader on a browser's own File, streams and decoders.
import { gzipSync, strToU8 } from "fflate";
import { expect, test } from "vitest";
import { exportCorpus } from "./exportCorpus.ts";
import { loadFiles } from "./loadFiles.ts";

const rows = Array.from({ length: 3000 }, (_, i) => ({
  id: `q${i}`,
  input: `${i} + 数?`,
  add: `Step 1: add ${"x".repeat(i % 50)}\n\nStep 2: so ${i}`,
  dataset: `d${i % 3}`,
  accuracy: (i % 5) / 4,
}));
const jsonl = rows.map((row) => JSON.stringify(row)).join("\r\n");

test("JSON, JSONL and gzip give the same chains, and so does what is exported", async () => {
  const packed = gzipSync(strToU8(`\ufeff${jsonl}`));
  const contents: BlobPart[] = [
    jsonl,
    JSON.stringify(rows, null, 1),
    packed as Uint8Array<ArrayBuffer>,
  ];
  const corpora = [];
  for (const content of contents) {
    const file = new File([content], "a");
    const { corpus, problemCount } = await loadFiles([{ path: "a", file }]);
    expect(problemCount).toBe(0);
    corpora.push(corpus);
  }
  expect(corpora[0]!.shards.map(({ name, chains }) => [name, chains.length])).toEqual([
    ["d0", 1000],
    ["d1", 1000],
    ["d2", 1000],
  ]);
  expect(corpora[1]).toEqual(corpora[0]);
  expect(corpora[2]).toEqual(corpora[0]);
  const again = await loadFiles(
    exportCorpus(corpora[0]!).map(({ name, blob }) => ({
      path: name,
      file: new File([blob], name),
    })),
  );
  expect(again.corpus.shards).toEqual(corpora[0]!.shards);
});

test("a cut gzip file keeps what stands before the cut; a cancelled load says so", async () => {
  const packed = gzipSync(strToU8(jsonl));
  const half = packed.slice(0, packed.length / 2) as Uint8Array<ArrayBuffer>;
  const { corpus, problems } = await loadFiles([{ path: "a.gz", file: new File([half], "a.gz") }]);
  const kept = corpus.shards.reduce((sum, { chains }) => sum + chains.length, 0);
  expect(kept).toBeGreaterThan(500);
  expect(kept).toBeLessThan(3000);
  expect(problems.at(-1)!.message).toMatch(/gzip data is cut off/);
  const file = new File([jsonl], "a.jsonl");
  const loading = loadFiles([{ path: "a", file }], { signal: AbortSignal.abort() });
  await expect(loading).rejects.toMatchObject({ code: "cancelled" });
});
