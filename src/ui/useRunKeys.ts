// The run's keys: space runs and pauses, "." makes one upper step, Escape clears pins and zoom. They
// keep quiet while something is typed or a control that uses the key itself has the focus.
import { useEffect } from "react";
import { useStudio } from "./StudioContext.ts";

const TYPING = "input, textarea, select, [contenteditable]";
const PRESSABLE =
  "button, a[href], summary, [role=button], [role=switch], [role=tab], [role=slider]";

export function useRunKeys(): void {
  const studio = useStudio();
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest(TYPING)) return;
      if (event.key === " ") {
        // On a button the space key presses that button.
        if (target?.closest(PRESSABLE) || event.repeat) return;
        event.preventDefault();
        void studio.toggleRun();
      } else if (event.key === ".") {
        event.preventDefault();
        void studio.stepOnce();
      } else if (event.key === "Escape" && studio.view.getState().view === "train") {
        studio.view.getState().clearPins();
        studio.view.getState().zoomTo(null);
      }
    }
    addEventListener("keydown", onKeyDown);
    return () => removeEventListener("keydown", onKeyDown);
  }, [studio]);
}
