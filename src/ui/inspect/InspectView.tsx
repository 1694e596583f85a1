// The Inspect view: the list of chains, the open chain, and the keys that walk both. Where it is
// narrow the two take turns.
import { useEffect, useRef, useState } from "react";
import { useStore } from "zustand";
import { EmptyState } from "../primitives/EmptyState.tsx";
import { ErrorNote } from "../primitives/ErrorNote.tsx";
import { useStudio } from "../StudioContext.ts";
import { ChainFilters } from "./ChainFilters.tsx";
import { ChainList } from "./ChainList.tsx";
import { ChainPane, type StepWalker } from "./ChainPane.tsx";
import styles from "./InspectView.module.css";

/** Places that use the arrow keys (or letters) themselves. */
const OWN_KEYS =
  'input, textarea, select, [contenteditable="true"], [role="slider"], [role="tab"], [role="radio"], [role="menu"], [role="dialog"]';

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

  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest(OWN_KEYS)) return;
      const isInList = listPane.current?.contains(target) ?? false;
      const { selectBy } = store.getState();
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      switch (key) {
        case "ArrowRight":
        case "j":
          selectBy(1);
          break;
        case "ArrowLeft":
        case "k":
          selectBy(-1);
          break;
        case "ArrowDown":
        case "ArrowUp": {
          const offset = key === "ArrowDown" ? 1 : -1;
          if (isInList || walker.current === null) selectBy(offset);
          else walker.current.moveBy(offset);
          break;
        }
        case "Enter":
          if (!isInList || target?.getAttribute("role") !== "listbox") return;
          setChainInFront(true);
          if (walker.current === null) isFocusDue.current = true;
          else walker.current.moveBy(0);
          break;
        default:
          return;
      }
      event.preventDefault();
    }
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [store]);

  return (
    <div className={styles["frame"]}>
      <div className={styles["view"]} data-chain-in-front={isChainInFront && chain !== null}>
        <section ref={listPane} className={styles["listPane"]} aria-label="Chains to choose from">
          <ChainFilters studio={studio} />
          <ChainList studio={studio} onOpen={() => setChainInFront(true)} />
        </section>
        <section className={styles["chainPane"]} aria-label="Chain">
          {error !== null && (
            <ErrorNote error={error} onDismiss={() => store.getState().dismissError()} />
          )}
          {chain === null ? (
            <EmptyState title="No chain is open">
              Choose one from the list, with the arrow keys or a click.
              {prm === null && " Labels show at once; scores appear once training starts."}
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
