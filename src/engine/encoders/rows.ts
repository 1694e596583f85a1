// Chains as the lexical PRM reads them: a sparse row a step prefix.
import type { Chain, Shard } from "../../domain/chain.ts";
import type { LexicalConfig } from "../prm/layout.ts";
import { type Breather, CHAINS_A_BREATH } from "./breather.ts";
import type { EncodedRows, RowChains, RowTrainSet } from "./encoded.ts";
import type { EncodingSources } from "./encodingSources.ts";
import { createLexicalEncoder, type LexicalEncoder, type Subject } from "./lexical.ts";

/** Collects sparse rows into compressed form. */
class RowsBuilder {
  private readonly start: number[] = [0];
  private readonly features: number[] = [];
  private readonly values: number[] = [];

  add(encode: LexicalEncoder, subject: Subject, steps: readonly { text: string }[], index: number) {
    const row = encode(subject, steps, index);
    for (let i = 0; i < row.features.length; i++) {
      this.features.push(row.features[i]!);
      this.values.push(row.values[i]!);
    }
    this.start.push(this.features.length);
  }

  build(): EncodedRows {
    return {
      count: this.start.length - 1,
      start: Int32Array.from(this.start),
      features: Int32Array.from(this.features),
      values: Float32Array.from(this.values),
    };
  }
}

/** What each of these chains is about, with its picture where that is not hidden. */
async function subjectsOf(
  chains: readonly Chain[],
  { blind }: LexicalConfig,
  sources: EncodingSources,
  breathe: Breather,
): Promise<(chain: Chain) => Subject> {
  const pictureOf = blind ? () => null : await sources.pictures(chains, breathe);
  return (chain) => ({
    question: chain.question,
    hasImage: chain.imagePath !== null,
    picture: pictureOf(chain),
  });
}

/** One row a labelled step prefix. */
export async function encodeTrainRows(
  shards: readonly Shard[],
  config: LexicalConfig,
  sources: EncodingSources,
  breathe: Breather,
): Promise<RowTrainSet> {
  const encode = createLexicalEncoder(config.buckets);
  const chains = shards.flatMap((shard) => shard.chains);
  const subjectOf = await subjectsOf(chains, config, sources, breathe);
  const rows = new RowsBuilder();
  const labels: number[] = [];
  const domains: number[] = [];
  let done = 0;
  for (const [domain, shard] of shards.entries()) {
    for (const chain of shard.chains) {
      const subject = subjectOf(chain);
      for (const [index, step] of chain.steps.entries()) {
        if (step.accuracy === null) continue;
        rows.add(encode, subject, chain.steps, index);
        labels.push(step.accuracy);
        domains.push(domain);
      }
      if (++done % CHAINS_A_BREATH === 0) await breathe(done, chains.length);
    }
  }
  return {
    kind: "rows",
    rows: rows.build(),
    labels: Float32Array.from(labels),
    domains: Int32Array.from(domains),
    domainCount: shards.length,
  };
}

/** One row every step of every chain. */
export async function encodeChainRows(
  chains: readonly Chain[],
  config: LexicalConfig,
  sources: EncodingSources,
  breathe: Breather,
): Promise<RowChains> {
  const encode = createLexicalEncoder(config.buckets);
  const subjectOf = await subjectsOf(chains, config, sources, breathe);
  const rows = new RowsBuilder();
  const chainStart = new Int32Array(chains.length + 1);
  let count = 0;
  for (const [c, chain] of chains.entries()) {
    const subject = subjectOf(chain);
    for (let index = 0; index < chain.steps.length; index++) {
      rows.add(encode, subject, chain.steps, index);
    }
    count += chain.steps.length;
    chainStart[c + 1] = count;
    if ((c + 1) % CHAINS_A_BREATH === 0) await breathe(c + 1, chains.length);
  }
  return { kind: "rows", rows: rows.build(), chainStart };
}
