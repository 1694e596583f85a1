// Kept runs in a real browser's database.
import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { someKeptRun, someRunFile } from "../domain/keptRunFixture.ts";
import { openBrowserRunStorage } from "./browserRunStorage.ts";

let name = "";
let opened: { close(): void }[] = [];

beforeEach(() => {
  name = `test-${crypto.randomUUID()}`;
  opened = [];
});
afterEach(async () => {
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
  const entry = someKeptRun({ id: "seven", name: "Seed 7" }, run);
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
