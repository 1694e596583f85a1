// The config being edited: a draft that may be wrong for a while, what the schema says about it, and
// the checked config once it is right.
import { createStore, type StoreApi } from "zustand/vanilla";
import {
  configIssues,
  defaultRunConfig,
  PRESETS,
  type PresetName,
  parseRunConfig,
  type RunConfig,
  runConfigSchema,
} from "../domain/runConfig.ts";
import { differingPaths, writeConfigPath } from "./configPaths.ts";
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

  setField(path: string, value: unknown): void;
  /** Puts the preset's method in place; seed, data, device and mode stay. */
  applyPreset(name: PresetName): void;
  resetToDefaults(): void;
  dismissUnknownParameters(): void;
}

export type ConfigStore = StoreApi<ConfigState>;

/** The sections a preset decides. */
const METHOD_SECTIONS = ["encoder", "lower", "upper", "evaluation"] as const;

function checkDraft(
  draft: Record<string, unknown>,
): Pick<ConfigState, "draft" | "config" | "issues" | "preset"> {
  const parsed = runConfigSchema.safeParse(draft);
  const issues: Record<string, string> = {};
  if (!parsed.success) {
    for (const issue of configIssues(parsed.error)) issues[issue.path] ??= issue.message;
  }
  const config = parsed.success ? parsed.data : null;
  return { draft, config, issues, preset: config === null ? null : matchingPreset(config) };
}

function matchingPreset(config: RunConfig): PresetName | null {
  for (const name of Object.keys(PRESETS) as PresetName[]) {
    const preset = parseRunConfig(PRESETS[name]);
    const withMethod = { ...config };
    for (const section of METHOD_SECTIONS)
      Object.assign(withMethod, { [section]: preset[section] });
    if (differingPaths(config, withMethod).length === 0) return name;
  }
  return null;
}

/** @param search the page's query ("?seed=7"); what it does not set takes its default. */
export function createConfigStore(search = ""): ConfigStore {
  const { draft, unknown } = configFromQuery(search);
  return createStore<ConfigState>()((set, get) => ({
    ...checkDraft(draft),
    unknownParameters: unknown,
    setField: (path, value) => set(checkDraft(writeConfigPath(get().draft, path, value))),
    applyPreset(name) {
      const preset = parseRunConfig(PRESETS[name]);
      const next = { ...get().draft };
      for (const section of METHOD_SECTIONS) next[section] = preset[section];
      set(checkDraft(next));
    },
    resetToDefaults: () => set(checkDraft({ ...defaultRunConfig() })),
    dismissUnknownParameters: () => set({ unknownParameters: [] }),
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
