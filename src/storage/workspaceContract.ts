// For tests only: what every storage of the workspace does, wherever it keeps things.
import { afterEach, describe, expect, test } from "vitest";
import type { WorkspaceStorage } from "../domain/workspace.ts";
import type { ClosableWorkspace } from "./memoryWorkspace.ts";
import { bytesOf, FORMATS, type FormatName, textsOf } from "./workspaceFixture.ts";

/** A session on the storage that the test has for itself. */
export type OpenSession = (format?: FormatName) => Promise<ClosableWorkspace> | ClosableWorkspace;

export async function claimed<S extends WorkspaceStorage>(session: S): Promise<S> {
  expect(await session.claim({ isTakingOver: false, onLost: () => {} })).toBe(true);
  return session;
}

/** @param begin makes fresh storage for a test and says how sessions on it are opened */
export function describeWorkspace(where: string, begin: () => OpenSession): void {
  describe(where, () => {
    let sessions: ClosableWorkspace[] = [];
    afterEach(() => {
      for (const session of sessions) session.close();
      sessions = [];
    });

    function fresh(): OpenSession {
      const open = begin();
      return async (format) => {
        const session = await open(format);
        sessions.push(session);
        return session;
      };
    }

    test("what one session wrote the next one reads", async () => {
      const open = fresh();
      const first = await claimed(await open());
      expect(await first.read("run")).toBeNull();
      const before = new Date().toISOString();
      const picture = new Blob(["PNG"], { type: "image/png" });
      const meta = { step: 3, names: ["ä", "\ud800"], none: null };
      await first.write("run", { meta, parts: { picture, raw: bytesOf("raw") }, kept: [] });
      await first.write("study", { meta: "no parts", parts: {}, kept: [] });
      first.close();
      const next = await claimed(await open());
      const item = await next.read("run");
      expect(item).toMatchObject({ version: FORMATS.current.version, meta });
      expect(item?.damage).toBeUndefined();
      expect(item!.savedAt >= before && item!.savedAt <= new Date().toISOString()).toBe(true);
      expect(await textsOf(item)).toEqual({ picture: "PNG", raw: "raw" });
      expect(item?.parts["picture"]?.type).toBe("image/png");
      expect(await next.read("study")).toMatchObject({ meta: "no parts", parts: {} });
      expect(await next.read("corpus")).toBeNull();
    });

    test("an empty part is a part", async () => {
      const session = await claimed(await fresh()());
      await session.write("run", { meta: 1, parts: { empty: new Uint8Array() }, kept: [] });
      expect(await textsOf(await session.read("run"))).toEqual({ empty: "" });
    });

    test("parts that are kept are there again, also twice over; the others go", async () => {
      const open = fresh();
      const first = await claimed(await open());
      const parts = { a: bytesOf("a"), b: bytesOf("b"), c: bytesOf("c") };
      await first.write("corpus", { meta: 1, parts, kept: [] });
      await first.write("corpus", { meta: 2, parts: { b: bytesOf("B") }, kept: ["a"] });
      expect(await textsOf(await first.read("corpus"))).toEqual({ a: "a", b: "B" });
      await first.write("corpus", { meta: 3, parts: {}, kept: ["b", "a"] });
      await first.write("corpus", { meta: 4, parts: {}, kept: ["a"] });
      first.close();
      const item = await (await claimed(await open())).read("corpus");
      expect(item?.meta).toBe(4);
      expect(await textsOf(item)).toEqual({ a: "a" });
    });

    test("a part that is not there cannot be kept, nor one that is written", async () => {
      const session = await claimed(await fresh()());
      await session.write("run", { meta: 1, parts: { a: bytesOf("a") }, kept: [] });
      const refused = { code: "state", message: expect.stringContaining("ghost") };
      await expect(
        session.write("run", { meta: 2, parts: { b: bytesOf("b") }, kept: ["ghost"] }),
      ).rejects.toMatchObject(refused);
      await expect(
        session.write("run", { meta: 2, parts: { a: bytesOf("A") }, kept: ["a"] }),
      ).rejects.toMatchObject({ code: "state" });
      const item = await session.read("run");
      expect(item?.meta).toBe(1);
      expect(await textsOf(item)).toEqual({ a: "a" });
    });

    test("what was given is copied: changes to it afterwards stay outside", async () => {
      const session = await claimed(await fresh()());
      const meta = { step: 1 };
      const a = bytesOf("a");
      const writing = session.write("run", { meta, parts: { a }, kept: [] });
      meta.step = 2;
      a[0] = 0;
      await writing;
      const item = await session.read("run");
      expect(item?.meta).toEqual({ step: 1 });
      expect(await textsOf(item)).toEqual({ a: "a" });
    });

    test("what was read stays readable, whatever is written and removed afterwards", async () => {
      const session = await claimed(await fresh()());
      await session.write("corpus", { meta: 1, parts: { a: bytesOf("first") }, kept: [] });
      const item = await session.read("corpus");
      for (const next of ["second", "third", "fourth"]) {
        await session.write("corpus", { meta: 1, parts: { a: bytesOf(next) }, kept: [] });
      }
      await session.remove("corpus");
      expect(await textsOf(item)).toEqual({ a: "first" });
    });

    test("writes of one key asked for at once are done in order, others beside them", async () => {
      const session = await claimed(await fresh()());
      const write = (step: number) =>
        session.write("run", { meta: step, parts: { a: bytesOf(`a${step}`) }, kept: [] });
      const study = session.write("study", { meta: "s", parts: {}, kept: [] });
      await Promise.all([write(1), write(2), write(3), study]);
      const item = await session.read("run");
      expect(item?.meta).toBe(3);
      expect(await textsOf(item)).toEqual({ a: "a3" });
      expect((await session.read("study"))?.meta).toBe("s");
    });

    test("what is removed is gone, the others stay; sizes tell", async () => {
      const session = await claimed(await fresh()());
      expect(await session.sizes()).toEqual({ corpus: 0, features: 0, run: 0, study: 0 });
      await session.write("run", { meta: "m", parts: { a: new Uint8Array(5000) }, kept: [] });
      await session.write("study", { meta: "m", parts: { a: new Uint8Array(700) }, kept: [] });
      const { run, study, corpus } = await session.sizes();
      expect(corpus).toBe(0);
      expect(run).toBeGreaterThanOrEqual(5000);
      expect(run).toBeLessThan(5100);
      expect(study).toBeGreaterThanOrEqual(700);
      await session.remove("run");
      await session.remove("run");
      expect(await session.read("run")).toBeNull();
      expect((await session.sizes()).run).toBe(0);
      expect((await session.read("study"))?.meta).toBe("m");
    });

    test("one session has it at a time; what is closed another may claim", async () => {
      const open = fresh();
      const one = await claimed(await open());
      // Claimed again by the one that has it: nothing changes.
      await claimed(one);
      const other = await open();
      expect(await other.claim({ isTakingOver: false, onLost: () => {} })).toBe(false);
      await expect(other.read("run")).rejects.toMatchObject({ code: "state" });
      await expect(other.write("run", { meta: 1, parts: {}, kept: [] })).rejects.toMatchObject({
        code: "state",
        message: expect.stringContaining("another tab"),
      });
      await expect(other.remove("run")).rejects.toMatchObject({ code: "state" });
      await one.write("run", { meta: "one", parts: {}, kept: [] });
      expect((await other.sizes()).run).toBeGreaterThan(0);
      one.close();
      await claimed(other);
      expect((await other.read("run"))?.meta).toBe("one");
    });

    test("taken over, the loser is told once and writes no more; it can take it back", async () => {
      const open = fresh();
      const lost: string[] = [];
      const [one, other] = [await open(), await open()];
      await one.claim({ isTakingOver: false, onLost: () => lost.push("one") });
      await one.write("run", { meta: 1, parts: { a: bytesOf("a") }, kept: [] });
      expect(await other.claim({ isTakingOver: true, onLost: () => lost.push("other") })).toBe(
        true,
      );
      await expect.poll(() => lost).toEqual(["one"]);
      await expect(one.write("run", { meta: 2, parts: {}, kept: [] })).rejects.toMatchObject({
        code: "state",
      });
      await expect(one.read("run")).rejects.toMatchObject({ code: "state" });
      await other.write("run", { meta: 3, parts: {}, kept: ["a"] });
      expect(await one.claim({ isTakingOver: true, onLost: () => lost.push("again") })).toBe(true);
      await expect.poll(() => lost).toEqual(["one", "other"]);
      const item = await one.read("run");
      expect(item?.meta).toBe(3);
      expect(await textsOf(item)).toEqual({ a: "a" });
    });

    test("what a newer version wrote is neither read nor overwritten nor removed", async () => {
      const open = fresh();
      const newer = await claimed(await open("nextAlone"));
      await newer.write("run", { meta: "of tomorrow", parts: { a: bytesOf("a") }, kept: [] });
      newer.close();
      const older = await claimed(await open());
      const refused = { code: "state", message: expect.stringContaining("newer version") };
      await expect(older.read("run")).rejects.toMatchObject(refused);
      await expect(older.write("run", { meta: 1, parts: {}, kept: [] })).rejects.toMatchObject(
        refused,
      );
      await expect(older.remove("run")).rejects.toMatchObject(refused);
      // The other keys are its own.
      await older.write("study", { meta: 1, parts: {}, kept: [] });
      older.close();
      const item = await (await claimed(await open("nextAlone"))).read("run");
      expect(item?.meta).toBe("of tomorrow");
      expect(await textsOf(item)).toEqual({ a: "a" });
    });

    test("what an older version wrote is migrated once, and kept so", async () => {
      const open = fresh();
      const older = await claimed(await open());
      const parts = { a: bytesOf("a"), b: bytesOf("b"), c: bytesOf("c") };
      await older.write("run", { meta: "old", parts, kept: [] });
      const savedAt = (await older.read("run"))?.savedAt;
      older.close();
      const newer = await claimed(await open("next"));
      const migrated = {
        version: FORMATS.next.version,
        savedAt,
        meta: { key: "run", before: "old" },
      };
      const item = await newer.read("run");
      expect(item).toMatchObject(migrated);
      expect(await textsOf(item)).toEqual({ first: "a!", b: "b" });
      await newer.write("run", { meta: item?.meta, parts: {}, kept: ["first", "b"] });
      newer.close();
      const again = await (await claimed(await open("nextAlone"))).read("run");
      expect(again?.meta).toEqual(migrated.meta);
      expect(await textsOf(again)).toEqual({ first: "a!", b: "b" });
    });

    test("where a migration is missing, it is said, and what is kept stays", async () => {
      const open = fresh();
      const older = await claimed(await open());
      await older.write("run", { meta: "old", parts: {}, kept: [] });
      older.close();
      const newer = await claimed(await open("nextAlone"));
      await expect(newer.read("run")).rejects.toMatchObject({ name: "StudioError" });
      newer.close();
      expect((await (await claimed(await open())).read("run"))?.meta).toBe("old");
    });
  });
}

/** Not of sessions in a worker: what cannot be cloned does not get there. */
export function testUncloneable(begin: () => OpenSession): void {
  test("what cannot be kept is refused in words, and what was there stays", async () => {
    const session = await claimed(await begin()());
    await session.write("run", { meta: 1, parts: { a: bytesOf("a") }, kept: [] });
    const uncloneable = session.write("run", { meta: () => "no data", parts: {}, kept: [] });
    await expect(uncloneable).rejects.toMatchObject({ name: "StudioError", code: "state" });
    expect((await session.read("run"))?.meta).toBe(1);
    session.close();
  });
}
