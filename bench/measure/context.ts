// What every measurement is given: who takes part, how to open them, how long to take, where to report.
import {
  type Alternation,
  alternate,
  type Contender,
  type OpenSession,
  type Pace,
  type Progress,
} from "../alternate.ts";
import type { PeerName } from "../peers/workload.ts";
import type { ProblemSpec } from "../problem.ts";
import type { ResultsBuilder } from "../results.ts";

/** Encoders that learn; heads on a frozen one's vectors are measured in heads.ts. */
export type LearnedEncoder = Exclude<ProblemSpec["encoder"], "frozen">;

export interface BenchContext extends Progress {
  /** Peers that take part, ours first. */
  peers: readonly PeerName[];
  open: OpenSession;
  isQuick: boolean;
  /** All sessions share a process; TensorFlow.js then has one backend for all, so one session at a time. */
  hasOneProcess: boolean;
  results: ResultsBuilder;
}

/** Rounds for the main comparison, and shorter ones for the many cases of a scaling measurement. */
export function paceOf({ isQuick }: BenchContext, kind: "main" | "scaling"): Pace {
  if (kind === "main") {
    return isQuick
      ? { rounds: 3, chunkMs: 200, budgetMs: 6_000 }
      : { rounds: 9, chunkMs: 400, budgetMs: 25_000 };
  }
  return isQuick
    ? { rounds: 3, chunkMs: 60, budgetMs: 1_500 }
    : { rounds: 5, chunkMs: 150, budgetMs: 4_000 };
}

/** Alternates the contenders and keeps their rows. */
export async function measured(
  context: BenchContext,
  measurement: string,
  contenders: readonly Contender[],
  kind: "main" | "scaling" = "main",
): Promise<Alternation> {
  context.log(`${measurement}: ${contenders.map(({ name }) => name).join(", ")}`);
  const pace = paceOf(context, kind);
  const alternation = await alternate(contenders, context.open, pace, context);
  context.results.add(measurement, alternation);
  return alternation;
}

/** Lower steps between two readbacks of the losses; the app's trainer has 5 by default. */
export const READ_EVERY = 5;

/** A contender that makes lower steps. */
export function lowerContender(
  name: string,
  peer: PeerName,
  spec: Contender["workload"]["spec"],
  { readEvery = READ_EVERY, warmSteps = 10 } = {},
): Contender {
  return {
    name,
    peer,
    workload: { kind: "lower", spec, readEvery },
    stepMultiple: readEvery,
    warmSteps,
  };
}
