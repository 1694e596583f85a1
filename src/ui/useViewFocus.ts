// When the view changes, what had the focus is gone or is the link that led there: the focus goes to the new
// view, unless that has taken it, or something stands over the page.
import { useEffect, useRef } from "react";
import type { View } from "../store/viewStore.ts";
import { focusMain, MAIN_ID } from "./focusMain.ts";

export function useViewFocus(view: View): void {
  const before = useRef(view);
  useEffect(() => {
    if (before.current === view) return;
    before.current = view;
    const main = document.getElementById(MAIN_ID);
    const isTaken = main?.contains(document.activeElement) === true;
    const isCovered = document.querySelector('[role="dialog"][data-state="open"]') !== null;
    if (!isTaken && !isCovered) focusMain();
  }, [view]);
}
