// What the page asks the browser about its storage: how much is used, and whether it keeps it for good. Being
// asked at every visit would be a nuisance where the browser asks the user: that it was done is remembered.
import { askToPersist, measureStorage, type StorageUse } from "./storageUse.ts";

export interface StorageGauge {
  measure(): Promise<StorageUse>;
  /** Asks the browser to keep everything until the user removes it; whether it will. */
  askToPersist(): Promise<boolean>;
  /** It was asked once without the user having told to. */
  wasAsked(): boolean;
  rememberAsked(): void;
}

const ASKED_KEY = "dreamprm-studio.askedToPersist";

export function browserStorageGauge(storage: () => Storage = () => localStorage): StorageGauge {
  return {
    measure: () => measureStorage(),
    askToPersist,
    wasAsked() {
      try {
        return storage().getItem(ASKED_KEY) !== null;
      } catch {
        return true; // where nothing can be kept, there is nothing to ask for
      }
    },
    rememberAsked() {
      try {
        storage().setItem(ASKED_KEY, "yes");
      } catch {
        // as above
      }
    },
  };
}
