// Puts the keys of the corpus' images in place of the paths that rows name; what is not found stays as it is
// written and is noted.
import type { Chain, Corpus } from "../domain/chain.ts";
import { ImageIndex } from "./imageIndex.ts";
import { type MissingImage, MissingImageLog } from "./missingImages.ts";
import { type ProblemLog, type RowPosition, WHOLE_FILE } from "./problemLog.ts";

/** An image found by its name alone. */
interface Guess {
  file: string;
  written: string;
  path: string;
}

export class ImageLinker {
  /** Those of the base and the new ones; a new one takes the place of one with its path. */
  readonly images: ReadonlyMap<string, Blob>;
  private readonly index: ImageIndex;
  private readonly log = new MissingImageLog();
  private readonly guesses = new Map<string, Guess>();

  constructor(base: Corpus | null, added: ReadonlyMap<string, Blob>) {
    this.images = new Map([...(base?.images ?? []), ...added]);
    this.index = new ImageIndex(this.images.keys());
  }

  get missing(): MissingImage[] {
    return this.log.missing;
  }

  /** Puts the key of its image in place of the row's image_path, where the image is found. */
  linkRow(row: Record<string, unknown>, file: string, at: RowPosition): void {
    const { image_path: written } = row;
    if (typeof written !== "string" || written.trim() === "") return;
    const match = this.index.find(written, file);
    if (match.kind === "found") {
      const { path, isGuess } = match;
      if (isGuess) this.guesses.set(JSON.stringify([written, path]), { file, written, path });
      row["image_path"] = path;
    } else this.log.add(written, file, at, match.kind === "ambiguous" ? match.paths : []);
  }

  /** A chain read before, whose image may have come now. */
  relink(chain: Chain): Chain {
    const { imagePath } = chain;
    if (imagePath === null || this.images.has(imagePath)) return chain;
    const match = this.index.find(imagePath, null);
    return match.kind === "found" ? { ...chain, imagePath: match.path } : chain;
  }

  /** A corpus read before, linked to the images there are now. Shares what stays the same. */
  relinkCorpus(corpus: Corpus): Corpus {
    const relinkAll = (chains: Chain[]): Chain[] => {
      const linked = chains.map((chain) => this.relink(chain));
      return linked.some((chain, index) => chain !== chains[index]) ? linked : chains;
    };
    return {
      ...corpus,
      shards: corpus.shards.map((shard) => {
        const chains = relinkAll(shard.chains);
        return chains === shard.chains ? shard : { ...shard, chains };
      }),
      meta: relinkAll(corpus.meta),
      candidates: corpus.candidates.map((question) => {
        const candidates = relinkAll(question.candidates);
        return candidates === question.candidates ? question : { ...question, candidates };
      }),
    };
  }

  /** Says once which images were found by name alone. */
  reportGuesses(log: ProblemLog): void {
    const [first] = this.guesses.values();
    if (first === undefined) return;
    const { size } = this.guesses;
    log.warn(
      first.file,
      WHOLE_FILE,
      "image_path",
      `${size === 1 ? "1 image was" : `${size.toLocaleString("en-US")} images were`} found by name alone, such as “${first.path}” for “${first.written}”; check that these are the right ones`,
    );
  }
}
