// From a request, or from what was kept of a study, to a study that goes on: which corpus, which seeds, what
// becomes of each training.
import { StudioError, toErrorReport } from "../../base/errors.ts";
import { findBlocker } from "../../data/findBlocker.ts";
import { wholeResponses } from "../../data/wholeResponses.ts";
import { BLOCKER_WORDS } from "../../domain/blockerWords.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import type { StudyRequest, StudyVariant } from "../../domain/study.ts";
import type { StudioEvent } from "../../protocol/messages.ts";
import type { CorpusDesk } from "../corpusDesk.ts";
import { CorpusHolder } from "../corpusHolder.ts";
import { describeRun, prmFile } from "../runExport.ts";
import { type ComparedTraining, planComparison } from "./comparisonPlan.ts";
import type { StudyController } from "./studyController.ts";
import type { KeptStudies, StudyOrigin } from "./studyFinding.ts";
import type { StudyPlan } from "./studyPlan.ts";
import { planVerdict } from "./verdictPlan.ts";

export interface StudyDesk {
  studies: StudyController;
  holder: CorpusHolder;
  desk: CorpusDesk;
  /** Of the corpus that is loaded; empty where there is none. */
  corpusId: () => string;
  /** Why no study can start now, in words; null when one can. */
  findObstacle: () => string | null;
  post: (event: StudioEvent) => void;
}

/** Throws StudioError("state") while something trains, "data" where the corpus cannot be trained on. */
export function startStudy(of: StudyDesk, request: StudyRequest): void {
  const { studies, holder, desk, findObstacle } = of;
  const obstacle = findObstacle();
  if (obstacle !== null) throw new StudioError("state", obstacle);
  const configs =
    request.kind === "verdict"
      ? [{ ...request.config, mode: "bilevel" as const }]
      : request.variants.map(({ config }) => config);
  for (const { mode } of configs) {
    const blocker = findBlocker(holder.corpus, mode);
    if (blocker) throw new StudioError("data", BLOCKER_WORDS[blocker]);
  }
  // Seeds are of the training; a run that is to be made again needs the data's own seed.
  const { suite } = desk;
  const withData = (config: RunConfig): RunConfig =>
    suite ? { ...config, suite: { ...suite } } : config;
  const origin: StudyOrigin = {
    id: crypto.randomUUID(),
    request:
      request.kind === "verdict"
        ? { ...request, config: withData(request.config) }
        : {
            ...request,
            variants: request.variants.map((each) => ({ ...each, config: withData(each.config) })),
          },
    suiteSeed: suite && suite.variant !== "clean" ? suite.seed : null,
    corpusId: of.corpusId(),
  };
  studies.start(planOf(of, origin), origin);
}

/**
 * Brings back what the browser kept: reports are told of again, a study that was under way waits, paused. Data
 * that it was of must be there already. What cannot go on is said.
 */
export function restoreStudies(of: StudyDesk, { going, reports }: KeptStudies): void {
  const { studies, post } = of;
  const isOfCorpus = (corpusId: string) => corpusId !== "" && corpusId === of.corpusId();
  studies.restoreReports(reports);
  for (const { report, corpusId } of reports) {
    post({ kind: "event", name: "study.reported", report, isOutdated: !isOfCorpus(corpusId) });
  }
  if (!going || studies.isBusy) return;
  const sayLost = (reason: string) =>
    post({
      kind: "event",
      name: "notice.posted",
      message: `A study was interrupted and cannot go on: ${reason}.`,
    });
  if (!isOfCorpus(going.origin.corpusId)) {
    sayLost("the data it was about are no longer loaded");
    return;
  }
  try {
    studies.restore(planOf(of, going.origin), going);
  } catch (error) {
    sayLost(toErrorReport(error).message);
  }
}

/** The same plan of the same corpus, before a reload and after it. */
function planOf(of: StudyDesk, { id, request, suiteSeed }: StudyOrigin): StudyPlan {
  const { holder } = of;
  if (request.kind === "verdict") {
    return planVerdict({ holder, config: request.config, seeds: request.seeds, suiteSeed });
  }
  return planComparison({
    ...request,
    holderFor: holders(holder),
    onTrained: (training) => tell(of, id, training),
  });
}

/** The corpus as it is, and one of whole responses made when it is first asked for. */
function holders(holder: CorpusHolder): (responses: StudyVariant["responses"]) => CorpusHolder {
  let whole: CorpusHolder | null = null;
  return (responses) => {
    if (responses === "steps") return holder;
    if (!whole) {
      whole = new CorpusHolder(holder.features);
      whole.replace(wholeResponses(holder.corpus));
    }
    return whole;
  };
}

/** Gives the page a training as a run to keep. */
function tell({ desk, post }: StudyDesk, studyId: string, training: ComparedTraining) {
  const { taskId, label, main, retrained } = training;
  const runs = new Map([["main", main.run] as const]);
  const run = describeRun({
    runs: retrained ? new Map([...runs, ["retrained", retrained.run] as const]) : runs,
    problemCount: desk.problemCount,
    recommendation: null,
  });
  const prm = prmFile("prm.safetensors", (retrained ?? main).prm);
  const id = `${studyId} ${taskId}`;
  post({ kind: "event", name: "study.runDone", id, label, run, prm });
}
