// What the command palette offers: the commands of the keys, and everything that has a name of its own.
import { PRESET_NAMES } from "../../domain/presets.ts";
import { GUIDE_SECTIONS } from "../../store/guideSections.ts";
import type { Studio } from "../../store/studio.ts";
import { THEMES } from "../../store/viewStore.ts";
import { LANGUAGE_NAMES, LANGUAGES } from "../../strings/areas.ts";
import { shownLanguage, t } from "../../strings/strings.ts";
import { COMMANDS, type CommandGroup } from "./commands.ts";

export const PALETTE_GROUPS = [
  "run",
  "share",
  "views",
  "domains",
  "runs",
  "settings",
  "guide",
  "page",
] as const;
export type PaletteGroup = (typeof PALETTE_GROUPS)[number];

export interface PaletteEntry {
  group: PaletteGroup;
  /** No two entries have the same. */
  words: string;
  /** What else it is found by; its English name, when the page is in another language. */
  alias: string;
  /** The key that does the same. */
  keys: string | null;
  isEnabled: boolean;
  run: () => unknown;
}

/** As things stand now. */
export function paletteEntries(studio: Studio): PaletteEntry[] {
  return [...commandEntries(studio), ...domainEntries(studio), ...runEntries(studio)].concat(
    settingEntries(studio),
    guideEntries(studio),
  );
}

function commandEntries(studio: Studio): PaletteEntry[] {
  return COMMANDS.filter((command) => command.isForKeysAlone !== true).map((command) => ({
    group: groupOf(command.group),
    words: command.wordsNow?.(studio) ?? command.words(),
    alias: command.id,
    keys: command.keys[0] ?? null,
    isEnabled: command.isEnabled?.(studio) ?? true,
    run: () => command.run(studio, null),
  }));
}

/** Commands of Inspect are for keys alone. */
function groupOf(group: CommandGroup): PaletteGroup {
  return group === "inspect" ? "views" : group;
}

function domainEntries(studio: Studio): PaletteEntry[] {
  const { view, corpus } = studio;
  const { pinnedDomains } = view.getState();
  return (corpus.getState().summary?.domains ?? []).flatMap(({ name, isEnabled }) => [
    {
      ...quiet("domains", t("keys:commands.chainsOf", { name }), "chains"),
      run: () => studio.showChains({ source: "shards", domain: name }),
    },
    {
      ...quiet(
        "domains",
        pinnedDomains.includes(name)
          ? t("keys:commands.release", { name })
          : t("keys:commands.isolate", { name }),
        "isolate pin",
      ),
      isEnabled,
      run: () => {
        view.getState().show("train");
        view.getState().togglePin(name);
      },
    },
  ]);
}

function runEntries({ runs, view }: Studio): PaletteEntry[] {
  return runs.getState().runs.map(({ id, name }) => ({
    ...quiet("runs", t("keys:commands.run", { name }), "run"),
    run: () => {
      view.getState().show("runs");
      return runs.getState().setShown(id, true);
    },
  }));
}

function settingEntries({ view, config }: Studio): PaletteEntry[] {
  return [
    ...PRESET_NAMES.map((name) => ({
      ...quiet(
        "settings",
        t("keys:commands.preset", { name: t(`config:presets.${name}`) }),
        `preset ${name}`,
      ),
      run: () => {
        config.getState().applyPreset(name);
        view.getState().show("train");
      },
    })),
    {
      ...quiet("settings", t("keys:commands.defaults"), "use defaults"),
      run: () => {
        config.getState().resetToDefaults();
        view.getState().show("train");
      },
    },
    ...LANGUAGES.map((language) => ({
      ...quiet(
        "settings",
        t("keys:commands.speak", { language: LANGUAGE_NAMES[language] }),
        `language ${language}`,
      ),
      isEnabled: shownLanguage() !== language,
      run: () => view.getState().speak(language),
    })),
    ...THEMES.map((theme) => ({
      ...quiet(
        "settings",
        t("keys:commands.dress", { theme: t(`header:theme.${theme}`) }),
        `theme ${theme}`,
      ),
      isEnabled: view.getState().theme !== theme,
      run: () => view.getState().setTheme(theme),
    })),
  ];
}

function guideEntries({ view }: Studio): PaletteEntry[] {
  return GUIDE_SECTIONS.map((section) => ({
    ...quiet(
      "guide",
      t("keys:commands.guide", { section: t(`common:guideSections.${section}`) }),
      `guide ${section}`,
    ),
    run: () => view.getState().openGuide(section),
  }));
}

/** An entry without a key that can always be had. */
function quiet(group: PaletteGroup, words: string, alias: string) {
  return { group, words, alias, keys: null, isEnabled: true };
}
