// Gathers checked rows of many files to a corpus, on top of one that was there before.
import type { CandidateQuestion, Chain, Corpus } from "../domain/chain.ts";
import { parseCandidateRow } from "./candidateRow.ts";
import { ChainGrouper } from "./chainGrouper.ts";
import type { FileReport } from "./fileReport.ts";
import { parseMetaRow } from "./metaRow.ts";
import type { RowPosition } from "./problemLog.ts";
import type { RowFormat } from "./recogniseFormat.ts";
import { domainField, parseTrainingRow } from "./trainingRow.ts";

export class CorpusBuilder {
  /** Bad rows by domain; a row whose domain cannot be told counts for its file's name. */
  readonly badRowsByDomain = new Map<string, number>();
  private readonly base: Corpus | null;
  private readonly groupers = new Map<string, ChainGrouper>();
  /** Where each domain was first met. */
  private readonly origins = new Map<string, string>();
  private readonly mergedHere = new Set<string>();
  private readonly meta: Chain[];
  private readonly candidates: CandidateQuestion[];

  /** The base is left as it is; what stays the same is shared. */
  constructor(base: Corpus | null) {
    this.base = base;
    this.meta = [...(base?.meta ?? [])];
    this.candidates = [...(base?.candidates ?? [])];
    for (const shard of base?.shards ?? []) this.origins.set(shard.name, base!.source);
  }

  /** Checks one row of a known format and takes it in, or reports why not. */
  add(row: Record<string, unknown>, format: RowFormat, at: RowPosition, file: FileReport): void {
    file.beginRow(at);
    if (format === "training") {
      this.addTraining(row, file);
      return;
    }
    const fallbackId = `${fileStem(file.path)} ${at.line}`;
    if (format === "meta") {
      const chain = parseMetaRow(row, fallbackId, file);
      if (chain !== null) this.meta.push(chain);
      file.endRow(chain !== null);
    } else {
      const question = parseCandidateRow(row, fallbackId, file);
      if (question !== null) this.candidates.push(question);
      file.endRow(question !== null);
    }
  }

  /** The corpus: earlier domains first, new ones in the order in which they were met. */
  finish(source: string): Corpus {
    const shards = (this.base?.shards ?? []).map((shard) => {
      const grouper = this.groupers.get(shard.name);
      this.groupers.delete(shard.name);
      // With other rows among its own, a planted domain's quality is no longer known.
      return grouper === undefined ? shard : { ...shard, tier: null, chains: grouper.finish() };
    });
    for (const [name, grouper] of this.groupers) {
      shards.push({ name, isEnabled: true, tier: null, chains: grouper.finish() });
    }
    return {
      source,
      shards,
      meta: this.meta,
      candidates: this.candidates,
      images: this.base?.images ?? new Map(),
    };
  }

  private addTraining(raw: Record<string, unknown>, file: FileReport): void {
    const fileDomain = fileStem(file.path);
    const domain = domainField(raw, fileDomain, file);
    const row = parseTrainingRow(raw, file);
    const isKept = domain !== null && row !== null;
    if (isKept) this.grouperOf(domain, file).add(row, file);
    if (file.endRow(isKept)) {
      const name = domain ?? fileDomain;
      this.badRowsByDomain.set(name, (this.badRowsByDomain.get(name) ?? 0) + 1);
    }
  }

  private grouperOf(domain: string, file: FileReport): ChainGrouper {
    const origin = this.origins.get(domain);
    if (origin === undefined) this.origins.set(domain, file.path);
    else if (origin !== file.path) {
      const key = JSON.stringify([domain, file.path]);
      if (!this.mergedHere.has(key)) {
        this.mergedHere.add(key);
        file.warnFile(
          `the domain “${domain}” stands in ${origin} too; the rows of both are one domain`,
        );
      }
    }
    let grouper = this.groupers.get(domain);
    if (grouper === undefined) {
      grouper = new ChainGrouper(this.base?.shards.find((shard) => shard.name === domain)?.chains);
      this.groupers.set(domain, grouper);
    }
    return grouper;
  }
}

/** The file's name without its folders and endings. */
export function fileStem(path: string): string {
  const name = path.split(/[\\/]/).at(-1)!;
  return (
    name
      .replace(/\.gz$/i, "")
      .replace(/\.(?:jsonl?|ndjson|txt)$/i, "")
      .trim() || name
  );
}
