// Whether anybody was here before with this browser: the opening is for the first time.
import { rememberedText, rememberText } from "../../base/rememberedText.ts";

const KEY = "dreamprm-studio.visited";

/** False also where storage is forbidden: an opening that cannot be put away for good is worse than none. */
export function readIsFirstVisit(): boolean {
  return rememberedText(KEY, "forbidden") === null;
}

export function rememberVisit(): void {
  rememberText(KEY, "yes");
}
