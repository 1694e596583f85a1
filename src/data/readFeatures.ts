// Features from outside: vectors that a frozen encoder gave elsewhere, read from safetensors files or from
// rows with a vector column, matched to the steps of the corpus and checked. Files whose vectors are equally
// long and of different steps are one set.
import { StudioError } from "../base/errors.ts";
import type { Corpus } from "../domain/chain.ts";
import type { FeatureSet } from "../domain/features.ts";
import type { DataProblem } from "../domain/problem.ts";
import { describeError } from "./describeError.ts";
import { fileKind } from "./fileKind.ts";
import { FileVectors } from "./fileVectors.ts";
import type { InputFile } from "./loadFiles.ts";
import { PrefixIndex, type PrefixSource } from "./prefixIndex.ts";
import { rowFeatures } from "./rowFeatures.ts";
import { sharedFolders } from "./sharedFolders.ts";
import { tensorFeatures, type VectorsOfFile } from "./tensorFeatures.ts";

export interface ReadFeaturesOptions {
  signal?: AbortSignal;
  /** Bytes of all files read, and the file under way. */
  onProgress?: (done: number, total: number, path: string) => void;
}

export interface ReadFeaturesResult {
  sets: FeatureSet[];
  /** What was wrong, by file; tensors and metadata are named as fields. */
  problems: DataProblem[];
}

const SOURCES: Readonly<Record<PrefixSource, string>> = {
  train: "labelled steps of the shards",
  meta: "steps of the meta set",
  candidates: "steps of the candidates",
};

/**
 * Reads feature files, in the order of their paths, and matches them to the corpus. Throws
 * StudioError("cancelled") when aborted; everything wrong with a file is among the problems.
 */
export async function readFeatures(
  files: readonly InputFile[],
  corpus: Corpus,
  options: ReadFeaturesOptions = {},
): Promise<ReadFeaturesResult> {
  const index = new PrefixIndex(corpus);
  const ordered = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const total = ordered.reduce((sum, { file }) => sum + file.size, 0);
  const problems: DataProblem[] = [];
  const read: VectorsOfFile[] = [];
  let before = 0;
  for (const input of ordered) {
    const ofFile = await readOne(input, index, {
      signal: options.signal,
      onBytes: (done) => options.onProgress?.(before + done, total, input.path),
    });
    before += input.file.size;
    options.onProgress?.(before, total, input.path);
    const { vectors, values } = ofFile;
    if (vectors.rowOf.size > 0) read.push(ofFile);
    else if (values.length > 0)
      vectors.tell(null, "no vector of the file is of a step of the data");
    problems.push(...vectors.finish());
  }
  const sets = grouped(read).map((group) => join(group, index));
  for (const set of sets) problems.push(...gapsOf(set, index));
  return { sets, problems };
}

async function readOne(
  input: InputFile,
  index: PrefixIndex,
  options: { signal: AbortSignal | undefined; onBytes: (done: number) => void },
): Promise<VectorsOfFile> {
  try {
    const isTensors =
      (await fileKind(input.file)) === "safetensors" || /\.safetensors$/i.test(input.path);
    return await (isTensors ? tensorFeatures : rowFeatures)(input, index, options);
  } catch (error) {
    if (error instanceof StudioError && error.code !== "data") throw error;
    const vectors = new FileVectors(input.path);
    // Too large for the memory, or gone from the disk since.
    const reason =
      error instanceof StudioError
        ? error.message
        : `the vectors cannot be read: ${describeError(error)}`;
    vectors.tell(null, reason);
    return { vectors, width: 0, values: new Float32Array(0) };
  }
}

/** Files that can be one set: equally long vectors, no step in two of them. */
function grouped(read: readonly VectorsOfFile[]): VectorsOfFile[][] {
  const groups: { keys: Set<string>; files: VectorsOfFile[] }[] = [];
  for (const ofFile of read) {
    const { rowOf } = ofFile.vectors;
    const fits = groups.find(
      ({ keys, files }) =>
        files[0]!.width === ofFile.width && ![...rowOf.keys()].some((key) => keys.has(key)),
    );
    const group = fits ?? { keys: new Set<string>(), files: [] };
    if (fits === undefined) groups.push(group);
    group.files.push(ofFile);
    for (const key of rowOf.keys()) group.keys.add(key);
  }
  return groups.map(({ files }) => files);
}

/** One set of the files' vectors. Steps that share text and image with one that has a vector share it. */
function join(files: readonly VectorsOfFile[], index: PrefixIndex): FeatureSet {
  const [first] = files;
  const { width } = first!;
  const rowOf = new Map<string, number>();
  let rows = 0;
  for (const { vectors, values } of files) {
    for (const [key, row] of vectors.rowOf) rowOf.set(key, rows + row);
    rows += values.length / width;
  }
  let values = first!.values;
  if (files.length > 1) {
    values = new Float32Array(rows * width);
    let at = 0;
    for (const file of files) {
      values.set(file.values, at);
      at += file.values.length;
    }
  }
  for (const places of index.twins()) {
    const known = places.find(({ key }) => rowOf.has(key));
    if (known === undefined) continue;
    const row = rowOf.get(known.key)!;
    for (const { key } of places) if (!rowOf.has(key)) rowOf.set(key, row);
  }
  return { id: idOf(files), origin: "file", width, values, rowOf };
}

/** The file's path, or the folder that all of them are in. */
function idOf(files: readonly VectorsOfFile[]): string {
  const paths = files.map(({ vectors }) => vectors.path);
  if (paths.length === 1) return paths[0]!;
  const parts = paths.map((path) => path.split("/"));
  const folders = parts[0]!.slice(0, sharedFolders(parts));
  return folders.length > 0 ? `${folders.join("/")}/` : `${paths.length} feature files`;
}

/** A part of the data of which some steps have a vector and others have none. */
function gapsOf({ id, rowOf }: FeatureSet, index: PrefixIndex): DataProblem[] {
  const problems: DataProblem[] = [];
  for (const source of ["train", "meta", "candidates"] as const) {
    // Of the shards only labelled steps are trained on.
    const places = index.places.filter(
      ({ source: own, chain, index: step }) =>
        own === source && (source !== "train" || chain.steps[step]!.accuracy !== null),
    );
    const without = places.filter(({ key }) => !rowOf.has(key));
    if (without.length === 0 || without.length === places.length) continue;
    const { chain, index: step } = without[0]!;
    problems.push({
      ...{ file: id, line: null, lineKind: "item", field: null, severity: "warning" },
      message: `without a vector: ${without.length.toLocaleString("en-US")} of ${places.length.toLocaleString("en-US")} ${SOURCES[source]}, such as step ${step + 1} of “${chain.id}”`,
    });
  }
  return problems;
}
