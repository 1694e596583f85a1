// Our own engines as peers, through the same trainer, devices and scorer the app uses.

import type { RunConfig } from "../../src/domain/runConfig.ts";
import { type DeviceChoice, openDevice } from "../../src/engine/device.ts";
import { prmLayout } from "../../src/engine/prm/layout.ts";
import { scoreChains } from "../../src/engine/prm/scoreChains.ts";
import type { TrainingJob } from "../../src/engine/trainingJob.ts";
import type { Problem } from "../problem.ts";
import { type SessionOptions, startingParams, type TrainingSession } from "./peer.ts";

/** Lower steps with the problem's weights held; `readEvery` of them between two readbacks. */
export function openLowerSession(
  problem: Problem,
  choice: DeviceChoice,
  { readEvery }: SessionOptions,
): Promise<TrainingSession> {
  const upper = { ...problem.config.upper, unroll: readEvery };
  const config: RunConfig = { ...problem.config, upper, mode: "fixed" };
  return openTrainer(choice, {
    ...jobOf(problem, config),
    meta: null,
    fixedWeights: problem.weights,
  });
}

/** Lower and upper steps as the problem's config has them. */
export function openBilevelSession(
  problem: Problem,
  choice: DeviceChoice,
): Promise<TrainingSession> {
  return openTrainer(choice, jobOf(problem, { ...problem.config, mode: "bilevel" }));
}

function jobOf({ train, meta, rng }: Problem, config: RunConfig): TrainingJob {
  const now = () => performance.now();
  return { config, train, meta, fixedWeights: null, fineTune: null, rng, checkpoint: null, now };
}

async function openTrainer(choice: DeviceChoice, job: TrainingJob): Promise<TrainingSession> {
  const device = await openDevice(choice);
  const trainer = device.createTrainer(job);
  const { unroll } = job.config.upper;
  const broken = device.signal.lost.then(({ message }) => {
    throw new Error(`${choice} was lost: ${message}`);
  });
  broken.catch(() => {});
  return {
    device: device.info.adapter,
    async run(steps) {
      if (steps % unroll !== 0) throw new RangeError(`${steps} steps, read every ${unroll}`);
      const losses = [];
      const from = performance.now();
      for (let done = 0; done < steps; done += unroll) {
        const record = await Promise.race([trainer.advance(() => 0), broken]);
        losses.push({ steps: unroll, sum: unroll * record.weightedLowerLoss });
      }
      return { ms: performance.now() - from, losses };
    },
    async close() {
      trainer.dispose();
      await device.close();
    },
  };
}

/** Scores every meta chain once a unit, as the app scores what it shows and exports. */
export async function openScoringSession(problem: Problem): Promise<TrainingSession> {
  const layout = prmLayout(problem.config.encoder);
  const params = startingParams(problem);
  return {
    device: "processor",
    async run(units) {
      const from = performance.now();
      for (let i = 0; i < units; i++) await scoreChains(layout, params, problem.meta);
      return { ms: performance.now() - from, losses: [] };
    },
    async close() {},
  };
}
