// What the page itself shows: the view, the theme, which domains are looked at, zoom and smoothing.
// Nothing here changes a run.
import { createStore, type StoreApi } from "zustand/vanilla";
import type { RunState } from "../domain/run.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { Language } from "../strings/areas.ts";
import { said } from "../strings/said.ts";
import { rememberLanguage, setLanguage, t } from "../strings/strings.ts";
import { assignDomainSlots, type DomainSlots } from "./domainSlots.ts";
import { GUIDE_SECTIONS, type GuideSection } from "./guideSections.ts";

export const VIEWS = ["data", "label", "train", "evaluate", "inspect", "runs", "guide"] as const;
export type View = (typeof VIEWS)[number];

export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** How the weights can be shown. */
export const WEIGHT_LOOKS = ["lines", "multiples", "race"] as const;
export type WeightLook = (typeof WEIGHT_LOOKS)[number];

/** What can stand over the whole page. */
export type Overlay = "keys" | "palette";

export interface NoticeAction {
  /** One word: "Undo". */
  label: string;
  act: () => void;
}

export interface Notice {
  id: number;
  message: string;
  /** What can be done about it, while it is seen. */
  action?: NoticeAction;
}

export interface ViewState {
  view: View;
  /** Where the guide is open at; null for its beginning. */
  guideSection: GuideSection | null;
  theme: Theme;
  language: Language;
  /** Colour slot of every domain; see theme/domainColor. */
  domainSlots: DomainSlots;
  hoveredDomain: string | null;
  /** Domains kept isolated until unpinned. */
  pinnedDomains: readonly string[];
  /** The lower step of the main run under the pointer; charts share it in their own unit (chartStore). */
  hoverStep: number | null;
  /** Range of x the charts show, in the unit chosen for them (chartStore); null for all. */
  zoom: readonly [number, number] | null;
  /** Decay of the moving average, in [0, 1); 0 is off. */
  smoothing: number;
  /** Marks the suite's planted tiers; off unless asked for. */
  isTierShown: boolean;
  weightLook: WeightLook;
  notices: readonly Notice[];
  overlay: Overlay | null;
  /** The opening over the Train view, until it is closed or a run starts. */
  isOpeningShown: boolean;
  /** The guided tour's stop, from 0; null while nobody is on it. */
  tourStop: number | null;
  /** Keys without Ctrl or ⌘ do something. */
  areSingleKeysOn: boolean;

  show(view: View): void;
  /** Opens the guide at a section. */
  openGuide(section: GuideSection): void;
  setTheme(theme: Theme): void;
  /** Fetches the words, then draws the page anew in the language; says so where they cannot be fetched. */
  speak(language: Language): Promise<void>;
  hoverDomain(name: string | null): void;
  togglePin(name: string): void;
  clearPins(): void;
  hoverAt(step: number | null): void;
  /** Ignores an empty range. */
  zoomTo(range: readonly [number, number] | null): void;
  setSmoothing(decay: number): void;
  showTiers(isShown: boolean): void;
  showWeightsAs(look: WeightLook): void;
  notify(message: string, action?: NoticeAction): void;
  dismissNotice(id: number): void;
  showOverlay(overlay: Overlay | null): void;
  /** Shows the opening, in the Train view. */
  showOpening(): void;
  closeOpening(): void;
  /** Goes to a stop of the tour; null ends it. */
  goToStop(stop: number | null): void;
  switchSingleKeys(areOn: boolean): void;
}

export type ViewStore = StoreApi<ViewState>;

/** What the address says: the view, and where in the guide. */
export interface Place {
  view: View;
  guideSection: GuideSection | null;
}

export interface ViewStart extends Place {
  theme: Theme;
  /** Its words must be there. */
  language: Language;
  /** Nobody was here before with this browser: the opening is shown. */
  isFirstVisit?: boolean;
  /** Left out: true. */
  areSingleKeysOn?: boolean;
}

/** The place an address's hash names ("#runs", "#guide/weights"); the Train view where it names none. */
export function placeFromHash(hash: string): Place {
  const [name, part] = hash.replace(/^#/, "").split("/");
  const view = VIEWS.find((known) => known === name) ?? "train";
  const section = GUIDE_SECTIONS.find((known) => known === part) ?? null;
  return { view, guideSection: view === "guide" ? section : null };
}

export function hashOfPlace({ view, guideSection }: Place): string {
  return view === "guide" && guideSection !== null ? `#guide/${guideSection}` : `#${view}`;
}

/** A run starts or goes on: what it shows is to be seen. */
const UNDER_WAY: ReadonlySet<RunState> = new Set([
  "preparing",
  "compiling",
  "running",
  "retraining",
]);

export function createViewStore(client: StudioClient, start: ViewStart): ViewStore {
  let nextNotice = 1;
  let isOpeningAskedFor = false;
  return createStore<ViewState>()((set, get) => {
    client.on((event) => {
      if (event.name === "corpus.changed") {
        const names = event.summary.domains.map((domain) => domain.name);
        const kept = get().pinnedDomains.filter((name) => names.includes(name));
        set({ domainSlots: assignDomainSlots(get().domainSlots, names), pinnedDomains: kept });
      } else if (event.name === "run.started" && event.role === "main") {
        set({ zoom: null });
        // Also a run of before that has come back: who has one is no newcomer.
        if (!isOpeningAskedFor) set({ isOpeningShown: false });
      } else if (event.name === "run.stateChanged" && UNDER_WAY.has(event.state)) {
        if (get().isOpeningShown) set({ isOpeningShown: false });
      } else if (event.name === "notice.posted") {
        get().notify(said(event.message));
      }
    });
    const { isFirstVisit = false, areSingleKeysOn = true, ...rest } = start;
    return {
      ...rest,
      domainSlots: {},
      hoveredDomain: null,
      pinnedDomains: [],
      hoverStep: null,
      zoom: null,
      smoothing: 0.8,
      isTierShown: false,
      weightLook: "lines",
      notices: [],
      overlay: null,
      isOpeningShown: isFirstVisit,
      tourStop: null,
      areSingleKeysOn,
      show: (view) => set({ view, guideSection: null }),
      openGuide: (guideSection) => set({ view: "guide", guideSection }),
      setTheme: (theme) => set({ theme }),
      async speak(language) {
        try {
          await setLanguage(language);
        } catch {
          get().notify(t("notices:languageNotFetched"));
          return;
        }
        rememberLanguage(language);
        set({ language });
      },
      hoverDomain(name) {
        if (get().hoveredDomain !== name) set({ hoveredDomain: name });
      },
      togglePin(name) {
        const pinned = get().pinnedDomains;
        set({
          pinnedDomains: pinned.includes(name)
            ? pinned.filter((other) => other !== name)
            : [...pinned, name],
        });
      },
      clearPins: () => set({ pinnedDomains: [], hoveredDomain: null }),
      hoverAt(step) {
        if (get().hoverStep !== step) set({ hoverStep: step });
      },
      zoomTo(range) {
        if (range === null || range[1] > range[0]) set({ zoom: range });
      },
      setSmoothing: (decay) => set({ smoothing: Math.min(0.99, Math.max(0, decay)) }),
      showTiers: (isShown) => set({ isTierShown: isShown }),
      showWeightsAs: (weightLook) => set({ weightLook }),
      notify(message, action) {
        const notice = { id: nextNotice++, message, ...(action === undefined ? {} : { action }) };
        set({ notices: [...get().notices, notice].slice(-4) });
      },
      dismissNotice: (id) => set({ notices: get().notices.filter((notice) => notice.id !== id) }),
      showOverlay: (overlay) => set({ overlay }),
      showOpening() {
        isOpeningAskedFor = true;
        set({ isOpeningShown: true, view: "train", guideSection: null });
      },
      closeOpening: () => set({ isOpeningShown: false }),
      goToStop: (tourStop) => set({ tourStop }),
      switchSingleKeys: (areOn) => set({ areSingleKeysOn: areOn }),
    };
  });
}
