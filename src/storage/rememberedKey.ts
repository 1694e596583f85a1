// An endpoint's key in the browser, only where the user asked for it: one key, with the address it is
// for, so that it is never offered to another. Where storage is forbidden nothing is remembered.

const STORAGE_KEY = "dreamprm-studio.endpointKey";

export interface RememberedKey {
  /** Scheme, host and port the key is for. */
  origin: string;
  key: string;
}

export interface KeyMemory {
  read(): RememberedKey | null;
  /** False where the browser would not keep it. */
  keep(remembered: RememberedKey): boolean;
  forget(): void;
}

export function browserKeyMemory(storage: () => Storage = () => localStorage): KeyMemory {
  return {
    read() {
      try {
        const stored: unknown = JSON.parse(storage().getItem(STORAGE_KEY) ?? "null");
        if (typeof stored !== "object" || stored === null) return null;
        const { origin, key } = stored as Partial<RememberedKey>;
        return typeof origin === "string" && typeof key === "string" ? { origin, key } : null;
      } catch {
        return null;
      }
    },
    keep(remembered) {
      try {
        storage().setItem(STORAGE_KEY, JSON.stringify(remembered));
        return true;
      } catch {
        return false;
      }
    },
    forget() {
      try {
        storage().removeItem(STORAGE_KEY);
      } catch {
        // where storage is forbidden nothing was kept
      }
    },
  };
}
