// What the worker does with each command: the one place where data, suite, engine and protocol meet.
import { StudioError } from "../base/errors.ts";
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";
import type { Corpus } from "../domain/chain.ts";
import type { CorpusSummary } from "../domain/summary.ts";
import { readSafetensors } from "../engine/prm/safetensors.ts";
import type { StudioHandlers } from "../protocol/host.ts";
import type { StudioEvent } from "../protocol/messages.ts";
import { generateSuite } from "../suite/generateSuite.ts";
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

function quickSummary(corpus: Corpus): CorpusSummary {
  return {
    source: corpus.source,
    isSuite: true,
    domains: corpus.shards.map((shard) => {
      const labels = shard.chains.flatMap((chain) => chain.steps.map((step) => step.accuracy ?? 0));
      const histogram = new Array<number>(10).fill(0);
      for (const label of labels) histogram[Math.min(9, Math.floor(label * 10))]! += 1;
      return {
        name: shard.name,
        isEnabled: shard.isEnabled,
        tier: shard.tier,
        rows: labels.length,
        chains: shard.chains.length,
        meanSteps: labels.length / shard.chains.length,
        meanAccuracy: labels.reduce((a, b) => a + b, 0) / labels.length,
        histogram,
        badRows: 0,
      };
    }),
    metaChains: corpus.meta.length,
    metaCorrect: corpus.meta.filter((chain) => chain.isCorrect).length,
    metaMeanSteps: 6,
    candidateQuestions: corpus.candidates.length,
    candidateChains: corpus.candidates.length * 16,
    files: [],
    problems: [],
    problemCount: 0,
    overlapQuestions: 0,
    overlapExamples: [],
    blocker: null,
  };
}

export function createSession(options: SessionOptions): StudioHandlers {
  const { post, now } = options;
  const holder = new CorpusHolder();
  const scorer = new PrmScorer(holder);
  const inspector = new Inspector(holder, scorer);
  const controller = new RunController({ holder, scorer, post, now });
  const notYet = (): never => {
    throw new StudioError("state", "not there yet");
  };
  const runFile = () => describeRun(controller.runs, controller.deviceInfo, holder, 0);

  return {
    "suite.load": async ({ variant, seed }) => {
      const corpus = await generateSuite({
        variant,
        seed,
        onProgress: async (label, done, total) => {
          post({ kind: "event", name: "load.progressed", label, done, total });
          await yieldToEventLoop();
        },
      });
      holder.replace(corpus);
      const summary = quickSummary(corpus);
      post({ kind: "event", name: "corpus.changed", summary });
      return summary;
    },
    "files.load": notYet,
    "load.cancel": notYet,
    "domain.rename": notYet,
    "domain.merge": notYet,
    "domain.enable": notYet,
    "domain.undo": notYet,
    "problems.export": notYet,
    "corpus.export": notYet,
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
