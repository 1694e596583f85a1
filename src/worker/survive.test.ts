// Sessions that end in the middle and what the next one finds: nothing is closed, nothing is said, the worker
// is just gone, as when a tab crashes.
import { describe, expect, it } from "vitest";
import { type MemoryDisk, memoryDisk, memoryWorkspace } from "../storage/memoryWorkspace.ts";
import {
  openedSession,
  runTrace,
  smallConfig,
  smallFiles,
  type TestSession,
  testSession,
} from "./fixtures.ts";

const nothing = {};

async function loaded(disk: MemoryDisk) {
  const session = await openedSession(disk);
  await session.handlers["files.load"]({ files: smallFiles(), isReplacing: true });
  return session;
}

async function paramsOf(session: TestSession, id = "main"): Promise<Uint8Array> {
  const { blob } = await session.handlers["prm.export"]({ id });
  return new Uint8Array(await blob.arrayBuffer());
}

const TINY_TRANSFORMER = {
  kind: "transformer",
  vocabulary: 160,
  width: 16,
  layers: 1,
  heads: 2,
  context: 48,
  languageModel: { steps: 20 },
} as const;

describe("a run survives its session", () => {
  it.each([
    ["lexical", smallConfig({ lower: { steps: 150, batchSize: 16 } }), 8],
    [
      "transformer",
      smallConfig({ encoder: TINY_TRANSFORMER, lower: { steps: 60, batchSize: 8 } }),
      3,
    ],
  ])("goes on to the same end, however often it is cut off: %s", async (_kind, config, cuts) => {
    const calm = await loaded(memoryDisk());
    await calm.handlers["run.start"]({ config });
    await calm.reached("finished", "failed");
    const calmRun = await calm.handlers["run.describe"](nothing);

    const disk = memoryDisk();
    let session = await loaded(disk);
    await session.handlers["run.step"]({ config });
    await session.reached("paused");
    for (let cut = 0; cut < cuts; cut++) {
      session.kill();
      session = await openedSession(disk);
      expect(session.named("workspace.changed").at(-1)!.status.interrupted).not.toBeNull();
      expect(await session.reached("paused", "failed", "stopped", "finished")).toBe("paused");
      for (let step = 0; step < 2; step++) {
        await session.handlers["run.step"]({ config });
        await session.reached("running");
        await session.reached("paused");
      }
    }
    await session.handlers["run.resume"](nothing);
    await session.reached("finished");
    const run = await session.handlers["run.describe"](nothing);
    expect(runTrace(run)).toEqual(runTrace(calmRun));
    expect(run.evaluation!.main).toEqual(calmRun.evaluation!.main);
    expect(await paramsOf(session)).toEqual(await paramsOf(calm));
  });

  it("shows a finished run again, with its retrained PRMs, and does not train it anew", async () => {
    const disk = memoryDisk();
    const before = await loaded(disk);
    await before.handlers["run.start"]({ config: smallConfig() });
    await before.reached("finished");
    await before.handlers["run.retrain"](nothing);
    await before.reached("retraining");
    await before.reached("finished");
    const described = await before.handlers["run.describe"](nothing);
    const params = await Promise.all(
      ["main", "retrained", "vanilla"].map((id) => paramsOf(before, id)),
    );
    before.kill();

    const after = await openedSession(disk);
    expect(await after.reached("finished", "failed", "paused", "stopped")).toBe("finished");
    const run = await after.handlers["run.describe"](nothing);
    expect(runTrace(run)).toEqual(runTrace(described));
    expect(run.recommendation).toEqual(described.recommendation);
    expect(run.evaluation?.report?.curves).toEqual(described.evaluation?.report?.curves);
    expect(
      await Promise.all(["main", "retrained", "vanilla"].map((id) => paramsOf(after, id))),
    ).toEqual(params);
    expect(after.named("run.progressed")).toEqual([]);
  });

  it("goes on with a retraining that was cut off, behind which the main run waits", async () => {
    const config = smallConfig({ lower: { steps: 300, batchSize: 16 } });
    const disk = memoryDisk();
    const before = await loaded(disk);
    await before.handlers["run.step"]({ config });
    await before.reached("paused");
    for (let i = 0; i < 3; i++) {
      await before.handlers["run.step"]({ config });
      await before.reached("running");
      await before.reached("paused");
    }
    await before.handlers["run.retrain"](nothing);
    await before.reached("retraining");
    await before.handlers["run.pause"](nothing);
    await before.reached("paused");
    before.kill();

    const after = await openedSession(disk);
    expect(await after.reached("paused", "failed")).toBe("paused");
    await after.handlers["run.resume"](nothing);
    await after.reached("retraining", "failed");
    expect(await after.reached("paused", "failed")).toBe("paused");
    await after.handlers["run.resume"](nothing);
    expect(await after.reached("finished", "failed")).toBe("finished");
    const run = await after.handlers["run.describe"](nothing);
    expect(run.history.at(-1)!.step).toBe(300);
    expect(run.evaluation!.vanilla!.length).toBeGreaterThan(0);
  });

  it("stops where it was, with its PRM, and is not offered again", async () => {
    const disk = memoryDisk();
    const before = await loaded(disk);
    await before.handlers["run.step"]({ config: smallConfig() });
    await before.reached("paused");
    before.kill();
    const after = await openedSession(disk);
    await after.reached("paused");
    await after.handlers["run.stop"](nothing);
    expect(await after.reached("stopped", "failed")).toBe("stopped");
    expect((await after.handlers["run.describe"](nothing)).history).toHaveLength(1);
    after.kill();
    const later = await openedSession(disk);
    expect(await later.reached("stopped", "paused", "failed")).toBe("stopped");
    await later.handlers["run.reset"](nothing);
    // The removal is written behind the reply.
    await expect.poll(async () => (await later.handlers["workspace.sizes"](nothing)).run).toBe(0);
    later.kill();
    const last = await openedSession(disk);
    expect(last.named("run.started")).toEqual([]);
  });

  it("cannot go on without its data, but keeps its points and its PRM", async () => {
    const disk = memoryDisk();
    const before = await loaded(disk);
    await before.handlers["run.step"]({ config: smallConfig() });
    await before.reached("paused");
    before.kill();
    const storage = memoryWorkspace(disk);
    await storage.claim({ isTakingOver: false, onLost: () => {} });
    await storage.remove("corpus");
    storage.close();
    const after = await openedSession(disk);
    expect(await after.reached("stopped", "paused", "failed")).toBe("stopped");
    expect(after.named("run.stateChanged").at(-1)!.detail).toMatch(
      /data it was trained on are not here/,
    );
    expect((await paramsOf(after)).length).toBeGreaterThan(0);
  });
});

describe("a full disk", () => {
  it("pauses the run, which goes on from the same state, and is kept again once there is room", async () => {
    const disk = memoryDisk();
    const session = await loaded(disk);
    await session.handlers["run.step"]({ config: smallConfig({ lower: { steps: 20_000 } }) });
    await session.reached("paused");
    disk.room = 0;
    await session.handlers["run.resume"](nothing);
    await session.reached("running");
    expect(await session.reached("paused", "failed")).toBe("paused");
    expect(session.named("run.stateChanged").at(-1)!.detail).toMatch(/no room/);
    expect(session.named("workspace.changed").at(-1)!.status.problem!.code).toBe("full");
    disk.room = Number.POSITIVE_INFINITY;
    await session.handlers["run.resume"](nothing);
    await session.reached("running");
    await session.handlers["run.pause"](nothing);
    await session.reached("paused");
    await expect.poll(() => session.named("workspace.changed").at(-1)!.status.problem).toBeNull();
    const { history } = await session.handlers["run.describe"](nothing);
    session.kill();
    const after = await openedSession(disk);
    await after.reached("paused");
    expect((await after.handlers["run.describe"](nothing)).history).toEqual(history);
  });
});

describe("data without room", () => {
  it("are kept once there is some and the page asks for it", async () => {
    const disk = memoryDisk();
    const session = await openedSession(disk);
    disk.room = 0;
    await session.handlers["files.load"]({ files: smallFiles(), isReplacing: true });
    const problem = () => session.named("workspace.changed").at(-1)!.status.problem;
    await expect.poll(problem).toMatchObject({ code: "full" });
    await session.handlers["workspace.save"](nothing);
    await expect.poll(problem).toMatchObject({ code: "full" });
    disk.room = Number.POSITIVE_INFINITY;
    await session.handlers["workspace.save"](nothing);
    await expect.poll(problem).toBeNull();
    session.kill();
    const after = await openedSession(disk);
    expect(after.named("corpus.changed").at(-1)!.summary.isSuite).toBe(false);
  });
});

describe("two tabs", () => {
  it("only one keeps its work; who takes over gets it, and the other is told", async () => {
    const disk = memoryDisk();
    const first = await loaded(disk);
    await first.handlers["run.step"]({ config: smallConfig() });
    await first.reached("paused");
    const second = testSession(memoryWorkspace(disk));
    const { status, hasCorpus } = await second.handlers["workspace.open"]({ isTakingOver: false });
    expect(status.owner).toBe("other");
    expect(hasCorpus).toBe(false);
    await second.handlers["files.load"]({ files: smallFiles(), isReplacing: true });

    const third = testSession(memoryWorkspace(disk));
    const taken = await third.handlers["workspace.open"]({ isTakingOver: true });
    expect(taken.status.owner).toBe("this");
    expect(await third.reached("paused", "failed")).toBe("paused");
    expect(first.named("workspace.changed").at(-1)!.status.owner).toBe("other");
  });
});
