// What "Why a weight moved" remembers: whether it is open, how its table is sorted, and which meta
// chains pull one domain, asked for on demand. The page keeps it while other views are shown.
import { createStore, type StoreApi } from "zustand/vanilla";
import { type ErrorReport, toErrorReport } from "../base/errors.ts";
import type { DomainPulls } from "../domain/inspect.ts";
import type { StudioClient } from "../protocol/client.ts";

/** What the table says of a domain; "place" is the order of the data. */
export const SIGNAL_COLUMNS = ["place", "name", "weight", "pull", "mean", "snr", "cosine"] as const;
export type SignalColumn = (typeof SIGNAL_COLUMNS)[number];

export interface SignalOrder {
  column: SignalColumn;
  isDescending: boolean;
}

export interface WhyState {
  isOpen: boolean;
  order: SignalOrder;
  /** The domain whose meta chains are asked about; null until one is chosen. */
  domain: string | null;
  /** The newest answer; null before there is one and after another run began. */
  pulls: DomainPulls | null;
  isAsking: boolean;
  /** The PRM has been trained on since `pulls` was measured. */
  isStale: boolean;
  error: ErrorReport | null;

  setOpen(isOpen: boolean): void;
  orderBy(order: SignalOrder): void;
  chooseDomain(name: string): void;
  /** Asks which meta chains pull this domain; the newest question counts. */
  explain(domain: string): Promise<void>;
  dismissError(): void;
}

export type WhyStore = StoreApi<WhyState>;

const FORGOTTEN = { pulls: null, isAsking: false, isStale: false, error: null } as const;

export function createWhyStore(client: StudioClient): WhyStore {
  return createStore<WhyState>()((set, get) => {
    /** Raised by every question and by every run: older answers are dropped. */
    let epoch = 0;
    /** Lower steps of the main PRM so far. */
    let step = 0;

    function forget(): void {
      epoch += 1;
      set(FORGOTTEN);
    }

    client.on((event) => {
      switch (event.name) {
        case "run.started":
          if (event.role !== "main") return;
          step = 0;
          forget();
          return;
        case "run.progressed": {
          if (event.role !== "main") return;
          step = event.step;
          const { pulls, isStale } = get();
          if (pulls !== null && !isStale && step > pulls.atStep) set({ isStale: true });
          return;
        }
        case "run.stateChanged":
          if (event.state === "idle") forget();
          return;
        case "corpus.changed": {
          // Names and places of chains belong to the corpus before.
          const { domain } = get();
          const isThere = event.summary.domains.some(({ name }) => name === domain);
          set({ domain: isThere ? domain : null });
          forget();
          return;
        }
        default:
          return;
      }
    });

    return {
      ...FORGOTTEN,
      isOpen: false,
      order: { column: "weight", isDescending: true },
      domain: null,
      setOpen: (isOpen) => set({ isOpen }),
      orderBy: (order) => set({ order }),
      chooseDomain: (name) => set({ domain: name }),
      async explain(domain) {
        const asked = ++epoch;
        set({ domain, isAsking: true, error: null });
        try {
          const pulls = await client.call("domain.explain", { domain });
          if (asked === epoch) set({ pulls, isAsking: false, isStale: step > pulls.atStep });
        } catch (error) {
          if (asked === epoch) set({ error: toErrorReport(error), isAsking: false });
        }
      },
      dismissError: () => set({ error: null }),
    };
  });
}
