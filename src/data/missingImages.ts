// Which images the rows name and the files do not hold. Kept beside the corpus and told anew whenever it
// changes, since the images may come later.
import type { Chain, Corpus } from "../domain/chain.ts";
import type { DataProblem } from "../domain/problem.ts";
import { counted } from "./counted.ts";
import type { RowPosition } from "./problemLog.ts";

export interface MissingImage {
  /** As the rows have it. */
  path: string;
  /** The data file that names it, and where it does so first. */
  file: string;
  at: RowPosition;
  /** Rows of the file that name it. */
  rows: number;
  /** Images that fit equally well; empty where none fits. */
  couldBe: readonly string[];
}

/** Missing images of one data file that are told one by one; more are told in one line. */
const TOLD_ONE_BY_ONE = 10;
const EXAMPLES = 3;

export class MissingImageLog {
  private readonly byPlace = new Map<string, MissingImage>();

  get missing(): MissingImage[] {
    return [...this.byPlace.values()];
  }

  add(path: string, file: string, at: RowPosition, couldBe: readonly string[]): void {
    const key = JSON.stringify([file, path]);
    const known = this.byPlace.get(key);
    if (known === undefined) this.byPlace.set(key, { path, file, at, rows: 1, couldBe });
    else known.rows++;
  }
}

/** The paths that chains of the corpus name and that are not among its images. */
export function unfoundPaths(corpus: Corpus): Set<string> {
  const paths = new Set<string>();
  for (const { imagePath } of chainsOf(corpus)) {
    if (imagePath !== null && !corpus.images.has(imagePath)) paths.add(imagePath);
  }
  return paths;
}

/** The images that no chain names, in order. */
export function unnamedImages(corpus: Corpus): string[] {
  if (corpus.images.size === 0) return [];
  const named = new Set<string | null>();
  for (const { imagePath } of chainsOf(corpus)) named.add(imagePath);
  return [...corpus.images.keys()].filter((path) => !named.has(path));
}

/** What is still missing, as problems; `toldOneByOne` of a file at most, the rest of them in one line. */
export function missingImageProblems(
  corpus: Corpus,
  missing: readonly MissingImage[],
  toldOneByOne = TOLD_ONE_BY_ONE,
): DataProblem[] {
  if (missing.length === 0) return [];
  const unfound = unfoundPaths(corpus);
  const byFile = new Map<string, MissingImage[]>();
  for (const image of missing) {
    if (!unfound.has(image.path)) continue;
    const ofFile = byFile.get(image.file);
    if (ofFile === undefined) byFile.set(image.file, [image]);
    else ofFile.push(image);
  }
  // Without any image at all it is plain what is wrong: the rows came without them.
  const limit = corpus.images.size === 0 ? Math.min(1, toldOneByOne) : toldOneByOne;
  return [...byFile.values()].flatMap((images) =>
    images.length <= limit ? images.map(one) : [many(images)],
  );
}

function one({ path, rows, couldBe, ...place }: MissingImage): DataProblem {
  const named = rows === 1 ? "" : ` (named by ${counted(rows, "row")})`;
  const message =
    couldBe.length === 0
      ? `the image “${path}” is not among the files${named}`
      : `the image “${path}” could be ${list(couldBe)}${named}; more of its path would tell`;
  return problemAt(place, message);
}

function many(images: readonly MissingImage[]): DataProblem {
  const rows = images.reduce((sum, image) => sum + image.rows, 0);
  const unclear = images.filter(({ couldBe }) => couldBe.length > 0).length;
  const paths = images.map(({ path }) => path);
  const message = `${counted(images.length, "image")}, named by ${counted(rows, "row")} from here on, are not among the files: ${list(paths)}${
    unclear === 0 ? "" : ` (of ${unclear.toLocaleString("en-US")} there are several that fit)`
  }; drop the images too, in a folder or a ZIP`;
  return problemAt(images[0]!, message);
}

function problemAt({ file, at }: Pick<MissingImage, "file" | "at">, message: string): DataProblem {
  return {
    file,
    line: at.line,
    lineKind: at.lineKind,
    field: "image_path",
    message,
    severity: "warning",
  };
}

function list(paths: readonly string[]): string {
  const shown = paths.slice(0, EXAMPLES).map((path) => `“${path}”`);
  return paths.length > EXAMPLES ? `${shown.join(", ")}, …` : shown.join(" or ");
}

function* chainsOf({ shards, meta, candidates }: Corpus): Generator<Chain> {
  for (const { chains } of shards) yield* chains;
  yield* meta;
  for (const question of candidates) yield* question.candidates;
}
