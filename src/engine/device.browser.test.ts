// Which device a run gets, in a real browser, and that all of them train the same. WebGPU must be there.
import { afterEach, describe, expect, it, vi } from "vitest";
import { createRng } from "../base/rng.ts";
import { BACKENDS, parseRunConfig, type RunConfigInput } from "../domain/runConfig.ts";
import { tinyPrm } from "./bilevel/fixtures/tinyPrm.ts";
import { type DeviceChoice, openDevice, openDeviceFor } from "./device.ts";
import { openFastest } from "./fastestDevice.ts";
import { headProblem } from "./fixtures/headProblem.ts";
import { transformerProblem } from "./plain/transformerProblem.ts";
import type { TrainingJob } from "./trainingJob.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const SMALL_STEPS: RunConfigInput = {
  lower: { steps: 40, batchSize: 8, learningRate: 3e-3 },
  upper: { unroll: 5, warmupSteps: 10, metaBatchSize: 4, trainBatchSize: 16, hessianBatchSize: 8 },
};

function jobOf(sets: Pick<TrainingJob, "train" | "meta">, config: RunConfigInput): TrainingJob {
  return {
    ...sets,
    config: parseRunConfig(config),
    fixedWeights: null,
    fineTune: null,
    rng: createRng(1),
    checkpoint: null,
    now: () => performance.now(),
  };
}

function lexicalJob(overrides: RunConfigInput = {}): TrainingJob {
  const { train, meta } = tinyPrm({ rowCount: 60 });
  const encoder = { kind: "lexical", buckets: 64, embedding: 3, hidden: 4 } as const;
  return jobOf({ train, meta }, { ...SMALL_STEPS, encoder, ...overrides });
}

function transformerJob(): TrainingJob {
  const { data } = transformerProblem({ vocabulary: 128, width: 16, heads: 2, context: 32 });
  // A step of the reference engine takes a second on emulated WebGPU: few of them.
  const lower = { ...SMALL_STEPS.lower, steps: 15 };
  const upper = { ...SMALL_STEPS.upper, warmupSteps: 5 };
  return jobOf(data, { lower, upper, encoder: data.layout.encoder });
}

function headJob(): TrainingJob {
  const { data } = headProblem({ head: "attention", width: 20 });
  return jobOf(data, { ...SMALL_STEPS, encoder: data.layout.encoder });
}

describe("the device left to choose", () => {
  it.each([
    ["lexical", lexicalJob],
    ["frozen", headJob],
  ])("is measured, and the measurement is said: %s", async (_encoder, job) => {
    const chosen = await openDeviceFor(job());
    expect(chosen.info.reason).toMatch(
      /^Measured: [\d.]+ ms a step on (WebGPU|the processor) \(.+\), [\d.]+ ms a step on/,
    );
    await chosen.close();
  });

  it("is the faster one, whichever that is", async () => {
    const slow = (ms: number) => async () => {
      const device = await openDevice("cpu");
      return {
        ...device,
        info: { ...device.info, adapter: `${ms} ms slower` },
        createTrainer: (job: TrainingJob) => {
          const trainer = device.createTrainer(job);
          const advance = trainer.advance.bind(trainer);
          trainer.advance = async (elapsed) => {
            await new Promise((resolve) => setTimeout(resolve, ms));
            return advance(elapsed);
          };
          return trainer;
        },
      };
    };
    for (const openers of [
      [slow(40), slow(1)],
      [slow(1), slow(40)],
    ]) {
      const chosen = await openFastest(openers, lexicalJob());
      expect(chosen.info.adapter).toBe("1 ms slower");
    }
  });

  it("is the processor without WebGPU, and why is said", async () => {
    vi.spyOn(Navigator.prototype, "gpu", "get").mockReturnValue(undefined as unknown as GPU);
    const chosen = await openDeviceFor(lexicalJob());
    expect(chosen.info.name).toBe("cpu");
    expect(chosen.info.reason).toContain("this browser has no navigator.gpu");
  });

  it("is the processor without an adapter, and why is said", async () => {
    vi.spyOn(navigator.gpu, "requestAdapter").mockResolvedValue(null);
    const chosen = await openDeviceFor(lexicalJob());
    expect(chosen.info.name).toBe("cpu");
    expect(chosen.info.reason).toContain("the browser offers no WebGPU adapter");
  });
});

/** Forty lower steps with six upper ones. */
async function trainOn(choice: DeviceChoice, job: TrainingJob) {
  const device = await openDevice(choice);
  const trainer = device.createTrainer(job);
  const records = [];
  while (!trainer.isDone) records.push(await trainer.advance(() => 0));
  const checkpoint = await trainer.checkpoint();
  trainer.dispose();
  await device.close();
  return { records, checkpoint, info: device.info };
}

const NAMED = BACKENDS.filter((backend) => backend !== "auto");

describe.each([
  ["lexical", lexicalJob],
  ["transformer", transformerJob],
  ["frozen", headJob],
] as const)("the same %s run on every device", (_encoder, job) => {
  it.each(NAMED.filter((backend) => backend !== "cpu"))("%s follows cpu", async (choice) => {
    const expected = await trainOn("cpu", job());
    const actual = await trainOn(choice, job());
    expect(actual.info.engine).toBe(choice.startsWith("reference") ? "reference" : "fused");
    expect(actual.records.map(({ step }) => step)).toEqual(
      expected.records.map(({ step }) => step),
    );
    expect(new Set(actual.records[0]!.weights)).toEqual(new Set([1]));
    actual.records.forEach((record, i) => {
      expect(record.lowerLoss).toBeCloseTo(expected.records[i]!.lowerLoss, 4);
      record.weights.forEach((weight, k) => {
        expect(weight).toBeCloseTo(expected.records[i]!.weights[k]!, 2);
      });
    });
    expect(actual.checkpoint.drawn).toEqual(expected.checkpoint.drawn);
    actual.checkpoint.params.forEach((value, i) => {
      expect(value).toBeCloseTo(expected.checkpoint.params[i]!, 2);
    });
  });
});
