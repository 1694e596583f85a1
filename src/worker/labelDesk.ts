// Answers the commands about making labels: hands them to the labeller, and its shards to the corpus.
import { toErrorReport } from "../base/errors.ts";
import { Labeller } from "../labeller/labeller.ts";
import type { StudioHandlers } from "../protocol/host.ts";
import type { StudioEvent } from "../protocol/messages.ts";
import { openLabelJournal } from "../storage/labelJournal.ts";
import { memoryLabelJournal } from "../storage/memoryLabelJournal.ts";
import type { CorpusDesk } from "./corpusDesk.ts";

export interface LabelDeskOptions {
  desk: CorpusDesk;
  post: (event: StudioEvent) => void;
  /** Milliseconds, monotonic. */
  now: () => number;
}

type LabelCommand = Extract<keyof StudioHandlers, `label.${string}`>;

/** Questions are drawn by it that no suite of an ordinary seed holds. */
const SUITE_QUESTIONS_SEED = 90_001;

export function labelHandlers({
  desk,
  post,
  now,
}: LabelDeskOptions): Pick<StudioHandlers, LabelCommand> {
  const labeller = new Labeller({
    openJournal: async () => {
      try {
        return await openLabelJournal();
      } catch (error) {
        const { message, hint } = toErrorReport(error);
        post({ kind: "event", name: "notice.posted", message: `${message}. ${hint}` });
        return memoryLabelJournal();
      }
    },
    post: (status) => post({ kind: "event", name: "label.changed", status }),
    // Unbound, fetch would be called on the options and refuse.
    fetch: (...args) => fetch(...args),
    now,
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    random: Math.random,
  });
  return {
    "label.open": ({ files }) => labeller.open(files),
    "label.openSuite": ({ questionsPerDomain }) =>
      labeller.openSuite(SUITE_QUESTIONS_SEED, questionsPerDomain),
    "label.probe": ({ url, key }) => labeller.probe(url, key),
    "label.estimate": ({ spec }) => labeller.estimate(spec),
    "label.start": async ({ spec, key }) => {
      await labeller.start(spec, key);
      return null;
    },
    "label.pause": () => {
      labeller.pause();
      return null;
    },
    "label.resume": async ({ spec, key }) => {
      await labeller.resume(spec, key);
      return null;
    },
    "label.discard": async () => {
      await labeller.discard();
      return null;
    },
    "label.restore": () => labeller.restore(),
    "label.export": () => labeller.shards(),
    "label.use": ({ isReplacing }) => {
      const files = labeller
        .shards()
        .map(({ name, blob }) => ({ path: name, file: new File([blob], name) }));
      return desk.loadFiles(files, isReplacing);
    },
  };
}
