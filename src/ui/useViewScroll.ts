// Each view keeps its place on the page: who comes back to one finds it as it was left.
import { useLayoutEffect, useRef } from "react";
import type { View } from "../store/viewStore.ts";

export function useViewScroll(view: View): void {
  const places = useRef(new Map<View, number>());
  useLayoutEffect(() => {
    // The browser would scroll before the view that is gone back to is drawn.
    history.scrollRestoration = "manual";
    scrollTo(0, places.current.get(view) ?? 0);
    const remember = () => void places.current.set(view, scrollY);
    addEventListener("scroll", remember, { passive: true });
    return () => removeEventListener("scroll", remember);
  }, [view]);
}
