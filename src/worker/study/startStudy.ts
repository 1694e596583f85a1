// From a request to a study that goes on: which corpus, which seeds, what becomes of each training.
import { StudioError } from "../../base/errors.ts";
import { findBlocker } from "../../data/findBlocker.ts";
import { wholeResponses } from "../../data/wholeResponses.ts";
import type { RunConfig } from "../../domain/runConfig.ts";
import type { StudyRequest, StudyVariant } from "../../domain/study.ts";
import type { StudioEvent } from "../../protocol/messages.ts";
import type { CorpusDesk } from "../corpusDesk.ts";
import { CorpusHolder } from "../corpusHolder.ts";
import type { DeviceKeeper } from "../deviceKeeper.ts";
import { describeRun, prmFile } from "../runExport.ts";
import { planComparison } from "./comparisonPlan.ts";
import type { StudyController } from "./studyController.ts";
import type { StudyPlan } from "./studyPlan.ts";
import type { TrainedPrm } from "./trainOne.ts";
import { planVerdict } from "./verdictPlan.ts";

export interface StudyDesk {
  studies: StudyController;
  holder: CorpusHolder;
  desk: CorpusDesk;
  devices: DeviceKeeper;
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
    if (blocker) throw new StudioError("data", blocker);
  }
  // Seeds are of the training; a run that is to be made again needs the data's own seed.
  const withData = (config: RunConfig): RunConfig =>
    desk.suite ? { ...config, suite: { ...desk.suite } } : config;
  let plan: StudyPlan;
  if (request.kind === "verdict") {
    const { suite } = desk;
    const suiteSeed = suite && suite.variant !== "clean" ? suite.seed : null;
    const config = withData(request.config);
    plan = planVerdict({ holder, config, seeds: request.seeds, suiteSeed });
  } else {
    const variants = request.variants.map((each) => ({ ...each, config: withData(each.config) }));
    plan = planComparison({
      ...request,
      variants,
      holderFor: holders(holder),
      onTrained: (label, main, retrained) => tell(of, label, main, retrained),
    });
  }
  studies.start(plan);
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
function tell(
  { desk, devices, post }: StudyDesk,
  label: string,
  main: TrainedPrm,
  retrained: TrainedPrm | null,
): void {
  const runs = new Map([["main", main.run] as const]);
  const run = describeRun({
    runs: retrained ? new Map([...runs, ["retrained", retrained.run] as const]) : runs,
    backend: devices.info,
    problemCount: desk.problemCount,
    recommendation: null,
  });
  const prm = prmFile("prm.safetensors", (retrained ?? main).prm);
  post({ kind: "event", name: "study.runDone", label, run, prm });
}
