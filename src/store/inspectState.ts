// The Inspect view's state and actions, as types. The behaviour is in inspectStore.ts and the two
// parts it is made of, chainListing.ts and openChain.ts.
import type { StoreApi } from "zustand/vanilla";
import type { ErrorReport } from "../base/errors.ts";
import type { PrmEntry } from "../domain/evaluation.ts";
import type { ChainListItem, ChainQuery, ChainSource, ChainView } from "../domain/inspect.ts";
import type { PrmRole } from "../domain/run.ts";
import type { Aggregation } from "../domain/runConfig.ts";
import type { ChainDraft } from "./chainDraft.ts";

/** Scores of the draft, by step key, so that they stay with a step while others come and go. */
export interface DraftScores {
  byKey: ReadonlyMap<number, number>;
  chainScores: Record<Aggregation, number>;
  /** The lower step of the PRM that gave them. */
  atStep: number;
}

/** What another view points at. */
export interface ShownChains {
  source: ChainSource;
  /** One domain of the shards. */
  domain?: string;
  /** The chain to open, by its place in the source. */
  ref?: number;
}

export interface InspectState {
  query: ChainQuery;
  /** Matching chains in order; null before the first answer. */
  refs: Uint32Array | null;
  isQuerying: boolean;
  /** The list was put in order (or filtered) by scores of an earlier PRM. */
  isOrderStale: boolean;
  /** Lines of the list by ref. Replaced as a whole on every change. */
  items: ReadonlyMap<number, ChainListItem>;

  /** The open chain's ref, set before the chain itself has come. */
  selectedRef: number | null;
  /** The open chain as it stands in the data, with the current PRM's scores. */
  chain: ChainView | null;
  /** The edited copy; null while nothing differs from the original. */
  draft: ChainDraft | null;
  draftScores: DraftScores | null;
  /** The draft's newest text is not scored yet. */
  isScoring: boolean;
  /** A step is called low where its score is below this. */
  threshold: number;

  /** Which PRM the scores are from; null before there is one. */
  prm: { role: PrmRole; step: number } | null;
  /** Every PRM the worker holds, the shown one too. */
  shelf: readonly PrmEntry[];
  /** Id of the PRM whose scores stand beside the shown one's; null without a comparison. */
  comparedTo: string | null;
  /** The open chain is scored without its image, the scores with it beside. */
  isImageHidden: boolean;
  /** The run's own aggregation: the list's scores use it. */
  aggregation: Aggregation;
  error: ErrorReport | null;

  /** The view is shown: from now on lists and scores are kept fresh. */
  activate(): void;
  deactivate(): void;
  setQuery(change: Partial<ChainQuery>): void;
  /** Asks for the list again, in the order of the current scores. */
  sortAgain(): void;
  /** Makes sure the lines [start, end) of the list are there. */
  showWindow(start: number, end: number): void;
  select(ref: number): void;
  /** Opens the chain `offset` lines further in the list; stays at its ends. */
  selectBy(offset: number): void;
  close(): void;
  editStep(key: number, text: string): void;
  /** Adds an empty step; returns its key. */
  addStep(afterKey: number): number;
  removeStep(key: number): void;
  restoreStep(key: number): void;
  restoreAll(): void;
  /**
   * Puts a second PRM of the shelf beside the shown one; null ends the comparison. Ids that are not on
   * the shelf, and the shown PRM's own, are ignored.
   */
  compareWith(id: string | null): void;
  /** Hides the images of the chains that are opened from the PRM, or shows them again. */
  hideImage(isHidden: boolean): void;
  /**
   * Lists all chains of one source, of one domain where it is named, whatever was filtered before;
   * opens the chain `ref` where one is given, none otherwise.
   */
  showAll(shown: ShownChains): void;
  /** Clamped to [0,1]. */
  setThreshold(threshold: number): void;
  dismissError(): void;
}

export type InspectStore = StoreApi<InspectState>;
export type SetInspect = InspectStore["setState"];
export type GetInspect = InspectStore["getState"];
