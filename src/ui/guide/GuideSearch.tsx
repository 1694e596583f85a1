// Search in the guide: as one types, the places it is told, with the words around them. Arrows and Enter choose;
// "/" goes to the field, as in every view.
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { t } from "../../strings/strings.ts";
import { TextField } from "../primitives/TextField.tsx";
import styles from "./GuideSearch.module.css";
import type { FoundPart, GuideIndex } from "./guideSearch.ts";
import type { GuideText } from "./guideText.ts";

export interface GuideSearchProps {
  /** Null while it is being fetched. */
  text: GuideText | null;
  onOpen: (found: FoundPart) => void;
}

export function GuideSearch({ text, onOpen }: GuideSearchProps) {
  const [query, setQuery] = useState("");
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState(0);
  const index = useGuideIndex(text, query !== "");
  const listId = useId();
  const found = index === null || query.trim() === "" ? [] : index(query);
  const isShown = isOpen && query.trim() !== "" && index !== null;

  function open(part: FoundPart | undefined): void {
    if (part === undefined) return;
    setOpen(false);
    onOpen(part);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined && found.length > 0) {
      event.preventDefault();
      setOpen(true);
      setChosen((chosen + move + found.length) % found.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      open(found[chosen]);
    } else if (event.key === "Escape" && query !== "") {
      event.preventDefault();
      event.stopPropagation();
      setQuery("");
    }
  }

  return (
    <search className={styles["search"]}>
      <TextField
        type="search"
        className={styles["field"] ?? ""}
        aria-label={t("guide:search.label")}
        placeholder={t("guide:search.placeholder")}
        role="combobox"
        aria-expanded={isShown}
        aria-controls={listId}
        aria-activedescendant={isShown && found.length > 0 ? `${listId}-${chosen}` : undefined}
        value={query}
        onChange={(typed) => {
          setQuery(typed);
          setOpen(true);
          setChosen(0);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      <p className="visuallyHidden" role="status">
        {isShown ? t("guide:search.count", { count: found.length }) : ""}
      </p>
      {isShown && found.length === 0 && (
        <p className={styles["results"]}>
          <span className={styles["none"]}>{t("guide:search.none", { query: query.trim() })}</span>
        </p>
      )}
      {isShown && found.length > 0 && (
        <div
          id={listId}
          role="listbox"
          aria-label={t("guide:search.results")}
          className={styles["results"]}
        >
          {found.map((part, place) => (
            <FoundLine
              key={`${part.section}/${part.index}`}
              id={`${listId}-${place}`}
              part={part}
              isChosen={place === chosen}
              onPoint={() => setChosen(place)}
              onOpen={() => open(part)}
            />
          ))}
        </div>
      )}
    </search>
  );
}

interface FoundLineProps {
  id: string;
  part: FoundPart;
  isChosen: boolean;
  onPoint: () => void;
  onOpen: () => void;
}

function FoundLine({ id, part, isChosen, onPoint, onOpen }: FoundLineProps) {
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isChosen) line.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the chosen line
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
    <div
      ref={line}
      id={id}
      role="option"
      aria-selected={isChosen}
      className={styles["result"]}
      onPointerMove={onPoint}
      // The field would lose the focus, and the list be gone before the click.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onOpen}
    >
      <p className={styles["place"]}>
        <span>{t(`common:guideSections.${part.section}`)}</span>
        {part.heading !== null && <span className={styles["heading"]}>{part.heading}</span>}
      </p>
      <p className={styles["excerpt"]}>
        {part.excerpt.map(({ text, isFound }, place) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place in the line
          isFound ? <mark key={place}>{text}</mark> : <span key={place}>{text}</span>,
        )}
      </p>
    </div>
  );
}

/** The index of the guide's text, built once something is looked for. */
function useGuideIndex(text: GuideText | null, isWanted: boolean): GuideIndex | null {
  const [index, setIndex] = useState<GuideIndex | null>(null);
  useEffect(() => {
    if (text === null || !isWanted) return;
    let isCurrent = true;
    void import("./guideSearch.ts").then(({ indexGuide }) => {
      const built = indexGuide(text, (section) => t(`common:guideSections.${section}`));
      if (isCurrent) setIndex(() => built);
    });
    return () => {
      isCurrent = false;
    };
  }, [text, isWanted]);
  return index;
}
