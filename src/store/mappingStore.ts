// What the dialog for mapping a file's fields knows: what the file looks like, the mapping as it stands and
// the first rows as it reads them.
import { createStore, type StoreApi } from "zustand/vanilla";
import { type ErrorReport, toErrorReport } from "../base/errors.ts";
import type { FieldMapping, FilePeek, FilePreview, RowFormat } from "../domain/fieldMapping.ts";
import { guessMapping } from "../domain/guessMapping.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { NamedFile } from "../protocol/messages.ts";
import type { CorpusStore } from "./corpusStore.ts";
import { createLatestWins } from "./latestWins.ts";

export interface MappingState {
  /** Path of the file; null while the dialog is closed. */
  path: string | null;
  /** Null until the file has been looked at. */
  peek: FilePeek | null;
  mapping: FieldMapping | null;
  /** Null until the first rows were read so. */
  preview: FilePreview | null;
  error: ErrorReport | null;

  /** Looks at a file of the corpus and opens the dialog. */
  open(path: string): Promise<void>;
  close(): void;
  /** Takes the file for this; the fields are guessed anew by their names. */
  chooseFormat(format: RowFormat): void;
  /** Says which column is this field; empty: none. */
  chooseColumn(field: string, column: string): void;
  /** Reads the file so, and others likewise; closes the dialog. */
  apply(others: readonly string[]): Promise<void>;
  /** Reads the file as it is recognised; closes the dialog. */
  reset(): Promise<void>;
}

export type MappingStore = StoreApi<MappingState>;

/** A file that nothing is known of is mostly someone's training rows. */
const FIRST_FORMAT: RowFormat = "training";

export function createMappingStore(client: StudioClient, corpus: CorpusStore): MappingStore {
  return createStore<MappingState>()((set, get) => {
    let file: NamedFile | null = null;

    const previews = createLatestWins<FieldMapping, FilePreview | null>({
      run: async (mapping) =>
        file === null ? null : client.call("file.preview", { file, mapping }),
      onAnswer: (preview, _mapping, isNewest) => {
        if (isNewest) set({ preview, error: null });
      },
      onError: (error) => set({ preview: null, error: toErrorReport(error) }),
    });

    function show(mapping: FieldMapping): void {
      set({ mapping });
      previews.ask(mapping);
    }

    function close(): void {
      file = null;
      previews.drop();
      set({ path: null, peek: null, mapping: null, preview: null, error: null });
    }

    return {
      path: null,
      peek: null,
      mapping: null,
      preview: null,
      error: null,
      async open(path) {
        const { opened, mappings } = corpus.getState();
        const found = opened.find((one) => one.path === path);
        if (found === undefined) return;
        file = found;
        set({ path, peek: null, mapping: null, preview: null, error: null });
        try {
          const peek = await client.call("file.peek", { file: found });
          if (get().path !== path) return;
          set({ peek });
          const format = peek.format ?? FIRST_FORMAT;
          show(mappings[path] ?? { format, fields: guessMapping(peek, format) });
        } catch (error) {
          if (get().path === path) set({ error: toErrorReport(error) });
        }
      },
      close,
      chooseFormat(format) {
        const { peek } = get();
        if (peek !== null) show({ format, fields: guessMapping(peek, format) });
      },
      chooseColumn(field, column) {
        const { mapping } = get();
        if (mapping === null) return;
        const { [field]: _before, ...fields } = mapping.fields;
        show({ ...mapping, fields: column === "" ? fields : { ...fields, [field]: column } });
      },
      async apply(others) {
        const { path, mapping } = get();
        if (path === null || mapping === null) return;
        close();
        await corpus.getState().readAs([path, ...others], mapping);
      },
      async reset() {
        const { path } = get();
        if (path === null) return;
        close();
        await corpus.getState().readAs([path], null);
      },
    };
  });
}
