// What was done to the lines of a chart, in words.
import { t } from "../../strings/strings.ts";

export function smoothedNote(decay: number): string {
  return decay > 0 ? t("charts:smoothed.average", { decay }) : t("charts:smoothed.none");
}
