// What a corpus asks of a model, in units that are cached whole: a chain with all its steps, or an image
// that many chains may share. And the feature set that the vectors become.
import { StudioError } from "../base/errors.ts";
import type { Chain } from "../domain/chain.ts";
import { chainKey } from "../domain/chainKey.ts";
import type { FeatureSet, ModelTask } from "../domain/features.ts";
import { chainPieces, prefixText } from "./chainTexts.ts";
import { shortHash } from "./chooseFiles.ts";
import type { Reading } from "./extractionMessages.ts";

export interface Unit {
  /** By content. */
  key: string;
  /** How many vectors it has: its steps, or one for an image. */
  vectors: number;
  /** Characters to be read, about; what sorting and the time left go by. */
  cost: number;
  readings(): Reading[];
}

export interface UnitsOfCorpus {
  units: Unit[];
  /** Key of each chain's unit; chains without one (no image, no step) are left out. */
  keyOf: ReadonlyMap<Chain, string>;
}

/** Cost of an image beside a text's characters. */
const IMAGE_COST = 2000;

/** @throws StudioError("data") where there is nothing that this task reads */
export async function unitsOf(
  task: ModelTask,
  chains: readonly Chain[],
  images: ReadonlyMap<string, Blob>,
): Promise<UnitsOfCorpus> {
  const units = new Map<string, Unit>();
  const keyOf = new Map<Chain, string>();
  if (task === "image") {
    const hashes = new Map<string, string>();
    for (const chain of chains) {
      const image = chain.imagePath === null ? undefined : images.get(chain.imagePath);
      if (chain.imagePath === null || image === undefined) continue;
      let key = hashes.get(chain.imagePath);
      if (key === undefined) {
        key = `image ${await shortHash(await image.arrayBuffer())}`;
        hashes.set(chain.imagePath, key);
        const readings = (): Reading[] => [{ kind: "image", image }];
        units.set(key, { key, vectors: 1, cost: IMAGE_COST, readings });
      }
      keyOf.set(chain, key);
    }
    if (units.size === 0) {
      throw new StudioError(
        "data",
        "No chain has an image that is here",
        "An image model reads images only: load shards with their images, or choose a model that reads text.",
      );
    }
  } else {
    for (const chain of chains) {
      const vectors = chain.steps.length;
      if (vectors === 0) continue;
      const key = chainKey(chain);
      keyOf.set(chain, key);
      if (units.has(key)) continue;
      units.set(key, {
        key,
        vectors,
        cost: textCost(task, chain),
        readings: () =>
          task === "causal"
            ? [{ kind: "causal", pieces: chainPieces(chain) }]
            : chain.steps.map((_, index) => ({ kind: "text", text: prefixText(chain, index) })),
      });
    }
    if (units.size === 0) {
      throw new StudioError("data", "There are no chains to read", "Load data first.");
    }
  }
  return { units: [...units.values()], keyOf };
}

function textCost(task: ModelTask, chain: Chain): number {
  let soFar = chain.question.length;
  let every = 0;
  for (const step of chain.steps) {
    soFar += step.text.length;
    every += soFar;
  }
  return task === "causal" ? soFar : every;
}

export function costOf(reading: Reading): number {
  if (reading.kind === "text") return reading.text.length;
  if (reading.kind === "image") return IMAGE_COST;
  return reading.pieces.reduce((sum, piece) => sum + piece.length, 0);
}

/** @param vectors by the units' keys; every one there must be */
export function assembleFeatures(
  id: string,
  { units, keyOf }: UnitsOfCorpus,
  vectors: ReadonlyMap<string, Float32Array>,
): FeatureSet {
  const first = units[0]!;
  const width = vectors.get(first.key)!.length / first.vectors;
  const values = new Float32Array(units.reduce((sum, unit) => sum + unit.vectors, 0) * width);
  const firstRow = new Map<string, { row: number; vectors: number }>();
  let row = 0;
  for (const unit of units) {
    values.set(vectors.get(unit.key)!, row * width);
    firstRow.set(unit.key, { row, vectors: unit.vectors });
    row += unit.vectors;
  }
  const rowOf = new Map<string, number>();
  for (const [chain, key] of keyOf) {
    const unit = firstRow.get(key)!;
    const own = chainKey(chain);
    for (let index = 0; index < chain.steps.length; index++) {
      rowOf.set(`${own}/${index}`, unit.row + Math.min(index, unit.vectors - 1));
    }
  }
  return { id, origin: "model", width, values, rowOf };
}
