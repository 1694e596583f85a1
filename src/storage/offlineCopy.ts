// The copy of the app that the browser keeps, for use without a network, as the page knows it: whether it is
// there, and whether a newer one waits. src/serviceWorker makes it.
import { USE_NEWER_VERSION } from "../base/serviceWorkerMessage.ts";

export interface OfflineCopyState {
  /** All of the app is there. */
  isKept: boolean;
  /** A newer version is there as well; this page is not of it. */
  isNewerKept: boolean;
}

export interface OfflineCopy {
  /** Makes the copy, or looks for a newer one. Nothing is told where the browser keeps none. */
  keep(onChange: (state: OfflineCopyState) => void): Promise<void>;
  /** Loads the page anew, in the newer version where one waits. */
  reload(): void;
}

/**
 * @param script address of the service worker; what it keeps lies beside it and below
 * @param container the browser's; undefined where it has none, as without https
 */
export function browserOfflineCopy(
  script: string,
  container: ServiceWorkerContainer | undefined,
  loadAnew: () => void,
): OfflineCopy {
  let registration: ServiceWorkerRegistration | undefined;
  /** Another tab has brought the newer version in: this page is of the former one. */
  let isReplaced = false;
  let isReloading = false;
  return {
    async keep(onChange) {
      if (container === undefined) return;
      let isControlled = container.controller !== null;
      try {
        await container.register(script);
        registration = await container.getRegistration(script);
        // Browsers look for a newer one by themselves, but not while they have much to do.
        if (isControlled) void registration?.update().catch(() => {});
      } catch {
        return; // forbidden, or no network: the app works as it is
      }
      const known = registration;
      if (known === undefined) return;
      const tell = () =>
        onChange({
          isKept: known.active !== null,
          isNewerKept: isReplaced || (known.active !== null && known.waiting !== null),
        });
      const follow = () => known.installing?.addEventListener("statechange", tell);
      known.addEventListener("updatefound", follow);
      container.addEventListener("controllerchange", () => {
        if (isReloading) return loadAnew();
        // At the first visit the page has had none before.
        isReplaced = isControlled;
        isControlled = true;
        tell();
      });
      follow();
      tell();
    },
    reload() {
      isReloading = true;
      const waiting = registration?.waiting;
      // The page is loaded anew when the newer one has taken over.
      if (waiting) waiting.postMessage(USE_NEWER_VERSION);
      else loadAnew();
    },
  };
}
