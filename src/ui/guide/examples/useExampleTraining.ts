// A live example's training as its page draws it: what has come so far, what came of it, what went wrong.
import { useCallback, useState } from "react";
import { type ErrorReport, StudioError, toErrorReport } from "../../../base/errors.ts";
import type { HistoryRecord } from "../../../domain/run.ts";
import type { TrainedExample } from "../../../store/exampleLab.ts";
import { useExampleLab } from "./ExampleLabContext.ts";
import { exampleConfig } from "./exampleConfig.ts";
import { type ExampleDomain, exampleFiles } from "./exampleFiles.ts";

export interface ExampleTrainingState {
  isGoing: boolean;
  /** Points so far, of the training that goes on or went on last. */
  points: readonly HistoryRecord[];
  trained: TrainedExample | null;
  error: ErrorReport | null;
}

const NONE: ExampleTrainingState = { isGoing: false, points: [], trained: null, error: null };

export interface ExampleTrainingControls extends ExampleTrainingState {
  /** Trains on these domains; null where it failed or the guide was left. */
  train(domains: readonly ExampleDomain[], seed: number): Promise<TrainedExample | null>;
  reset(): void;
}

export function useExampleTraining(): ExampleTrainingControls {
  const lab = useExampleLab();
  const [state, setState] = useState(NONE);
  const train = useCallback(
    async (domains: readonly ExampleDomain[], seed: number) => {
      setState({ ...NONE, isGoing: true });
      try {
        const trained = await lab.train({
          files: exampleFiles(domains, seed),
          config: exampleConfig(seed),
          onPoints: (points) =>
            setState((before) => ({ ...before, points: [...before.points, ...points] })),
        });
        setState((before) => ({ ...before, isGoing: false, trained }));
        return trained;
      } catch (error) {
        if (error instanceof StudioError && error.code === "cancelled") return null;
        setState({ ...NONE, error: toErrorReport(error) });
        return null;
      }
    },
    [lab],
  );
  return { ...state, train, reset: () => setState(NONE) };
}
