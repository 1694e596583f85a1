// Everything that can be done from the keyboard or the palette, in one table: the handler obeys it, the sheet of
// keys lists it and the palette offers it, so that none can say what another does not do.
import type { Studio } from "../../store/studio.ts";
import { THEMES, VIEWS, type View } from "../../store/viewStore.ts";
import { t } from "../../strings/strings.ts";
import { saveFiles } from "../data/saveFiles.ts";
import { clearView } from "./clearView.ts";
import { focusFilter } from "./focusFilter.ts";
import { runViewAction } from "./viewActions.ts";

export const COMMAND_GROUPS = ["run", "share", "views", "inspect", "page"] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export interface Command {
  id: string;
  group: CommandGroup;
  /** Any of them does it: "Space", ".", "ArrowDown", "Mod+k" (Ctrl, ⌘ on a Mac), "g d" (one after the other). */
  keys: readonly string[];
  /** Only while this view is shown. */
  view?: View;
  /** Goes on while the key is held down. */
  isRepeated?: boolean;
  /** It needs the place where the focus is, which the palette has taken. */
  isForKeysAlone?: boolean;
  words: () => string;
  /** What it would do now, where that is more than `words` say. */
  wordsNow?: (studio: Studio) => string;
  /** Left out: always. */
  isEnabled?: (studio: Studio) => boolean;
  /** False where the key was none of its own after all, and is left to the browser. */
  run: (studio: Studio, target: Element | null) => boolean | Promise<unknown> | undefined;
}

/** "g" and this letter lead to the view; "g" and its place among the views as well. */
export const VIEW_LETTERS: Record<View, string> = {
  data: "d",
  label: "l",
  train: "t",
  evaluate: "e",
  inspect: "i",
  runs: "r",
  guide: "g",
};

const done = (act: (studio: Studio) => void) => (studio: Studio) => {
  act(studio);
  return undefined;
};

const RUN: readonly Command[] = [
  {
    id: "toggleRun",
    group: "run",
    keys: ["Space"],
    words: () => t("keys:commands.toggleRun"),
    wordsNow: (studio) => t(`keys:commands.${studio.controls().main ?? "toggleRun"}`),
    isEnabled: (studio) => studio.controls().main !== null,
    run: (studio) => studio.toggleRun(),
  },
  {
    id: "step",
    group: "run",
    keys: ["."],
    words: () => t("keys:commands.step"),
    isEnabled: (studio) => studio.controls().canStep,
    run: (studio) => studio.stepOnce(),
  },
  {
    id: "stop",
    group: "run",
    keys: [],
    words: () => t("keys:commands.stop"),
    isEnabled: (studio) => studio.controls().canStop,
    run: (studio) => studio.run.getState().stop(),
  },
  {
    id: "retrain",
    group: "run",
    keys: [],
    words: () => t("keys:commands.retrain"),
    isEnabled: (studio) => studio.controls().canRetrain,
    run: (studio) => studio.run.getState().retrain(),
  },
];

const SHARE: readonly Command[] = [
  {
    id: "copyLink",
    group: "share",
    keys: ["c"],
    words: () => t("keys:commands.copyLink"),
    run: async (studio) => (await import("../share/copyLink.ts")).copyLink(studio),
  },
  {
    id: "exportRun",
    group: "share",
    keys: [],
    words: () => t("keys:commands.exportRun"),
    isEnabled: (studio) => studio.controls().canExport,
    run: async (studio) => {
      const files = await studio.run.getState().exportRun();
      if (files !== null) await saveFiles(files, "run.zip");
    },
  },
  {
    id: "report",
    group: "share",
    keys: [],
    words: () => t("keys:commands.report"),
    isEnabled: (studio) => studio.controls().canExport,
    run: async (studio) => (await import("../report/saveReport.ts")).saveReport(studio),
  },
];

const VIEW_COMMANDS: readonly Command[] = VIEWS.map((view, index) => ({
  id: `show ${view}`,
  group: "views",
  keys: [`g ${VIEW_LETTERS[view]}`, `g ${index + 1}`],
  words: () => t("keys:commands.show", { view: t(`header:views.${view}`) }),
  run: done((studio) => studio.view.getState().show(view)),
}));

const INSPECT: readonly Command[] = [
  {
    id: "nextChain",
    group: "inspect",
    keys: ["j", "ArrowRight"],
    view: "inspect",
    isRepeated: true,
    isForKeysAlone: true,
    words: () => t("keys:commands.nextChain"),
    run: (_, target) => runViewAction("nextChain", target),
  },
  {
    id: "previousChain",
    group: "inspect",
    keys: ["k", "ArrowLeft"],
    view: "inspect",
    isRepeated: true,
    isForKeysAlone: true,
    words: () => t("keys:commands.previousChain"),
    run: (_, target) => runViewAction("previousChain", target),
  },
  {
    id: "down",
    group: "inspect",
    keys: ["ArrowDown"],
    view: "inspect",
    isRepeated: true,
    isForKeysAlone: true,
    words: () => t("keys:commands.down"),
    run: (_, target) => runViewAction("down", target),
  },
  {
    id: "up",
    group: "inspect",
    keys: ["ArrowUp"],
    view: "inspect",
    isRepeated: true,
    isForKeysAlone: true,
    words: () => t("keys:commands.up"),
    run: (_, target) => runViewAction("up", target),
  },
  {
    id: "openChain",
    group: "inspect",
    keys: ["Enter"],
    view: "inspect",
    isForKeysAlone: true,
    words: () => t("keys:commands.openChain"),
    run: (_, target) => runViewAction("openChain", target),
  },
];

const PAGE: readonly Command[] = [
  {
    id: "palette",
    group: "page",
    keys: ["Mod+k"],
    isForKeysAlone: true,
    words: () => t("keys:commands.palette"),
    run: done((studio) => studio.view.getState().showOverlay("palette")),
  },
  {
    id: "filter",
    group: "page",
    keys: ["/"],
    isForKeysAlone: true,
    words: () => t("keys:commands.filter"),
    run: done((studio) => {
      if (!focusFilter()) studio.view.getState().showOverlay("palette");
    }),
  },
  {
    id: "clear",
    group: "page",
    keys: ["Escape"],
    isForKeysAlone: true,
    words: () => t("keys:commands.clear"),
    run: clearView,
  },
  {
    id: "sheet",
    group: "page",
    keys: ["?"],
    words: () => t("keys:commands.sheet"),
    run: done((studio) => studio.view.getState().showOverlay("keys")),
  },
  {
    id: "theme",
    group: "page",
    keys: ["t"],
    words: () => t("keys:commands.theme"),
    run: done(({ view }) => {
      const { theme, setTheme } = view.getState();
      setTheme(THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system");
    }),
  },
  {
    id: "storage",
    group: "page",
    keys: [],
    words: () => t("keys:commands.storage"),
    run: done((studio) => studio.storage.getState().open()),
  },
  {
    id: "opening",
    group: "page",
    keys: [],
    words: () => t("keys:commands.opening"),
    run: done((studio) => studio.view.getState().showOpening()),
  },
  {
    id: "tour",
    group: "page",
    keys: [],
    words: () => t("keys:commands.tour"),
    run: done((studio) => studio.view.getState().goToStop(0)),
  },
];

export const COMMANDS: readonly Command[] = [
  ...RUN,
  ...SHARE,
  ...VIEW_COMMANDS,
  ...INSPECT,
  ...PAGE,
];
