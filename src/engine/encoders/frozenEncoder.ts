// Chains as a head on a frozen encoder reads them: a dense row a step prefix, from vectors that were made
// elsewhere, in the browser or by the user's own program.
import { StudioError } from "../../base/errors.ts";
import type { Chain, Shard } from "../../domain/chain.ts";
import type { FrozenConfig } from "../prm/layout.ts";
import type { Breather } from "./breather.ts";
import type { EncodedVectors, VectorChains, VectorTrainSet } from "./encoded.ts";
import type { EncodingSources, StepVectors } from "./encodingSources.ts";
import type { PrmEncoder } from "./prmEncoder.ts";
import { type Projection, projectRows } from "./projection.ts";

/** The features in words: by their name, where they have one. */
export function featuresInWords(id: string): string {
  return id === "" ? "The features" : `The features “${id}”`;
}

/** The vectors of these chains. Throws StudioError("data") where they are not as wide as the PRM reads. */
async function vectorsOf(
  { features, width }: FrozenConfig,
  chains: readonly Chain[],
  sources: EncodingSources,
  breathe: Breather,
): Promise<StepVectors> {
  const vectors = await sources.features(features, chains, breathe);
  if (vectors.width === width) return vectors;
  throw new StudioError(
    "data",
    `${featuresInWords(features)} have ${vectors.width} numbers a vector; this PRM reads ${width}`,
    "Load features of the model that the PRM was trained on, or train another PRM.",
  );
}

/**
 * Row of the vector each step of a chain is read by: its own; of a step without one the next step's that
 * has one, together with which it is read. −1 behind the last step with a vector.
 */
export function readingRows(vectors: StepVectors, chain: Chain): Int32Array {
  const rows = new Int32Array(chain.steps.length);
  let next = -1;
  for (let index = rows.length - 1; index >= 0; index--) {
    const own = vectors.rowOf(chain, index);
    if (own >= 0) next = own;
    rows[index] = next;
  }
  return rows;
}

/** Collects rows of vectors; the rows of stored vectors are numbered anew where they are projected. */
class VectorRowsBuilder {
  private readonly prefixStart: number[] = [0];
  private readonly prefix: number[] = [];

  /** The row of the last of these steps. */
  add(steps: Iterable<number>): void {
    for (const row of steps) this.prefix.push(row);
    this.prefixStart.push(this.prefix.length);
  }

  async build(
    vectors: StepVectors,
    projection: Projection | null,
    breathe: Breather,
  ): Promise<EncodedVectors> {
    const start = Int32Array.from(this.prefixStart);
    const prefix = Int32Array.from(this.prefix);
    const rows = { count: start.length - 1, prefixStart: start };
    if (!projection) return { ...rows, width: vectors.width, values: vectors.values, prefix };
    const stored = [...new Set(prefix)];
    const placeOf = new Map(stored.map((row, place) => [row, place]));
    return {
      ...rows,
      width: projection.inputs,
      values: await projectRows(projection, vectors.values, stored, breathe),
      prefix: prefix.map((row) => placeOf.get(row)!),
    };
  }
}

/** The steps of a chain that the row of step `index` is about, by the rows of their vectors; newest last. */
function prefixOf(rows: Int32Array, index: number, head: FrozenConfig["head"]): Iterable<number> {
  if (head !== "attention") return [rows[index]!];
  // Steps that are read together stand there once.
  return new Set(rows.subarray(0, index + 1));
}

/** One row a labelled step that has a vector of its own. Throws StudioError("data") for a domain without any. */
async function encodeTrainVectors(
  config: FrozenConfig,
  projection: Projection | null,
  shards: readonly Shard[],
  sources: EncodingSources,
  breathe: Breather,
): Promise<VectorTrainSet> {
  const all = shards.flatMap((shard) => shard.chains);
  const vectors = await vectorsOf(config, all, sources, breathe);
  const builder = new VectorRowsBuilder();
  const labels: number[] = [];
  const domains: number[] = [];
  for (const [domain, { name, chains }] of shards.entries()) {
    const before = labels.length;
    let missing = 0;
    for (const chain of chains) {
      const rows = readingRows(vectors, chain);
      for (const [index, { accuracy }] of chain.steps.entries()) {
        if (accuracy === null) continue;
        if (vectors.rowOf(chain, index) < 0) {
          missing++;
          continue;
        }
        builder.add(prefixOf(rows, index, config.head));
        labels.push(accuracy);
        domains.push(domain);
      }
    }
    if (labels.length === before) {
      throw new StudioError(
        "data",
        `${featuresInWords(config.features)} have no vector of any of the ${missing} labelled steps of “${name}”`,
        "Switch the domain off, or load features that cover it.",
      );
    }
  }
  return {
    kind: "vectors",
    vectors: await builder.build(vectors, projection, breathe),
    labels: Float32Array.from(labels),
    domains: Int32Array.from(domains),
    domainCount: shards.length,
  };
}

/** One row every step of every chain. Throws StudioError("data") where the end of a chain has no vector. */
async function encodeChainVectors(
  config: FrozenConfig,
  projection: Projection | null,
  chains: readonly Chain[],
  sources: EncodingSources,
  breathe: Breather,
): Promise<VectorChains> {
  const vectors = await vectorsOf(config, chains, sources, breathe);
  const builder = new VectorRowsBuilder();
  const chainStart = new Int32Array(chains.length + 1);
  const missing: Chain[] = [];
  for (const [c, chain] of chains.entries()) {
    const rows = readingRows(vectors, chain);
    chainStart[c + 1] = chainStart[c]! + rows.length;
    if (rows.at(-1)! < 0) missing.push(chain);
    else if (missing.length === 0) {
      for (let i = 0; i < rows.length; i++) builder.add(prefixOf(rows, i, config.head));
    }
  }
  const [first] = missing;
  if (first) {
    const which =
      chains.length === 1 ? "the chain" : `${missing.length} of ${chains.length} chains, such as`;
    const question = first.question.slice(0, 80);
    throw new StudioError(
      "data",
      `${featuresInWords(config.features)} have no vector at the end of ${which} “${first.id}” (${question})`,
      "Load features that cover every chain, or compute them in the browser.",
    );
  }
  return {
    kind: "vectors",
    vectors: await builder.build(vectors, projection, breathe),
    chainStart,
  };
}

/**
 * The encoder of a PRM on a frozen encoder's vectors; `config.width` is theirs. Without projection the head
 * reads the vectors as they are stored.
 */
export function frozenPrmEncoder(config: FrozenConfig, projection: Projection | null): PrmEncoder {
  const reads = config.head === "attention" ? "prefixes" : "steps";
  return {
    config,
    vocabulary: null,
    pictureCodes: null,
    languageModel: null,
    projection,
    key: `frozen ${config.features} ${config.width} ${reads} ${projection?.key ?? "as stored"}`,
    encodeTrainSet: (shards, sources, breathe) =>
      encodeTrainVectors(config, projection, shards, sources, breathe),
    encodeChains: (chains, sources, breathe) =>
      encodeChainVectors(config, projection, chains, sources, breathe),
  };
}
