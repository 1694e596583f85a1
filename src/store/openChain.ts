// The chain half of the Inspect store: the open chain, its edited copy, and the copy's scores as one
// types. Answers are taken in the order of the texts they are for; one for another chain is dropped.
import { toErrorReport } from "../base/errors.ts";
import type { ChainScores, ChainView } from "../domain/inspect.ts";
import type { StudioClient } from "../protocol/client.ts";
import { type ChainDraft, createDraft, isDraftOriginal } from "./chainDraft.ts";
import type { GetInspect, InspectState, SetInspect } from "./inspectState.ts";
import { createLatestWins } from "./latestWins.ts";
import { type ChainRequest, readChain } from "./readChain.ts";

interface DraftRequest {
  question: string;
  imagePath: string | null;
  draft: ChainDraft;
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
    run: (request) => readChain(client, request),
    onAnswer(chain, args) {
      const { selectedRef, query, comparedTo, isImageHidden, chain: before } = get();
      if (args.ref !== selectedRef || args.source !== query.source) return;
      // Another comparison was asked for meanwhile: its answer is on the way.
      if (args.comparedTo !== comparedTo || args.isImageHidden !== isImageHidden) return;
      // What was edited while this chain was on its way belongs to the one before.
      if (before !== null && !isSameChain(before, chain)) forgetDraft();
      set({ chain });
      scoreDraft();
    },
    onError: (error) => set({ error: toErrorReport(error) }),
  });

  const scores = createLatestWins<DraftRequest, ChainScores>({
    run: ({ question, imagePath, draft }) =>
      client.call("chain.score", {
        question,
        steps: draft.steps.map((step) => step.text),
        imagePath,
      }),
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
    const { chain, draft, prm, isImageHidden } = get();
    if (chain === null || draft === null || prm === null) return;
    set({ isScoring: true });
    const imagePath = isImageHidden ? null : chain.imagePath;
    scores.ask({ question: chain.question, imagePath, draft });
  }

  function forgetDraft(): void {
    scores.drop();
    set({ draft: null, draftScores: null, isScoring: false });
  }

  function read(): void {
    const { selectedRef, query, comparedTo, isImageHidden } = get();
    if (selectedRef === null) return;
    reads.ask({ source: query.source, ref: selectedRef, comparedTo, isImageHidden });
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
        const { comparedTo, isImageHidden } = get();
        now = await readChain(client, { source, ref, comparedTo, isImageHidden });
      } catch {
        // Its ref is gone with the corpus it belonged to: the chain closes below.
      }
      if (get().selectedRef !== before.ref || get().chain !== before) return;
      if (now !== null && isSameChain(before, now)) set({ chain: now });
      else close();
    },
  };
}
