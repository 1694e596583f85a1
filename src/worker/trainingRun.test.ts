// A device that goes away in the middle of a run: the run goes back to its checkpoint and on, and its
// trace is that of a run that nothing happened to.
import { expect, it } from "vitest";
import { tinyPrm } from "../engine/bilevel/fixtures/tinyPrm.ts";
import { type Device, openDevice } from "../engine/device.ts";
import { lexicalPrmEncoder } from "../engine/encoders/prmEncoder.ts";
import { smallConfig } from "./fixtures.ts";
import { TrainingRun } from "./trainingRun.ts";

/** The typed-array device under the name of one that can be lost; fails at the given calls of advance. */
async function frailDevice(failures: Set<number>, calls: { count: number }): Promise<Device> {
  const cpu = await openDevice("cpu");
  return {
    ...cpu,
    info: { ...cpu.info, name: "webgpu" },
    createTrainer(job) {
      const trainer = cpu.createTrainer(job);
      const advance = trainer.advance.bind(trainer);
      trainer.advance = async (elapsed) => {
        if (failures.has(++calls.count))
          throw new Error("A valid external Instance reference no longer exists");
        return advance(elapsed);
      };
      return trainer;
    },
  };
}

async function run(failures: number[]) {
  const { train, meta } = tinyPrm({ rowCount: 60, buckets: 256 });
  const calls = { count: 0 };
  const opened: string[] = [];
  const notices: string[] = [];
  const open = async (choice: string) => {
    opened.push(choice);
    return choice === "cpu" ? openDevice("cpu") : frailDevice(new Set(failures), calls);
  };
  const training = new TrainingRun(
    {
      role: "main",
      config: smallConfig({ lower: { steps: 300, batchSize: 8 } }),
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
      from: null,
      openDevice: open,
      onNotice: (message) => notices.push(message),
      onDevice: () => {},
      now: () => 0,
    },
    await open("webgpu"),
  );
  while (!training.isDone) await training.advance();
  return { history: training.history, prm: await training.savedPrm(), opened, notices };
}

it("a lost device costs nothing but time", async () => {
  const calm = await run([]);
  const shaken = await run([31, 45]);
  expect(shaken.opened).toEqual(["webgpu", "webgpu", "webgpu"]);
  expect(shaken.notices).toHaveLength(2);
  expect(shaken.notices[0]).toMatch(/webgpu device failed .* Going on from step 100 on webgpu/);
  expect(shaken.history).toEqual(calm.history);
  expect(shaken.prm.params).toEqual(calm.prm.params);
});

it("lost again and again, the run moves to the processor and ends there", async () => {
  const shaken = await run([3, 5, 7]);
  expect(shaken.opened).toEqual(["webgpu", "webgpu", "webgpu", "cpu"]);
  expect(shaken.notices.at(-1)).toMatch(/on cpu/);
  expect(shaken.history.at(-1)!.step).toBe(300);
});
