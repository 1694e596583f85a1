// Trainings under disturbance and the one without: how long a run has to be, what it should end with, and what it
// ends with after everything.
import type { Rng } from "../../src/base/rng.ts";
import type { ExportedRun } from "./compareRuns.ts";
import { type Disturbance, pickDisturbance } from "./disturbances.ts";
import { type HeapReading, readHeaps } from "./heapProbe.ts";
import type { SoakBackend } from "./soakArguments.ts";
import type { SoakSession } from "./soakSession.ts";
import type { StudioDriver } from "./studioDriver.ts";

/** An upper step takes long enough that points are few: what grows is to be a leak, not the history. */
const UNROLL = { cpu: 200, webgpu: 40 } as const;
const PROBE_MS = 4000;
/** As many as a config takes. */
const MOST_STEPS = 1_000_000;
/** No run is given up on before it has taken so many times as long as it should. */
const PATIENCE = 20;
const LEAST_WAIT_MS = 300;
const MOST_WAIT_MS = 4000;
const SAMPLE_INTERVAL_MS = 12_000;

export function settingsFor(backend: SoakBackend, steps: number): Record<string, string | number> {
  return {
    backend,
    seed: 11,
    "lower.steps": steps,
    "lower.batchSize": 128,
    "upper.unroll": UNROLL[backend],
    "upper.warmupSteps": UNROLL[backend],
    "upper.metaBatchSize": 32,
    "upper.trainBatchSize": 64,
    "evaluation.every": 50,
  };
}

/** How many steps take about so many seconds on this machine; a run is begun to see, and thrown away. */
export async function stepsFor(
  driver: StudioDriver,
  backend: SoakBackend,
  seconds: number,
): Promise<number> {
  await driver.train();
  const [before, startedAt] = [await driver.step(), Date.now()];
  await driver.wait(PROBE_MS);
  const perSecond = ((await driver.step()) - before) / ((Date.now() - startedAt) / 1000);
  await driver.pause();
  await driver.reset();
  const unroll = UNROLL[backend];
  const points = Math.max(10, Math.round((perSecond * seconds) / unroll));
  return Math.min(points * unroll, MOST_STEPS);
}

/** Waits for a run under way to finish, and exports it. */
export async function finish(driver: StudioDriver, seconds: number): Promise<ExportedRun> {
  let standing = await driver.goOn();
  await driver.until(
    "the end of the run",
    async () => {
      standing = await driver.standing();
      if (standing === "waiting") standing = await driver.goOn();
      return standing === "finished" || standing === "failed" || standing === "idle";
    },
    seconds * 1000 * PATIENCE,
  );
  if (standing !== "finished") throw new Error(`the run ended ${standing}`);
  await driver.show("Train");
  return driver.exportRun();
}

export interface SoakSample extends HeapReading {
  /** Minutes since the soak began. */
  at: number;
  residentBytes: number;
}

export interface SoakOptions {
  session: SoakSession;
  rng: Rng;
  disturbances: readonly Disturbance[];
  seconds: number;
  /** No further disturbance from here on (milliseconds as Date.now()), or after so many of them. */
  until: { time: number } | { count: number };
  /** Null takes no samples. */
  onSample: ((sample: SoakSample) => void) | null;
  onDisturbed: (name: string) => void;
  onFinished: (exported: ExportedRun) => void;
  startedAt: number;
}

/**
 * Disturbs a training that is under way; one that finishes is exported, told of, and begun anew. Resolves with how
 * many disturbances there were once it was long or often enough; the run goes on, or is finished.
 */
export async function disturb(options: SoakOptions): Promise<number> {
  const { session, rng, disturbances, seconds, until, onSample, startedAt } = options;
  let count = 0;
  let sampledAt = 0;
  const isOver = () => ("time" in until ? Date.now() >= until.time : count >= until.count);
  while (!isOver()) {
    await session.driver.wait(LEAST_WAIT_MS + rng.below(MOST_WAIT_MS - LEAST_WAIT_MS));
    if ((await session.driver.standing()) === "finished") {
      options.onFinished(await finish(session.driver, seconds));
      await beginAnew(session.driver);
      continue;
    }
    if (onSample && Date.now() - sampledAt >= SAMPLE_INTERVAL_MS) {
      sampledAt = Date.now();
      if (await session.driver.pause()) {
        const heaps = await readHeaps(session.driver.page);
        const residentBytes = await session.browser.residentBytes();
        onSample({ ...heaps, residentBytes, at: (Date.now() - startedAt) / 60_000 });
      }
      await session.driver.goOn();
      continue;
    }
    const disturbance = pickDisturbance(rng, disturbances);
    options.onDisturbed(disturbance.name);
    count++;
    try {
      await disturbance.perform(session, rng);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`“${disturbance.name}”: ${reason}`, { cause: error });
    }
    const standing = await session.driver.goOn();
    if (standing === "failed" || standing === "idle") {
      throw new Error(`after “${disturbance.name}” the run is ${standing}`);
    }
  }
  return count;
}

/** The run that finished is in Runs: it is deleted there, and the same begins again. */
export async function beginAnew(driver: StudioDriver): Promise<void> {
  await driver.reset();
  await driver.deleteRuns();
  await driver.train();
}
