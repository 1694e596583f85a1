// The list half of the Inspect store: which chains match, in what order, and a cached window of their
// lines. While scores move the order stays put, so that nothing jumps under the reader's eyes.
import { toErrorReport } from "../base/errors.ts";
import type { ChainListItem, ChainPage, ChainQuery, ChainSource } from "../domain/inspect.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { GetInspect, SetInspect } from "./inspectState.ts";
import { createLatestWins } from "./latestWins.ts";

export interface ChainListing {
  /** Asks for the matching chains, in order; the newest question wins. */
  query(): void;
  /** Makes sure the lines [start, end) are there and of the present generation. */
  showWindow(start: number, end: number): void;
  /** Scores have changed: renews the lines on screen; sorts again only where nothing is lost by it. */
  renew(isRunning: boolean): void;
  /** Lines and matches belong to other chains now. */
  forget(): void;
}

interface ListRequest {
  source: ChainSource;
  refs: number[];
  generation: number;
}

export function usesScores(query: ChainQuery): boolean {
  return query.sort === "score" || query.sort === "disagreement" || query.minDisagreement > 0;
}

export function createChainListing(
  client: StudioClient,
  set: SetInspect,
  get: GetInspect,
): ChainListing {
  // Raised by everything that makes cached lines old; a line remembers the one it is of.
  let generation = 0;
  const generationOf = new Map<number, number>();
  let shown = { start: 0, end: 0 };
  // Whether the present order was made with scores at all.
  let hasScoreOrder = false;

  const queries = createLatestWins<ChainQuery, ChainPage>({
    run: (query) => client.call("chains.query", { query }),
    onAnswer(page, _query, isNewest) {
      if (!isNewest) return;
      hasScoreOrder = get().prm !== null;
      set({ refs: page.refs, isQuerying: false, isOrderStale: false });
      fetchShown();
    },
    onError: (error) => set({ error: toErrorReport(error), isQuerying: false }),
  });

  const lists = createLatestWins<ListRequest, ChainListItem[]>({
    run: ({ source, refs }) => client.call("chains.list", { source, refs }),
    onAnswer(answer, request) {
      const items = new Map(get().items);
      for (const item of answer) {
        items.set(item.ref, item);
        generationOf.set(item.ref, request.generation);
      }
      set({ items });
    },
    onError: (error) => set({ error: toErrorReport(error) }),
  });

  function fetchShown(): void {
    const { refs, query } = get();
    if (refs === null) return;
    const missing: number[] = [];
    for (let i = shown.start; i < Math.min(shown.end, refs.length); i++) {
      const ref = refs[i];
      if (ref !== undefined && generationOf.get(ref) !== generation) missing.push(ref);
    }
    if (missing.length > 0) lists.ask({ source: query.source, refs: missing, generation });
  }

  function query(): void {
    set({ isQuerying: true });
    queries.ask(get().query);
  }

  return {
    query,
    showWindow(start, end) {
      shown = { start, end };
      fetchShown();
    },
    renew(isRunning) {
      generation += 1;
      const { query: now, prm } = get();
      if (usesScores(now)) {
        // An order made before there was a PRM meant nothing: there is none to keep.
        const isOrderKept = isRunning && hasScoreOrder === (prm !== null);
        if (isOrderKept) set({ isOrderStale: true });
        else query();
      }
      fetchShown();
    },
    forget() {
      generation += 1;
      queries.drop();
      lists.drop();
      generationOf.clear();
      set({ refs: null, items: new Map(), isQuerying: false, isOrderStale: false });
    },
  };
}
