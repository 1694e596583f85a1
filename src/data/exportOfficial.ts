// Shards, meta set and learned weights in the layout of the official DreamPRM repository, with the command
// that goes on there (github.com/coder-qicao/DreamPRM, main.py and data.py as of June 2025).
import { encode } from "fast-png";
import type { Chain, Corpus } from "../domain/chain.ts";
import { counted } from "./counted.ts";
import { type CorpusFile, metaItem, shardRows, toBlob } from "./exportCorpus.ts";
import { imageFileNames } from "./imageFileNames.ts";
import continueScript from "./official/continue_from_weights.py?raw";

/** The official code opens an image for every row. Its encoder takes nothing smaller than 56 by 56. */
const BLANK = "images/blank.png";
const BLANK_SIDE = 56;
/** data.py reads the last step up to these words, and takes it for empty without them. */
const LAST_STEP_END = "Final answer";

/**
 * Everything under data/ as main.py reads it: train.json, meta.json, the images; the learned weights as
 * data/domain_weights.json with the script that starts from them; CONTINUE.md with the command. `weights`
 * are by domain, null before there are any. Domains that are switched off are left out.
 */
export function exportOfficial(
  corpus: Corpus,
  weights: Readonly<Record<string, number>> | null,
): CorpusFile[] {
  const names = imageFileNames(corpus.images.keys());
  const shards = corpus.shards.filter(({ isEnabled }) => isEnabled);
  const counts = { rows: 0, meta: 0, withoutImage: 0, missing: 0 };
  const imageOf = ({ imagePath }: Pick<Chain, "imagePath">): string => {
    const name = imagePath === null ? undefined : names.get(imagePath);
    if (imagePath === null) counts.withoutImage++;
    else if (name === undefined) counts.missing++;
    return `data/${name ?? BLANK}`;
  };
  function* training(): Generator<object> {
    for (const shard of shards) {
      for (const { chain, row } of shardRows(shard, names)) {
        counts.rows++;
        yield { ...row, image_path: imageOf(chain) };
      }
    }
  }
  function* meta(): Generator<object> {
    for (const chain of corpus.meta) {
      const { id, true_false, input } = metaItem(chain, names);
      counts.meta++;
      yield { id, true_false, input: closed(input, chain.answer), image_path: imageOf(chain) };
    }
  }
  const files: CorpusFile[] = [
    { name: "data/train.json", blob: toBlob(listLines(training()), "application/json") },
    { name: "data/meta.json", blob: toBlob(listLines(meta()), "application/json") },
  ];
  for (const [path, blob] of corpus.images) files.push({ name: `data/${names.get(path)!}`, blob });
  if (counts.withoutImage + counts.missing > 0) {
    files.push({ name: `data/${BLANK}`, blob: new Blob([blankImage()], { type: "image/png" }) });
  }
  if (weights !== null) {
    // Code points' order, which is Python's: the official table sorts its domains.
    const sorted = Object.entries(weights).sort(([a], [b]) => compareCodePoints(a, b));
    const json = `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
    files.push(
      { name: "data/domain_weights.json", blob: new Blob([json], { type: "application/json" }) },
      {
        name: "continue_from_weights.py",
        blob: new Blob([continueScript], { type: "text/x-python" }),
      },
    );
  }
  const about = aboutText(counts, shards.length, weights !== null);
  files.push({ name: "CONTINUE.md", blob: new Blob([about], { type: "text/markdown" }) });
  return files;
}

/** A JSON list, an item a line. */
function* listLines(items: Iterable<object>): Generator<string> {
  yield "[";
  let separator = "\n";
  for (const item of items) {
    yield `${separator}${JSON.stringify(item)}`;
    separator = ",\n";
  }
  yield "\n]\n";
}

function closed(input: string, answer: string | null): string {
  return input.includes(LAST_STEP_END) ? input : `${input}\n\n${LAST_STEP_END}: ${answer ?? ""}`;
}

function compareCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function blankImage(): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(BLANK_SIDE * BLANK_SIDE * 3).fill(255);
  return new Uint8Array(encode({ width: BLANK_SIDE, height: BLANK_SIDE, channels: 3, data }));
}

interface Counts {
  rows: number;
  meta: number;
  withoutImage: number;
  missing: number;
}

function aboutText(counts: Counts, domains: number, hasWeights: boolean): string {
  const { rows, meta, withoutImage, missing } = counts;
  const script = hasWeights ? "continue_from_weights.py" : "main.py";
  const lines = [
    "# Going on with the official DreamPRM code",
    "",
    `Exported by DreamPRM Studio: ${counted(rows, "training row")} of ${counted(domains, "domain")}, ${counted(meta, "meta chain")}.`,
    "",
    "1. Clone https://github.com/coder-qicao/DreamPRM and install its requirements (its README says how; it asks for a GPU with 80 GB).",
    "2. Unpack this archive in the clone. Its data/train.json and data/meta.json take the place of the examples there.",
    "3. Run, in the clone:",
    "",
    "```bash",
    `python ${script} --train_json_file data/train.json --meta_json_file data/meta.json --weights_path weights`,
    "```",
    "",
    ...(hasWeights
      ? [
          "The domain weights begin at data/domain_weights.json, which the Studio learned, and are learned further; with `--meta_lr 0` they stay as they are. `python main.py` with the same arguments begins at equal weights, as the repository does. All other arguments of main.py hold too.",
          "",
          "main.py as it was published stops at a few names that do not exist (args.retrain, args.parser, self.inner, self.outer). continue_from_weights.py mends them in memory and says so; the files of the clone stay as they are.",
        ]
      : [
          "No weights are learned yet in the Studio, so all domains begin equal. main.py as it was published stops at a few names that do not exist (args.retrain, args.parser, self.inner, self.outer): args.retrain → False, args.parser.save_every_iterations → args.save_every_iterations, self.inner → self.lower, self.outer → self.upper.",
        ]),
    "",
    "The official code opens an image for every row.",
    ...(withoutImage > 0
      ? [`${counted(withoutImage, "row")} without an image have data/${BLANK}, which is white.`]
      : []),
    ...(missing > 0
      ? [`${counted(missing, "row")} name an image that was not among the files; they have it too.`]
      : []),
    "",
  ];
  return lines.join("\n");
}
