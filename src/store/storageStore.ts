// How much of the browser's storage the app takes, what of it can be removed, and whether the browser has
// promised to keep it. The figures come from outside: no store touches the browser itself.
import { createStore, type StoreApi } from "zustand/vanilla";
import { type ErrorReport, toErrorReport } from "../base/errors.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { StorageGauge } from "../storage/storageGauge.ts";
import type { StorageUse } from "../storage/storageUse.ts";

/** What can be removed at once. */
export const REMOVABLE = ["workspace", "labelJob", "vectors", "deletedRuns"] as const;
export type Removable = (typeof REMOVABLE)[number];

/** How each of them is removed; done by those whose it is. */
export type RemoveFor = Record<Removable, () => Promise<void>>;

export interface StorageState {
  /** The panel is shown. */
  isOpen: boolean;
  /** Null before it was measured, or where it cannot be. */
  use: StorageUse | null;
  isMeasuring: boolean;
  /** What is being removed. */
  removing: Removable | null;
  /** The browser was asked to keep everything and did not promise it. */
  isRefused: boolean;
  error: ErrorReport | null;

  /** Shows the panel, measured anew. */
  open(): void;
  close(): void;
  measure(): Promise<void>;
  remove(what: Removable): Promise<void>;
  askToPersist(): Promise<void>;
}

export type StorageStore = StoreApi<StorageState>;

/** @param onRoomMade something was removed: what found no room before may find some now */
export function createStorageStore(
  client: StudioClient,
  onRoomMade: () => void,
  removeFor: RemoveFor,
  gauge?: StorageGauge,
): StorageStore {
  return createStore<StorageState>()((set, get) => {
    client.on((event) => {
      // The first training is the first thing worth asking for.
      const isNew = event.name === "run.started" && event.role === "main" && !event.restored;
      if (!isNew || gauge === undefined || gauge.wasAsked()) return;
      gauge.rememberAsked();
      void gauge.askToPersist().catch(() => false);
    });

    return {
      isOpen: false,
      use: null,
      isMeasuring: false,
      removing: null,
      isRefused: false,
      error: null,
      open() {
        set({ isOpen: true, error: null });
        void get().measure();
      },
      close: () => set({ isOpen: false }),
      async measure() {
        if (gauge === undefined) return;
        set({ isMeasuring: true });
        try {
          set({ use: await gauge.measure() });
        } catch (error) {
          set({ error: toErrorReport(error) });
        } finally {
          set({ isMeasuring: false });
        }
      },
      async remove(what) {
        set({ removing: what, error: null });
        try {
          await removeFor[what]();
          // Work that was removed by hand is not to be written again by that.
          if (what !== "workspace") onRoomMade();
        } catch (error) {
          set({ error: toErrorReport(error) });
        } finally {
          set({ removing: null });
        }
        await get().measure();
      },
      async askToPersist() {
        if (gauge === undefined) return;
        set({ isRefused: !(await gauge.askToPersist().catch(() => false)) });
        await get().measure();
      },
    };
  });
}
