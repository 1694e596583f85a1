// Learning what a head reads of a frozen encoder's vectors, from the training split: how to centre and
// scale them, and a few directions that lose little of what labels depend on.
import { StudioError } from "../../base/errors.ts";
import { createRng, hashString } from "../../base/rng.ts";
import type { Chain, Shard } from "../../domain/chain.ts";
import type { FrozenConfig } from "../prm/layout.ts";
import type { Breather } from "./breather.ts";
import { findDirections, type LabelledVectors, standardOf } from "./directions.ts";
import type { EncodingSources, StepVectors } from "./encodingSources.ts";
import { featuresInWords, readingRows } from "./frozenEncoder.ts";
import type { Projection } from "./projection.ts";

/** The labelled steps of the shards, a group a domain, and the ends of the judged meta chains, a group more. */
function labelledVectors(
  vectors: StepVectors,
  shards: readonly Shard[],
  meta: readonly Chain[],
): LabelledVectors {
  const rows: number[] = [];
  const labels: number[] = [];
  const groups: number[] = [];
  const add = (row: number, label: number, group: number) => {
    if (row < 0) return;
    rows.push(row);
    labels.push(label);
    groups.push(group);
  };
  for (const [group, { chains }] of shards.entries()) {
    for (const chain of chains) {
      for (const [index, { accuracy }] of chain.steps.entries()) {
        if (accuracy !== null) add(vectors.rowOf(chain, index), accuracy, group);
      }
    }
  }
  for (const chain of meta) {
    if (chain.isCorrect === null) continue;
    add(readingRows(vectors, chain).at(-1) ?? -1, Number(chain.isCorrect), shards.length);
  }
  return {
    width: vectors.width,
    values: vectors.values,
    rows: Int32Array.from(rows),
    labels: Float64Array.from(labels),
    groups: Int32Array.from(groups),
    groupCount: shards.length + 1,
  };
}

/** Of the numbers in it, so that another corpus' projection has another key. */
function keyOf(inputs: number, parts: readonly (Float32Array | Float64Array)[]): string {
  const hashes = parts.map((part) => {
    let sum = 0;
    for (let i = 0; i < part.length; i++) sum += part[i]!;
    return hashString(`${part.length} ${part.subarray(0, 64).join()} ${sum}`).toString(16);
  });
  return `projection ${inputs} ${hashes.join("-")}`;
}

/**
 * The projection of the vectors that a config asks for; the same data give the same one. Throws
 * StudioError("data") where no labelled step has a vector, or the vectors are not as wide as the config says.
 */
export async function learnProjection(
  config: FrozenConfig,
  shards: readonly Shard[],
  meta: readonly Chain[],
  sources: EncodingSources,
  breathe: Breather,
): Promise<Projection> {
  const { features } = config;
  const chains = [...shards.flatMap((shard) => shard.chains), ...meta];
  const vectors = await sources.features(features, chains, breathe);
  const { width } = vectors;
  if (config.width !== 0 && config.width !== width) {
    throw new StudioError(
      "config",
      `encoder.width is ${config.width}; ${featuresInWords(features)} have ${width} numbers a vector`,
      "Leave encoder.width at 0.",
    );
  }
  const labelled = labelledVectors(vectors, shards, meta);
  if (labelled.rows.length === 0) {
    throw new StudioError(
      "data",
      `${featuresInWords(features)} have no vector of any labelled step`,
      "Load the features of these shards, or compute them in the browser.",
    );
  }
  const standard = standardOf(labelled);
  const { projection: asked } = config;
  if (asked === 0 || asked >= width) {
    return {
      ...standard,
      inputs: width,
      directions: null,
      key: keyOf(width, [standard.centre, standard.scale]),
      note: `all ${width.toLocaleString("en-US")} directions of the vectors, centred and scaled`,
    };
  }
  const [{ openWasmKernels }, { openDenseProduct }] = await Promise.all([
    import("../wasm/wasmEngine.ts"),
    import("../wasm/denseProduct.ts"),
  ]);
  const modules = await openWasmKernels();
  const { matrix, keptVariance } = await findDirections(
    labelled,
    standard,
    asked,
    (depth, columns) => openDenseProduct(modules, depth, columns),
    createRng("projection"),
    breathe,
  );
  return {
    ...standard,
    inputs: asked,
    directions: matrix,
    key: keyOf(asked, [standard.centre, standard.scale, matrix]),
    note: `${asked.toLocaleString("en-US")} of ${width.toLocaleString("en-US")} directions of the vectors, with ${Math.round(100 * keptVariance)} % of their variance`,
  };
}
