// The chain half of the Inspect store: the open chain, its edited copy, and the copy's scores as one
// types. Answers are taken in the order of the texts they are for; one for another chain is dropped.
import { toErrorReport } from "../base/errors.ts";
import type { ChainScores, ChainSource, ChainView } from "../domain/inspect.ts";
import type { StudioClient } from "../protocol/client.ts";
import { type ChainDraft, createDraft, isDraftOriginal } from "./chainDraft.ts";
import type { GetInspect, InspectState, SetInspect } from "./inspectState.ts";
import { createLatestWins } from "./latestWins.ts";

interface ChainRequest {
  source: ChainSource;
  ref: number;
  comparedTo: string | null;
}

export interface OpenChain {
  /** Reads the selected chain (again). */
  read(): void;
  select(ref: number): void;
  close(): void;
  applyDraft(draft: ChainDraft): void;
  forgetDraft(): void;
  /**
   * The corpus has changed and refs with it: the chain stays open, with its edits, only if the same
   * chain still stands at its ref.
   */
  recheck(): Promise<void>;
}

/** The draft, or the chain as it stands where nothing was edited. */
export function shownDraft(state: Pick<InspectState, "chain" | "draft">): ChainDraft {
  return state.draft ?? createDraft(state.chain?.steps ?? []);
}

function isSameChain(a: ChainView, b: ChainView): boolean {
  return (
    a.id === b.id &&
    a.question === b.question &&
    a.steps.length === b.steps.length &&
    a.steps.every((step, index) => step.text === b.steps[index]?.text)
  );
}

export function createOpenChain(client: StudioClient, set: SetInspect, get: GetInspect): OpenChain {
  const reads = createLatestWins<ChainRequest, ChainView>({
    run: (args) => client.call("chain.read", args),
    onAnswer(chain, args) {
      const { selectedRef, query, comparedTo, chain: before } = get();
      if (args.ref !== selectedRef || args.source !== query.source) return;
      // Another comparison was asked for meanwhile: its answer is on the way.
      if (args.comparedTo !== comparedTo) return;
      // What was edited while this chain was on its way belongs to the one before.
      if (before !== null && !isSameChain(before, chain)) forgetDraft();
      set({ chain });
      scoreDraft();
    },
    onError: (error) => set({ error: toErrorReport(error) }),
  });

  const scores = createLatestWins<{ question: string; draft: ChainDraft }, ChainScores>({
    run: ({ question, draft }) =>
      client.call("chain.score", { question, steps: draft.steps.map((step) => step.text) }),
    onAnswer(answer, { draft }, isNewest) {
      const byKey = new Map<number, number>();
      draft.steps.forEach((step, index) => {
        const score = answer.stepScores[index];
        if (score !== undefined) byKey.set(step.key, score);
      });
      set({
        draftScores: { byKey, chainScores: answer.chainScores, atStep: answer.atStep },
        isScoring: !isNewest,
      });
    },
    onError: (error) => set({ error: toErrorReport(error), isScoring: false }),
  });

  function scoreDraft(): void {
    const { chain, draft, prm } = get();
    if (chain === null || draft === null || prm === null) return;
    set({ isScoring: true });
    scores.ask({ question: chain.question, draft });
  }

  function forgetDraft(): void {
    scores.drop();
    set({ draft: null, draftScores: null, isScoring: false });
  }

  function read(): void {
    const { selectedRef, query, comparedTo } = get();
    if (selectedRef !== null) reads.ask({ source: query.source, ref: selectedRef, comparedTo });
  }

  function close(): void {
    reads.drop();
    forgetDraft();
    set({ selectedRef: null, chain: null });
  }

  return {
    read,
    close,
    forgetDraft,
    select(ref) {
      if (get().selectedRef === ref) return;
      reads.drop();
      forgetDraft();
      // The chain before stays on screen until this one has come, so that nothing flashes.
      set({ selectedRef: ref });
      read();
    },
    applyDraft(draft) {
      const { chain, selectedRef } = get();
      if (chain === null || chain.ref !== selectedRef) return;
      if (isDraftOriginal(draft, chain.steps)) {
        forgetDraft();
        return;
      }
      set({ draft });
      scoreDraft();
    },
    async recheck() {
      reads.drop();
      const before = get().chain;
      if (before === null || before.ref !== get().selectedRef) {
        close();
        return;
      }
      let now: ChainView | null = null;
      try {
        const { source, ref } = before;
        now = await client.call("chain.read", { source, ref, comparedTo: get().comparedTo });
      } catch {
        // Its ref is gone with the corpus it belonged to: the chain closes below.
      }
      if (get().selectedRef !== before.ref || get().chain !== before) return;
      if (now !== null && isSameChain(before, now)) set({ chain: now });
      else close();
    },
  };
}
