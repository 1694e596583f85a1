// Gathers checked rows of many files to a corpus, on top of one that was there before.
import type { Pace } from "../base/pace.ts";
import type { CandidateQuestion, Chain, Corpus, Shard } from "../domain/chain.ts";
import type { RowFormat } from "../domain/fieldMapping.ts";
import { asCandidateList, isSingleCandidate, parseCandidateRow } from "./candidateRow.ts";
import { ChainGrouper } from "./chainGrouper.ts";
import { chainBytes, corpusBytes } from "./corpusBytes.ts";
import type { FileReport } from "./fileReport.ts";
import { type LabelledChain, trainingRows } from "./labelledChain.ts";
import { MAX_CORPUS_BYTES, MAX_DOMAINS } from "./limits.ts";
import { parseMathShepherdRow } from "./mathShepherdRow.ts";
import { parseMetaRow } from "./metaRow.ts";
import { parsePrm800kRow } from "./prm800kRow.ts";
import type { RowPosition } from "./problemLog.ts";
import { parseProcessBenchRow } from "./processBenchRow.ts";
import { domainField, parseTrainingRow, type TrainingRow } from "./trainingRow.ts";

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
  /** Questions whose candidates stand in rows of their own, by file, id and text. */
  private readonly singles = new Map<string, CandidateQuestion>();
  /** Chains of the base by domain. */
  private readonly baseChains: ReadonlyMap<string, Chain[]>;
  private readonly maxBytes: number;
  /** Roughly what the base and the meta and candidate rows take. */
  private bytes: number;

  /** The base is left as it is; what stays the same is shared. */
  constructor(base: Corpus | null, maxBytes = MAX_CORPUS_BYTES) {
    this.base = base;
    this.maxBytes = maxBytes;
    this.bytes = base === null ? 0 : corpusBytes(base);
    this.baseChains = new Map(base?.shards.map(({ name, chains }) => [name, chains]));
    this.meta = [...(base?.meta ?? [])];
    this.candidates = [...(base?.candidates ?? [])];
    for (const shard of base?.shards ?? []) this.origins.set(shard.name, base!.source);
  }

  /** True when the rows taken in fill the memory that a corpus may take: no more should be added. */
  get isFull(): boolean {
    return this.bytes > this.maxBytes;
  }

  /** Checks one row of a known format and takes it in, or reports why not. */
  add(row: Record<string, unknown>, format: RowFormat, at: RowPosition, file: FileReport): void {
    file.beginRow(at);
    const fallbackId = `${fileStem(file.path)} ${at.line}`;
    switch (format) {
      case "training":
        this.addTraining(row, file);
        break;
      case "meta": {
        const chain = parseMetaRow(row, fallbackId, file);
        if (chain !== null) this.meta.push(this.counted(chain));
        file.endRow(chain !== null);
        break;
      }
      case "candidates":
        file.endRow(this.addCandidates(row, fallbackId, file));
        break;
      case "mathShepherd": {
        const chain = parseMathShepherdRow(row, file);
        this.addLabelled(chain === null ? null : [chain], "task", fallbackId, file);
        break;
      }
      case "prm800k":
        this.addLabelled(parsePrm800kRow(row, file), "domain", fallbackId, file);
        break;
      case "processBench": {
        const chain = parseProcessBenchRow(row, file);
        this.addLabelled(chain === null ? null : [chain], "domain", fallbackId, file);
        break;
      }
    }
  }

  /** The corpus: earlier domains first, new ones in the order in which they were met. */
  async finish(source: string, pace: Pace): Promise<Corpus> {
    const shards: Shard[] = [];
    for (const shard of this.base?.shards ?? []) {
      const grouper = this.groupers.get(shard.name);
      this.groupers.delete(shard.name);
      // With other rows among its own, a planted domain's quality is no longer known.
      const own = grouper && { tier: null, ...(await grouped(grouper, pace)) };
      shards.push(own === undefined ? shard : { ...shard, ...own });
    }
    for (const [name, grouper] of this.groupers) {
      const own = await grouped(grouper, pace);
      shards.push({ name, isEnabled: true, tier: null, ...own });
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
    const domain = domainField(raw["dataset"], fileDomain, file);
    const row = parseTrainingRow(raw, file);
    const isKept = domain !== null && row !== null && this.hasRoomFor(domain, "dataset", file);
    if (isKept) this.addRow(row, this.grouperOf(domain, file), file);
    this.endTrainingRow(isKept, domain ?? fileDomain, file);
  }

  /** The chains of one row; null where it had a fault. */
  private addLabelled(
    chains: readonly LabelledChain[] | null,
    domainFieldName: string,
    fallbackId: string,
    file: FileReport,
  ): void {
    const fileDomain = fileStem(file.path);
    const own = chains?.[0]?.domain;
    const domain = domainField(own, fileDomain, file, domainFieldName);
    const isKept =
      chains !== null && domain !== null && this.hasRoomFor(domain, domainFieldName, file);
    if (isKept) {
      const grouper = this.grouperOf(domain, file);
      for (const chain of chains) {
        for (const row of trainingRows(chain, fallbackId)) this.addRow(row, grouper, file);
      }
    }
    this.endTrainingRow(isKept, domain ?? fileDomain, file);
  }

  private endTrainingRow(isKept: boolean, domain: string, file: FileReport): void {
    if (!file.endRow(isKept)) return;
    const isNew = !this.badRowsByDomain.has(domain);
    if (isNew && this.badRowsByDomain.size >= MAX_DOMAINS) return;
    this.badRowsByDomain.set(domain, (this.badRowsByDomain.get(domain) ?? 0) + 1);
  }

  /** A question with its candidates, or a single candidate, which joins those of its question. */
  private addCandidates(
    row: Record<string, unknown>,
    fallbackId: string,
    file: FileReport,
  ): boolean {
    if (!isSingleCandidate(row)) {
      const question = parseCandidateRow(row, fallbackId, file);
      if (question === null) return false;
      for (const chain of question.candidates) this.counted(chain);
      this.candidates.push(question);
      return true;
    }
    const read = parseCandidateRow(asCandidateList(row), fallbackId, file);
    const [only] = read?.candidates ?? [];
    if (read === null || only === undefined) return false;
    this.counted(only);
    const key = JSON.stringify([file.path, row["id"] ?? null, read.question]);
    const known = this.singles.get(key);
    if (known === undefined) {
      this.singles.set(key, read);
      this.candidates.push(read);
    } else known.candidates.push({ ...only, id: `${known.id}/${known.candidates.length}` });
    return true;
  }

  private counted(chain: Chain): Chain {
    this.bytes += chainBytes(chain);
    return chain;
  }

  private addRow(row: TrainingRow, grouper: ChainGrouper, file: FileReport): void {
    const before = grouper.bytes;
    grouper.add(row, file);
    this.bytes += grouper.bytes - before;
  }

  /** False, and reported, where the domain would be one too many. */
  private hasRoomFor(domain: string, field: string, file: FileReport): boolean {
    if (this.origins.has(domain) || this.origins.size < MAX_DOMAINS) return true;
    const most = MAX_DOMAINS.toLocaleString("en-US");
    file.error(
      field,
      `“${domain}” would be a domain more than the ${most} that are read; is ${field} the right field?`,
    );
    return false;
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
      grouper = new ChainGrouper(this.baseChains.get(domain));
      this.groupers.set(domain, grouper);
    }
    return grouper;
  }
}

async function grouped(grouper: ChainGrouper, pace: Pace): Promise<Pick<Shard, "chains" | "rows">> {
  const chains = await grouper.finish(pace);
  const rows = grouper.rowOrder();
  return rows === undefined ? { chains } : { chains, rows };
}

/** The file's name without its folders and endings. */
export function fileStem(path: string): string {
  const name = path.split(/[\\/]/).at(-1)!;
  return (
    name
      .replace(/\.gz$/i, "")
      .replace(/\.(?:jsonl?|ndjson|txt|parquet)$/i, "")
      // Numbered parts of one set, as hubs of data sets write them: "train-00000-of-00003".
      .replace(/[-_.]\d{3,6}-of-\d{3,6}(?:-[0-9a-f]{8,})?$/i, "")
      .trim() || name
  );
}
