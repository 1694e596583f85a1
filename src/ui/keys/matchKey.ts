// From a key that was pressed to the command it means.
import type { View } from "../../store/viewStore.ts";
import type { Command } from "./commands.ts";

export interface PressedKey {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/**
 * The key as the table names it; null for what no command is made of. "Mod" is ⌘ on a Mac, where Ctrl and a
 * letter edit text, and Ctrl elsewhere.
 */
export function nameOfKey(pressed: PressedKey, isMac: boolean): string | null {
  const { key, ctrlKey, metaKey, altKey } = pressed;
  if (altKey) return null;
  const isMod = isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  if ((ctrlKey || metaKey) && !isMod) return null;
  const name = key === " " ? "Space" : key.length === 1 ? key.toLowerCase() : key;
  return isMod ? `Mod+${name}` : name;
}

/** Keys that type something; they can be switched off, for those who speak or whose hands shake. */
export function isSingleKey(name: string): boolean {
  return !/^(Mod\+|Arrow|Enter$|Escape$)/.test(name);
}

export interface KeyMatch {
  command: Command | null;
  /** The first key of two, when the other is waited for. */
  pending: string | null;
}

/** @param pending the first key of two that was pressed just before; null without one */
export function matchKey(
  commands: readonly Command[],
  view: View,
  pending: string | null,
  name: string,
): KeyMatch {
  const wanted = pending === null ? name : `${pending} ${name}`;
  const there = commands.filter((command) => command.view === undefined || command.view === view);
  const command = there.find(({ keys }) => keys.includes(wanted)) ?? null;
  if (command !== null) return { command, pending: null };
  const isFirst =
    pending === null && there.some(({ keys }) => keys.some((key) => key.startsWith(`${name} `)));
  return { command: null, pending: isFirst ? name : null };
}
