// The guide's live examples: a training worker of their own, started when the first of them is pressed. It is
// the app's own worker on small data; it keeps nothing, and is ended with the lab.
import { StudioError } from "../base/errors.ts";
import type { ChainScores } from "../domain/inspect.ts";
import type { HistoryRecord, RunState } from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import type { StudioClient } from "../protocol/client.ts";
import type { StudioEvent } from "../protocol/messages.ts";

/** Starts a worker and connects to it. */
export type OpenExampleWorker = () => StudioClient;

export interface ExampleTraining {
  /** Shards and a meta set, in the formats the app reads. */
  files: readonly File[];
  config: RunConfig;
  /** Called with the new points, in order, as they come; `domains` is the order of their weights. */
  onPoints?: (points: readonly HistoryRecord[], domains: readonly string[]) => void;
}

export interface TrainedExample {
  /** In the order of every point's weights. */
  domains: readonly string[];
  history: readonly HistoryRecord[];
  /** The trained PRM, to score with. */
  prm: File;
}

export interface ExampleLab {
  /**
   * Trains to the end; trainings follow one another. Rejects with the StudioError the run failed with, or with
   * "cancelled" once the lab is closed.
   */
  train(training: ExampleTraining): Promise<TrainedExample>;
  /** Scores of a chain under a PRM that was trained here. Rejects as `train`. */
  score(prm: File, question: string, steps: readonly string[]): Promise<ChainScores>;
  /** Ends the worker and whatever goes on in it. */
  close(): void;
}

const ENDS: readonly RunState[] = ["finished", "stopped", "failed"];

export function createExampleLab(open: OpenExampleWorker): ExampleLab {
  let opened: StudioClient | null = null;
  const closing = new AbortController();
  /** What the worker does now; the next waits for it, whether it succeeds or not. */
  let last: Promise<unknown> = Promise.resolve();
  /** The PRM whose scores the worker gives. */
  let shown: File | null = null;

  const closed = new Promise<never>((_resolve, reject) => {
    closing.signal.addEventListener("abort", () =>
      reject(new StudioError("cancelled", "The guide was left")),
    );
  });
  // Nobody may be waiting when the lab is closed.
  closed.catch(() => {});

  function inTurn<T>(work: (client: StudioClient) => Promise<T>): Promise<T> {
    const turn = last.then(() => {
      if (closing.signal.aborted) return closed;
      opened ??= open();
      return Promise.race([work(opened), closed]);
    });
    last = turn.catch((error) => {
      // Nothing more comes of a worker that is gone; the next turn starts another.
      if (!(error instanceof StudioError) || error.code !== "worker") return;
      opened?.dispose();
      opened = null;
    });
    return turn;
  }

  /** Resolves when the run that begins now has ended. */
  function runEnded(client: StudioClient, onEvent: (event: StudioEvent) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = client.on((event) => {
        onEvent(event);
        if (event.name !== "run.stateChanged" || !ENDS.includes(event.state)) return;
        end();
        if (event.state === "finished") resolve();
        else reject(failureOf(event));
      });
    });
  }

  async function train(
    client: StudioClient,
    { files, config, onPoints }: ExampleTraining,
  ): Promise<TrainedExample> {
    shown = null;
    await client.call("files.load", {
      files: files.map((file) => ({ path: file.name, file })),
      isReplacing: true,
    });
    const history: HistoryRecord[] = [];
    let domains: readonly string[] = [];
    const ended = runEnded(client, (event) => {
      if (event.name === "run.started") domains = event.domains;
      if (event.name !== "run.progressed") return;
      history.push(...event.records);
      onPoints?.(event.records, domains);
    });
    // A start that is refused ends nothing: its own error is told.
    await Promise.all([ended, client.call("run.start", { config })]);
    const { name, blob } = await client.call("prm.export", { id: "main" });
    const prm = new File([blob], name);
    shown = prm;
    return { domains, history, prm };
  }

  return {
    train: (training) => inTurn((client) => train(client, training)),
    score: (prm, question, steps) =>
      inTurn(async (client) => {
        if (shown !== prm) await client.call("prm.load", { file: prm });
        shown = prm;
        return client.call("chain.score", { question, steps: [...steps] });
      }),
    close() {
      closing.abort();
      opened?.dispose();
    },
  };
}

function failureOf(event: Extract<StudioEvent, { name: "run.stateChanged" }>): StudioError {
  const { code, message, hint } = event.error ?? {
    code: "state" as const,
    message: event.detail,
    hint: "",
  };
  return new StudioError(code, message, hint);
}
