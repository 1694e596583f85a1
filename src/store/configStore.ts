// The config being edited: a draft that may be wrong for a while, what the schema says about it, and
// the checked config once it is right.
import { createStore, type StoreApi } from "zustand/vanilla";
import { differingPaths, readConfigPath, writeConfigPath } from "../domain/configPaths.ts";
import { ENCODER_KINDS, type EncoderKind } from "../domain/encoderDefaults.ts";
import { PRESET_NAMES, type PresetName, presetConfig } from "../domain/presets.ts";
import {
  checkRunConfig,
  configIssues,
  defaultRunConfig,
  encoderKindOf,
  type RunConfig,
} from "../domain/runConfig.ts";
import { configFromQuery, configToQuery } from "./configUrl.ts";

export interface ConfigState {
  /** What the form shows; may hold invalid values. */
  draft: Record<string, unknown>;
  /** The draft, checked and complete; null while it has issues. */
  config: RunConfig | null;
  /** The schema's message by field. */
  issues: Readonly<Record<string, string>>;
  /** The preset the draft agrees with, seed, data and device aside. */
  preset: PresetName | null;
  /** Parameters of the page's address that are no field of the config. */
  unknownParameters: string[];
  /** The address's version where the page was opened with one that is newer than it knows. */
  newerAddress: number | null;
  /** The page was opened with settings in its address: they were asked for. */
  isAddressed: boolean;
  /** What the run that came back was made with, while the form shows the address's settings instead. */
  setAside: RunConfig | null;

  /** Setting "encoder.kind" also moves what stood at the old encoder's defaults to the new one's. */
  setField(path: string, value: unknown): void;
  /** Puts the preset's method in place; seed, data, device, mode and the encoder's kind stay. */
  applyPreset(name: PresetName): void;
  resetToDefaults(): void;
  /** Puts a whole config in the form. */
  replace(config: RunConfig): void;
  /** Of unknown parameters and of a newer version. */
  dismissAddress(): void;
  /** Offers a config in place of the address's, which stays in the form until it is taken. */
  offer(config: RunConfig): void;
  /** Puts the config that is offered in the form. */
  takeOffer(): void;
  dismissOffer(): void;
}

export type ConfigStore = StoreApi<ConfigState>;

/** The sections a preset decides. */
const METHOD_SECTIONS = ["encoder", "lower", "upper", "evaluation"] as const;

function checkDraft(
  draft: Record<string, unknown>,
): Pick<ConfigState, "draft" | "config" | "issues" | "preset"> {
  const parsed = checkRunConfig(draft);
  const issues: Record<string, string> = {};
  if (!parsed.success) {
    for (const issue of configIssues(parsed.error)) issues[issue.path] ??= issue.message;
  }
  const config = parsed.success ? parsed.data : null;
  return { draft, config, issues, preset: config === null ? null : matchingPreset(config) };
}

function matchingPreset(config: RunConfig): PresetName | null {
  for (const name of PRESET_NAMES) {
    const preset = presetConfig(name, config.encoder.kind);
    const withMethod = { ...config };
    for (const section of METHOD_SECTIONS)
      Object.assign(withMethod, { [section]: preset[section] });
    if (differingPaths(config, withMethod).length === 0) return name;
  }
  return null;
}

/**
 * The draft with another encoder, at its defaults; training goes with it where it still stood at what
 * the preset says for the old one. What the user had set stays.
 */
function withEncoder(
  draft: Record<string, unknown>,
  preset: PresetName,
  kind: EncoderKind,
): Record<string, unknown> {
  const before = presetConfig(preset, encoderKindOf(draft));
  const after = presetConfig(preset, kind);
  let next: Record<string, unknown> = { ...draft, encoder: after.encoder };
  for (const path of differingPaths(before, { ...after, encoder: before.encoder })) {
    if (Object.is(readConfigPath(draft, path), readConfigPath(before, path))) {
      next = writeConfigPath(next, path, readConfigPath(after, path));
    }
  }
  return next;
}

/** @param search the page's query ("?seed=7"); what it does not set takes its default. */
export function createConfigStore(search = ""): ConfigStore {
  const { draft, unknown, newerVersion, hasSettings } = configFromQuery(search);
  return createStore<ConfigState>()((set, get) => ({
    ...checkDraft(draft),
    unknownParameters: unknown,
    newerAddress: newerVersion,
    isAddressed: hasSettings,
    setAside: null,
    setField(path, value) {
      const kind = ENCODER_KINDS.find((known) => known === value);
      const { draft, preset } = get();
      const isKind = path === "encoder.kind" && kind !== undefined;
      set(
        checkDraft(
          isKind
            ? withEncoder(draft, preset ?? "default", kind)
            : writeConfigPath(draft, path, value),
        ),
      );
    },
    applyPreset(name) {
      const preset = presetConfig(name, encoderKindOf(get().draft));
      const next = { ...get().draft };
      for (const section of METHOD_SECTIONS) next[section] = preset[section];
      set(checkDraft(next));
    },
    resetToDefaults: () => set(checkDraft({ ...defaultRunConfig() })),
    replace: (config) => set(checkDraft({ ...config })),
    dismissAddress: () => set({ unknownParameters: [], newerAddress: null }),
    offer: (config) => set({ setAside: config }),
    takeOffer() {
      const { setAside } = get();
      if (setAside !== null) set({ ...checkDraft({ ...setAside }), setAside: null });
    },
    dismissOffer: () => set({ setAside: null }),
  }));
}

/** Keeps the page's address at the config; returns the function that ends it. */
export function syncConfigToUrl(
  store: ConfigStore,
  replaceQuery: (query: string) => void,
): () => void {
  return store.subscribe((state, before) => {
    if (state.config !== null && state.config !== before.config) {
      replaceQuery(configToQuery(state.config));
    }
  });
}
