// Which device a run gets, in a real browser, and that all of them train the same. WebGPU must be there.
import { afterEach, describe, expect, it, vi } from "vitest";
import { createRng } from "../base/rng.ts";
import { type BackendChoice, parseRunConfig } from "../domain/runConfig.ts";
import { tinyPrm } from "./bilevel/fixtures/tinyPrm.ts";
import { openDevice } from "./device.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the device left to choose", () => {
  it("is WebGPU on a real adapter; an emulated one is passed over, and why is said", async () => {
    const webgpu = await openDevice("webgpu");
    const { isFallback, adapter } = webgpu.info;
    await webgpu.close();
    const chosen = await openDevice("auto");
    expect(chosen.info.name).toBe(isFallback ? "cpu" : "webgpu");
    if (isFallback) expect(chosen.info.reason).toContain(`software emulation (${adapter})`);
    await chosen.close();
  });

  it("is the processor without WebGPU, and why is said", async () => {
    vi.spyOn(Navigator.prototype, "gpu", "get").mockReturnValue(undefined as unknown as GPU);
    const chosen = await openDevice("auto");
    expect(chosen.info.name).toBe("cpu");
    expect(chosen.info.reason).toContain("this browser has no navigator.gpu");
  });

  it("is the processor without an adapter, and why is said", async () => {
    vi.spyOn(navigator.gpu, "requestAdapter").mockResolvedValue(null);
    const chosen = await openDevice("auto");
    expect(chosen.info.name).toBe("cpu");
    expect(chosen.info.reason).toContain("the browser offers no WebGPU adapter");
  });
});

/** Forty lower steps with six upper ones on the device; the encoder is 64 buckets wide, as the fixture's. */
async function trainOn(name: BackendChoice) {
  const { train, meta } = tinyPrm({ rowCount: 60 });
  const config = parseRunConfig({
    encoder: { kind: "lexical", buckets: 64, embedding: 3, hidden: 4 },
    lower: { steps: 40, batchSize: 8 },
    upper: { warmupSteps: 10, metaBatchSize: 4, trainBatchSize: 16, hessianBatchSize: 8 },
  });
  const device = await openDevice(name);
  const trainer = device.createTrainer({
    config,
    train,
    meta,
    fixedWeights: null,
    rng: createRng(1),
    checkpoint: null,
    now: () => performance.now(),
  });
  const records = [];
  while (!trainer.isDone) records.push(await trainer.advance(() => 0));
  const checkpoint = await trainer.checkpoint();
  trainer.dispose();
  await device.close();
  return { records, checkpoint };
}

describe("the same run on every device", () => {
  it.each(["webgpu", "referenceWebgpu", "referenceWasm"] as const)(
    "%s follows the float64 typed arrays",
    async (name) => {
      const expected = await trainOn("cpu");
      const actual = await trainOn(name);
      expect(actual.records.map(({ step }) => step)).toEqual(
        expected.records.map(({ step }) => step),
      );
      expect(actual.records[0]!.weights).toEqual([1, 1, 1]);
      actual.records.forEach((record, i) => {
        expect(record.lowerLoss).toBeCloseTo(expected.records[i]!.lowerLoss, 4);
        record.weights.forEach((weight, k) => {
          expect(weight).toBeCloseTo(expected.records[i]!.weights[k]!, 2);
        });
      });
      expect(actual.checkpoint.drawn).toEqual(expected.checkpoint.drawn);
      actual.checkpoint.params.forEach((value, i) => {
        expect(value).toBeCloseTo(expected.checkpoint.params[i]!, 3);
      });
    },
  );
});
