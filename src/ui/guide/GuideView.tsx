// The Guide view: contents and search at the left, one section at a time beside them. Its text, equations and
// examples are fetched when it is opened.
import { useCallback, useEffect, useRef, useState } from "react";
import { GUIDE_SECTIONS, type GuideSection } from "../../store/guideSections.ts";
import { placeFromHash } from "../../store/viewStore.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../primitives/Button.tsx";
import { ErrorNote } from "../primitives/ErrorNote.tsx";
import { useStudio, useView } from "../StudioContext.ts";
import { GuideContents } from "./GuideContents.tsx";
import { GuideSearch } from "./GuideSearch.tsx";
import styles from "./GuideView.module.css";
import { hashOfPart, idOfPart, partFromHash } from "./guidePlace.ts";
import type { FoundPart } from "./guideSearch.ts";
import { markTerms } from "./markTerms.ts";
import { useGuideBook } from "./useGuideBook.ts";

/** Where the guide was left: whoever comes back by its tab goes on reading there. */
let lastRead: GuideSection = GUIDE_SECTIONS[0];

export function GuideView() {
  const { view } = useStudio();
  const named = useView((state) => state.guideSection);
  const section = named ?? lastRead;
  const place = useRef<HTMLDivElement>(null);
  const { book, error, fetchAgain } = useGuideBook();
  const side = useRef<HTMLElement>(null);
  /** The place was found by a search, which is over then. */
  const isFound = useRef(false);
  const [terms, setTerms] = useState<readonly string[]>([]);
  /** The section whose place on the page is right: one that is gone back to is where it was left. */
  const placed = useRef<GuideSection | null>(named === null ? section : null);

  useEffect(() => {
    lastRead = section;
  }, [section]);

  /** To the part that the address names, or to the top of a section that was not here before. */
  const goToPart = useCallback(() => {
    const there = placeFromHash(location.hash).guideSection;
    // The address may be ahead: the section that it names is drawn next.
    if (book === null || (there !== null && there !== section)) return;
    const index = partFromHash(location.hash);
    const heading = document.getElementById(idOfPart(section, index));
    if (index > 0) heading?.scrollIntoView();
    else if (placed.current !== section) scrollTo(0, 0);
    // Keys and screen readers go on reading there; who chooses in the contents may choose again.
    const isChoosing = side.current?.contains(document.activeElement) === true && !isFound.current;
    if (!isChoosing && (index > 0 || placed.current !== section)) {
      heading?.focus({ preventScroll: true });
    }
    isFound.current = false;
    placed.current = section;
    markTerms(place.current, terms);
  }, [book, section, terms]);
  useEffect(() => {
    goToPart();
    addEventListener("hashchange", goToPart);
    return () => removeEventListener("hashchange", goToPart);
  }, [goToPart]);
  useEffect(() => () => markTerms(null, []), []);

  function open(found: FoundPart): void {
    setTerms(found.terms);
    isFound.current = true;
    const hash = hashOfPart(found.section, found.index);
    if (location.hash === hash) goToPart();
    else location.hash = hash;
  }
  function choose(chosen: GuideSection): void {
    setTerms([]);
    view.getState().openGuide(chosen);
  }

  return (
    <div className={styles["view"]}>
      <aside ref={side} className={styles["side"]} aria-label={t("guide:contents")}>
        <GuideSearch text={book?.text ?? null} onOpen={open} />
        <GuideContents section={section} onChoose={choose} />
      </aside>
      <div ref={place} className={styles["article"]}>
        {error !== null && (
          <ErrorNote error={error}>
            <Button onClick={fetchAgain}>{t("guide:fetchAgain")}</Button>
          </ErrorNote>
        )}
        {book === null && error === null && (
          <p className={styles["waiting"]}>{t("guide:loading")}</p>
        )}
        {book !== null && <book.Article text={book.text} section={section} />}
      </div>
    </div>
  );
}
