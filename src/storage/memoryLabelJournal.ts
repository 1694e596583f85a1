// The labeller's journal where the browser keeps nothing, and in tests: it lasts as long as the page.
import {
  type JournalledJob,
  type LabelJob,
  type LabelJournal,
  type LabelRecord,
  type LabelTotals,
  NO_TOTALS,
  slotKey,
} from "../domain/labelJournal.ts";

/** Keeps copies, as a database does: what is changed after it was written stays as it was written. */
export function memoryLabelJournal(): LabelJournal {
  let job: LabelJob | null = null;
  let records = new Map<string, LabelRecord>();
  let totals: LabelTotals = structuredClone(NO_TOTALS);
  return {
    // No other page sees it.
    claim: async () => () => undefined,
    async begin(begun) {
      job = structuredClone(begun);
      records = new Map();
      totals = structuredClone(NO_TOTALS);
    },
    async update(jobId, { spec, hadKey }) {
      if (job?.id === jobId) job = { ...job, spec: structuredClone(spec), hadKey };
    },
    async append(jobId, added, now) {
      if (job?.id !== jobId) return;
      for (const record of added) {
        const key = slotKey(record);
        if (!records.has(key)) records.set(key, structuredClone(record));
      }
      totals = structuredClone(now);
    },
    async read(): Promise<JournalledJob | null> {
      if (job === null) return null;
      return structuredClone({ job, records: [...records.values()], totals });
    },
    async clear() {
      job = null;
      records = new Map();
      totals = structuredClone(NO_TOTALS);
    },
  };
}
