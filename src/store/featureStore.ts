// What the page knows of features: the sets there are, what a pretrained model that reads the corpus is
// doing, and how much the browser keeps of earlier readings. The vectors themselves stay in the worker.
import { createStore, type StoreApi } from "zustand/vanilla";
import { type ErrorReport, toErrorReport } from "../base/errors.ts";
import type { FeatureCacheSize } from "../domain/featureCache.ts";
import type { ExtractionStatus, FeatureSummary, ModelRequest } from "../domain/features.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { CommandArgs, CommandName, ExportedFile, NamedFile } from "../protocol/messages.ts";

export interface FeatureState {
  features: FeatureSummary[];
  status: ExtractionStatus;
  /** What the browser keeps of readings; null until it was measured, or where it cannot be. */
  kept: FeatureCacheSize | null;
  /** Feature files are being read. */
  isLoading: boolean;
  error: ErrorReport | null;

  /** Lets a model read the corpus; `status` tells how it goes. False (and said why) where it cannot begin. */
  extract(request: ModelRequest): Promise<boolean>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  stop(): Promise<void>;
  /** Vectors computed elsewhere. */
  loadFiles(files: NamedFile[]): Promise<void>;
  remove(id: string): Promise<void>;
  /** Forgets all vectors and models that the browser keeps; the sets that are loaded stay. */
  clearKept(): Promise<void>;
  /** chains.jsonl; null where it failed. */
  exportChains(): Promise<ExportedFile | null>;
  /** Measures anew what the browser keeps. */
  measure(): Promise<void>;
  /** Also of a reading that failed. */
  dismissError(): void;
}

export type FeatureStore = StoreApi<FeatureState>;

const IDLE: ExtractionStatus = {
  state: "idle",
  id: null,
  detail: "",
  done: 0,
  total: 0,
  cached: 0,
  secondsLeft: null,
  device: null,
  error: null,
};

export function isExtracting({ state }: ExtractionStatus): boolean {
  return state === "loading" || state === "extracting" || state === "paused";
}

/** @param measureKept what the browser keeps; left out where it keeps nothing */
export function createFeatureStore(
  client: StudioClient,
  measureKept?: () => Promise<FeatureCacheSize>,
): FeatureStore {
  return createStore<FeatureState>()((set, get) => {
    client.on((event) => {
      if (event.name === "features.changed") set({ features: event.features });
      else if (event.name === "features.progressed") {
        const wasGoing = isExtracting(get().status);
        set({ status: event.status });
        if (wasGoing && !isExtracting(event.status)) void get().measure();
      }
    });

    async function ask<N extends CommandName>(name: N, args: CommandArgs<N>) {
      try {
        return await client.call(name, args);
      } catch (error) {
        const report = toErrorReport(error);
        if (report.code !== "cancelled") set({ error: report });
        return undefined;
      }
    }

    return {
      features: [],
      status: IDLE,
      kept: null,
      isLoading: false,
      error: null,
      async extract(request) {
        set({ error: null });
        return (await ask("features.extract", { request })) !== undefined;
      },
      async pause() {
        await ask("features.pause", {});
      },
      async resume() {
        await ask("features.resume", {});
      },
      async stop() {
        await ask("features.stop", {});
      },
      async loadFiles(files) {
        set({ error: null, isLoading: true });
        const features = await ask("features.load", { files });
        set({ isLoading: false, ...(features !== undefined && { features }) });
      },
      async remove(id) {
        set({ error: null });
        const features = await ask("features.remove", { id });
        if (features !== undefined) set({ features });
      },
      async clearKept() {
        set({ error: null });
        await ask("features.clearCache", {});
        await get().measure();
      },
      exportChains: async () => (await ask("features.exportChains", {})) ?? null,
      async measure() {
        // A browser that keeps nothing has nothing to show.
        const kept = await measureKept?.().catch(() => null);
        set({ kept: kept ?? null });
      },
      dismissError: () =>
        set(({ status }) => ({ error: null, ...(status.state === "failed" && { status: IDLE }) })),
    };
  });
}
