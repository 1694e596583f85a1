// Every language says all that English says: the same keys, the same placeholders, nothing left in English.
import { afterEach, expect, test } from "vitest";
import { FIRST_AREAS, FIRST_WORDS, LANGUAGES, LATER_WORDS, type LaterArea } from "./areas.ts";
import { languageAmong, setLanguage, shownLanguage, t } from "./strings.ts";

const OTHERS = LANGUAGES.filter((language) => language !== "en");
const LATER_AREAS = Object.keys(LATER_WORDS.en) as LaterArea[];

/** Keys with their words, as "area:group.key". */
async function wordsOf(language: (typeof LANGUAGES)[number]): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  const add = (path: string, part: unknown) => {
    if (typeof part === "string") all.set(path, part);
    else if (typeof part === "object" && part !== null) {
      for (const [key, inner] of Object.entries(part)) {
        add(path.endsWith(":") ? `${path}${key}` : `${path}.${key}`, inner);
      }
    } else throw new Error(`${path} holds ${String(part)}, neither words nor a group`);
  };
  const first = await FIRST_WORDS[language]();
  for (const area of FIRST_AREAS) add(`${area}:`, first[area]);
  for (const area of LATER_AREAS) {
    add(`${area}:`, (await LATER_WORDS[language][area]()).default);
  }
  return all;
}

const placeholders = (words: string) =>
  [...words.matchAll(/\{\{\s*([\w.]+)/g), ...words.matchAll(/<\/?(\w+)\/?>/g)]
    .map(([, name]) => name)
    .sort();

/** A count's own form in English alone; others have one form for all. */
const isSingular = (key: string) => key.endsWith("_one");

/** Letters that spell something: neither placeholders and marks nor a symbol, unit, format or name. */
function isProse(words: string): boolean {
  const rest = words.replace(/\{\{.*?\}\}|<[^>]*>|`[^`]*`/g, "");
  return /[a-z]{2,} [a-z]{2,}/.test(rest);
}

afterEach(() => setLanguage("en"));

test.each(OTHERS)("%s has every key of English and no other", async (language) => {
  const english = await wordsOf("en");
  const other = await wordsOf(language);
  const needed = [...english.keys()].filter((key) => !isSingular(key));
  expect(needed.length).toBeGreaterThan(20);
  expect([...other.keys()].sort()).toEqual(needed.sort());
});

test.each(OTHERS)("%s fills the same placeholders", async (language) => {
  const english = await wordsOf("en");
  for (const [key, words] of await wordsOf(language)) {
    expect([key, placeholders(words)]).toEqual([key, placeholders(english.get(key) ?? "")]);
  }
});

test.each(OTHERS)("%s leaves no sentence in English, and nothing empty", async (language) => {
  const english = await wordsOf("en");
  const left = [...(await wordsOf(language))].filter(
    ([key, words]) =>
      words.trim() === "" ||
      (isProse(words) && !/\p{Script=Han}/u.test(words)) ||
      (words === english.get(key) && isProse(words)),
  );
  expect(left).toEqual([]);
});

test("the shown language's words are given, and its own name is on the page's language", async () => {
  expect(t("header:views.train")).toBe("Train");
  await setLanguage("zh-Hant");
  expect(shownLanguage()).toBe("zh-Hant");
  expect(t("header:views.train")).toBe("訓練");
});

test("what fills a placeholder is taken as it is", () => {
  const name = "{{next}} $t(header:views.data) <b>";
  expect(t("header:device.reference", { name })).toBe(`${name}, reference engine`);
});

test.each([
  [["zh-TW", "en"], "zh-Hant"],
  [["zh-Hant-HK"], "zh-Hant"],
  [["zh-CN", "zh-TW"], "zh-Hant"],
  [["zh-Hans", "de"], "en"],
  [["de-DE", "fr"], "en"],
  [["en-GB", "zh-TW"], "en"],
  [[], "en"],
] as const)("of %j the page speaks %s", (asked, language) => {
  expect(languageAmong(asked)).toBe(language);
});
