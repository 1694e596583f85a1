// A device that fails in the middle of a run, at whatever it is asked for: the run goes back to its checkpoint
// and on, and its trace is that of a run that nothing happened to.
import { describe, expect, it } from "vitest";
import { StudioError } from "../base/errors.ts";
import { parseRunConfig } from "../domain/runConfig.ts";
import { tinyPrm } from "../engine/bilevel/fixtures/tinyPrm.ts";
import { type Device, openDevice } from "../engine/device.ts";
import { DeviceFailure, DeviceSignal } from "../engine/deviceFailure.ts";
import { lexicalPrmEncoder } from "../engine/encoders/prmEncoder.ts";
import type { TrainingJob } from "../engine/trainingJob.ts";
import { DeviceKeeper } from "./deviceKeeper.ts";
import { type RunStart, TrainingRun } from "./trainingRun.ts";

const CONFIG = parseRunConfig({
  backend: "webgpu",
  encoder: { kind: "lexical", buckets: 256, embedding: 4, hidden: 4 },
  lower: { steps: 300, batchSize: 8 },
  upper: {
    unroll: 5,
    warmupSteps: 10,
    metaBatchSize: 16,
    trainBatchSize: 32,
    hessianBatchSize: 16,
  },
});

type Operation = "create" | "advance" | "checkpoint" | "params";

/** What happens at the nth call (from 1) of an operation, over all devices of a test. */
type Fate = (at: { operation: Operation; call: number; job: TrainingJob }) => "dies" | Error | null;

const calm: Fate = () => null;
const GONE = new Error("A valid external Instance reference no longer exists");

class Lab {
  readonly opened: string[] = [];
  readonly devices: Device[] = [];
  readonly notices: string[] = [];
  readonly waits: number[] = [];
  trainers = 0;
  first = "webgpu";
  /** Lower steps of the run, five a point. */
  steps = 300;
  /** Milliseconds of the clock; each look at it takes one. */
  clock = 0;
  /** Openings of WebGPU that fail, from the second on. */
  refusals = 0;
  readonly keeper: DeviceKeeper;
  private readonly calls = { create: 0, advance: 0, checkpoint: 0, params: 0 };
  private readonly fate: Fate;

  constructor(fate: Fate) {
    this.fate = fate;
    this.keeper = new DeviceKeeper(() => {}, {
      open: (choice, options) => this.open(choice, options?.isPlain ?? false),
      wait: async (ms) => void this.waits.push(ms),
    });
  }

  /** The processor under the names of devices that can fail. */
  async open(choice: string, isPlain = false): Promise<Device> {
    if (choice !== "cpu" && this.opened.length > 0 && this.refusals-- > 0) {
      throw new StudioError("device", "the browser offers no WebGPU adapter");
    }
    this.opened.push(isPlain ? `${choice} plain` : choice);
    const cpu = await openDevice("cpu");
    const signal = new DeviceSignal();
    const suffer = (operation: Operation, job: TrainingJob) => {
      const fate = this.fate({ operation, call: ++this.calls[operation], job });
      // As a device does that is destroyed: it says so, and answers nothing more.
      if (fate === "dies") signal.report(new DeviceFailure("lost", "destroyed"));
      else if (fate) throw fate;
      return fate === "dies" ? new Promise<never>(() => {}) : null;
    };
    const device: Device = {
      ...cpu,
      signal,
      info:
        choice === "cpu"
          ? cpu.info
          : { ...cpu.info, name: "webgpu", engine: choice === "webgpu" ? "fused" : "reference" },
      close: async () => signal.close(),
      createTrainer: (job) => {
        suffer("create", job);
        const trainer = cpu.createTrainer(job);
        this.trainers++;
        const { advance, checkpoint, params, dispose } = trainer;
        trainer.advance = async (elapsed) =>
          (await suffer("advance", job)) ?? advance.call(trainer, elapsed);
        trainer.checkpoint = async () =>
          (await suffer("checkpoint", job)) ?? checkpoint.call(trainer);
        trainer.params = async () => (await suffer("params", job)) ?? params.call(trainer);
        trainer.dispose = () => {
          this.trainers--;
          dispose.call(trainer);
        };
        return trainer;
      },
    };
    this.devices.push(device);
    return device;
  }

  async begin(from: RunStart | null = null): Promise<TrainingRun> {
    const { train, meta } = tinyPrm({ rowCount: 60, buckets: 256 });
    return new TrainingRun(
      {
        role: "main",
        config: { ...CONFIG, lower: { ...CONFIG.lower, steps: this.steps } },
        domains: ["a", "b", "c"],
        data: { source: "test", domains: [], meta: { chains: 6 } },
        encoder: lexicalPrmEncoder({
          kind: "lexical",
          buckets: 256,
          embedding: 4,
          hidden: 4,
          blind: false,
        }),
        train,
        meta,
        fixedWeights: null,
        fineTune: null,
        from,
        replaceDevice: (failed, replacement) => this.keeper.replace(failed, replacement),
        onNotice: (message) => this.notices.push(message),
        now: () => ++this.clock,
      },
      await this.open(this.first),
    );
  }

  /** The run to its end; `between` is called between points. */
  async train(between?: (run: TrainingRun) => Promise<unknown>) {
    const run = await this.begin();
    while (!run.isDone) {
      await run.advance();
      await between?.(run);
    }
    const trace = run.history.map(({ elapsedMs: _, ...record }) => record);
    const { params } = await run.savedPrm();
    run.dispose();
    return { trace, params };
  }
}

/** Fails at these calls of one operation. */
const at = (operation: Operation, calls: number[], fate: "dies" | Error = GONE): Fate => {
  return (asked) => (asked.operation === operation && calls.includes(asked.call) ? fate : null);
};

/** All of a step is asked of the device each few points, as the keeper of the workspace does. */
async function lookAround(run: TrainingRun): Promise<void> {
  if (run.history.length % 7 === 3) {
    const { checkpoint, history } = await run.state();
    expect(history.at(-1)?.step ?? 0).toBe(checkpoint.step);
  }
  if (run.history.length % 11 === 4) {
    const { step } = await run.savedPrm();
    expect(step).toBe(run.step);
  }
}

describe("a lost device costs nothing but time", () => {
  const fates: Record<string, Fate> = {
    "throwing at a point": at("advance", [31, 45]),
    "dying under a point": at("advance", [31, 45], "dies"),
    "at a checkpoint": at("checkpoint", [2], "dies"),
    "at the last checkpoint": (asked) =>
      asked.operation === "checkpoint" && asked.call === 12 ? GONE : null,
    "at the parameters": at("params", [2, 3], "dies"),
    "at the first trainer": at("create", [1]),
    "at the trainer after a loss": ({ operation, call }) =>
      (operation === "advance" && call === 20) || (operation === "create" && call === 2)
        ? GONE
        : null,
  };
  it.each(Object.keys(fates))("%s", async (name) => {
    const expected = await new Lab(calm).train(lookAround);
    const lab = new Lab(fates[name]!);
    expect(await lab.train(lookAround)).toEqual(expected);
    expect(new Set(lab.opened)).toEqual(new Set(["webgpu"]));
    expect(lab.notices.length).toBeGreaterThan(0);
    for (const notice of lab.notices) {
      expect(notice).toMatch(
        /^The device \(WebGPU\) was lost: .* Going on from step \d+ on WebGPU\.$/,
      );
    }
    // None is left behind on a device that is gone.
    expect(lab.trainers).toBe(0);
  });

  it("ten times in one run, far apart: it stays on the device and ends as if nothing had happened", async () => {
    const tenth = Array.from({ length: 10 }, (_, i) => 50 * (i + 1));
    const lab = new Lab(at("advance", tenth, "dies"));
    lab.steps = 2500;
    const undisturbed = new Lab(calm);
    undisturbed.steps = 2500;
    expect(await lab.train()).toEqual(await undisturbed.train());
    expect(lab.opened).toEqual(new Array(11).fill("webgpu"));
    expect(lab.notices).toHaveLength(10);
  });

  it("what is asked of the run amid a point is of a whole step, also where the device dies under both", async () => {
    const lab = new Lab(at("advance", [24, 30], "dies"));
    const run = await lab.begin();
    while (!run.isDone) {
      const [record, { checkpoint, history }, { step, params }] = await Promise.all([
        run.advance(),
        run.state(),
        run.savedPrm(),
      ]);
      expect(history.at(-1)!.step).toBe(checkpoint.step);
      expect([step, params]).toEqual([checkpoint.step, checkpoint.params]);
      expect(record.step).toBe(step);
    }
    expect(lab.opened).toHaveLength(3);
    expect(lab.trainers).toBe(1);
  });

  it("a device that another training closed is asked for again without a word, and is no loss", async () => {
    const lab = new Lab(calm);
    const run = await lab.begin();
    const expected = await new Lab(calm).train();
    for (let closings = 0; !run.isDone; closings++) {
      await run.advance();
      if (closings < 10) await lab.devices.at(-1)!.close();
    }
    expect(run.history.map(({ elapsedMs: _, ...record }) => record)).toEqual(expected.trace);
    expect(lab.notices).toEqual([]);
    expect(new Set(lab.opened)).toEqual(new Set(["webgpu"]));
  });

  it("while nothing is going on, it is found out and made good at the next use", async () => {
    const lab = new Lab(calm);
    const run = await lab.begin();
    await run.advance();
    lab.devices[0]!.signal.report(new DeviceFailure("lost", "the laptop slept"));
    const { checkpoint } = await run.state();
    expect(checkpoint.step).toBe(0);
    expect(run.history).toEqual([]);
    expect((await run.advance()).step).toBe(5);
    expect(lab.devices).toHaveLength(2);
  });
});

it("lost again and again, the run moves to the processor and ends there", async () => {
  const expected = await new Lab(calm).train();
  const lab = new Lab(at("advance", [3, 5, 7]));
  expect(await lab.train()).toEqual(expected);
  expect(lab.opened).toEqual(["webgpu", "webgpu", "webgpu", "cpu"]);
  expect(lab.notices.at(-1)).toMatch(/lost 3 times in short order: .* on the processor\.$/);
});

it("a device that is not back at once is waited for, longer each time; then the processor is taken", async () => {
  const back = new Lab(at("advance", [3]));
  back.refusals = 2;
  await back.train();
  expect(back.waits).toEqual([200, 800]);
  expect(back.opened).toEqual(["webgpu", "webgpu"]);
  const gone = new Lab(at("advance", [3]));
  gone.refusals = 9;
  await gone.train();
  expect(gone.waits).toEqual([200, 800, 3000]);
  expect(gone.opened).toEqual(["webgpu", "cpu"]);
  expect(gone.notices).toEqual([expect.stringMatching(/Going on from step 0 on the processor\.$/)]);
});

it("what is not the device's fault is thrown as it is, and so is a failure of the processor", async () => {
  const users = new StudioError("config", "α of domain b is no number");
  const lab = new Lab(at("advance", [3], users));
  await expect(lab.train()).rejects.toBe(users);
  expect(lab.opened).toEqual(["webgpu"]);
  const everywhere = new Lab(({ operation, call }) =>
    operation === "advance" && call > 2 ? GONE : null,
  );
  await expect(everywhere.train()).rejects.toBe(GONE);
  expect(everywhere.opened.at(-1)).toBe("cpu");
});

describe("a kernel that cannot be built", () => {
  const broken = (usesSubgroups: boolean) =>
    new DeviceFailure("kernel", "line 3: no", { kernel: "lower row 8", usesSubgroups });

  it("is computed by its plain twin, then by the reference engine, then on the processor", async () => {
    const expected = await new Lab(calm).train();
    const lab = new Lab(({ operation, call }) =>
      operation === "advance" && call < 4 ? broken(true) : null,
    );
    expect(await lab.train()).toEqual(expected);
    expect(lab.opened).toEqual(["webgpu", "webgpu plain", "referenceWebgpu", "cpu"]);
    expect(lab.notices[0]).toBe(
      "The driver of WebGPU could not build the kernel “lower row 8” (line 3: no). Going on from step 0 on WebGPU with its plain twin, which is slower.",
    );
    expect(lab.notices[1]).toMatch(/“lower row 8”.* on WebGPU with the reference engine/);
    expect(lab.notices[2]).toMatch(/on the processor/);
  });

  it("without a twin it is the reference engine's turn at once", async () => {
    const lab = new Lab(at("advance", [2], broken(false)));
    await lab.train();
    expect(lab.opened).toEqual(["webgpu", "referenceWebgpu"]);
  });
});

describe("memory that does not suffice", () => {
  /** Room for so many rows of a batch at once. */
  const roomFor = (rows: number, operation: Operation): Fate => {
    return (asked) =>
      asked.operation === operation &&
      asked.job.config.lower.batchSize / (asked.job.parts ?? 1) > rows
        ? new RangeError("Array buffer allocation failed")
        : null;
  };

  it.each(["create", "advance"] as const)(
    "in %s: batches in parts, the same result",
    async (operation) => {
      const expected = await new Lab(calm).train();
      const lab = new Lab(roomFor(2, operation));
      const actual = await lab.train();
      expect(actual.trace.length).toBe(expected.trace.length);
      actual.trace.forEach(({ lowerLoss, weights }, i) => {
        expect(lowerLoss).toBeCloseTo(expected.trace[i]!.lowerLoss, 5);
        weights.forEach((weight, k) => {
          expect(weight).toBeCloseTo(expected.trace[i]!.weights[k]!, 3);
        });
      });
      actual.params.forEach((value, i) => {
        expect(value).toBeCloseTo(expected.params[i]!, 3);
      });
      expect(lab.notices).toEqual([
        "The device (WebGPU) has no memory for batches of 8: they are computed in 2 parts, with the same result. Going on from step 0 on WebGPU.",
        "The device (WebGPU) has no memory for batches of 8: they are computed in 4 parts, with the same result. Going on from step 0 on WebGPU.",
      ]);
      expect(lab.opened).toEqual(["webgpu", "webgpu", "webgpu"]);
      expect(lab.trainers).toBe(0);
    },
  );

  it("on the processor too", async () => {
    const lab = new Lab(roomFor(4, "advance"));
    lab.first = "cpu";
    await lab.train();
    expect(lab.opened).toEqual(["cpu"]);
    expect(lab.notices).toEqual([expect.stringMatching(/no memory for batches of 8: .* 2 parts/)]);
  });

  it("not even in the smallest parts: the processor, and there an error that says what to do", async () => {
    const lab = new Lab(roomFor(0.1, "create"));
    await expect(lab.train()).rejects.toMatchObject({
      code: "device",
      message: expect.stringMatching(
        /^There is not enough memory for this run, not even in 32 parts/,
      ),
      hint: expect.stringMatching(/Close other tabs/),
    });
    expect(lab.opened.filter((choice) => choice === "cpu")).toHaveLength(1);
    expect(lab.trainers).toBe(0);
  });
});

describe("time", () => {
  it("a laptop's sleep is not counted, neither in the points nor in the steps a second", async () => {
    const awake = new Lab(calm);
    const run = await awake.begin();
    while (!run.isDone) await run.advance();
    const slept = new Lab(({ operation, call }) => {
      if (operation === "advance" && call === 30) slept.clock += 8 * 3_600_000;
      return null;
    });
    const other = await slept.begin();
    while (!other.isDone) await other.advance();
    expect(other.history.at(-1)!.elapsedMs).toBeCloseTo(run.history.at(-1)!.elapsedMs, -1);
    expect(other.timing().stepsPerSecond / run.timing().stepsPerSecond).toBeCloseTo(1, 1);
    expect(other.timing().lowerStepMs / run.timing().lowerStepMs).toBeCloseTo(1, 1);
  });
});
