// One tab at a time: a lock of the browser (Web Locks) that a tab holds for as long as it lives. Where the
// browser has no locks nobody is kept out.

/** Longest wait for another page to let go: one that is being reloaded may hold it for a moment longer. */
const WAIT_MS = 1500;

export interface LockClaim {
  /** Takes it from whoever has it. */
  isStealing?: boolean;
  /** Another tab has taken it; called at most once, and not after the release. */
  onLost?: () => void;
  waitMs?: number;
}

/**
 * Claims the lock of this name until it is released or the tab goes, however it goes.
 * @returns what releases it; null where another tab has it and keeps it
 * @throws what the browser rejects with, where it grants this page no locks at all
 */
export async function claimLock(name: string, claim: LockClaim = {}): Promise<(() => void) | null> {
  const { isStealing = false, onLost, waitMs = WAIT_MS } = claim;
  const locks = globalThis.navigator?.locks as LockManager | undefined;
  if (locks === undefined) return () => undefined;
  return new Promise((resolve, reject) => {
    let hold: "asked" | "held" | "released" = "asked";
    const whileHeld = () =>
      new Promise<void>((end) => {
        hold = "held";
        resolve(() => {
          hold = "released";
          end();
        });
      });
    const signal = AbortSignal.timeout(waitMs);
    // Not ifAvailable: see WAIT_MS. A thief does not wait, and may name no signal.
    locks.request(name, isStealing ? { steal: true } : { signal }, whileHeld).catch((error) => {
      if (hold === "held") onLost?.();
      else if (signal.aborted) resolve(null);
      else reject(error);
    });
  });
}
