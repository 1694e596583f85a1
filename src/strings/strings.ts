// The app's words in the language chosen: `t("header:train")`. Words of an area are there once loadAreas has
// fetched them; when the language changes, the page is drawn anew (main.tsx), so nobody keeps what t gave
// beyond one drawing (no words in constants of a module).
import { createInstance, type TFunction } from "i18next";
import { rememberedText, rememberText } from "../base/rememberedText.ts";
import {
  type Area,
  type Areas,
  FIRST_AREAS,
  FIRST_WORDS,
  LANGUAGES,
  LATER_WORDS,
  type Language,
  type LaterArea,
} from "./areas.ts";
import * as firstWords from "./en/first.ts";

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "common";
    resources: Areas;
    returnNull: false;
  }
}

const KEY = "dreamprm-studio.language";

const words = createInstance({
  lng: "en",
  ns: [],
  defaultNS: "common",
  fallbackLng: false,
  // React escapes what it shows.
  interpolation: { escapeValue: false },
  initAsync: false,
  resources: { en: { ...firstWords } },
});
void words.init();

/** For react-i18next's <Trans>, where a sentence holds marked-up parts. */
export const wordsInstance = words;

/**
 * The words under a key ("area:key.of.it"), with `{{name}}`s filled in; `count` picks the plural form. What
 * fills a placeholder is taken as it is, whatever braces or dollars it holds.
 */
export const t = ((key: string, values?: object) => {
  if (values !== undefined) return lookUp(key, values);
  // Most words have nothing to fill in, and a view asks for hundreds of them at every drawing.
  const known = plainWords.get(key);
  if (known !== undefined) return known;
  const found = lookUp(key);
  if (words.exists(key)) plainWords.set(key, found);
  return found;
}) as TFunction<Area[]>;

const lookUp = words.t.bind(words) as (key: string, values?: object) => string;

/** What t gave for keys alone, in the language shown. */
const plainWords = new Map<string, string>();
words.on("languageChanged", () => plainWords.clear());

const wanted = new Set<LaterArea>();

/** Fetches the words of these areas in the language shown. Fails where they cannot be fetched. */
export async function loadAreas(areas: readonly LaterArea[]): Promise<void> {
  for (const area of areas) wanted.add(area);
  await fetchLaterOf(shownLanguage(), areas);
}

/** What the worker says is known by its English words (said.ts), so these are fetched in any language. */
export const SAID_AREAS: readonly LaterArea[] = ["evaluate", "data", "features", "label"];

async function fetchLaterOf(language: Language, areas: readonly LaterArea[]): Promise<void> {
  const said = SAID_AREAS.filter((area) => areas.includes(area));
  await Promise.all([fetchLater(language, areas), fetchLater("en", said)]);
}

/** The language the page is shown in. */
export function shownLanguage(): Language {
  return LANGUAGES.find((language) => language === words.language) ?? "en";
}

/** Shows another language once all its words in use are there, and remembers the choice. */
export async function setLanguage(language: Language): Promise<void> {
  await Promise.all([fetchFirst(language), fetchLaterOf(language, [...wanted])]);
  await words.changeLanguage(language);
  if (typeof document !== "undefined") document.documentElement.lang = language;
}

/** Remembers the language for the next visit, where storage is allowed. */
export function rememberLanguage(language: Language): void {
  rememberText(KEY, language);
}

/** The language chosen earlier, or the first of the browser's that the app speaks. */
export function readLanguage(): Language {
  const stored = rememberedText(KEY);
  return LANGUAGES.find((known) => known === stored) ?? languageAmong(navigator.languages);
}

/** @param asked BCP 47 tags, the most wanted first; Chinese in simplified script counts as not spoken. */
export function languageAmong(asked: readonly string[]): Language {
  for (const tag of asked) {
    if (/^en\b/i.test(tag)) return "en";
    if (/^zh\b(?!.*\b(cn|sg|hans)\b)/i.test(tag)) return "zh-Hant";
  }
  return "en";
}

async function fetchFirst(language: Language): Promise<void> {
  if (FIRST_AREAS.every((area) => words.hasResourceBundle(language, area))) return;
  const bundles = await FIRST_WORDS[language]();
  for (const area of FIRST_AREAS) words.addResourceBundle(language, area, bundles[area]);
}

async function fetchLater(language: Language, areas: readonly LaterArea[]): Promise<void> {
  const missing = areas.filter((area) => !words.hasResourceBundle(language, area));
  await Promise.all(
    missing.map(async (area) => {
      const { default: bundle } = await LATER_WORDS[language][area]();
      words.addResourceBundle(language, area, bundle);
    }),
  );
}
