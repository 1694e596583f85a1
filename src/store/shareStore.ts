// What is being passed on: a link that waits to be copied by hand, a report in the making.
import { createStore, type StoreApi } from "zustand/vanilla";

export interface SharedLink {
  address: string;
  /** What it holds and what not, a sentence each. */
  about: readonly string[];
}

export interface ShareState {
  /** Shown because the browser did not let the page copy it; null for none. */
  link: SharedLink | null;
  /** A report is being made: one at a time. */
  isReporting: boolean;

  showLink(link: SharedLink): void;
  dismissLink(): void;
  setReporting(isReporting: boolean): void;
}

export type ShareStore = StoreApi<ShareState>;

export function createShareStore(): ShareStore {
  return createStore<ShareState>()((set) => ({
    link: null,
    isReporting: false,
    showLink: (link) => set({ link }),
    dismissLink: () => set({ link: null }),
    setReporting: (isReporting) => set({ isReporting }),
  }));
}
