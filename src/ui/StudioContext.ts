// The stores, handed down to the views. Components read them through these hooks with a selector, so
// that each redraws only when what it shows has changed.
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import { StudioError } from "../base/errors.ts";
import type { ChartState } from "../store/chartStore.ts";
import type { ConfigState } from "../store/configStore.ts";
import type { CorpusState } from "../store/corpusStore.ts";
import type { EvaluationState } from "../store/evaluationStore.ts";
import type { FeatureState } from "../store/featureStore.ts";
import type { LabelStoreState } from "../store/labelStore.ts";
import type { OfflineState } from "../store/offlineStore.ts";
import type { RunControls } from "../store/runControls.ts";
import type { RunStoreState } from "../store/runStore.ts";
import type { RunsState } from "../store/runsStore.ts";
import type { StorageState } from "../store/storageStore.ts";
import type { Studio } from "../store/studio.ts";
import type { StudyStoreState } from "../store/studyStore.ts";
import type { ViewState } from "../store/viewStore.ts";
import type { WorkspaceState } from "../store/workspaceStore.ts";

export const StudioContext = createContext<Studio | null>(null);

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === null) throw new StudioError("internal", "a view was drawn outside StudioContext");
  return studio;
}

export function useRun<T>(select: (state: RunStoreState) => T): T {
  return useStore(useStudio().run, select);
}

export function useConfig<T>(select: (state: ConfigState) => T): T {
  return useStore(useStudio().config, select);
}

export function useView<T>(select: (state: ViewState) => T): T {
  return useStore(useStudio().view, select);
}

export function useCharts<T>(select: (state: ChartState) => T): T {
  return useStore(useStudio().charts, select);
}

export function useCorpus<T>(select: (state: CorpusState) => T): T {
  return useStore(useStudio().corpus, select);
}

export function useEvaluation<T>(select: (state: EvaluationState) => T): T {
  return useStore(useStudio().evaluation, select);
}

export function useStudy<T>(select: (state: StudyStoreState) => T): T {
  return useStore(useStudio().study, select);
}

export function useFeatures<T>(select: (state: FeatureState) => T): T {
  return useStore(useStudio().features, select);
}

export function useLabel<T>(select: (state: LabelStoreState) => T): T {
  return useStore(useStudio().label, select);
}

export function useRuns<T>(select: (state: RunsState) => T): T {
  return useStore(useStudio().runs, select);
}

export function useWorkspace<T>(select: (state: WorkspaceState) => T): T {
  return useStore(useStudio().workspace, select);
}

export function useStorage<T>(select: (state: StorageState) => T): T {
  return useStore(useStudio().storage, select);
}

export function useOffline<T>(select: (state: OfflineState) => T): T {
  return useStore(useStudio().offline, select);
}

/** One of the run's controls, kept up to date with run, study, corpus and config. */
export function useControls<K extends keyof RunControls>(key: K): RunControls[K] {
  const studio = useStudio();
  const select = () => studio.controls()[key];
  useCorpus(select);
  useConfig(select);
  useStudy(select);
  return useRun(select);
}
