// Hears the keys of the page and does what the table of commands says.
import { useEffect, useState } from "react";
import { useStudio } from "../StudioContext.ts";
import { COMMANDS } from "./commands.ts";
import { isMac } from "./isMac.ts";
import { ownsKey } from "./keyOwner.ts";
import { isSingleKey, matchKey, nameOfKey } from "./matchKey.ts";

/** How long the second of two keys is waited for. */
const WAIT_MS = 1800;

/** @returns the first of two keys while the second is waited for */
export function useKeys(): string | null {
  const studio = useStudio();
  const [waiting, setWaiting] = useState<string | null>(null);
  useEffect(() => {
    let pending: string | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    function wait(first: string | null): void {
      clearTimeout(timer);
      pending = first;
      setWaiting(first);
      if (first !== null) timer = setTimeout(() => wait(null), WAIT_MS);
    }
    function onKeyDown(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.isComposing) return;
      if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
      const name = nameOfKey(event, isMac());
      const target = event.target instanceof Element ? event.target : null;
      const { view, areSingleKeysOn } = studio.view.getState();
      if (name === null || ownsKey(target, name) || (!areSingleKeysOn && isSingleKey(name))) {
        wait(null);
        return;
      }
      const isSecond = pending !== null;
      const match = matchKey(COMMANDS, view, pending, name);
      wait(match.pending);
      const { command } = match;
      // What follows a first key is none of the browser's, whatever comes of it.
      let isTaken = isSecond || match.pending !== null;
      if (command !== null) {
        const isIdle =
          (event.repeat && command.isRepeated !== true) || command.isEnabled?.(studio) === false;
        isTaken = isIdle || command.run(studio, target) !== false;
      }
      if (isTaken) event.preventDefault();
    }
    addEventListener("keydown", onKeyDown);
    return () => {
      clearTimeout(timer);
      removeEventListener("keydown", onKeyDown);
    };
  }, [studio]);
  return waiting;
}
