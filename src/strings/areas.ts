// Where the app's words are: one file an area and a language. English is what the others are held to
// (strings.test.ts); an area is fetched with the view that shows it, those of the first picture together (first.ts).
import type charts from "./en/charts.ts";
import type chartTools from "./en/chartTools.ts";
import type common from "./en/common.ts";
import type config from "./en/config.ts";
import type data from "./en/data.ts";
import type evaluate from "./en/evaluate.ts";
import type features from "./en/features.ts";
import * as firstWords from "./en/first.ts";
import type guide from "./en/guide.ts";
import type header from "./en/header.ts";
import type inspect from "./en/inspect.ts";
import type keys from "./en/keys.ts";
import type label from "./en/label.ts";
import type notices from "./en/notices.ts";
import type offline from "./en/offline.ts";
import type opening from "./en/opening.ts";
import type race from "./en/race.ts";
import type report from "./en/report.ts";
import type runs from "./en/runs.ts";
import type share from "./en/share.ts";
import type train from "./en/train.ts";
import type why from "./en/why.ts";
import type workspace from "./en/workspace.ts";

/** English words by area; the types of keys and placeholders come from here. */
export interface Areas {
  charts: typeof charts;
  chartTools: typeof chartTools;
  common: typeof common;
  config: typeof config;
  data: typeof data;
  evaluate: typeof evaluate;
  features: typeof features;
  guide: typeof guide;
  header: typeof header;
  inspect: typeof inspect;
  keys: typeof keys;
  label: typeof label;
  notices: typeof notices;
  offline: typeof offline;
  opening: typeof opening;
  race: typeof race;
  report: typeof report;
  runs: typeof runs;
  share: typeof share;
  train: typeof train;
  why: typeof why;
  workspace: typeof workspace;
}

export type Area = keyof Areas;

export const LANGUAGES = ["en", "zh-Hant"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each language in its own words. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", "zh-Hant": "繁體中文" };

/** The tree of a language's words, for an area of English ones: the same keys, but no singular forms. */
export type Translation<T> = {
  [K in keyof T as K extends `${string}_one` ? never : K]: T[K] extends string
    ? string
    : Translation<T[K]>;
};

/** Areas the first picture needs: always there. */
export type FirstArea = keyof typeof firstWords;
export const FIRST_AREAS = Object.keys(firstWords) as readonly FirstArea[];
export type LaterArea = Exclude<Area, FirstArea>;

type Words<A extends Area> = () => Promise<{ default: Translation<Areas[A]> }>;

/** Where each language's words of the first picture come from; English ones are in the first script. */
export const FIRST_WORDS: Record<
  Language,
  () => Promise<{ [A in FirstArea]: Translation<Areas[A]> }>
> = {
  en: async () => firstWords,
  "zh-Hant": () => import("./zhHant/first.ts"),
};

/** Where each language's words of a later area come from. */
export const LATER_WORDS: Record<Language, { [A in LaterArea]: Words<A> }> = {
  en: {
    data: () => import("./en/data.ts"),
    evaluate: () => import("./en/evaluate.ts"),
    features: () => import("./en/features.ts"),
    guide: () => import("./en/guide.ts"),
    inspect: () => import("./en/inspect.ts"),
    keys: () => import("./en/keys.ts"),
    label: () => import("./en/label.ts"),
    report: () => import("./en/report.ts"),
    runs: () => import("./en/runs.ts"),
  },
  "zh-Hant": {
    data: () => import("./zhHant/data.ts"),
    evaluate: () => import("./zhHant/evaluate.ts"),
    features: () => import("./zhHant/features.ts"),
    guide: () => import("./zhHant/guide.ts"),
    inspect: () => import("./zhHant/inspect.ts"),
    keys: () => import("./zhHant/keys.ts"),
    label: () => import("./zhHant/label.ts"),
    report: () => import("./zhHant/report.ts"),
    runs: () => import("./zhHant/runs.ts"),
  },
};
