// Runs on a real WebGPU device that is destroyed, has no memory left, or cannot build a kernel: each goes on
// by itself and ends as a run that nothing happened to. WebGPU must be there.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parseRunConfig, type RunConfigInput } from "../domain/runConfig.ts";
import { tinyPrm } from "../engine/bilevel/fixtures/tinyPrm.ts";
import { type DeviceChoice, openDevice } from "../engine/device.ts";
import { lexicalPrmEncoder } from "../engine/encoders/prmEncoder.ts";
import { transformerProblem } from "../engine/plain/transformerProblem.ts";
import { DeviceKeeper } from "./deviceKeeper.ts";
import { TrainingRun, type TrainingRunOptions } from "./trainingRun.ts";

/** Every device asked for since the test began; `prepare` may change one before it is used. */
const devices: GPUDevice[] = [];
let prepare: (device: GPUDevice) => void = () => {};

beforeEach(() => {
  devices.length = 0;
  prepare = () => {};
  const ask = GPUAdapter.prototype.requestDevice;
  vi.spyOn(GPUAdapter.prototype, "requestDevice").mockImplementation(async function (
    this: GPUAdapter,
    descriptor,
  ) {
    const device = await ask.call(this, descriptor);
    prepare(device);
    devices.push(device);
    return device;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

const UPPER = {
  warmupSteps: 10,
  metaBatchSize: 6,
  trainBatchSize: 16,
  hessianBatchSize: 8,
} as const;

type Data = Pick<TrainingRunOptions, "train" | "meta"> & { config: RunConfigInput };

function lexical(config: RunConfigInput = {}): Data {
  const { train, meta } = tinyPrm({ rowCount: 60, buckets: 64 });
  const encoder = { kind: "lexical", buckets: 64, embedding: 4, hidden: 4 } as const;
  const upper = { ...UPPER, unroll: 2, ...config.upper };
  return { train, meta, config: { ...config, encoder, upper } };
}

async function begin(choice: DeviceChoice, { train, meta, config }: Data, notices: string[] = []) {
  const keeper = new DeviceKeeper(() => {});
  const run = new TrainingRun(
    {
      role: "main",
      config: parseRunConfig({ ...config, backend: choice }),
      domains: Array.from({ length: train.domainCount }, (_, k) => `domain ${k}`),
      data: { source: "test", domains: [], meta: { chains: 6 } },
      // Only handed on.
      encoder: lexicalPrmEncoder({
        kind: "lexical",
        buckets: 64,
        embedding: 4,
        hidden: 4,
        blind: false,
      }),
      train,
      meta,
      fixedWeights: null,
      fineTune: null,
      from: null,
      replaceDevice: (failed, replacement) => keeper.replace(failed, replacement),
      onNotice: (message) => notices.push(message),
      now: () => performance.now(),
    },
    await openDevice(choice),
  );
  return run;
}

async function end(run: TrainingRun) {
  while (!run.isDone) await run.advance();
  const trace = run.history.map(({ elapsedMs: _, ...record }) => record);
  const { params } = await run.savedPrm();
  const { name, engine } = run.backend;
  run.dispose();
  return { trace, params, name, engine };
}

describe.each([
  // On the emulated GPU a point of the reference engine takes a tenth of a second and more.
  { choice: "webgpu", between: 41, steps: 415, warmupSteps: 405 },
  { choice: "referenceWebgpu", between: 1, steps: 12, warmupSteps: 10 },
] as const)(
  "device.destroy() ten times in one run on $choice",
  ({ choice, between, steps, warmupSteps }) => {
    it("it finishes, with the trace of an undisturbed one", async () => {
      const upper = { unroll: 1, warmupSteps };
      const data = lexical({ lower: { steps, batchSize: 8 }, upper });
      // The reference engine is too slow here to be run twice.
      const expected = await end(await begin(choice === "webgpu" ? choice : "cpu", data));
      const opened = devices.length;
      const notices: string[] = [];
      const run = await begin(choice, data, notices);
      let made = 0;
      let destroyed = 0;
      while (!run.isDone) {
        const point = run.advance();
        made++;
        if (made % between === 0 && destroyed < 10) {
          // Now under the point, now between it and the next.
          if (destroyed % 2 === 1) await point;
          devices.at(-1)!.destroy();
          destroyed++;
        }
        await point;
      }
      expect(destroyed).toBe(10);
      const actual = await end(run);
      expect(actual.trace.length).toBe(expected.trace.length);
      expect(notices[0]).toMatch(/was lost: .*destroyed.* Going on from step \d+ on WebGPU/);
      if (choice === "webgpu") {
        expect(actual).toEqual(expected);
        expect(notices).toHaveLength(10);
        expect(devices.length - opened).toBe(11);
      } else {
        // Lost within a few points three times, it went to the processor.
        expect(notices).toHaveLength(3);
        expect(notices[2]).toMatch(/3 times in short order: .* on the processor/);
        actual.params.forEach((value, i) => {
          expect(value).toBeCloseTo(expected.params[i]!, 2);
        });
      }
    });
  },
);

it("a device that is destroyed while the run waits is asked for again at the next use", async () => {
  const run = await begin("webgpu", lexical({ lower: { steps: 20, batchSize: 8 } }));
  for (let point = 0; point < 3; point++) await run.advance();
  const { checkpoint } = await run.state();
  devices[0]!.destroy();
  await devices[0]!.lost;
  expect((await run.state()).checkpoint).toEqual(checkpoint);
  expect((await run.savedPrm()).params).toEqual(checkpoint.params);
  expect(devices).toHaveLength(2);
  await end(run);
});

it("of a run that is over nothing stays on any device it was on", async () => {
  const alive = new Set<GPUBuffer>();
  prepare = (device) => {
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      const buffer = create(descriptor);
      alive.add(buffer);
      const destroy = buffer.destroy.bind(buffer);
      buffer.destroy = () => {
        alive.delete(buffer);
        destroy();
      };
      return buffer;
    };
  };
  const run = await begin("webgpu", lexical({ lower: { steps: 20, batchSize: 8 } }));
  await run.advance();
  expect(alive.size).toBeGreaterThan(10);
  devices[0]!.destroy();
  await run.advance();
  await end(run);
  expect(alive.size).toBe(0);
});

describe("a GPU without memory for the batch", () => {
  /** Buffers larger than so many bytes are refused, as by a full GPU. */
  const refuseAbove = (bytes: number) => (device: GPUDevice) => {
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      if (descriptor.size > bytes) {
        const error = new GPUOutOfMemoryError(`no room for ${descriptor.size} bytes`);
        device.dispatchEvent(new GPUUncapturedErrorEvent("uncapturederror", { error }));
      }
      return create(descriptor);
    };
  };
  const data = lexical({
    lower: { steps: 16, batchSize: 64 },
    upper: { trainBatchSize: 64, hessianBatchSize: 32 },
  });

  it("computes it in parts, with the same result", async () => {
    const expected = await end(await begin("webgpu", data));
    // What a whole batch keeps by bucket and row is 64 · 64 numbers.
    prepare = refuseAbove(64 * 64 * 4 - 1);
    const notices: string[] = [];
    const actual = await end(await begin("webgpu", data, notices));
    expect(notices).toEqual([
      "The device (WebGPU) has no memory for batches of 64: they are computed in 2 parts, with the same result. Going on from step 0 on WebGPU.",
    ]);
    expect(actual.trace).toHaveLength(expected.trace.length);
    actual.params.forEach((value, i) => {
      expect(value).toBeCloseTo(expected.params[i]!, 3);
    });
    expect(actual.name).toBe("webgpu");
  });

  it("goes to the processor where no number of parts helps", async () => {
    // Not even φ.
    prepare = refuseAbove(255);
    const notices: string[] = [];
    const { name } = await end(await begin("webgpu", data, notices));
    expect(name).toBe("cpu");
    expect(notices.at(-1)).toMatch(
      /not even in \d+ parts a batch\. Going on from step 0 on the proc/,
    );
  });
});

describe("a kernel that cannot be built", () => {
  /** Breaks the WGSL of the kernels whose name matches, in the way a driver's compiler might not bear. */
  const breakKernels = (name: RegExp, when: (code: string) => boolean) => (device: GPUDevice) => {
    const create = device.createShaderModule.bind(device);
    device.createShaderModule = (descriptor) => {
      const { label = "", code } = descriptor;
      const isBroken = name.test(label) && when(code);
      return create(
        isBroken ? { ...descriptor, code: `${code}\nfn broken() { return 1; }` } : descriptor,
      );
    };
  };

  it("without a twin: the reference engine goes on, and the kernel is named", async () => {
    const data = lexical({ lower: { steps: 8, batchSize: 8 } });
    const expected = await end(await begin("cpu", data));
    prepare = breakKernels(/^adamW/, () => true);
    const notices: string[] = [];
    const actual = await end(await begin("webgpu", data, notices));
    expect(notices).toEqual([
      expect.stringMatching(
        /^The driver of WebGPU could not build the kernel “adamW \d+” \(line \d+: .+\)\. Going on from step 0 on WebGPU with the reference engine/,
      ),
    ]);
    expect(actual).toMatchObject({ name: "webgpu", engine: "reference" });
    actual.params.forEach((value, i) => {
      expect(value).toBeCloseTo(expected.params[i]!, 2);
    });
  });

  it("with one: the plain kernels go on, on the same device", async () => {
    const { data } = transformerProblem({
      vocabulary: 128,
      width: 16,
      heads: 2,
      context: 32,
      layers: 1,
    });
    const config: RunConfigInput = {
      encoder: data.layout.encoder,
      lower: { steps: 2, batchSize: 4 },
      upper: { ...UPPER, unroll: 1, warmupSteps: 2 },
    };
    const given = { train: data.train, meta: data.meta, config };
    const expected = await end(await begin("cpu", given));
    prepare = breakKernels(/./, (code) => code.includes("enable subgroups"));
    const notices: string[] = [];
    const actual = await end(await begin("webgpu", given, notices));
    expect(notices).toEqual([
      expect.stringMatching(/on WebGPU with its plain twin, which is slower\.$/),
    ]);
    expect(actual).toMatchObject({ name: "webgpu", engine: "fused" });
    actual.params.forEach((value, i) => {
      expect(value).toBeCloseTo(expected.params[i]!, 3);
    });
  });
});
