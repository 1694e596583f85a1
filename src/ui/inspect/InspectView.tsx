// The Inspect view: the list of chains, the open chain, and the keys that walk both. Where it is
// narrow the two take turns.

import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { t } from "../../strings/strings.ts";
import { useViewActions } from "../keys/viewActions.ts";
import { EmptyState } from "../primitives/EmptyState.tsx";
import { ErrorNote } from "../primitives/ErrorNote.tsx";
import { useStudio } from "../StudioContext.ts";
import { ChainFilters } from "./ChainFilters.tsx";
import { ChainList } from "./ChainList.tsx";
import { ChainPane, type StepWalker } from "./ChainPane.tsx";
import styles from "./InspectView.module.css";

export function InspectView() {
  const studio = useStudio();
  const store = studio.inspect;
  const chain = useStore(store, (state) => state.chain);
  const error = useStore(store, (state) => state.error);
  const prm = useStore(store, (state) => state.prm);
  const walker = useRef<StepWalker | null>(null);
  // Enter came before the chain did.
  const isFocusDue = useRef(false);
  const listPane = useRef<HTMLElement>(null);
  // Narrow only: the chain covers the list.
  const [isChainInFront, setChainInFront] = useState(() => store.getState().selectedRef !== null);

  useEffect(() => {
    store.getState().activate();
    return () => store.getState().deactivate();
  }, [store]);

  useEffect(() => {
    if (chain === null || !isFocusDue.current) return;
    isFocusDue.current = false;
    walker.current?.moveBy(0);
  }, [chain]);

  const isInList = (target: Element | null) => listPane.current?.contains(target) ?? false;
  const select = (offset: number) => {
    store.getState().selectBy(offset);
    return true;
  };
  /** Up and down go from chain to chain in the list, from step to step beside it. */
  const walk = (offset: number, target: Element | null) => {
    if (isInList(target) || walker.current === null) return select(offset);
    walker.current.moveBy(offset);
    return true;
  };
  useViewActions({
    nextChain: () => select(1),
    previousChain: () => select(-1),
    down: (target) => walk(1, target),
    up: (target) => walk(-1, target),
    openChain(target) {
      if (!isInList(target) || target?.getAttribute("role") !== "listbox") return false;
      setChainInFront(true);
      if (walker.current === null) isFocusDue.current = true;
      else walker.current.moveBy(0);
      return true;
    },
    clear(target) {
      // From the chain back to the list.
      if (isInList(target)) return false;
      setChainInFront(false);
      listPane.current?.querySelector<HTMLElement>('[role="listbox"]')?.focus();
      return true;
    },
  });

  return (
    <div className={styles["frame"]}>
      <div className={styles["view"]} data-chain-in-front={isChainInFront && chain !== null}>
        <section
          ref={listPane}
          className={styles["listPane"]}
          data-tour="chains"
          aria-label={t("inspect:list")}
        >
          <ChainFilters studio={studio} />
          <ChainList studio={studio} onOpen={() => setChainInFront(true)} />
        </section>
        <section className={styles["chainPane"]} aria-label={t("inspect:chain")}>
          {error !== null && (
            <ErrorNote error={error} onDismiss={() => store.getState().dismissError()} />
          )}
          {chain === null ? (
            <EmptyState title={t("inspect:nothingOpen.title")}>
              {t("inspect:nothingOpen.about")} {prm === null && t("inspect:nothingOpen.noPrm")}
            </EmptyState>
          ) : (
            <ChainPane
              studio={studio}
              chain={chain}
              walker={walker}
              onBack={() => setChainInFront(false)}
            />
          )}
        </section>
      </div>
    </div>
  );
}
