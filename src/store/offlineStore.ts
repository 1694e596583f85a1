// Whether the app works without a network, and whether a newer version of it waits. It is never loaded unasked.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { OfflineCopy, OfflineCopyState } from "../storage/offlineCopy.ts";

export interface OfflineState extends OfflineCopyState {
  /** Begins to keep the app in the browser. */
  keep(): Promise<void>;
  /** Loads the page anew, in the newer version. */
  reload(): void;
  /** Does not mention the newer version again in this page. */
  dismissNewer(): void;
}

export type OfflineStore = StoreApi<OfflineState>;

/** @param copy nothing is kept where it is left out */
export function createOfflineStore(copy?: OfflineCopy): OfflineStore {
  let isDismissed = false;
  return createStore<OfflineState>()((set) => ({
    isKept: false,
    isNewerKept: false,
    async keep() {
      await copy?.keep(({ isKept, isNewerKept }) =>
        set({ isKept, isNewerKept: isNewerKept && !isDismissed }),
      );
    },
    reload: () => copy?.reload(),
    dismissNewer() {
      isDismissed = true;
      set({ isNewerKept: false });
    },
  }));
}
