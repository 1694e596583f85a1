// The guide's text: a Markdown file a section and a language, cut into parts at its headings. A part's place in
// its section is its name in the address ("#guide/weights/2"), the same in every language.
import { StudioError } from "../../base/errors.ts";
import { GUIDE_SECTIONS, type GuideSection } from "../../store/guideSections.ts";
import type { Language } from "../../strings/areas.ts";

/** Markdown by file ("./en/weights.md"). */
export type GuideFiles = Record<string, string>;

export interface GuidePart {
  section: GuideSection;
  /** Place in the section; 0 is what stands under the section's own title. */
  index: number;
  /** Null at index 0: the section's title is common:guideSections'. */
  heading: string | null;
  /** Markdown without the heading. */
  body: string;
}

export interface GuideArticleText {
  section: GuideSection;
  parts: readonly GuidePart[];
}

/** Every section, in the guide's order. */
export type GuideText = readonly GuideArticleText[];

const FILES: Record<Language, () => Promise<{ GUIDE_FILES: GuideFiles }>> = {
  en: () => import("./text/english.ts"),
  "zh-Hant": () => import("./text/traditionalChinese.ts"),
};

const loaded = new Map<Language, Promise<GuideText>>();

/** The guide in a language; fetched once, and again where it could not be. */
export function loadGuideText(language: Language): Promise<GuideText> {
  const known = loaded.get(language);
  if (known !== undefined) return known;
  const text = FILES[language]().then(({ GUIDE_FILES }) => guideTextOf(GUIDE_FILES));
  loaded.set(language, text);
  text.catch(() => loaded.delete(language));
  return text;
}

/** Throws StudioError("internal") naming the section that has no file. */
export function guideTextOf(files: GuideFiles): GuideText {
  const bySection = new Map(
    Object.entries(files).map(([path, text]) => [path.replace(/^.*\/|\.md$/g, ""), text]),
  );
  return GUIDE_SECTIONS.map((section) => {
    const text = bySection.get(section);
    if (text === undefined) throw new StudioError("internal", `The guide has no “${section}”`);
    return { section, parts: partsOf(section, text) };
  });
}

function partsOf(section: GuideSection, text: string): GuidePart[] {
  return text.split(/^## /m).map((part, index) => {
    if (index === 0) return { section, index, heading: null, body: part.trim() };
    const [heading = "", ...body] = part.split("\n");
    return { section, index, heading: heading.trim(), body: body.join("\n").trim() };
  });
}

/** What a part says, without its marks: for finding it and for showing where it was found. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/^```example[\s\S]*?^```/gm, "")
    .replace(/^```\w*$/gm, "")
    .replace(/^\|[-:| ]+\|$/gm, "")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/\$\$[\s\S]*?\$\$/g, " ")
    .replace(/^#+ /gm, "")
    .replace(/^\s*(?:[-*]|\d+\.) /gm, "")
    .replace(/[*`|$]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** Equations, examples and links into the app, in order: what two languages of a section must share. */
export function fixedParts(markdown: string): string[] {
  const marks = /\$\$([\s\S]+?)\$\$|\$([^$\n]+?)\$|^```example\n(.*)$|\]\((#[^)]*)\)/gm;
  return [...markdown.matchAll(marks)].map((match) =>
    (match[1] ?? match[2] ?? match[3] ?? match[4] ?? "").trim(),
  );
}
