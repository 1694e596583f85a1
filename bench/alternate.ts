// Measures contenders in turn, round by round, so that what else the machine does falls on all alike.
import type { LossStretch } from "./peers/peer.ts";
import type { PeerName, Workload } from "./peers/workload.ts";
import type { Session, SessionReport } from "./session.ts";

export type OpenSession = (peer: PeerName, workload: Workload) => Promise<Session>;

export interface Contender {
  /** What the report calls it; unique among those it alternates with. */
  name: string;
  peer: PeerName;
  workload: Workload;
  /** Steps come in multiples of this (lower steps between readbacks). */
  stepMultiple: number;
  /** Steps before the clock: kernels are compiled, losses compared. */
  warmSteps: number;
}

export interface Pace {
  rounds: number;
  /** Wall time a contender should compute for in a round. */
  chunkMs: number;
  /** Wall time a contender may take in all rounds; a slow one takes part in fewer, two at least. */
  budgetMs: number;
}

export interface Series {
  contender: Contender;
  device: string;
  /** Milliseconds a step by round; null where it sat out. */
  stepMs: (number | null)[];
  warmLosses: readonly LossStretch[];
  /** First run, compilation included. */
  warmMs: number;
  stepsARound: number;
  last: SessionReport;
}

/** What is told while it goes. */
export interface Progress {
  /** A line to keep. */
  log(line: string): void;
  /** What is being done at the moment. */
  progress(line: string): void;
}

export interface Alternation {
  series: Series[];
  /** Contenders that could not be opened or broke, and why. */
  failures: { contender: Contender; reason: string }[];
}

interface Running extends Series {
  session: Session;
  rounds: number;
}

/** Opens all, warms all, then runs the rounds; closes all, whatever happens. */
export async function alternate(
  contenders: readonly Contender[],
  open: OpenSession,
  pace: Pace,
  { log, progress }: Progress,
): Promise<Alternation> {
  const failures: Alternation["failures"] = [];
  let running: Running[] = [];
  const attempt = async <T>(contender: Contender, body: () => Promise<T>): Promise<T | null> => {
    try {
      return await body();
    } catch (error) {
      const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
      failures.push({ contender, reason });
      log(`${contender.name}: left out (${reason})`);
      return null;
    }
  };
  try {
    for (const contender of contenders) {
      progress(`${contender.name}: starting`);
      const started = await attempt(contender, () => start(contender, open, pace));
      if (started) running.push(started);
    }
    for (let round = 0; round < pace.rounds; round++) {
      // Forth and back, so that nobody always comes after the same one.
      const order = round % 2 === 0 ? running : [...running].reverse();
      for (const one of order) {
        if (round >= one.rounds) {
          one.stepMs.push(null);
          continue;
        }
        progress(`${one.contender.name}: round ${round + 1} of ${one.rounds}`);
        const report = await attempt(one.contender, () => one.session.run(one.stepsARound));
        if (report) {
          one.stepMs.push(report.ms / one.stepsARound);
          one.last = report;
        } else {
          await one.session.close().catch(() => {});
          running = running.filter((other) => other !== one);
        }
      }
    }
    return { series: running.map(({ session: _, rounds: __, ...series }) => series), failures };
  } finally {
    for (const { session } of running) await session.close().catch(() => {});
  }
}

async function start(contender: Contender, open: OpenSession, pace: Pace): Promise<Running> {
  const session = await open(contender.peer, contender.workload);
  try {
    const { stepMultiple, warmSteps } = contender;
    const warm = await session.run(warmSteps);
    // The first steps compile; a second, short run tells the pace, unless one step is a round anyway.
    const isSlow = warm.ms / warmSteps > 5 * pace.chunkMs;
    const probe = isSlow ? null : await session.run(stepMultiple);
    const stepMs = probe ? probe.ms / stepMultiple : warm.ms / warmSteps;
    const units = Math.round(pace.chunkMs / (stepMs * stepMultiple));
    const stepsARound = stepMultiple * Math.min(Math.max(units, 1), 400);
    const chunkMs = stepMs * stepsARound;
    return {
      contender,
      session,
      device: session.device,
      stepMs: [],
      warmLosses: [...warm.losses, ...(probe?.losses ?? [])],
      warmMs: warm.ms,
      stepsARound,
      last: probe ?? warm,
      rounds: Math.min(pace.rounds, Math.max(2, Math.floor(pace.budgetMs / chunkMs))),
    };
  } catch (error) {
    await session.close().catch(() => {});
    throw error;
  }
}
