// Kept runs in a real browser's database.
import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { someKeptRun, someRunFile } from "../domain/keptRunFixture.ts";
import { openBrowserRunStorage } from "./browserRunStorage.ts";

let name = "";
let opened: { close(): void }[] = [];

beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
  opened = [];
});
afterEach(async () => {
  vi.restoreAllMocks();
  for (const storage of opened) storage.close();
  await deleteDB(name);
});

async function open(onClosed?: () => void) {
  const storage = await openBrowserRunStorage(
    onClosed === undefined ? { name } : { name, onClosed },
  );
  opened.push(storage);
  return storage;
}

test("a run is there again, to the last digit, when the database is opened anew", async () => {
  const run = someRunFile({ seed: 7 });
  run.history[1]!.lowerLoss = Number.NaN;
  const entry = someKeptRun({ id: "seven", name: "Seed 7", failure: "It diverged" }, run);
  const first = await open();
  await first.put(entry, { run, prms: { main: new Blob(["PRM"]), vanilla: new Blob(["other"]) } });
  first.close();

  const second = await open();
  expect(await second.list()).toEqual([entry]);
  const content = await second.read("seven");
  expect(content?.run).toEqual(run);
  expect(await content?.prms.main?.text()).toBe("PRM");
  expect(await content?.prms.vanilla?.text()).toBe("other");
  expect(content?.prms.retrained).toBeUndefined();
});

test("runs are listed by date; an entry changes without its content", async () => {
  const storage = await open();
  const run = someRunFile();
  const late = someKeptRun({ id: "late", createdAt: "2026-11-22T00:00:00.000Z" });
  const early = someKeptRun({ id: "early", createdAt: "2026-11-20T00:00:00.000Z" });
  await storage.put(late, { run, prms: {} });
  await storage.put(early, { run, prms: { main: new Blob(["kept"]) } });
  await storage.put({ ...early, name: "Renamed", deletedAt: "2026-11-23T00:00:00.000Z" });
  expect((await storage.list()).map((entry) => [entry.id, entry.name])).toEqual([
    ["early", "Renamed"],
    ["late", "Run 1"],
  ]);
  expect(await (await storage.read("early"))?.prms.main?.text()).toBe("kept");
});

test("content put again takes the place of what was there, PRMs that are gone too", async () => {
  const storage = await open();
  const run = someRunFile();
  await storage.put(someKeptRun(), { run, prms: { main: new Blob(["1"]) } });
  await storage.put(someKeptRun(), { run, prms: { retrained: new Blob(["2"]) } });
  const content = await storage.read("one");
  expect(Object.keys(content?.prms ?? {})).toEqual(["retrained"]);
});

test("a removed run leaves nothing, and others stay", async () => {
  const storage = await open();
  const run = someRunFile();
  await storage.put(someKeptRun({ id: "one" }), { run, prms: { main: new Blob(["1"]) } });
  await storage.put(someKeptRun({ id: "one-more" }), { run, prms: { main: new Blob(["2"]) } });
  await storage.remove("one");
  await storage.remove("never there");
  expect((await storage.list()).map(({ id }) => id)).toEqual(["one-more"]);
  expect(await storage.read("one")).toBeNull();
  expect(await (await storage.read("one-more"))?.prms.main?.text()).toBe("2");
  storage.close();
  const raw = await openDB(name);
  expect(await raw.count("prms")).toBe(1);
  raw.close();
});

test("a database of a newer version is refused in words and left as it is", async () => {
  const newer = await openDB(name, 99, {
    upgrade: (database) => void database.createObjectStore("future"),
  });
  newer.close();
  await expect(openBrowserRunStorage({ name })).rejects.toMatchObject({
    code: "state",
    message: expect.stringContaining("newer version of the app"),
  });
  const after = await openDB(name);
  expect(after.version).toBe(99);
  after.close();
});

test("it makes way for another tab's newer version, and says so", async () => {
  let isClosed = false;
  const storage = await open(() => {
    isClosed = true;
  });
  const newer = await openDB(name, 2);
  newer.close();
  expect(isClosed).toBe(true);
  await expect(storage.list()).rejects.toMatchObject({ code: "state" });
});

test("what cannot be stored is refused whole", async () => {
  const storage = await open();
  const run = someRunFile();
  const broken = { ...run, app: (() => "no data") as unknown as string };
  await expect(storage.put(someKeptRun(), { run: broken, prms: {} })).rejects.toMatchObject({
    code: "state",
  });
  expect(await storage.list()).toEqual([]);
});

test("what an older version kept is read with what it left out filled in", async () => {
  const storage = await open();
  const run = someRunFile();
  await storage.put(someKeptRun({ id: "old" }), { run, prms: {} });
  const raw = await openDB(name);
  const { schemaVersion: _, ...entry } = await raw.get("entries", "old");
  await raw.put("entries", entry);
  const history = run.history.map(({ gradientNorm: _, alignment: __, ...record }) => record);
  await raw.put("runs", { ...run, history }, "old");
  raw.close();
  expect(await storage.list()).toEqual([someKeptRun({ id: "old" })]);
  const read = await storage.read("old");
  expect(read?.run.history).toEqual(
    run.history.map((record) => ({ ...record, gradientNorm: null, alignment: null })),
  );
});

test("what a newer version kept is refused by name, left as it is, and hides no other run", async () => {
  const storage = await open();
  const run = someRunFile();
  for (const id of ["one", "future", "spoilt"]) {
    await storage.put(someKeptRun({ id, name: `Named ${id}` }), { run, prms: {} });
  }
  const raw = await openDB(name);
  const future = { ...(await raw.get("entries", "future")), schemaVersion: 2 };
  await raw.put("entries", future);
  await raw.put("entries", { id: "spoilt", name: "Named spoilt" });
  await raw.put("runs", { ...run, schemaVersion: 2 }, "one");

  const refused: unknown[] = [];
  const listed = await storage.list((problem) => refused.push(problem));
  expect(listed.map(({ id }) => id)).toEqual(["one"]);
  expect(refused).toMatchObject([
    { code: "state", message: expect.stringMatching(/Named future .* newer version of the app/) },
    { code: "state", message: expect.stringMatching(/Named spoilt cannot be read \(\w+: /) },
  ]);
  await expect(storage.read("one")).rejects.toThrow("newer version of the app");
  await expect(storage.put(someKeptRun({ id: "future" }))).rejects.toThrow("newer version");
  expect(await raw.get("entries", "future")).toEqual(future);
  raw.close();
});

test("its size grows by the files that are kept, and shrinks when they go", async () => {
  const storage = await open();
  expect(await storage.size()).toBe(0);
  const run = someRunFile();
  await storage.put(someKeptRun(), { run, prms: {} });
  const bare = await storage.size();
  expect(bare).toBeGreaterThan(1000);
  await storage.put(someKeptRun(), { run, prms: { main: new Blob([new Uint8Array(5000)]) } });
  expect(await storage.size()).toBe(bare + 5000);
  await storage.remove("one");
  expect(await storage.size()).toBe(0);
});

test("no room left is said as such, and what was there stays", async () => {
  const storage = await open();
  const run = someRunFile();
  await storage.put(someKeptRun(), { run, prms: {} });
  vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
    throw new DOMException("full", "QuotaExceededError");
  });
  await expect(storage.put(someKeptRun({ id: "two" }), { run, prms: {} })).rejects.toMatchObject({
    code: "full",
    message: expect.stringContaining("no room left"),
  });
  vi.restoreAllMocks();
  expect((await storage.list()).map(({ id }) => id)).toEqual(["one"]);
});
