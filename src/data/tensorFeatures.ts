// Vectors from a safetensors file: float tensors [n, d], matched to step prefixes by keys or ids in the
// file's __metadata__, or by a tensor's name and the order of its rows.
import { readSafetensorsHeader, type TensorEntry } from "../base/safetensorsHeader.ts";
import { counted } from "./counted.ts";
import { FileVectors } from "./fileVectors.ts";
import type { InputFile } from "./loadFiles.ts";
import type { PlacedPrefix, PrefixIndex } from "./prefixIndex.ts";
import { FLOAT_BYTES, type ReadTensorOptions, readTensor } from "./readTensor.ts";

export interface VectorsOfFile {
  vectors: FileVectors;
  width: number;
  /** [rows × width]; rows that were left out are 0. */
  values: Float32Array;
}

/**
 * Reads the vectors of a safetensors file. Throws StudioError("data") where it is none, StudioError("cancelled")
 * when aborted; what is wrong with single tensors or rows is among the problems.
 */
export async function tensorFeatures(
  { path, file }: InputFile,
  index: PrefixIndex,
  options: ReadTensorOptions,
): Promise<VectorsOfFile> {
  const vectors = new FileVectors(path);
  const { metadata, tensors } = await readSafetensorsHeader(file);
  if (metadata["format"] === "dreamprm-studio") {
    vectors.tell(null, "this is a trained PRM, not a file of features; load it in the Runs view");
    return { vectors, width: 0, values: new Float32Array(0) };
  }
  const matrices = tensors.filter((tensor) => isMatrix(tensor, vectors));
  const width = matrices[0]?.shape[1] ?? 0;
  const same = matrices.filter(({ name, shape }) => {
    if (shape[1] === width) return true;
    vectors.tell(
      name,
      `the tensor has vectors of ${shape[1]} numbers, the first (“${matrices[0]!.name}”) of ${width}; it is left out`,
    );
    return false;
  });
  const rows = same.reduce((sum, { shape }) => sum + shape[0]!, 0);
  const values = new Float32Array(rows * width);
  const isOnly = same.length === 1;
  let firstRow = 0;
  let bytesBefore = 0;
  for (const tensor of same) {
    const count = tensor.shape[0]!;
    const out = values.subarray(firstRow * width, (firstRow + count) * width);
    await readTensor(file, tensor, out, {
      signal: options.signal,
      onBytes: (done) => options.onBytes?.(bytesBefore + done),
    });
    bytesBefore += tensor.to - tensor.from;
    const isBad = clearBadRows(out, width);
    const names = namesOf(tensor.name, count, metadata, isOnly, vectors);
    if (names === null) {
      const places = index.inOrder(tensor.name, count);
      if (typeof places === "string") vectors.tell(tensor.name, `the tensor ${places}`);
      else {
        for (const [row, place] of places.entries()) {
          const name = `row ${row + 1} of “${tensor.name}”`;
          if (isBad(row)) vectors.fault("notFinite", name);
          else vectors.place(place, firstRow + row, name);
        }
      }
    } else {
      placeByName(names, tensor.name, index, vectors, {
        isBad,
        rowAt: (row) => firstRow + row,
      });
    }
    firstRow += count;
  }
  if (same.length === 0 && vectors.problems.length === 0) {
    vectors.tell(
      null,
      "the file has no tensor of vectors, that is of floats with the shape [n, d]",
    );
  }
  return { vectors, width, values };
}

function isMatrix({ name, dtype, shape, from, to }: TensorEntry, vectors: FileVectors): boolean {
  const bytes = Object.hasOwn(FLOAT_BYTES, dtype) ? FLOAT_BYTES[dtype] : undefined;
  if (shape.length !== 2 || shape[0] === 0 || shape[1] === 0) {
    vectors.tell(
      name,
      `the tensor has the shape [${shownShape(shape)}], not [n, d]; it is left out`,
    );
    return false;
  }
  if (bytes === undefined) {
    vectors.tell(name, `the tensor is ${dtype.slice(0, 20)}; F32, F16, BF16 and F64 are read`);
    return false;
  }
  if (to - from === bytes * shape[0]! * shape[1]!) return true;
  vectors.tell(
    name,
    `the tensor's shape [${shownShape(shape)}] does not fit its ${to - from} bytes`,
  );
  return false;
}

function shownShape(shape: readonly number[]): string {
  return shape.slice(0, 8).join(", ") + (shape.length > 8 ? ", …" : "");
}

interface Names {
  kind: "keys" | "ids";
  list: string[];
}

/** Keys or ids of a tensor's rows; null where the file has none for it. */
function namesOf(
  tensor: string,
  count: number,
  metadata: Record<string, string>,
  isOnly: boolean,
  vectors: FileVectors,
): Names | null {
  for (const kind of ["keys", "ids"] as const) {
    const field = [`${tensor}.${kind}`, ...(isOnly ? [kind] : [])].find(
      (name) => metadata[name] !== undefined,
    );
    if (field === undefined) continue;
    let list: unknown;
    try {
      list = JSON.parse(metadata[field]!);
    } catch {
      list = null;
    }
    if (!Array.isArray(list)) vectors.tell(field, `${field} in __metadata__ is no JSON list`);
    else if (list.length !== count) {
      vectors.tell(
        field,
        `${field} lists ${counted(list.length, "name")} for ${counted(count, "vector")}`,
      );
    } else if (!list.every((name) => typeof name === "string" || typeof name === "number")) {
      vectors.tell(field, `${field} in __metadata__ must list texts`);
    } else return { kind, list: list.map(String) };
    return { kind, list: [] };
  }
  return null;
}

interface RowsToPlace {
  isBad: (row: number) => boolean;
  /** Row among the file's vectors. */
  rowAt: (row: number) => number;
}

/** Matches a list of keys or ids, in order; `within` is the domain or set that the tensor is named after. */
export function placeByName(
  { kind, list }: Names,
  within: string | null,
  index: PrefixIndex,
  vectors: FileVectors,
  { isBad, rowAt }: RowsToPlace,
): void {
  const counts = new Map<string, number>();
  if (kind === "ids") for (const name of list) counts.set(name, (counts.get(name) ?? 0) + 1);
  const used = new Map<string, number>();
  for (const [row, name] of list.entries()) {
    if (isBad(row)) {
      vectors.fault("notFinite", name);
      continue;
    }
    if (kind === "keys") {
      const place = index.byKey(name);
      if (place === undefined) vectors.fault("unknown", name);
      else vectors.place(place, rowAt(row), name);
      continue;
    }
    const steps = index.byId(name);
    // Without a step number it is the end of a chain.
    const named = steps.length > 0 ? steps : index.byChainId(name);
    const places = placesOf(named, within, counts.get(name)!);
    const nth = used.get(name) ?? 0;
    used.set(name, nth + 1);
    if (places.length === 0) vectors.fault("unknown", name);
    // Chains of one id in the order in which the vectors name it.
    else if (places.length === counts.get(name)) vectors.place(places[nth]!, rowAt(row), name);
    else if (places.length === 1) vectors.place(places[0]!, rowAt(row), name);
    else vectors.fault("ambiguous", name);
  }
}

/** Of the prefixes with an id those that can be meant: of the tensor's own domain or set, or of the only set that fits. */
function placesOf(
  places: readonly PlacedPrefix[],
  within: string | null,
  count: number,
): readonly PlacedPrefix[] {
  const own = places.filter(
    ({ domain, source }) => domain === within || (domain === null && source === within),
  );
  if (own.length === count || (own.length === 0 && places.length === count)) {
    return own.length > 0 ? own : places;
  }
  const meant = own.length > 0 ? own : places;
  for (const source of ["train", "meta", "candidates"]) {
    const ofSource = meant.filter((place) => place.source === source);
    if (ofSource.length === count) return ofSource;
    // A prefix that several chains share is a row, and labelled, in the first of them only.
    const labelled = ofSource.filter(({ chain, index }) => chain.steps[index]!.accuracy !== null);
    if (labelled.length === count) return labelled;
  }
  return meant;
}

/** Puts 0 in rows that are not finite; tells which they were. */
function clearBadRows(values: Float32Array, width: number): (row: number) => boolean {
  const bad = new Set<number>();
  for (let at = 0; at < values.length; at++) {
    // NaN and the infinities are the numbers whose difference from themselves is not 0.
    if (values[at]! - values[at]! !== 0) bad.add(Math.floor(at / width));
  }
  for (const row of bad) values.fill(0, row * width, (row + 1) * width);
  return (row) => bad.has(row);
}
