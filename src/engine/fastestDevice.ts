// "auto": lets each device make a few lower steps of the job at hand, and takes the fastest.
import { UnsoundInterval } from "./bilevel/badStep.ts";
import type { Device } from "./device.ts";
import type { TrainingJob } from "./trainingJob.ts";

/** A device is tried for this long after its first step, which builds its kernels. */
const TRIAL_MS = 150;
const MOST_STEPS = 50;
/** A device this much slower than the best so far, already in its first measured step, is not tried further. */
const HOPELESS = 5;

const LABELS = { cpu: "the processor", webgpu: "WebGPU", wasm: "WebAssembly" } as const;

/** Milliseconds a lower step of the job takes. Makes a few steps with all weights 1 and throws them away. */
export async function measureLowerStep(
  device: Device,
  job: TrainingJob,
  bestSoFarMs = Number.POSITIVE_INFINITY,
): Promise<number> {
  const { config, now, train } = job;
  const trainer = device.createTrainer({
    ...job,
    config: { ...config, upper: { ...config.upper, unroll: 1 } },
    meta: null,
    fixedWeights: new Float64Array(train.domainCount).fill(1),
    fineTune: null,
    checkpoint: null,
  });
  try {
    // A point is a lower step with its readback, so that nothing waits unseen in a queue.
    const advance = () =>
      device.signal.guard(() => trainer.advance(() => 0).then(() => {}, passUnsound));
    await advance();
    const startedAt = now();
    let steps = 0;
    let stepMs = 0;
    while (steps < MOST_STEPS && now() - startedAt < TRIAL_MS && !trainer.isDone) {
      await advance();
      steps++;
      stepMs = (now() - startedAt) / steps;
      if (stepMs > HOPELESS * bestSoFarMs) break;
    }
    return stepMs;
  } finally {
    trainer.dispose();
  }
}

/** Settings that diverge do so on every device; in the run itself it is said in words. */
function passUnsound(error: unknown): void {
  if (!(error instanceof UnsoundInterval)) throw error;
}

interface Trial {
  device: Device;
  stepMs: number;
}

function describe({ device, stepMs }: Trial): string {
  return `${stepMs.toPrecision(2)} ms a step on ${LABELS[device.info.name]} (${device.info.adapter})`;
}

/**
 * The fastest of the devices that open, with the reason in its info. Those that do not open or fail in
 * the trial are named in it. Throws the first device's error where none can be used.
 */
export async function openFastest(
  openers: readonly (() => Promise<Device>)[],
  job: TrainingJob,
): Promise<Device> {
  const trials: Trial[] = [];
  const failures: unknown[] = [];
  for (const open of openers) {
    let device: Device | null = null;
    try {
      device = await open();
      const best = Math.min(...trials.map((trial) => trial.stepMs));
      trials.push({ device, stepMs: await measureLowerStep(device, job, best) });
    } catch (error) {
      failures.push(error);
      await device?.close();
    }
  }
  trials.sort((a, b) => a.stepMs - b.stepMs);
  const [fastest, ...others] = trials;
  if (!fastest) throw failures[0];
  for (const { device } of others) await device.close();
  const why = failures.map((error) => (error instanceof Error ? error.message : String(error)));
  const measured =
    others.length > 0
      ? `Measured: ${[fastest, ...others].map(describe).join(", ")}.`
      : `There is only ${LABELS[fastest.device.info.name]} here.`;
  const reason = [measured, ...why.map((message) => `${message}.`)].join(" ");
  return { ...fastest.device, info: { ...fastest.device.info, reason } };
}
