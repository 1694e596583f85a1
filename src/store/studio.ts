// All stores of the page over one worker client, and the few actions that need more than one of them.
import { StudioError } from "../base/errors.ts";
import type { FeatureCacheSize } from "../domain/featureCache.ts";
import {
  defaultRunConfig,
  encoderKindOf,
  type RunConfig,
  type SuiteVariant,
} from "../domain/runConfig.ts";
import type { StudyRequest } from "../domain/study.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { OfflineCopy } from "../storage/offlineCopy.ts";
import type { ChartMemory } from "../storage/rememberedCharts.ts";
import type { DraftMemory } from "../storage/rememberedDraft.ts";
import type { KeyMemory } from "../storage/rememberedKey.ts";
import type { StorageGauge } from "../storage/storageGauge.ts";
import { type ChartStore, createChartStore } from "./chartStore.ts";
import { type ConfigStore, createConfigStore } from "./configStore.ts";
import { type CorpusStore, createCorpusStore } from "./corpusStore.ts";
import { createEvaluationStore, type EvaluationStore } from "./evaluationStore.ts";
import type { OpenExampleWorker } from "./exampleLab.ts";
import { createFeatureStore, type FeatureStore } from "./featureStore.ts";
import type { ScheduleFrame } from "./frameBatch.ts";
import type { InspectStore, ShownChains } from "./inspectState.ts";
import { createInspectStore } from "./inspectStore.ts";
import { type KeptRunActions, keptRunActions } from "./keptRunActions.ts";
import { createLabelStore, type LabelStore } from "./labelStore.ts";
import { createMappingStore, type MappingStore } from "./mappingStore.ts";
import { createOfflineStore, type OfflineStore } from "./offlineStore.ts";
import { createOpeningGate } from "./openingGate.ts";
import { createReportSource, type ReportSource } from "./reportSource.ts";
import { createRunClock, type RunClock } from "./runClock.ts";
import { type RunControls, runControls } from "./runControls.ts";
import { createRunStore, type RunStore } from "./runStore.ts";
import { createRunsStore, type OpenRunStorage, type RunsStore } from "./runsStore.ts";
import { createShareStore, type ShareStore } from "./shareStore.ts";
import { createStorageStore, type StorageStore } from "./storageStore.ts";
import { createStudyStore, isStudyGoing, type StudyStore } from "./studyStore.ts";
import { createViewStore, type ViewStart, type ViewStore } from "./viewStore.ts";
import { createWhyStore, type WhyStore } from "./whyStore.ts";
import { createWorkspaceStore, type WorkspaceStore } from "./workspaceStore.ts";

export interface Studio {
  run: RunStore;
  config: ConfigStore;
  view: ViewStore;
  charts: ChartStore;
  corpus: CorpusStore;
  mapping: MappingStore;
  inspect: InspectStore;
  evaluation: EvaluationStore;
  study: StudyStore;
  features: FeatureStore;
  label: LabelStore;
  runClock: RunClock;
  runs: RunsStore;
  /** What can be done with a kept run in the other views. */
  keptRuns: KeptRunActions;
  why: WhyStore;
  workspace: WorkspaceStore;
  storage: StorageStore;
  offline: OfflineStore;
  share: ShareStore;
  /** What a report of a run is made from. */
  reports: ReportSource;
  /** Starts a worker for the guide's live examples, beside the one that all else asks. */
  openExampleWorker: OpenExampleWorker;
  /**
   * Brings back what the browser keeps of earlier work and keeps the work from then on; makes the suite where
   * nothing is kept. `isTakingOver`: also where another tab keeps it.
   */
  open(isTakingOver: boolean): Promise<void>;
  /** What can be done with the run now. */
  controls(): RunControls;
  /** Generates the suite the config names, anew where it is there already. */
  loadSuite(): Promise<void>;
  /** Starts, pauses or resumes, whichever the main button offers now. */
  toggleRun(): Promise<void>;
  stepOnce(): Promise<void>;
  /** Ends the run under way and starts one with the config as it stands now. */
  restart(): Promise<void>;
  /** Goes to Inspect, to these chains alone and all of them, and opens one where it is named. */
  showChains(shown: ShownChains): void;
  /** Chooses the frozen encoder with this feature set in the form, and goes to Train. */
  trainOnFeatures(id: string): void;
  /** Queues a study of the config as it stands now; false (and said why) where it cannot begin. */
  startStudy(requestOf: (config: RunConfig) => StudyRequest): Promise<boolean>;
}

export interface StudioOptions extends ViewStart {
  schedule: ScheduleFrame;
  /** The page's query; see configUrl. */
  search: string;
  /** Where runs are kept; in memory where it is left out. */
  openRunStorage?: OpenRunStorage;
  /** Where an endpoint's key is remembered for those who ask for it; nowhere where it is left out. */
  keyMemory?: KeyMemory;
  /** Where edits of a chain are remembered; nowhere where it is left out. */
  draftMemory?: DraftMemory;
  /** What the browser keeps of vectors and models; nothing where it is left out. */
  measureKeptFeatures?: () => Promise<FeatureCacheSize>;
  /** Loads the page anew so that it takes the workspace over from the tab that has it. */
  takeOver?: () => void;
  /** How charts are looked at is forgotten with the page where it is left out. */
  chartMemory?: ChartMemory;
  /** Measures the browser's storage; nothing is said of it where it is left out. */
  storage?: StorageGauge;
  /** The app itself in the browser's keeping; it is not kept where this is left out. */
  offlineCopy?: OfflineCopy;
  /** Where the guide's examples train; they say that they cannot where it is left out. */
  openExampleWorker?: OpenExampleWorker;
}

export function createStudio(worker: StudioClient, options: StudioOptions): Studio {
  const gate = createOpeningGate(worker);
  const { client } = gate;
  const run = createRunStore(client, options.schedule);
  const config = createConfigStore(options.search);
  const view = createViewStore(client, options);
  const charts = createChartStore({ view, run, memory: options.chartMemory });
  const corpus = createCorpusStore(client);
  const mapping = createMappingStore(client, corpus);
  const inspect = createInspectStore(client, options.draftMemory);
  const why = createWhyStore(client);
  const evaluation = createEvaluationStore(client);
  const study = createStudyStore(client);
  const features = createFeatureStore(client, options.measureKeptFeatures);
  const label = createLabelStore(client, options.keyMemory);
  const runClock = createRunClock(client);
  const runs = createRunsStore(client, options.openRunStorage);
  const workspace = createWorkspaceStore(client, options.takeOver);
  const storage = createStorageStore(
    client,
    () => void workspace.getState().save(),
    {
      workspace: async () => void (await client.call("workspace.clear", {})),
      labelJob: async () => void (await client.call("label.discard", {})),
      async vectors() {
        await client.call("features.clearCache", {});
        await features.getState().measure();
      },
      deletedRuns: () => runs.getState().removeForGood(),
    },
    options.storage,
  );
  /** The suite the worker has; its summary does not say variant and seed. */
  let loadedSuite = "";

  /** True when the suite is there now; false where the load failed or was cancelled. */
  async function loadSuiteOf(of: RunConfig, isForced: boolean): Promise<boolean> {
    const { variant, seed } = of.suite;
    const wanted = nameOfSuite(variant, seed ?? of.seed);
    const before = corpus.getState().summary;
    if (!isForced && before?.isSuite === true && loadedSuite === wanted) return true;
    await corpus.getState().loadSuite(variant, seed ?? of.seed);
    const isLoaded = corpus.getState().summary !== before && corpus.getState().error === null;
    if (isLoaded) loadedSuite = wanted;
    return isLoaded;
  }

  /** The checked config, with the suite it names loaded; null (and said so) where that fails. */
  async function readyConfig(): Promise<RunConfig | null> {
    const { config: checked, issues } = config.getState();
    if (checked === null) {
      const [path, message] = Object.entries(issues)[0] ?? ["config", "invalid"];
      run.getState().report(new StudioError("config", `${path}: ${message}`, "Correct the field."));
      return null;
    }
    const { summary } = corpus.getState();
    const isReady = summary?.isSuite === false || (await loadSuiteOf(checked, false));
    return isReady ? checked : null;
  }

  function controls(): RunControls {
    const { state, pending, main } = run.getState();
    const { summary, load } = corpus.getState();
    const { config: checked } = config.getState();
    return runControls({
      state,
      isPending: pending !== null || study.getState().pending !== null,
      isStudyGoing: isStudyGoing(study.getState().status),
      isCorpusReady:
        summary !== null && summary.blockers[checked?.mode ?? "bilevel"] === null && load === null,
      isConfigValid: checked !== null,
      hasPoints: (main?.history.length ?? 0) > 0,
      hasLearnedWeights: main?.config.mode === "bilevel",
    });
  }

  async function start(): Promise<void> {
    const ready = await readyConfig();
    if (ready !== null) await run.getState().start(ready);
  }

  async function loadSuite(): Promise<void> {
    // Data is there even while a field is wrong; what is right by the next start is made then.
    await loadSuiteOf(config.getState().config ?? defaultRunConfig(), true);
  }

  /** Opens the workspace; the config of the run that came back with it, null where none did. */
  async function openWorkspace(isTakingOver: boolean) {
    let restored: RunConfig | null = null;
    const end = client.on((event) => {
      if (event.name === "run.started" && event.role === "main") restored = event.config;
    });
    const opening = workspace.getState().open(isTakingOver);
    gate.holdUntil(opening);
    const opened = await opening;
    end();
    return { opened, restored: restored as RunConfig | null };
  }

  return {
    run,
    config,
    view,
    charts,
    corpus,
    mapping,
    inspect,
    evaluation,
    study,
    features,
    label,
    runClock,
    runs,
    keptRuns: keptRunActions(client, { runs, config, view, inspect, evaluation }),
    why,
    workspace,
    storage,
    offline: createOfflineStore(options.offlineCopy),
    share: createShareStore(),
    reports: createReportSource(client),
    openExampleWorker: options.openExampleWorker ?? refuseExamples,
    async open(isTakingOver) {
      const { opened, restored } = await openWorkspace(isTakingOver);
      // Settings in the address were asked for; without any, the form shows what the run was made with.
      const { isAddressed, replace, offer } = config.getState();
      if (restored !== null) (isAddressed ? offer : replace)(restored);
      if (opened === null || !opened.hasCorpus) return loadSuite();
      const { suite, edits } = opened;
      corpus.getState().adoptEdits(edits);
      if (suite === null) return;
      loadedSuite = nameOfSuite(suite.variant, suite.seed);
      // Nothing hangs on a suite as it was made: the one that the address names can take its place.
      const isFree = edits.length === 0 && restored === null && study.getState().status === null;
      if (isFree) await loadSuiteOf(config.getState().config ?? defaultRunConfig(), false);
    },
    controls,
    loadSuite,
    async toggleRun() {
      const { main } = controls();
      if (main === "start") await start();
      else if (main === "pause") await run.getState().pause();
      else if (main === "resume") await run.getState().resume();
    },
    async stepOnce() {
      if (!controls().canStep) return;
      const isPaused = run.getState().state === "paused";
      // A paused run goes on with its own config, whatever the form says by now.
      const ready = isPaused ? run.getState().config : await readyConfig();
      if (ready !== null) await run.getState().stepOnce(ready);
    },
    async restart() {
      if (controls().canStop) await run.getState().stop();
      if (!controls().isActive && !isStudyGoing(study.getState().status)) await start();
    },
    showChains(shown) {
      inspect.getState().showAll(shown);
      // The pointer leaves the charts without a word when they go.
      view.getState().hoverDomain(null);
      charts.getState().hoverAt(null);
      view.getState().show("inspect");
    },
    trainOnFeatures(id) {
      const { draft, setField } = config.getState();
      if (encoderKindOf(draft) !== "frozen") setField("encoder.kind", "frozen");
      setField("encoder.features", id);
      view.getState().show("train");
    },
    async startStudy(requestOf) {
      if (!controls().canStudy) return false;
      const ready = await readyConfig();
      return ready !== null && (await study.getState().start(requestOf(ready)));
    },
  };
}

function nameOfSuite(variant: SuiteVariant, seed: number): string {
  return `${variant} ${seed}`;
}

function refuseExamples(): never {
  throw new StudioError("state", "Live examples need the app's page to run in");
}
