// The virtualised list of matching chains: a listbox whose open option is the chain beside it. Lines
// come in windows as one scrolls; while scores move, scroll position and selection stay.

import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useRef } from "react";
import { useStore } from "zustand";
import type { ChainListItem } from "../../domain/inspect.ts";
import type { Studio } from "../../store/studio.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { DomainSwatch } from "../primitives/DomainSwatch.tsx";
import { EmptyState } from "../primitives/EmptyState.tsx";
import styles from "./ChainList.module.css";
import { formatScore } from "./formatScore.ts";

const LINE_HEIGHT = 54;
/** Lines fetched beyond those drawn, so that scrolling seldom meets one that has not come. */
const FETCH_AHEAD = 30;
const counts = new Intl.NumberFormat("en-US");

interface LineProps {
  item: ChainListItem | undefined;
  slot: number | undefined;
  index: number;
  total: number;
  top: number;
  isSelected: boolean;
  onSelect: (index: number) => void;
}

const Line = memo(function Line({
  item,
  slot,
  index,
  total,
  top,
  isSelected,
  onSelect,
}: LineProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox holds the focus (aria-activedescendant)
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox takes the keys
    <div
      role="option"
      id={`chain-${index}`}
      aria-selected={isSelected}
      aria-posinset={index + 1}
      aria-setsize={total}
      className={styles["line"]}
      style={{ transform: `translateY(${top}px)`, height: LINE_HEIGHT }}
      onClick={() => onSelect(index)}
    >
      {item === undefined ? (
        <span className={styles["waiting"]}>…</span>
      ) : (
        <>
          <span className={styles["top"]}>
            {slot !== undefined && <DomainSwatch slot={slot} />}
            <span className={styles["id"]}>{nameOf(item)}</span>
            {item.isCorrect !== null && (
              <span className={item.isCorrect ? styles["right"] : styles["wrong"]}>
                {t(item.isCorrect ? "inspect:chains.right" : "inspect:chains.wrong")}
              </span>
            )}
            <span className={styles["score"]} title={t("inspect:chains.score")}>
              {formatScore(item.score)}
            </span>
          </span>
          <span className={styles["bottom"]}>
            <span className={styles["question"]}>{item.question}</span>
            <span className={styles["steps"]}>
              {t("inspect:chains.steps", { count: item.stepCount })}
            </span>
            <span className={styles["off"]} title={t("inspect:chains.off")}>
              {item.disagreement === null ? "" : `± ${formatScore(item.disagreement, 2)}`}
            </span>
          </span>
        </>
      )}
    </div>
  );
});

/** The domain and the id, unless the id says the domain already. */
function nameOf({ domain, id }: ChainListItem): string {
  return domain === null || id.startsWith(domain) ? id : `${domain} · ${id}`;
}

export function ChainList({ studio, onOpen }: { studio: Studio; onOpen: () => void }) {
  const store = studio.inspect;
  const refs = useStore(store, (state) => state.refs);
  const items = useStore(store, (state) => state.items);
  const selectedRef = useStore(store, (state) => state.selectedRef);
  const isQuerying = useStore(store, (state) => state.isQuerying);
  const isOrderStale = useStore(store, (state) => state.isOrderStale);
  const query = useStore(store, (state) => state.query);
  const slots = useStore(studio.view, (state) => state.domainSlots);
  const scroller = useRef<HTMLDivElement>(null);
  const total = refs?.length ?? 0;
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: 12,
  });
  const lines = virtualizer.getVirtualItems();
  const start = lines[0]?.index ?? 0;
  const end = (lines.at(-1)?.index ?? -1) + 1;
  const selectedIndex = selectedRef === null || refs === null ? -1 : refs.indexOf(selectedRef);

  useEffect(() => {
    if (refs !== null && end > start) {
      store.getState().showWindow(Math.max(0, start - FETCH_AHEAD), end + FETCH_AHEAD);
    }
  }, [store, refs, start, end]);

  // Only a new selection scrolls: the list must not move when it is sorted again.
  const selectedIndexNow = useRef(selectedIndex);
  selectedIndexNow.current = selectedIndex;
  const isListThere = refs !== null;

  // Another question, filter or order starts at the top.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the query is what is watched
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 });
  }, [query]);

  // A chain that another view points at is selected before its list has come.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (selectedIndexNow.current >= 0) virtualizer.scrollToIndex(selectedIndexNow.current);
  }, [selectedRef, isListThere]);

  const select = useRef((index: number) => {
    const ref = store.getState().refs?.[index];
    if (ref !== undefined) store.getState().select(ref);
    onOpen();
  });

  return (
    <div className={styles["pane"]}>
      <div className={styles["status"]}>
        <span role="status">
          {refs === null
            ? t("inspect:chains.looking")
            : t("inspect:chains.found", { count: total, number: counts.format(total) })}
        </span>
        {isOrderStale && !isQuerying && (
          <Button
            variant="ghost"
            className={styles["again"] ?? ""}
            title={t("inspect:chains.stale")}
            onClick={() => store.getState().sortAgain()}
          >
            {t("inspect:chains.sortAgain")}
          </Button>
        )}
      </div>
      <div
        ref={scroller}
        role="listbox"
        aria-label={t("inspect:chains.label")}
        aria-busy={isQuerying}
        aria-activedescendant={selectedIndex >= 0 ? `chain-${selectedIndex}` : undefined}
        tabIndex={0}
        className={styles["list"]}
      >
        {refs !== null && total === 0 && (
          <EmptyState title={t("inspect:chains.none")}>
            {studio.corpus.getState().summary === null
              ? t("inspect:chains.noneNoData")
              : t("inspect:chains.noneFilters")}
          </EmptyState>
        )}
        <div className={styles["canvas"]} style={{ height: virtualizer.getTotalSize() }}>
          {lines.map((line) => {
            const ref = refs?.[line.index];
            const item = ref === undefined ? undefined : items.get(ref);
            const domain = item?.domain ?? null;
            return (
              <Line
                key={line.key}
                item={item}
                slot={domain === null ? undefined : slots[domain]}
                index={line.index}
                total={total}
                top={line.start}
                isSelected={line.index === selectedIndex}
                onSelect={select.current}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}
