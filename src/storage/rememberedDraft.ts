// The edited steps of the chain that is open in Inspect, in the browser: one chain, so that neither a reload nor a
// crash loses what was typed. Where storage is forbidden or full nothing is remembered.
import { z } from "../base/zod.ts";
import { CHAIN_SOURCES } from "../domain/inspect.ts";
import { readItem } from "./rememberedItem.ts";

const STORAGE_KEY = "dreamprm-studio.chainDraft";

const schema = z.object({
  version: z.literal(1),
  source: z.enum(CHAIN_SOURCES),
  ref: z.number().int().min(0),
  /** chainKey of the chain as it stands in the data. */
  chain: z.string(),
  steps: z
    .array(
      z.object({
        text: z.string(),
        /** Index of the step in the chain; null for an added one. */
        origin: z.number().int().min(0).nullable(),
      }),
    )
    .min(1),
});

export type RememberedDraft = Omit<z.infer<typeof schema>, "version">;

export interface DraftMemory {
  /** Null where there is none, or none that can be read. */
  read(): RememberedDraft | null;
  keep(draft: RememberedDraft): void;
  forget(): void;
}

export function browserDraftMemory(storage: () => Storage = () => localStorage): DraftMemory {
  const forget = () => {
    try {
      storage().removeItem(STORAGE_KEY);
    } catch {
      // where storage is forbidden nothing was kept
    }
  };
  return {
    read: () => readItem(storage, STORAGE_KEY, schema),
    keep(draft) {
      const kept: z.input<typeof schema> = { version: 1, ...draft };
      try {
        storage().setItem(STORAGE_KEY, JSON.stringify(kept));
      } catch {
        // An earlier state of it would be worse than none.
        forget();
      }
    },
    forget,
  };
}
