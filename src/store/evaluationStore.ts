// What the Evaluate view measures: which PRMs are on the worker's shelf, which of them are compared, the
// newest report on them and whether something has changed since it was asked for.
import { createStore, type StoreApi } from "zustand/vanilla";
import { type ErrorReport, toErrorReport } from "../base/errors.ts";
import {
  BLIND_ID,
  EVALUATED_ROLES,
  type EvaluationReport,
  type EvaluationRequest,
  type PrmEntry,
} from "../domain/evaluation.ts";
import type { Aggregation } from "../domain/runConfig.ts";
import type { Recommendation } from "../domain/study.ts";
import type { StudioClient } from "../protocol/client.ts";
import { t } from "../strings/strings.ts";
import type { LoadProgress } from "./corpusStore.ts";
import { createLatestWins } from "./latestWins.ts";

export interface EvaluationState {
  /** PRMs that can be evaluated, as the worker lists them. */
  shelf: readonly PrmEntry[];
  /** PRMs whose place in or out of the comparison was changed by hand; see `comparedPrms`. */
  toggled: readonly string[];
  /** Null: the first PRM's own. */
  aggregation: Aggregation | null;
  report: EvaluationReport | null;
  /** What is compared, or the corpus, has changed since the report was asked for (or there is none yet). */
  isStale: boolean;
  /** Set while it is measured; null total share before the first word from the worker. */
  progress: LoadProgress | null;
  error: ErrorReport | null;
  /** The run's PRM beside itself with the images hidden, gains over the latter; null until measured. */
  imageReport: EvaluationReport | null;
  isMeasuringImages: boolean;
  /** Learned or uniform weights, decided on kept meta chains after the present run's retraining. */
  recommendation: Recommendation | null;

  /** Measures the compared PRMs; a later call replaces one that waits. Does nothing without PRMs. */
  compute(): void;
  /** Measures what the run's PRM chooses with the images and without. */
  measureImages(): void;
  /** Takes a PRM into the comparison or out of it. */
  togglePrm(id: string): void;
  setAggregation(aggregation: Aggregation | null): void;
  dismissError(): void;
}

export type EvaluationStore = StoreApi<EvaluationState>;

/** Ids of the present run's PRMs; kept ones come after them. */
const OWN_IDS: readonly string[] = EVALUATED_ROLES;

/**
 * The PRMs that are compared, in the order they are shown: those of the present run, then kept ones that
 * were added by hand. Without any of the present run, every kept one.
 */
export function comparedPrms({
  shelf,
  toggled,
}: Pick<EvaluationState, "shelf" | "toggled">): PrmEntry[] {
  const own = OWN_IDS.flatMap((id) => shelf.filter((entry) => entry.id === id));
  const kept = shelf.filter((entry) => !OWN_IDS.includes(entry.id));
  const isIn = (entry: PrmEntry, isByDefault: boolean) =>
    isByDefault !== toggled.includes(entry.id);
  return [
    ...own.filter((entry) => isIn(entry, true)),
    ...kept.filter((entry) => isIn(entry, own.length === 0)),
  ];
}

export function createEvaluationStore(client: StudioClient): EvaluationStore {
  return createStore<EvaluationState>()((set, get) => {
    const question = createLatestWins<EvaluationRequest, EvaluationReport>({
      run: (request) => client.call("evaluation.compute", { request }),
      onAnswer(report, _request, isNewest) {
        if (isNewest) set({ report, progress: null });
      },
      onError(error) {
        set({ error: toErrorReport(error), progress: null });
      },
    });

    const imageQuestion = createLatestWins<EvaluationRequest, EvaluationReport>({
      run: (request) => client.call("evaluation.compute", { request }),
      onAnswer: (imageReport) => set({ imageReport, isMeasuringImages: false }),
      onError: (error) => set({ error: toErrorReport(error), isMeasuringImages: false }),
    });

    /** What was measured of a PRM that has changed since says nothing of the present one. */
    function forgetImages(): void {
      imageQuestion.drop();
      set({ imageReport: null, isMeasuringImages: false });
    }

    /** A report on what is no longer there would mislead: it goes, and so does one on its way. */
    function forget(): void {
      question.drop();
      forgetImages();
      set({ report: null, progress: null, isStale: true });
    }

    client.on((event) => {
      switch (event.name) {
        case "shelf.changed":
          set({
            shelf: event.prms,
            toggled: get().toggled.filter((id) => event.prms.some((entry) => entry.id === id)),
            isStale: true,
          });
          forgetImages();
          if (event.prms.length === 0) forget();
          break;
        case "corpus.changed":
          forget();
          break;
        case "load.progressed": {
          const { label, done, total } = event;
          if (get().progress !== null) set({ progress: { label, done, total } });
          break;
        }
        case "run.started":
          if (event.role === "main") set({ recommendation: null });
          break;
        case "run.stateChanged":
          if (event.state === "idle") set({ recommendation: null });
          break;
        case "run.recommended":
          set({ recommendation: event.recommendation });
          break;
      }
    });

    return {
      shelf: [],
      toggled: [],
      aggregation: null,
      report: null,
      isStale: true,
      progress: null,
      error: null,
      imageReport: null,
      isMeasuringImages: false,
      recommendation: null,
      measureImages() {
        set({ isMeasuringImages: true, error: null });
        imageQuestion.ask({
          prmIds: ["main", BLIND_ID],
          aggregation: get().aggregation,
          referenceId: BLIND_ID,
        });
      },
      compute() {
        const prmIds = comparedPrms(get()).map((entry) => entry.id);
        if (prmIds.length === 0) return;
        set({
          isStale: false,
          error: null,
          progress: { label: t("notices:load.evaluating"), done: 0, total: 0 },
        });
        question.ask({ prmIds, aggregation: get().aggregation });
      },
      togglePrm(id) {
        const { toggled } = get();
        set({
          toggled: toggled.includes(id)
            ? toggled.filter((other) => other !== id)
            : [...toggled, id],
          isStale: true,
        });
      },
      setAggregation(aggregation) {
        forgetImages();
        set({ aggregation, isStale: true });
      },
      dismissError: () => set({ error: null }),
    };
  });
}
