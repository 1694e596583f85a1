// Finds places in the guide. Words of Latin script are found by their beginning and with a slip of the pen;
// Chinese, which has no spaces, by its characters and pairs of them.
import MiniSearch from "minisearch";
import type { GuideSection } from "../../store/guideSections.ts";
import { HAN, spansOf } from "./foundTerms.ts";
import { type GuideText, plainText } from "./guideText.ts";

export interface FoundPart {
  section: GuideSection;
  index: number;
  /** Of the part; null at the section's beginning. */
  heading: string | null;
  /** The text around the first word found, cut into what was found and what was not. */
  excerpt: readonly ExcerptPiece[];
  /** What of the query stands in it, as it stands there. */
  terms: readonly string[];
}

export interface ExcerptPiece {
  text: string;
  isFound: boolean;
}

export type GuideIndex = (query: string) => FoundPart[];

const MOST_RESULTS = 8;
/** Characters around what was found. */
const BEFORE = 30;
const AFTER = 90;

/** A run of Chinese, or of anything else that is written; also where no space stands between them ("PRM分數"). */
const RUNS = /\p{Script=Han}+|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;

/** Words in lower case; a run of Chinese characters as each of them and each pair. */
export function tokensOf(text: string): string[] {
  const runs = text.toLowerCase().match(RUNS) ?? [];
  return runs.flatMap((run) => {
    if (!HAN.test(run)) return [run];
    const characters = [...run];
    const pairs = characters.slice(1).map((character, i) => `${characters[i]}${character}`);
    return [...characters, ...pairs];
  });
}

/** What is looked for: of Chinese the pairs alone where there are any, which mean more than characters. */
export function queryTokens(query: string): string[] {
  const tokens = tokensOf(query);
  const pairs = tokens.filter((token) => HAN.test(token) && [...token].length === 2);
  return pairs.length === 0
    ? tokens
    : tokens.filter((token) => !HAN.test(token) || pairs.includes(token));
}

/** Builds the index over all parts of the guide, whose sections have these titles. */
export function indexGuide(
  text: GuideText,
  titleOf: (section: GuideSection) => string,
): GuideIndex {
  const parts = text.flatMap(({ parts }) =>
    parts.map((part) => ({ ...part, plain: plainText(part.body) })),
  );
  const search = new MiniSearch<{ id: number; heading: string; title: string; plain: string }>({
    fields: ["heading", "title", "plain"],
    tokenize: tokensOf,
    processTerm: (term) => term,
    searchOptions: {
      tokenize: queryTokens,
      boost: { heading: 4, title: 2 },
      combineWith: "AND",
      prefix: (term) => !HAN.test(term) && term.length > 1,
      fuzzy: (term) => (HAN.test(term) || term.length < 5 ? false : 0.2),
    },
  });
  search.addAll(
    parts.map(({ section, heading, plain }, id) => ({
      id,
      heading: heading ?? titleOf(section),
      title: titleOf(section),
      plain,
    })),
  );
  return (query) =>
    search
      .search(query)
      .slice(0, MOST_RESULTS)
      .flatMap((result) => {
        const part = parts[Number(result.id)];
        if (part === undefined) return [];
        const { section, index, heading, plain } = part;
        return [
          { section, index, heading, excerpt: excerptOf(plain, result.terms), terms: result.terms },
        ];
      });
}

/** The text around the first of the terms, with every one of them marked. */
export function excerptOf(text: string, terms: readonly string[]): ExcerptPiece[] {
  const first = spansOf(text, terms)[0]?.[0] ?? 0;
  const from = wordStart(text, Math.max(0, first - BEFORE));
  const to = Math.min(text.length, first + AFTER);
  const shown = `${from > 0 ? "…" : ""}${text.slice(from, to)}${to < text.length ? "…" : ""}`;
  const pieces: ExcerptPiece[] = [];
  let at = 0;
  for (const [start, end] of spansOf(shown, terms)) {
    pieces.push({ text: shown.slice(at, start), isFound: false });
    pieces.push({ text: shown.slice(start, end), isFound: true });
    at = end;
  }
  pieces.push({ text: shown.slice(at), isFound: false });
  return pieces.filter((piece) => piece.text !== "");
}

/** The start of the word at this place, where one begins near before it. */
function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.lastIndexOf(" ", at);
  return at - space < 15 ? space + 1 : at;
}
