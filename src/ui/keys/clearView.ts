// Escape, where nothing is open that it would close: out of a search field, and off with what was pinned or
// zoomed.
import type { Studio } from "../../store/studio.ts";
import { focusMain } from "../focusMain.ts";
import { runViewAction } from "./viewActions.ts";

/** False where the browser does the rest: it empties a search field itself. */
export function clearView(studio: Studio, target: Element | null): boolean | undefined {
  if (target instanceof HTMLInputElement) {
    if (target.value !== "") return false;
    focusMain();
    return true;
  }
  const { view, clearPins, zoomTo } = studio.view.getState();
  if (view === "train") {
    clearPins();
    zoomTo(null);
  }
  return runViewAction("clear", target) || view === "train";
}
