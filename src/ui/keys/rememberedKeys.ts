// Whether single keys do something, remembered for the next visit: they can be switched off (WCAG 2.1.4).

const KEY = "dreamprm-studio.singleKeys";

export function readSingleKeys(): boolean {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return true; // storage may be forbidden; the choice then holds for this visit
  }
}

export function rememberSingleKeys(areOn: boolean): void {
  try {
    localStorage.setItem(KEY, areOn ? "on" : "off");
  } catch {
    // as above
  }
}
