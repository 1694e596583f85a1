// Whether single keys do something, remembered for the next visit: they can be switched off (WCAG 2.1.4).
import { rememberedText, rememberText } from "../../base/rememberedText.ts";

const KEY = "dreamprm-studio.singleKeys";

export function readSingleKeys(): boolean {
  return rememberedText(KEY) !== "off";
}

export function rememberSingleKeys(areOn: boolean): void {
  rememberText(KEY, areOn ? "on" : "off");
}
