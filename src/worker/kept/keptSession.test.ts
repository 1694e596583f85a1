// Whole sessions on data that are more than texts: a head on vectors from files, and edited domains; cut off in the
// middle of a training, which then ends where it would have ended.
import { expect, test } from "vitest";
import type { NamedFile } from "../../protocol/messages.ts";
import { type MemoryDisk, memoryDisk } from "../../storage/memoryWorkspace.ts";
import { openedSession, runTrace, smallConfig, smallFiles, type TestSession } from "../fixtures.ts";

const nothing = {};

/** A vector for every step: its length in words and whether it names a seven. */
async function vectorsOf({ handlers }: TestSession): Promise<NamedFile> {
  const { blob } = await handlers["features.exportChains"](nothing);
  const rows = (await blob.text())
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { key: string; steps: string[] })
    .map(({ key, steps }) => ({
      key,
      features: steps.map((step) => [step.length / 20, Number(step.includes("7")), 1]),
    }));
  const text = rows.map((row) => JSON.stringify(row)).join("\n");
  return { path: "vectors.jsonl", file: new File([text], "vectors.jsonl") };
}

async function loaded(disk: MemoryDisk) {
  const session = await openedSession(disk);
  await session.handlers["files.load"]({ files: smallFiles(), isReplacing: true });
  const vectors = await vectorsOf(session);
  await session.handlers["files.load"]({ files: [vectors], isReplacing: false });
  await session.handlers["domain.rename"]({ from: "pears", to: "plums" });
  return session;
}

test("a head on vectors goes on where it was, on the domains as they were edited", async () => {
  const config = smallConfig({ encoder: { kind: "frozen", head: "mlp" } });
  const calm = await loaded(memoryDisk());
  await calm.handlers["run.start"]({ config });
  expect(await calm.reached("finished", "failed")).toBe("finished");

  const disk = memoryDisk();
  const before = await loaded(disk);
  const told = before.named("features.changed").at(-1)!.features;
  expect(told).toMatchObject([{ id: "vectors.jsonl", missing: { train: 0, meta: 0 } }]);
  for (let point = 0; point < 4; point++) {
    await before.handlers["run.step"]({ config });
    await before.reached("paused");
  }
  before.kill();

  const after = await openedSession(disk);
  expect(await after.reached("paused", "failed", "stopped")).toBe("paused");
  expect(after.named("features.changed").at(-1)!.features).toEqual(told);
  const { domains } = after.named("corpus.changed").at(-1)!.summary;
  expect(domains.map(({ name }) => name)).toContain("plums");
  await after.handlers["run.resume"](nothing);
  expect(await after.reached("finished", "failed")).toBe("finished");
  expect(runTrace(await after.handlers["run.describe"](nothing))).toEqual(
    runTrace(await calm.handlers["run.describe"](nothing)),
  );
});
