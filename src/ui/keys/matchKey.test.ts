// A pressed key means one command at most, wherever one is.
import { expect, test } from "vitest";
import { VIEWS } from "../../store/viewStore.ts";
import { COMMANDS } from "./commands.ts";
import { isSingleKey, matchKey, nameOfKey, type PressedKey } from "./matchKey.ts";

const pressed = (key: string, held: Partial<PressedKey> = {}): PressedKey => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

/** Id of the command that these keys, one after the other, mean in a view. */
function meant(view: (typeof VIEWS)[number], ...keys: string[]): string | undefined {
  let pending: string | null = null;
  for (const key of keys) {
    const match = matchKey(COMMANDS, view, pending, key);
    if (match.command !== null) return match.command.id;
    pending = match.pending;
  }
  return undefined;
}

test("keys are named alike on every keyboard", () => {
  expect(nameOfKey(pressed(" "), false)).toBe("Space");
  expect(nameOfKey(pressed("K", { ctrlKey: true }), false)).toBe("Mod+k");
  expect(nameOfKey(pressed("k", { metaKey: true }), true)).toBe("Mod+k");
  // Ctrl and K cut the rest of a line on a Mac; the Windows key is the system's.
  expect(nameOfKey(pressed("k", { ctrlKey: true }), true)).toBeNull();
  expect(nameOfKey(pressed("k", { metaKey: true }), false)).toBeNull();
  expect(nameOfKey(pressed(".", { altKey: true }), false)).toBeNull();
  expect(nameOfKey(pressed("?"), false)).toBe("?");
  expect(nameOfKey(pressed("ArrowDown"), false)).toBe("ArrowDown");
});

test("two keys in turn lead to a view, by its letter and by its place", () => {
  expect(meant("train", "g", "i")).toBe("show inspect");
  expect(meant("runs", "g", "1")).toBe("show data");
  expect(meant("guide", "g", "g")).toBe("show guide");
  expect(meant("train", "i")).toBeUndefined();
});

test("a first key that leads nowhere is forgotten, and the next is no command of its own", () => {
  expect(matchKey(COMMANDS, "train", null, "g")).toEqual({ command: null, pending: "g" });
  expect(matchKey(COMMANDS, "train", "g", ".")).toEqual({ command: null, pending: null });
});

test("keys of one view mean nothing in the others", () => {
  expect(meant("inspect", "j")).toBe("nextChain");
  expect(meant("inspect", "ArrowDown")).toBe("down");
  expect(meant("train", "j")).toBeUndefined();
});

test.each(VIEWS)("in %s no key means two things, and none is the start of another", (view) => {
  const there = COMMANDS.filter((command) => command.view === undefined || command.view === view);
  const keys = there.flatMap((command) => command.keys);
  expect(new Set(keys).size).toBe(keys.length);
  const starts = keys.filter((key) => keys.some((other) => other.startsWith(`${key} `)));
  expect(starts).toEqual([]);
});

test("single keys can be switched off; the palette, arrows and Escape stay", () => {
  const keys = COMMANDS.flatMap((command) => command.keys);
  expect(keys.filter((key) => !isSingleKey(key)).sort()).toEqual(
    ["ArrowDown", "ArrowLeft", "ArrowRight", "ArrowUp", "Enter", "Escape", "Mod+k"].sort(),
  );
});
