// Whether a key belongs to the control that has the focus, so that no command takes it away.

const TYPING =
  'input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"], [type="submit"], [type="file"], [type="color"]), textarea, select, [contenteditable=""], [contenteditable="true"]';
const PRESSED =
  'button, summary, input, [role="button"], [role="switch"], [role="tab"], [role="checkbox"], [role="radio"]';
const MOVED =
  'input[type="radio"], input[type="range"], [role="slider"], [role="tab"], [role="radio"], [role="radiogroup"], [role="group"] button[role="radio"], [data-own-keys]';
/** What stands over the page or its controls takes every key, whether or not the focus is in it yet. */
const OVER_THE_PAGE = '[role="dialog"][data-state="open"], [role="alertdialog"], [role="menu"]';

/** True where typing, an open dialog or menu, or the focused control uses this key itself. */
export function ownsKey(target: Element | null, name: string): boolean {
  if (document.querySelector(OVER_THE_PAGE) !== null) return true;
  if (name.startsWith("Mod+")) return false;
  if (target === null) return false;
  const field = target.closest(TYPING);
  if (field !== null) return !(name === "Escape" && field.matches('input[type="search"]'));
  if (name === "Space") return target.closest(PRESSED) !== null;
  if (name === "Enter") return target.closest(`${PRESSED}, a[href]`) !== null;
  if (/^(Arrow|Home$|End$|Page)/.test(name)) return target.closest(MOVED) !== null;
  return false;
}
