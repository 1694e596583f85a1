// Vectors from rows (Parquet, JSON, JSONL): a column with a list of numbers beside a key, beside id and sid,
// or beside a training row's own fields. A list of such lists is a vector for each step of a chain.

import { anyVectorField } from "./featureFields.ts";
import { FileVectors } from "./fileVectors.ts";
import type { InputFile } from "./loadFiles.ts";
import { parseMetaRow } from "./metaRow.ts";
import type { PlacedPrefix, PrefixIndex } from "./prefixIndex.ts";
import type { RowReporter } from "./problemLog.ts";
import { readFile } from "./readFile.ts";
import type { ReadTensorOptions } from "./readTensor.ts";
import { rowObject } from "./rowObject.ts";
import { placeByName, type VectorsOfFile } from "./tensorFeatures.ts";
import { parseTrainingRow } from "./trainingRow.ts";

/** Numbers of a block; the vectors are gathered in blocks, since how many there are is not known before. */
const BLOCK_NUMBERS = 1 << 20;

const SILENT: RowReporter = { error: () => undefined, warn: () => undefined };

/** Vectors by row, growing without being copied. */
class Blocks {
  rows = 0;
  private readonly width: number;
  private readonly perBlock: number;
  private blocks: Float32Array[] = [];

  constructor(width: number) {
    this.width = width;
    this.perBlock = Math.max(1, Math.floor(BLOCK_NUMBERS / width));
  }

  /** False, and nothing added, where a number is not finite. */
  add(vector: readonly unknown[]): boolean {
    const place = this.rows % this.perBlock;
    if (place === 0 && this.blocks.length * this.perBlock === this.rows) {
      this.blocks.push(new Float32Array(this.perBlock * this.width));
    }
    const block = this.blocks.at(-1)!;
    for (const [index, value] of vector.entries()) {
      if (typeof value !== "number" || !Number.isFinite(Math.fround(value))) return false;
      block[place * this.width + index] = value;
    }
    this.rows++;
    return true;
  }

  /** All of them in one array; the blocks are let go one by one. */
  take(): Float32Array {
    const all = new Float32Array(this.rows * this.width);
    let at = 0;
    for (let block = this.blocks.shift(); block !== undefined; block = this.blocks.shift()) {
      all.set(block.subarray(0, Math.min(block.length, all.length - at)), at);
      at += block.length;
    }
    return all;
  }
}

/** Reads the vectors of a file of rows. Throws StudioError("cancelled") when aborted. */
export async function rowFeatures(
  { path, file }: InputFile,
  index: PrefixIndex,
  options: ReadTensorOptions,
): Promise<VectorsOfFile> {
  const vectors = new FileVectors(path);
  let field: string | null = null;
  let width = 0;
  let blocks: Blocks | null = null;
  const named: { names: string[]; rows: number[]; within: string | null }[] = [];
  const idsWithin = new Map<string | null, number>();

  function addVector(vector: readonly unknown[], name: string): number | null {
    if (blocks === null) {
      width = vector.length;
      blocks = new Blocks(width);
    }
    if (vector.length !== width) {
      vectors.fault("otherWidth", `${name} (${vector.length.toLocaleString("en-US")})`);
      return null;
    }
    const row = blocks.rows;
    if (blocks.add(vector)) return row;
    vectors.fault("notFinite", name);
    return null;
  }

  function keepId(id: string, within: string | null, row: number): void {
    let group = idsWithin.get(within);
    if (group === undefined) {
      group = named.push({ names: [], rows: [], within }) - 1;
      idsWithin.set(within, group);
    }
    named[group]!.names.push(id);
    named[group]!.rows.push(row);
  }

  function placeOne(raw: Record<string, unknown>, vector: readonly unknown[], name: string): void {
    const key = textOf(raw["key"]);
    const step = raw["step"];
    const full = key !== null && typeof step === "number" ? `${key}/${step}` : key;
    if (full !== null) {
      const place = index.byKey(full);
      if (place === undefined) vectors.fault("unknown", full);
      else put(place, vector, full);
      return;
    }
    const byText = placeByText(raw, index);
    if (byText !== null) {
      if (byText.length === 0) vectors.fault("unknown", name);
      else put(byText.find((place) => !vectors.has(place)) ?? byText[0]!, vector, name);
      return;
    }
    const id = textOf(raw["id"]);
    const sid = textOf(raw["sid"]);
    if (id === null) {
      vectors.fault("unnamed", name);
      return;
    }
    const whole = [id, textOf(raw["candidate"]), sid].filter((part) => part !== null).join("/");
    const row = addVector(vector, whole);
    if (row !== null) keepId(whole, textOf(raw["dataset"]) ?? textOf(raw["domain"]), row);
  }

  function put(place: PlacedPrefix, vector: readonly unknown[], name: string): void {
    const row = addVector(vector, name);
    if (row !== null) vectors.place(place, row, name);
  }

  await readFile(
    file,
    {
      row(value, at) {
        const raw = rowObject(value);
        if (raw === null) return;
        field ??= anyVectorField(raw);
        const vector = field === null ? undefined : raw[field];
        const name = `${at.lineKind === "item" ? "row" : "line"} ${at.line}`;
        if (!Array.isArray(vector) || vector.length === 0) vectors.fault("noVector", name);
        else if (!Array.isArray(vector[0])) placeOne(raw, vector, name);
        else {
          // One vector a step of the chain.
          for (const [step, one] of vector.entries()) {
            if (Array.isArray(one)) placeOne({ ...raw, step, sid: step + 1 }, one, name);
          }
        }
      },
      broken: (message) => vectors.tell(null, message),
      odd: () => undefined,
    },
    options,
  );
  for (const { names, rows, within } of named) {
    const toPlace = { isBad: () => false, rowAt: (row: number) => rows[row]! };
    placeByName({ kind: "ids", list: names }, within, index, vectors, toPlace);
  }
  const kept = blocks as Blocks | null;
  return { vectors, width, values: kept?.take() ?? new Float32Array(0) };
}

/**
 * The prefix that a training row's, or the chain that a meta item's own text is; null where the row has none.
 * The image tells apart what the text does not.
 */
function placeByText(raw: Record<string, unknown>, index: PrefixIndex): PlacedPrefix[] | null {
  if (typeof raw["true_false"] === "boolean") {
    const item = parseMetaRow(raw, "", SILENT);
    if (item === null) return null;
    const steps = item.steps.map(({ text }) => text);
    const ofStep = typeof raw["step"] === "number" ? steps.slice(0, raw["step"] + 1) : steps;
    return index.byText(item.question, ofStep).filter(({ source }) => source === "meta");
  }
  if (typeof raw["input"] !== "string" || typeof raw["add"] !== "string") return null;
  const row = parseTrainingRow({ ...raw, accuracy: 0, score: null, times: null }, SILENT);
  if (row === null) return null;
  const places = index.byText(row.question, row.steps).filter(({ source }) => source === "train");
  const { imagePath } = row;
  const fits = (place: PlacedPrefix) =>
    imagePath !== null &&
    (place.chain.imagePath?.endsWith(imagePath.split(/[\\/]/).at(-1)!) ?? false);
  const ofDomain = places.filter(({ domain }) => domain === raw["dataset"]);
  const meant = ofDomain.length > 0 ? ofDomain : places;
  // A prefix that several chains share is labelled in the first of them.
  const isLabelled = ({ chain, index: step }: PlacedPrefix) => chain.steps[step]!.accuracy !== null;
  return [...meant].sort(
    (a, b) => Number(fits(b)) - Number(fits(a)) || Number(isLabelled(b)) - Number(isLabelled(a)),
  );
}

function textOf(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}
