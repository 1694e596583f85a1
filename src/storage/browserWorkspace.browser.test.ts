// The workspace in a real browser: as files, written as a page and as a worker can, and in the database alone;
// then killed at every step of a write, and written many times.
import { openDB } from "idb";
import { expect, test } from "vitest";
import { browserWorkspace } from "./browserWorkspace.ts";
import { workerSession } from "./workerSession.ts";
import {
  claimed,
  describeWorkspace,
  type OpenSession,
  testUncloneable,
} from "./workspaceContract.ts";
import { FORMATS } from "./workspaceFixture.ts";

const fresh = () => `test-${crypto.randomUUID()}`;

const asFiles = (): OpenSession => {
  const name = fresh();
  return (format = "current") => browserWorkspace({ name, format: FORMATS[format] });
};

describeWorkspace("as files, from a page", asFiles);
testUncloneable(asFiles);

describeWorkspace("as files, from workers", () => {
  const name = fresh();
  return (format) => workerSession(name, format);
});

describeWorkspace("in the database", () => {
  const name = fresh();
  const openFiles = async () => null;
  return (format = "current") => browserWorkspace({ name, format: FORMATS[format], openFiles });
});

async function filesOf(name: string): Promise<string[]> {
  const root = await navigator.storage.getDirectory();
  const names: string[] = [];
  for await (const file of (await root.getDirectoryHandle(name)).keys()) names.push(file);
  return names;
}

const LENGTH = 100_000;
/** An item whose every byte says which it is. */
function someWrite(generation: number, kept: string[]) {
  const part = () => new Uint8Array(LENGTH).fill(generation);
  const parts: Record<string, Uint8Array<ArrayBuffer>> = { a: part(), b: part() };
  if (kept.length === 0) parts["fixed"] = new Uint8Array(LENGTH).fill(255);
  return { meta: generation, parts, kept };
}

/** Which item is there; throws where it is a mixture. */
async function generationThere(workspace: ReturnType<typeof browserWorkspace>): Promise<number> {
  const item = await workspace.read("run");
  expect(item?.damage).toBeUndefined();
  const generation = item?.meta as number;
  for (const [name, part] of Object.entries(item?.parts ?? {})) {
    const bytes = new Uint8Array(await part.arrayBuffer());
    expect(bytes.length).toBe(LENGTH);
    expect(bytes.every((byte) => byte === (name === "fixed" ? 255 : generation))).toBe(true);
  }
  expect(Object.keys(item?.parts ?? {}).sort()).toEqual(["a", "b", "fixed"]);
  return generation;
}

test("killed before any step of a write, the item is the old one or the new one, whole", async () => {
  const name = fresh();
  const first = await claimed(await workerSession(name));
  await first.write("run", someWrite(1, []));
  await first.write("run", someWrite(2, ["fixed"]));
  await first.dieAt(Number.POSITIVE_INFINITY);
  await first.write("run", someWrite(3, ["fixed"]));
  const steps = first.calls();
  first.close();

  let there = 3;
  const seen = new Map<string, Set<number>>();
  for (let step = 1; step <= steps; step++) {
    const writer = await claimed(await workerSession(name));
    await writer.dieAt(step);
    // It never ends.
    void writer.write("run", someWrite(there + 1, ["fixed"]));
    const diedAt = await writer.died;
    writer.close();

    const next = await claimed(browserWorkspace({ name }));
    const found = await generationThere(next);
    seen.set(diedAt, (seen.get(diedAt) ?? new Set()).add(found - there));
    there = found;
    // What the killed one left is swept (as soon as it is dead enough to hold no file): there are the newest
    // and the one before it, with "fixed" in common.
    await expect
      .poll(async () => {
        next.close();
        await claimed(next);
        return (await filesOf(name)).length;
      })
      .toBe(5);
    next.close();
  }
  const kept = new Set([0]);
  const early = ["getFileHandle", "createWritable", "write", "close", "flush", "put"];
  for (const call of early) expect([call, seen.get(call)]).toEqual([call, kept]);
  // Removing what is old begins when the new one is there.
  expect(seen.get("removeEntry")).toEqual(new Set([1]));
});

test("hundreds of writes leave as many files and entries as a few", async () => {
  const name = fresh();
  const session = await claimed(await workerSession(name));
  const content = new Uint8Array(20_000);
  await session.write("run", { meta: 0, parts: { a: content, fixed: content }, kept: [] });
  for (let step = 1; step <= 300; step++) {
    content.fill(step);
    await session.write("run", { meta: step, parts: { a: content }, kept: ["fixed"] });
    if (step % 100 === 2) {
      expect(await filesOf(name)).toHaveLength(3);
      expect((await session.sizes()).run).toBeLessThan(60_100);
    }
  }
  expect(await filesOf(name)).toHaveLength(3);
  const index = await openDB(name);
  expect([await index.count("items"), await index.count("parts")]).toEqual([1, 0]);
  index.close();
  const item = await session.read("run");
  expect(item?.meta).toBe(300);
  expect(new Uint8Array(await item!.parts["a"]!.arrayBuffer())).toEqual(content);
  session.close();
});
