// What the Inspect view knows and does: which chains match, a window of them, the chain that is open
// and its edited copy. Scores follow the PRM while it trains, and only while the view is shown.
import { createStore } from "zustand/vanilla";
import type { ChainQuery } from "../domain/inspect.ts";
import type { RunState } from "../domain/run.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { DraftMemory } from "../storage/rememberedDraft.ts";
import { addDraftStep, editDraftStep, removeDraftStep, restoreDraftStep } from "./chainDraft.ts";
import { createChainListing } from "./chainListing.ts";
import type { InspectState, InspectStore } from "./inspectState.ts";
import { createOpenChain, rememberDraft, shownDraft } from "./openChain.ts";
import { isOnShelf } from "./prmShelf.ts";

/** While it trains, shown scores are renewed at most this often. */
export const REFRESH_INTERVAL_MS = 1000;

export const DEFAULT_QUERY: ChainQuery = {
  source: "shards",
  domains: null,
  correctness: "all",
  text: "",
  minDisagreement: 0,
  sort: "order",
  isDescending: false,
};

const MOVING_STATES: ReadonlySet<RunState> = new Set(["compiling", "running", "retraining"]);

/** `memory`: where edits are remembered beyond the page; nowhere where it is left out. */
export function createInspectStore(
  client: StudioClient,
  memory: DraftMemory | null = null,
): InspectStore {
  const store = createStore<InspectState>()((set, get) => {
    const listing = createChainListing(client, set, get);
    const open = createOpenChain(client, set, get);
    let isActive = false;
    let runState: RunState = "idle";
    let refreshTimer: ReturnType<typeof setTimeout> | null = null;
    let isRefreshDue = false;
    /** Edits of before the page was loaded, until the first data are there. */
    let remembered = memory?.read() ?? null;

    function refreshSoon(): void {
      isRefreshDue = true;
      if (!isActive || refreshTimer !== null) return;
      isRefreshDue = false;
      listing.renew(MOVING_STATES.has(runState));
      open.read();
      refreshTimer = setTimeout(() => {
        refreshTimer = null;
        if (isRefreshDue) refreshSoon();
      }, REFRESH_INTERVAL_MS);
    }

    function queryIfActive(): void {
      if (isActive) listing.query();
    }

    /** The shelf or the shown PRM has changed: a comparison with what is no longer beside it ends. */
    function checkComparison(): void {
      const { comparedTo, chain } = get();
      if (comparedTo === null || isOnShelf(get(), comparedTo)) return;
      set({ comparedTo: null, chain: chain === null ? null : { ...chain, other: null } });
      // What stood beside may have been the scores with the image.
      if (get().isImageHidden) open.read();
    }

    client.on((event) => {
      switch (event.name) {
        case "corpus.changed": {
          const names = new Set(event.summary.domains.map((domain) => domain.name));
          const { query, selectedRef } = get();
          const kept = query.domains?.filter((name) => names.has(name)) ?? [];
          const resumed = selectedRef === null ? remembered : null;
          remembered = null;
          const source = resumed?.source ?? query.source;
          set({ query: { ...query, source, domains: kept.length > 0 ? kept : null } });
          listing.forget();
          queryIfActive();
          void open.recheck();
          if (resumed !== null) open.resume(resumed);
          return;
        }
        case "run.started":
          set({ aggregation: event.config.upper.aggregation });
          return;
        case "prm.changed":
          set({ prm: { role: event.role, step: event.step } });
          checkComparison();
          refreshSoon();
          return;
        case "shelf.changed": {
          const isCompared = get().comparedTo !== null;
          set({ shelf: event.prms });
          checkComparison();
          // The PRM it is compared with may be another one under the same id.
          if (isCompared) refreshSoon();
          return;
        }
        case "run.stateChanged":
          runState = event.state;
          if (runState === "idle" && get().prm !== null) {
            set({ prm: null, draftScores: null, isScoring: false });
            refreshSoon();
          } else if (!MOVING_STATES.has(runState) && get().isOrderStale) {
            queryIfActive();
          }
          return;
        default:
          return;
      }
    });

    return {
      query: DEFAULT_QUERY,
      refs: null,
      isQuerying: false,
      isOrderStale: false,
      items: new Map(),
      selectedRef: null,
      chain: null,
      draft: null,
      draftScores: null,
      isScoring: false,
      threshold: 0.5,
      prm: null,
      shelf: [],
      comparedTo: null,
      isImageHidden: false,
      aggregation: "meanLogit",
      error: null,

      activate() {
        if (isActive) return;
        isActive = true;
        if (get().refs === null) listing.query();
        if (isRefreshDue) refreshSoon();
      },
      deactivate() {
        isActive = false;
      },
      setQuery(change) {
        const before = get().query;
        const query = { ...before, ...change };
        if (query.source !== before.source) {
          query.domains = null;
          set({ query });
          open.close();
          listing.forget();
        } else {
          set({ query });
          // What was listed before is no answer to this; the view asks when it is shown.
          if (!isActive) listing.forget();
        }
        queryIfActive();
      },
      showAll({ source, domain, ref }) {
        const { sort, isDescending } = get().query;
        const domains = domain === undefined ? null : [domain];
        set({ query: { ...DEFAULT_QUERY, source, domains, sort, isDescending } });
        open.close();
        listing.forget();
        queryIfActive();
        if (ref !== undefined) open.select(ref);
      },
      compareWith(id) {
        if (id === get().comparedTo || (id !== null && !isOnShelf(get(), id))) return;
        const { chain } = get();
        set({ comparedTo: id });
        // One comparison stays, under its own name, until the next has come; none goes at once.
        if (id === null && chain !== null) set({ chain: { ...chain, other: null } });
        open.read();
      },
      hideImage(isHidden) {
        if (isHidden === get().isImageHidden) return;
        set({ isImageHidden: isHidden });
        open.read();
      },
      sortAgain: () => listing.query(),
      showWindow: (start, end) => listing.showWindow(start, end),
      select: (ref) => open.select(ref),
      selectBy(offset) {
        const { refs, selectedRef } = get();
        if (refs === null || refs.length === 0) return;
        const at = selectedRef === null ? -1 : refs.indexOf(selectedRef);
        const next = at < 0 ? 0 : Math.min(refs.length - 1, Math.max(0, at + offset));
        const ref = refs[next];
        if (ref !== undefined) open.select(ref);
      },
      close: () => open.close(),
      editStep: (key, text) => open.applyDraft(editDraftStep(shownDraft(get()), key, text)),
      addStep(afterKey) {
        const draft = shownDraft(get());
        open.applyDraft(addDraftStep(draft, afterKey));
        return draft.nextKey;
      },
      removeStep: (key) => open.applyDraft(removeDraftStep(shownDraft(get()), key)),
      restoreStep: (key) =>
        open.applyDraft(restoreDraftStep(shownDraft(get()), key, get().chain?.steps ?? [])),
      restoreAll: () => open.forgetDraft(),
      setThreshold: (threshold) => set({ threshold: Math.min(1, Math.max(0, threshold)) }),
      dismissError: () => set({ error: null }),
    };
  });
  if (memory !== null) rememberDraft(store, memory);
  return store;
}
