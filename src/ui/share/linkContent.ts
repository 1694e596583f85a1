// What a link holds and what it does not, in words, and the link itself.
import { encoderKindOf, type RunConfig } from "../../domain/runConfig.ts";
import { configToLinkQuery } from "../../store/configUrl.ts";
import { said } from "../../strings/said.ts";
import { shownLanguage, t } from "../../strings/strings.ts";

/** Servers commonly refuse an address of eight thousand characters. */
const LONG_LINK = 8000;
const MOST_NAMED = 3;

/** The data a run is of, as far as a link is concerned. */
export type LinkedData =
  | { kind: "suite"; isEdited: boolean }
  /** `names`: as many as are known of the files; `source`: the data in words. */
  | { kind: "files"; names: readonly string[]; source: string };

/** @param page the address of the page as it is, whose settings and view give way to the link's */
export function linkTo(config: RunConfig, page: string): string {
  return new URL(`?${configToLinkQuery(config)}#train`, page).href;
}

/** What is not in the link, a sentence each; of the suite also that nothing is missing. */
export function linkOmissions(address: string, config: RunConfig, data: LinkedData): string[] {
  const words: string[] = [];
  if (data.kind === "files") {
    words.push(t("share:omits.files", { names: namesInWords(data.names) || said(data.source) }));
  } else words.push(t(data.isEdited ? "share:omits.edits" : "share:omits.nothing"));
  if (encoderKindOf(config) === "frozen") words.push(t("share:omits.vectors"));
  if (address.length > LONG_LINK) {
    words.push(t("share:long", { characters: address.length.toLocaleString(shownLanguage()) }));
  }
  return words;
}

function namesInWords(names: readonly string[]): string {
  const rest = names.length - MOST_NAMED;
  const shown =
    rest > 0 ? [...names.slice(0, MOST_NAMED), t("share:moreFiles", { count: rest })] : names;
  return new Intl.ListFormat(shownLanguage(), { type: "unit" }).format(shown);
}

/** Sentences one after the other, as the language sets them. */
export function joinSentences(sentences: readonly string[]): string {
  return sentences.join(shownLanguage() === "en" ? " " : "");
}
