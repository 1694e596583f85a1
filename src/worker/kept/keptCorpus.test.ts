// What comes back of the data after a reload: the same to the letter, so that training on it gives the same trace.
import { encode } from "fast-png";
import { describe, expect, test } from "vitest";
import type { Corpus, Shard } from "../../domain/chain.ts";
import { parseRunConfig } from "../../domain/runConfig.ts";
import type { WorkspaceItem } from "../../domain/workspace.ts";
import type { NamedFile } from "../../protocol/messages.ts";
import { memoryWorkspace } from "../../storage/memoryWorkspace.ts";
import { CorpusDesk } from "../corpusDesk.ts";
import { CorpusHolder } from "../corpusHolder.ts";
import { smallFiles } from "../fixtures.ts";
import { WorkspaceKeeper } from "../workspaceKeeper.ts";
import { CorpusKeeping } from "./keptCorpus.ts";

const lines = (path: string, rows: object[]): NamedFile => ({
  path,
  file: new File([rows.map((row) => JSON.stringify(row)).join("\n")], path),
});

function image(path: string, shade: number): NamedFile {
  const data = Uint8Array.from({ length: 48 * 48 }, (_, i) => (i % 48 < shade ? 255 : 0));
  const png = Uint8Array.from(encode({ width: 48, height: 48, channels: 1, data }));
  return { path, file: new File([png], path.split("/").at(-1)!) };
}

/** Rows out of order, images found and missing, bad rows, odd names and half a surrogate pair. */
function oddFiles(): NamedFile[] {
  const row = (id: string, sid: number, more: object = {}) => ({
    id,
    sid,
    input: `question ${id}?`,
    add: Array.from({ length: sid }, (_, i) => `Step ${i + 1}: from ${id} on ${i}`).join("\n\n"),
    dataset: "interleaved",
    accuracy: sid / 7,
    ...more,
  });
  return [
    ...smallFiles(),
    lines("drop/interleaved.jsonl", [
      row("a", 2, { image_path: "images/1.png" }),
      row("b", 3, { image_path: "images/2.png" }),
      row("a", 1, { image_path: "images/1.png" }),
      row("b", 1, { image_path: "images/2.png" }),
      row("b", 2, { image_path: "images/2.png" }),
      row("c", 1, { image_path: "images/gone.png" }),
      row("d", 1, { accuracy: 7 }),
    ]),
    lines("drop/odd.jsonl", [
      row("x", 1, {
        dataset: "constructor",
        input: "half \ud83d of a pair?",
        ground_truth: "\udc00",
      }),
      row("y", 1, { dataset: "<b>toString</b>", add: "Step 1: \u2028 \u0000 \ufeff so" }),
    ]),
    image("drop/images/1.png", 10),
    image("drop/images/2.png", 30),
  ];
}

interface Page {
  holder: CorpusHolder;
  desk: CorpusDesk;
  keeping: CorpusKeeping;
}

function newPage(): Page {
  const holder = new CorpusHolder();
  const desk = new CorpusDesk({ holder, post: () => {}, isTraining: () => false });
  return { holder, desk, keeping: new CorpusKeeping() };
}

async function pageWith(files: NamedFile[]): Promise<Page> {
  const page = newPage();
  await page.desk.loadFiles(files, true);
  return page;
}

/** The browser: what one page had written, the next one reads. */
async function browser() {
  const storage = memoryWorkspace();
  const keeper = new WorkspaceKeeper({ storage, onStatus: () => {}, onNotice: () => {} });
  await keeper.open(false);
  return {
    /** Names of the parts that had to be written. */
    async keep({ desk, keeping }: Page): Promise<string[]> {
      let written: string[] = [];
      const failure = await keeper.write("corpus", async (there) => {
        const item = await keeping.write(desk.version!, there);
        written = Object.keys(item.parts).map((name) => name.split("-")[0]!);
        return item;
      });
      expect(failure).toBeNull();
      return written;
    },
    async item(): Promise<WorkspaceItem> {
      return (await storage.read("corpus"))!;
    },
    async reload(): Promise<Page> {
      const page = newPage();
      await keeper.open(false);
      const version = await keeper.read("corpus", (item) => page.keeping.read(item));
      expect(keeper.status.problem).toBeNull();
      page.desk.restore(version!);
      return page;
    },
  };
}

/** The corpus with its images as bytes, which can be compared. */
async function contentOf(corpus: Corpus) {
  const bytes = new TextDecoder("latin1");
  const images: [string, string, string][] = [];
  for (const [path, blob] of corpus.images) {
    images.push([path, blob.type, bytes.decode(await blob.arrayBuffer())]);
  }
  return { ...corpus, images };
}

async function expectSame(after: Page, before: Page): Promise<void> {
  expect(await contentOf(after.holder.corpus)).toStrictEqual(await contentOf(before.holder.corpus));
  expect(after.desk.version!.context).toStrictEqual(before.desk.version!.context);
  expect(after.desk.corpusId).toBe(before.desk.corpusId);
  expect(after.desk.suite).toStrictEqual(before.desk.suite);
}

/** Everything a run on this corpus is trained and measured on. */
async function encodedOf({ holder }: Page, kind: "lexical" | "transformer") {
  const small = { lexical: { buckets: 256 }, transformer: { languageModel: { steps: 0 } } }[kind];
  const config = parseRunConfig({ encoder: { kind, ...small } });
  const quiet = () => {};
  const encoder = await holder.encoderFor(config, quiet);
  return {
    train: await holder.encodedTrainSet(encoder, config, quiet),
    meta: await holder.encodedMetaSet(encoder, config, quiet),
    candidates: await holder.encodedChains("candidates", encoder, quiet),
    kept: await holder.encodedKept("keptSteps", encoder, config.heldOut, quiet),
  };
}

/** Where each row's step stands: the same objects as in the chains. */
function rowPlaces({ chains, rows }: Shard): number[] | undefined {
  const steps = chains.flatMap((chain) => chain.steps);
  return rows?.map((row) => steps.indexOf(row));
}

describe("files", () => {
  test("come back to the letter, and are encoded the same with their images", async () => {
    const before = await pageWith(oddFiles());
    const { context } = before.desk.version!;
    expect(context.missingImages).toHaveLength(1);
    expect(context.problemCount).toBeGreaterThan(0);
    expect(before.holder.corpus.images.size).toBe(2);
    const kept = await browser();
    await kept.keep(before);
    const after = await kept.reload();
    await expectSame(after, before);
    for (const kind of ["lexical", "transformer"] as const) {
      expect(await encodedOf(after, kind)).toStrictEqual(await encodedOf(before, kind));
    }
  });

  test("rows that stood out of order are the same steps as in the chains", async () => {
    const before = await pageWith(oddFiles());
    const kept = await browser();
    await kept.keep(before);
    const after = await kept.reload();
    const shardOf = ({ holder }: Page) =>
      holder.corpus.shards.find(({ name }) => name === "interleaved")!;
    expect(rowPlaces(shardOf(before))).toEqual([1, 4, 0, 2, 3, 5]);
    expect(rowPlaces(shardOf(after))).toEqual(rowPlaces(shardOf(before)));
  });

  test("chains of one question share its text in memory", async () => {
    const kept = await browser();
    await kept.keep(await pageWith(smallFiles()));
    const { candidates } = (await kept.reload()).holder.corpus;
    expect(
      new Set(candidates.flatMap((q) => q.candidates.map(({ question }) => question))).size,
    ).toBe(10);
    expect(JSON.stringify((await kept.item()).meta).length).toBeLessThan(1000);
  });

  test("that come later are written alone where they can be: images stay where they are", async () => {
    const before = await pageWith(oddFiles());
    const kept = await browser();
    expect((await kept.keep(before)).sort()).toEqual(["context", "images", "texts"]);
    expect(await kept.keep(before)).toEqual([]);
    const more = lines("more.jsonl", [
      { input: "new?", add: "Step 1: so", dataset: "new", accuracy: 1 },
    ]);
    await before.desk.loadFiles([more], false);
    expect((await kept.keep(before)).sort()).toEqual(["context", "texts"]);
    const after = await kept.reload();
    await expectSame(after, before);
    // Also in the page that was reloaded.
    await after.desk.loadFiles([image("drop/images/3.png", 20)], false);
    expect((await kept.keep(after)).sort()).toEqual(["context", "images", "texts"]);
    const parts = Object.keys((await kept.item()).parts).filter((name) =>
      name.startsWith("images"),
    );
    expect(parts).toHaveLength(2);
    await expectSame(await kept.reload(), after);
  });
});

describe("edits", () => {
  test("cost no texts, come back, and can be taken back", async () => {
    const before = await pageWith(oddFiles());
    const kept = await browser();
    await kept.keep(before);
    const ids = [before.desk.corpusId];
    before.desk.edit({ kind: "rename", from: "apples", to: "__defineGetter__" });
    ids.push(before.desk.corpusId);
    before.desk.edit({ kind: "merge", names: ["pears", "flipped"], into: "fruit" });
    before.desk.edit({ kind: "enable", name: "fruit", isEnabled: false });
    expect(await kept.keep(before)).toEqual([]);
    const after = await kept.reload();
    await expectSame(after, before);
    for (const page of [before, after]) {
      page.desk.undo();
      page.desk.undo();
    }
    expect(after.desk.corpusId).toBe(ids[1]);
    await expectSame(after, before);
    after.desk.undo();
    expect(after.desk.corpusId).toBe(ids[0]);
    expect(() => after.desk.undo()).toThrow("There is no edit to take back");
  });

  test("every state has an id of its own", async () => {
    const { desk } = await pageWith(smallFiles());
    const ids = new Set([desk.corpusId]);
    for (const isEnabled of [false, true]) {
      desk.edit({ kind: "enable", name: "pears", isEnabled });
      ids.add(desk.corpusId);
    }
    await desk.loadFiles(smallFiles(), true);
    ids.add(desk.corpusId);
    expect(ids.size).toBe(4);
  });
});

describe("the built-in suite", () => {
  test("comes back as it was generated, with its edits and its name", async () => {
    const before = newPage();
    await before.desk.loadSuite("planted", 3);
    const [first] = before.holder.corpus.shards;
    before.desk.edit({ kind: "rename", from: first!.name, to: "mine" });
    const kept = await browser();
    await kept.keep(before);
    const after = await kept.reload();
    // As texts: a deep comparison of so many chains takes seconds.
    const textOf = async ({ holder }: Page) => JSON.stringify(await contentOf(holder.corpus));
    expect((await textOf(after)) === (await textOf(before))).toBe(true);
    expect(after.desk.suite).toEqual({ variant: "planted", seed: 3 });
    expect(after.desk.version?.edits).toHaveLength(1);
    const { parts } = await kept.item();
    const bytes = Object.values(parts).reduce((sum, { size }) => sum + size, 0);
    expect(bytes).toBeLessThan(1_000_000);
  });
});

describe("damage", () => {
  test("is refused in words, wherever it is", async () => {
    const page = await pageWith(oddFiles());
    const kept = await browser();
    await kept.keep(page);
    const item = await kept.item();
    const reading = (changed: Partial<WorkspaceItem>) =>
      new CorpusKeeping().read({ ...item, ...changed });
    const inWords = /^What is kept of the (data|images) is damaged: /;
    await expect(reading({ meta: { id: 3 } })).rejects.toThrow(inWords);
    await expect(reading({ meta: null })).rejects.toThrow(inWords);
    for (const [name, blob] of Object.entries(item.parts)) {
      const { [name]: _, ...others } = item.parts;
      await expect(reading({ parts: others }), name).rejects.toThrow(inWords);
      const cut = { ...item.parts, [name]: blob.slice(0, blob.size - 9) };
      await expect(reading({ parts: cut }), name).rejects.toThrow(inWords);
    }
  });
});
