// Chains of text as the lexical PRM reads them: a sparse row a step prefix.
import type { Chain, Shard } from "../../domain/chain.ts";
import { type Breather, CHAINS_A_BREATH } from "./breather.ts";
import type { EncodedRows, RowChains, RowTrainSet } from "./encoded.ts";
import { createLexicalEncoder, type LexicalEncoder } from "./lexical.ts";

/** Collects sparse rows into compressed form. */
class RowsBuilder {
  private readonly start: number[] = [0];
  private readonly features: number[] = [];
  private readonly values: number[] = [];

  add(encode: LexicalEncoder, question: string, steps: readonly { text: string }[], index: number) {
    const row = encode(question, steps, index);
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

/** One row a labelled step prefix. */
export async function encodeTrainRows(
  shards: readonly Shard[],
  buckets: number,
  breathe: Breather,
): Promise<RowTrainSet> {
  const encode = createLexicalEncoder(buckets);
  const rows = new RowsBuilder();
  const labels: number[] = [];
  const domains: number[] = [];
  const total = shards.reduce((sum, shard) => sum + shard.chains.length, 0);
  let done = 0;
  for (const [domain, shard] of shards.entries()) {
    for (const chain of shard.chains) {
      for (const [index, step] of chain.steps.entries()) {
        if (step.accuracy === null) continue;
        rows.add(encode, chain.question, chain.steps, index);
        labels.push(step.accuracy);
        domains.push(domain);
      }
      if (++done % CHAINS_A_BREATH === 0) await breathe(done, total);
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
  buckets: number,
  breathe: Breather,
): Promise<RowChains> {
  const encode = createLexicalEncoder(buckets);
  const rows = new RowsBuilder();
  const chainStart = new Int32Array(chains.length + 1);
  let count = 0;
  for (const [c, chain] of chains.entries()) {
    for (let index = 0; index < chain.steps.length; index++) {
      rows.add(encode, chain.question, chain.steps, index);
    }
    count += chain.steps.length;
    chainStart[c + 1] = count;
    if ((c + 1) % CHAINS_A_BREATH === 0) await breathe(c + 1, chains.length);
  }
  return { kind: "rows", rows: rows.build(), chainStart };
}
