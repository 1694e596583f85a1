// Writes to the journal in groups: what comes in while one write is under way goes into the next, so that a
// hundred completions a second are a few writes, and each still waits until it is there for good.
import type { LabelJournal, LabelRecord, LabelTotals } from "../domain/labelJournal.ts";

interface Waiting {
  record: LabelRecord | null;
  done: () => void;
  failed: (error: unknown) => void;
}

export class JournalWriter {
  private readonly journal: LabelJournal;
  private readonly jobId: string;
  private readonly totals: () => LabelTotals;
  private waiting: Waiting[] = [];
  private isWriting = false;

  constructor(journal: LabelJournal, jobId: string, totals: () => LabelTotals) {
    this.journal = journal;
    this.jobId = jobId;
    this.totals = totals;
  }

  /** Resolves once the record (null: the totals alone) is written; rejects where it could not be. */
  write(record: LabelRecord | null): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ record, done, failed });
      if (!this.isWriting) void this.writeAll();
    });
  }

  private async writeAll(): Promise<void> {
    this.isWriting = true;
    while (this.waiting.length > 0) {
      const group = this.waiting;
      this.waiting = [];
      const records = group.flatMap(({ record }) => (record === null ? [] : [record]));
      try {
        await this.journal.append(this.jobId, records, this.totals());
        for (const { done } of group) done();
      } catch (error) {
        for (const { failed } of group) failed(error);
      }
    }
    this.isWriting = false;
  }
}
