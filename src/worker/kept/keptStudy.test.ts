// A study that is killed again and again, after every task, ends with the report of an undisturbed one; what is
// kept of it is what a workspace can hold, and nothing is offered where the data are others.
import { describe, expect, it, vi } from "vitest";
import type { ComparisonReport, StudyRequest } from "../../domain/study.ts";
import type { WorkspaceItem } from "../../domain/workspace.ts";
import type { StudioEvent } from "../../protocol/messages.ts";
import { type MemoryDisk, memoryDisk, memoryWorkspace } from "../../storage/memoryWorkspace.ts";
import { CorpusDesk } from "../corpusDesk.ts";
import { CorpusHolder } from "../corpusHolder.ts";
import { DeviceKeeper } from "../deviceKeeper.ts";
import { smallConfig, smallFiles } from "../fixtures.ts";
import { restoreStudies, type StudyDesk, startStudy } from "../study/startStudy.ts";
import { StudyController } from "../study/studyController.ts";
import { WorkspaceKeeper } from "../workspaceKeeper.ts";
import { readStudies, writeStudies } from "./keptStudy.ts";

const WAIT = { timeout: 60_000, interval: 5 };

/** A page with the small data and a disk that outlives it. */
async function openPage(disk: MemoryDisk, corpusId = "corpus 1") {
  const events: StudioEvent[] = [];
  const post = (event: StudioEvent) => events.push(event);
  const storage = memoryWorkspace(disk);
  const workspace = new WorkspaceKeeper({ storage, onStatus: () => {}, onNotice: () => {} });
  await workspace.open(true);
  let afterWrite = () => {};
  let isKilled = false;
  const studies: StudyController = new StudyController({
    devices: new DeviceKeeper(() => {}),
    onStatus: (status) => post({ kind: "event", name: "study.changed", status }),
    onReport: (report) =>
      post({ kind: "event", name: "study.reported", report, isOutdated: false }),
    onChanged: () => {
      if (isKilled) return;
      void workspace
        .write("study", (there) => writeStudies(studies.kept, there))
        .then((failure) => {
          if (failure?.code === "full") studies.pause();
          if (!isKilled) afterWrite();
        });
    },
    onNotice: (message) => post({ kind: "event", name: "notice.posted", message }),
    now: () => performance.now(),
  });
  const holder = new CorpusHolder();
  const desk = new CorpusDesk({
    holder,
    post: () => {},
    isTraining: () => studies.isBusy,
    onChanged: () => {},
  });
  await desk.loadFiles(smallFiles(), true);
  const study: StudyDesk = {
    studies,
    holder,
    desk,
    corpusId: () => corpusId,
    findObstacle: () => null,
    post,
  };
  const kept = await workspace.read("study", readStudies);
  if (kept) restoreStudies(study, kept);
  const named = <N extends StudioEvent["name"]>(name: N) =>
    events.filter((event): event is Extract<StudioEvent, { name: N }> => event.name === name);
  return {
    studies,
    workspace,
    named,
    status: () => named("study.changed").at(-1)?.status,
    start: (request: StudyRequest) => startStudy(study, request),
    onWritten: (call: () => void) => {
      afterWrite = call;
    },
    /** Nothing that it does from now on reaches the disk. */
    kill() {
      isKilled = true;
      storage.close();
      studies.stop();
      studies.stop();
    },
  };
}
type TestPage = Awaited<ReturnType<typeof openPage>>;

const done = ({ status }: TestPage) =>
  status()?.runs.filter(({ state }) => state === "done").length ?? 0;

/** Goes on for one task, then kills the page; false where the study had no more to do. */
async function oneTask(page: TestPage): Promise<boolean> {
  let isAtEnd = false;
  await new Promise<void>((resolve) => {
    const before = done(page);
    page.onWritten(() => {
      const { going } = page.studies.kept;
      isAtEnd = going === null;
      if (isAtEnd || going!.findings.size > before) resolve();
    });
    page.studies.resume();
  });
  page.kill();
  return !isAtEnd;
}

async function undisturbed(request: StudyRequest) {
  const page = await openPage(memoryDisk());
  page.start(request);
  await vi.waitFor(() => expect(page.status()?.state).toBe("finished"), WAIT);
  return { report: page.named("study.reported")[0]!.report, runs: page.named("study.runDone") };
}

/** The study, killed after every single task. */
async function killed(request: StudyRequest) {
  const disk = memoryDisk();
  const first = await openPage(disk);
  const runs: ReturnType<typeof first.named<"study.runDone">> = [];
  let kills = 0;
  first.start(request);
  let isGoing = await oneTask(first);
  runs.push(...first.named("study.runDone"));
  while (isGoing) {
    kills++;
    const page = await openPage(disk);
    await vi.waitFor(() => expect(page.status()?.state).toBe("paused"), WAIT);
    expect(done(page)).toBe(kills);
    isGoing = await oneTask(page);
    runs.push(...page.named("study.runDone"));
  }
  const last = await openPage(disk);
  expect(last.status()).toBeUndefined();
  const [told] = last.named("study.reported");
  expect(told?.isOutdated).toBe(false);
  return { report: told!.report, runs, kills, disk };
}

const short = smallConfig({ lower: { steps: 30, batchSize: 16 } });

describe("a study that is killed after every task", () => {
  it("ends with the verdict of an undisturbed one", async () => {
    const request: StudyRequest = { kind: "verdict", config: short, seeds: [1, 2] };
    const { report, kills, disk } = await killed(request);
    expect(kills).toBeGreaterThan(12);
    const { elapsedMs: _mine, ...mine } = report;
    const { elapsedMs: _whole, ...whole } = (await undisturbed(request)).report;
    expect(mine).toEqual(whole);
    // Parameters of PRMs that are measured need no room any more.
    expect(Object.keys(disk.items.get("study")!.parts)).toEqual([]);
  });

  it("ends with the comparison of an undisturbed one, every training told of once", async () => {
    const request: StudyRequest = {
      kind: "comparison",
      title: "Test",
      seeds: [3, 4],
      variants: [
        { label: "as it is", config: short, responses: "steps" },
        { label: "whole", config: short, responses: "whole" },
      ],
    };
    const { report, runs } = await killed(request);
    const whole = await undisturbed(request);
    const { elapsedMs: _mine, ...mine } = report;
    const { elapsedMs: _whole, ...other } = whole.report;
    expect(mine).toEqual(other);
    expect((report as ComparisonReport).rows).toHaveLength(2);
    expect(runs.map(({ label }) => label)).toEqual(whole.runs.map(({ label }) => label));
    expect(new Set(runs.map(({ id }) => id)).size).toBe(4);
  });
});

describe("what is kept of a study", () => {
  const request: StudyRequest = { kind: "verdict", config: short, seeds: [1, 2] };

  async function interrupted(): Promise<MemoryDisk> {
    const disk = memoryDisk();
    const page = await openPage(disk);
    page.start(request);
    await oneTask(page);
    return disk;
  }

  it("waits, saying how far it is, and can be stopped", async () => {
    const page = await openPage(await interrupted());
    await vi.waitFor(() => expect(page.status()?.state).toBe("paused"), WAIT);
    expect(page.status()?.detail).toBe("Interrupted by a reload; 1 of 12 trainings are done");
    page.studies.stop();
    await vi.waitFor(() => expect(page.status()?.state).toBe("stopped"), WAIT);
    expect(page.studies.isBusy).toBe(false);
  });

  it("does not go on where the data are others", async () => {
    const page = await openPage(await interrupted(), "corpus 2");
    expect(page.studies.isBusy).toBe(false);
    expect(page.named("notice.posted")[0]!.message).toMatch(/data it was about are no longer/);
  });

  it("is refused in words where it is damaged, and left as it is", async () => {
    const disk = await interrupted();
    const item = disk.items.get("study") as WorkspaceItem;
    const [part = ""] = Object.keys(item.parts);
    const bytes = new Uint8Array(await item.parts[part]!.arrayBuffer());
    bytes[200]! ^= 1;
    disk.items.set("study", { ...item, parts: { [part]: new Blob([bytes]) } });
    const page = await openPage(disk);
    expect(page.studies.isBusy).toBe(false);
    expect(page.workspace.status.problem?.message).toMatch(/checksum/);
    expect(disk.items.has("study")).toBe(true);
  });

  it("waits while there is no room to keep it", async () => {
    const disk = memoryDisk(1000);
    const page = await openPage(disk);
    page.start(request);
    await vi.waitFor(() => expect(page.status()?.state).toBe("paused"), WAIT);
    disk.room = Number.POSITIVE_INFINITY;
    page.studies.resume();
    await vi.waitFor(() => expect(page.status()?.state).toBe("finished"), WAIT);
  });
});
