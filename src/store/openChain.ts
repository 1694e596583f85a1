// The chain half of the Inspect store: the open chain, its edited copy, and the copy's scores as one
// types. Answers are taken in the order of the texts they are for; one for another chain is dropped.
import { toErrorReport } from "../base/errors.ts";
import { chainKey } from "../domain/chainKey.ts";
import type { ChainScores, ChainView } from "../domain/inspect.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { DraftMemory, RememberedDraft } from "../storage/rememberedDraft.ts";
import {
  type ChainDraft,
  createDraft,
  draftOfSteps,
  draftSteps,
  isDraftOriginal,
} from "./chainDraft.ts";
import type { GetInspect, InspectState, InspectStore, SetInspect } from "./inspectState.ts";
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
  /** Opens the chain that was edited when the page went, with its edits, where it still stands there. */
  resume(remembered: RememberedDraft): void;
  close(): void;
  applyDraft(draft: ChainDraft): void;
  forgetDraft(): void;
  /**
   * The corpus has changed and refs with it: the chain stays open, with its edits, only if the same
   * chain still stands at its ref.
   */
  recheck(): Promise<void>;
}

/** Keeps the memory at the draft as it is: what is typed is there after a reload. */
export function rememberDraft(store: InspectStore, memory: DraftMemory): void {
  store.subscribe(({ draft, chain, query }, before) => {
    if (draft === before.draft) return;
    if (draft === null || chain === null) memory.forget();
    else {
      const { ref } = chain;
      const { source } = query;
      memory.keep({ source, ref, chain: chainKey(chain), steps: draftSteps(draft) });
    }
  });
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
  /** Waits for its chain to come. */
  let resuming: RememberedDraft | null = null;
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
      if (resuming !== null && !resumeOn(chain, resuming)) return;
      scoreDraft();
    },
    onError(error) {
      // Its ref is no chain's any more; that is no error of the person's.
      if (resuming !== null) close();
      else set({ error: toErrorReport(error) });
    },
  });

  /** False, and closed again, where another chain stands there now. */
  function resumeOn(chain: ChainView, { chain: key, steps }: RememberedDraft): boolean {
    resuming = null;
    const draft = chainKey(chain) === key ? draftOfSteps(steps, chain.steps.length) : null;
    if (draft === null) close();
    else set({ draft });
    return draft !== null;
  }

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
    resuming = null;
    reads.drop();
    forgetDraft();
    set({ selectedRef: null, chain: null });
  }

  function select(ref: number): void {
    if (get().selectedRef === ref) return;
    resuming = null;
    reads.drop();
    forgetDraft();
    // The chain before stays on screen until this one has come, so that nothing flashes.
    set({ selectedRef: ref });
    read();
  }

  return {
    read,
    close,
    forgetDraft,
    select,
    resume(remembered) {
      select(remembered.ref);
      resuming = remembered;
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
