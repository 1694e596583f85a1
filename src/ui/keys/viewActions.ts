// What the keys of one view do is known to that view alone: it says so while it is shown, and the table of
// commands (commands.ts) names the keys.
import { useEffect, useRef } from "react";

/** False where the key was not the view's, at that place. */
export type ViewAction = (target: Element | null) => boolean;

export const VIEW_ACTIONS = [
  "nextChain",
  "previousChain",
  "down",
  "up",
  "openChain",
  "clear",
] as const;
export type ViewActionName = (typeof VIEW_ACTIONS)[number];

const shown: Partial<Record<ViewActionName, ViewAction>> = {};

/** Offers these while the component is there. */
export function useViewActions(actions: Partial<Record<ViewActionName, ViewAction>>): void {
  const newest = useRef(actions);
  newest.current = actions;
  useEffect(() => {
    const names = VIEW_ACTIONS.filter((name) => name in newest.current);
    for (const name of names) shown[name] = (target) => newest.current[name]?.(target) ?? false;
    return () => {
      for (const name of names) delete shown[name];
    };
  }, []);
}

/** False where no view that is shown does this, or not at that place. */
export function runViewAction(name: ViewActionName, target: Element | null): boolean {
  return shown[name]?.(target) ?? false;
}
