// What the worker does with each command: the one place where data, suite, engine and protocol meet.
import { enableDomain, mergeDomains, renameDomain } from "../data/editCorpus.ts";
import { readSafetensors } from "../engine/prm/safetensors.ts";
import type { StudioHandlers } from "../protocol/host.ts";
import type { StudioEvent } from "../protocol/messages.ts";
import { CorpusDesk } from "./corpusDesk.ts";
import { CorpusHolder } from "./corpusHolder.ts";
import { Inspector } from "./inspector.ts";
import { PrmScorer } from "./prmScorer.ts";
import { RunController } from "./runController.ts";
import { describeRun, exportRun, scoresFile } from "./runExport.ts";

export interface SessionOptions {
  post: (event: StudioEvent) => void;
  /** Milliseconds, monotonic. */
  now: () => number;
}

export function createSession(options: SessionOptions): StudioHandlers {
  const { post, now } = options;
  const holder = new CorpusHolder();
  const scorer = new PrmScorer(holder);
  const inspector = new Inspector(holder, scorer);
  const controller = new RunController({ holder, scorer, post, now });
  const desk = new CorpusDesk({ holder, post, isTraining: () => controller.isBusy });
  const runFile = () => describeRun(controller.runs, controller.deviceInfo, desk.problemCount);

  return {
    "suite.load": ({ variant, seed }) => desk.loadSuite(variant, seed),
    "files.load": ({ files, isReplacing }) => desk.loadFiles(files, isReplacing),
    "load.cancel": () => {
      desk.cancelLoad();
      return null;
    },
    "domain.rename": ({ from, to }) => desk.edit((corpus) => renameDomain(corpus, from, to)),
    "domain.merge": ({ names, into }) => desk.edit((corpus) => mergeDomains(corpus, names, into)),
    "domain.enable": ({ name, isEnabled }) =>
      desk.edit((corpus) => enableDomain(corpus, name, isEnabled)),
    "domain.undo": () => desk.undo(),
    "problems.export": () => desk.exportProblems(),
    "corpus.export": () => desk.exportCorpus(),
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
    "run.export": () => exportRun(controller.runs, runFile(), holder, scorer),
    "chains.query": ({ query }) => inspector.query(query),
    "chains.list": ({ source, refs }) => inspector.list(source, refs),
    "chain.read": ({ source, ref }) => inspector.read(source, ref),
    "chain.score": ({ question, steps }) => scorer.scoreText(question, steps),
    "prm.load": async ({ file }) => {
      const prm = readSafetensors(new Uint8Array(await file.arrayBuffer()));
      scorer.show(prm, "main");
      post({ kind: "event", name: "prm.changed", role: "main", step: prm.step });
      return null;
    },
    "candidates.score": () => scoresFile(holder, scorer),
  };
}
