// Whether anybody was here before with this browser: the opening is for the first time.

const KEY = "dreamprm-studio.visited";

/** False also where storage is forbidden: an opening that cannot be put away for good is worse than none. */
export function readIsFirstVisit(): boolean {
  try {
    return localStorage.getItem(KEY) === null;
  } catch {
    return false;
  }
}

export function rememberVisit(): void {
  try {
    localStorage.setItem(KEY, "yes");
  } catch {
    // see above
  }
}
