// What the worker does with each command: the one place where data, suite, engine and protocol meet.

import { toErrorReport } from "../base/errors.ts";
import { peekFile, previewFile } from "../data/peekFile.ts";
import type { RunFile } from "../domain/run.ts";
import { defaultRunConfig } from "../domain/runConfig.ts";
import type { WorkspaceStorage } from "../domain/workspace.ts";
import { readSafetensors } from "../engine/prm/safetensors.ts";
import { FeatureExtractor } from "../pretrained/extractor.ts";
import type { StudioHandlers } from "../protocol/host.ts";
import type { StudioEvent } from "../protocol/messages.ts";
import { browserWorkspace } from "../storage/browserWorkspace.ts";
import { browserFeatureCache } from "../storage/featureCache.ts";
import { CorpusDesk } from "./corpusDesk.ts";
import { CorpusHolder } from "./corpusHolder.ts";
import { DeviceKeeper } from "./deviceKeeper.ts";
import { DomainExplainer } from "./domainExplainer.ts";
import { EvaluationDesk } from "./evaluationDesk.ts";
import { FeatureDesk } from "./featureDesk.ts";
import { FeatureShelf } from "./featureShelf.ts";
import { Inspector } from "./inspector.ts";
import { labelHandlers } from "./labelDesk.ts";
import { PrmScorer } from "./prmScorer.ts";
import { PrmShelf } from "./prmShelf.ts";
import { RunController } from "./runController.ts";
import { describeRun, exportRun, learnedByDomain, prmFile, scoresFile } from "./runExport.ts";
import { RunKeeping } from "./runKeeping.ts";
import { startStudy } from "./study/startStudy.ts";
import { StudyController } from "./study/studyController.ts";
import { WorkspaceDesk } from "./workspaceDesk.ts";
import { WorkspaceKeeper } from "./workspaceKeeper.ts";

export interface SessionOptions {
  post: (event: StudioEvent) => void;
  /** Milliseconds, monotonic. */
  now: () => number;
  /** Where the work is kept once the page asks for it; the browser's own storage unless given. */
  storage?: WorkspaceStorage;
}

export function createSession(options: SessionOptions): StudioHandlers {
  const { post, now, storage = browserWorkspace() } = options;
  const onNotice = (message: string) => post({ kind: "event", name: "notice.posted", message });
  const extractor = new FeatureExtractor({
    cache: browserFeatureCache(),
    onStatus: (status) => post({ kind: "event", name: "features.progressed", status }),
    now,
  });
  const workspace = new WorkspaceKeeper({
    storage,
    onStatus: (status) => post({ kind: "event", name: "workspace.changed", status }),
    onNotice,
  });
  const features = new FeatureShelf({
    onChange: () => {
      holder.forgetEncoded();
      workspaceDesk.keepFeatures();
    },
    extend: (id, chains) => extractor.vectorsFor(id, chains),
  });
  const holder: CorpusHolder = new CorpusHolder(features, (path, message) =>
    onNotice(`${path}: ${message}`),
  );
  const scorer = new PrmScorer(holder);
  const shelf = new PrmShelf(
    (prms) => post({ kind: "event", name: "shelf.changed", prms }),
    () => (holder.current?.images.size ?? 0) > 0,
  );
  const devices = new DeviceKeeper((backend) =>
    post({ kind: "event", name: "backend.chosen", backend }),
  );
  const inspector = new Inspector(holder, scorer, shelf);
  const studies = new StudyController({
    devices,
    onStatus: (status) => post({ kind: "event", name: "study.changed", status }),
    onReport: (report) =>
      post({ kind: "event", name: "study.reported", report, isOutdated: false }),
    onChanged: () => workspaceDesk.keepStudies(),
    onNotice,
    now,
  });
  const keeping = new RunKeeping({
    workspace,
    corpusId: () => desk.corpusId,
    standing: () => controller.standing,
    now,
  });
  const controller: RunController = new RunController({
    holder,
    scorer,
    shelf,
    devices,
    keeping,
    onInterrupted: (interrupted) => workspace.say({ interrupted }),
    findObstacle: () => (studies.isBusy ? "A study is going on; stop it first" : null),
    post,
    now,
  });
  const desk = new CorpusDesk({
    holder,
    post: (event) => {
      post(event);
      // Other chains: the same vectors cover more or less of them.
      if (event.name === "corpus.changed" && !features.isEmpty) featureDesk.announce();
    },
    isTraining: () => controller.isBusy || studies.isBusy,
    onChanged: () => workspaceDesk.keepCorpus(),
  });
  const featureDesk = new FeatureDesk({
    holder,
    extractor,
    post,
    isTraining: () => controller.isBusy || studies.isBusy,
  });
  const mainConfig = () => controller.runs.get("main")?.config ?? defaultRunConfig();
  const evaluation = new EvaluationDesk({
    holder,
    shelf,
    shares: () => mainConfig().heldOut,
    report: (label, done, total) =>
      post({ kind: "event", name: "load.progressed", label, done, total }),
  });
  const explainer = new DomainExplainer(holder, () => shelf.get("main"), mainConfig);
  /** A run that cannot be evaluated can be kept and exported all the same. */
  const reportOfRun = async () => {
    if (controller.isBusy) return null;
    try {
      return await evaluation.ofRun();
    } catch (error) {
      onNotice(`The candidates could not be evaluated: ${toErrorReport(error).message}`);
      return null;
    }
  };
  const runFile = async (): Promise<RunFile> => {
    // The run as it is now: another may have begun by the time it is evaluated.
    const file = describeRun({
      runs: controller.runs,
      problemCount: desk.problemCount,
      recommendation: controller.recommendation,
    });
    const { evaluation: trace } = file;
    const report = trace ? await reportOfRun() : null;
    return trace && report ? { ...file, evaluation: { ...trace, report } } : file;
  };
  const studyDesk = {
    studies,
    corpusId: () => desk.corpusId,
    holder,
    desk,
    devices,
    findObstacle: () => (controller.isBusy ? "A run is going on; stop or finish it first" : null),
    post,
  };

  const workspaceDesk: WorkspaceDesk = new WorkspaceDesk({
    workspace,
    desk,
    features,
    controller,
    keeping,
    studyDesk,
    announceFeatures: () => featureDesk.announce(),
  });

  return {
    ...workspaceDesk.handlers,
    ...featureDesk.handlers,
    ...labelHandlers({ desk, post, now }),
    "suite.load": ({ variant, seed }) => desk.loadSuite(variant, seed),
    "files.load": ({ files, isReplacing, mappings }) =>
      desk.loadFiles(files, isReplacing, mappings),
    "file.peek": ({ file }) => peekFile(file),
    "file.preview": ({ file, mapping }) => previewFile(file, mapping),
    "image.read": ({ path }) => holder.corpus.images.get(path) ?? null,
    "load.cancel": () => {
      desk.cancelLoad();
      return null;
    },
    "domain.rename": ({ from, to }) => desk.edit({ kind: "rename", from, to }),
    "domain.merge": ({ names, into }) => desk.edit({ kind: "merge", names, into }),
    "domain.enable": ({ name, isEnabled }) => desk.edit({ kind: "enable", name, isEnabled }),
    "domain.undo": () => desk.undo(),
    "problems.export": () => desk.exportProblems(),
    "corpus.export": () => desk.exportCorpus(),
    "corpus.exportOfficial": () =>
      desk.exportOfficial(learnedByDomain(controller.runs.get("main"))),
    "run.start": ({ config }) => {
      controller.start(config, null);
      return null;
    },
    "run.pause": () => {
      controller.pause();
      return null;
    },
    "run.resume": () => {
      controller.resume();
      return null;
    },
    "run.step": ({ config }) => {
      controller.stepOnce(config);
      return null;
    },
    "run.stop": async () => {
      await controller.stop();
      return null;
    },
    "run.reset": async () => {
      await controller.reset();
      return null;
    },
    "run.retrain": () => {
      controller.retrain();
      return null;
    },
    "run.describe": runFile,
    "run.export": async () => exportRun(controller.runs, await runFile(), holder, scorer),
    "chains.query": ({ query }) => inspector.query(query),
    "chains.list": ({ source, refs }) => inspector.list(source, refs),
    "chain.read": ({ source, ref, comparedTo, isBlind }) =>
      inspector.read(source, ref, comparedTo, isBlind),
    "chain.score": ({ question, steps, imagePath }) =>
      scorer.scoreText(question, steps, imagePath ?? null),
    "prm.load": async ({ file }) => {
      const prm = readSafetensors(new Uint8Array(await file.arrayBuffer()));
      scorer.show(prm, "main");
      post({ kind: "event", name: "prm.changed", role: "main", step: prm.step });
      return null;
    },
    "prm.shelve": async ({ id, label, file }) => {
      shelf.put(id, label, readSafetensors(new Uint8Array(await file.arrayBuffer())));
      return null;
    },
    "prm.unshelve": ({ id }) => {
      shelf.remove(id);
      return null;
    },
    "prm.export": ({ id }) => prmFile("prm.safetensors", shelf.require(id).prm),
    "evaluation.compute": ({ request }) => evaluation.compute(request),
    "domain.explain": ({ domain }) => explainer.explain(domain),
    "study.start": ({ request }) => {
      startStudy(studyDesk, request);
      return null;
    },
    "study.pause": () => {
      studies.pause();
      return null;
    },
    "study.resume": () => {
      studies.resume();
      return null;
    },
    "study.stop": () => {
      studies.stop();
      return null;
    },
    "candidates.score": () => scoresFile(holder, scorer),
  };
}
