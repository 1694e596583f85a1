// Images in the browser's own files: copied where they are small, otherwise read from the file when one is asked
// for, also after more of them came.
import { expect, test } from "vitest";
import { NO_CONTEXT } from "../../data/summariseCorpus.ts";
import type { Chain, Corpus } from "../../domain/chain.ts";
import { browserWorkspace } from "../../storage/browserWorkspace.ts";
import { loadedVersion } from "../corpusVersion.ts";
import { WorkspaceKeeper } from "../workspaceKeeper.ts";
import { CorpusKeeping } from "./keptCorpus.ts";
import { KeptImages } from "./keptImages.ts";

const BYTES = 30_000;
const png = (fill: number) => new Blob([new Uint8Array(BYTES).fill(fill)], { type: "image/png" });

function corpusOf(images: ReadonlyMap<string, Blob>): Corpus {
  const about = { groundTruth: null, isCorrect: true, answer: null, model: null };
  const meta = [...images.keys()].map((imagePath): Chain => {
    const steps = [{ text: `half a pair \ud83d of ${imagePath}`, accuracy: null }];
    return { id: imagePath, question: "what?", steps, imagePath, ...about };
  });
  return { source: "files", shards: [], meta, candidates: [], images };
}

async function contentOf({ images }: Corpus): Promise<[string, string, number, number][]> {
  const content: [string, string, number, number][] = [];
  for (const [path, image] of images) {
    const bytes = new Uint8Array(await image.arrayBuffer());
    expect(bytes.every((byte) => byte === bytes[0])).toBe(true);
    content.push([path, image.type, bytes.length, bytes[0]!]);
  }
  return content;
}

for (const [how, mostCopied] of [
  ["copied", BYTES * 100],
  ["left where they are", 0],
] as const) {
  test(`images that are ${how} come back, and again after more came`, async () => {
    const storage = browserWorkspace({ name: `test-${crypto.randomUUID()}` });
    const keeper = new WorkspaceKeeper({ storage, onStatus: () => {}, onNotice: () => {} });
    const reopen = async () => {
      await keeper.open(false);
      const keeping = new CorpusKeeping(new KeptImages(mostCopied));
      const version = await keeper.read("corpus", (item) => keeping.read(item));
      return { keeping, corpus: version?.corpus };
    };
    const keep = async (keeping: CorpusKeeping, corpus: Corpus) => {
      const version = loadedVersion(corpus, NO_CONTEXT, null);
      expect(await keeper.write("corpus", (there) => keeping.write(version, there))).toBeNull();
    };
    const first = corpusOf(new Map([1, 2, 3].map((fill) => [`a/${fill}.png`, png(fill)])));
    const { keeping } = await reopen();
    await keep(keeping, first);

    const before = await reopen();
    expect(before.corpus!.meta).toStrictEqual(first.meta);
    expect(await contentOf(before.corpus!)).toEqual(await contentOf(first));
    // More come, twice, so that nothing of the first writing is left but what is still named.
    let corpus = before.corpus!;
    for (const fill of [4, 5]) {
      corpus = corpusOf(new Map([...corpus.images, [`b/${fill}.png`, png(fill)]]));
      await keep(before.keeping, corpus);
    }
    const expected = [1, 2, 3, 4, 5].map((fill) => [
      `${fill > 3 ? "b" : "a"}/${fill}.png`,
      "image/png",
      BYTES,
      fill,
    ]);
    expect(await contentOf(corpus)).toEqual(expected);
    expect(await contentOf((await reopen()).corpus!)).toEqual(expected);
    storage.close();
  });
}
