// The JavaScript heaps of a page and its workers after a garbage collection, and what the training worker holds of
// a device.
import type { CDPSession, Page } from "playwright";
import type { DeviceHoldings, SoakCounter } from "./gpuCounter.ts";

export interface HeapReading {
  pageBytes: number;
  /** Of all workers of the page; typed arrays and buffers included. */
  workerBytes: number;
  holdings: DeviceHoldings;
}

interface WorkerReply {
  id?: number;
  result?: HeapUsage;
  error?: { message: string };
}
interface HeapUsage {
  usedSize: number;
  backingStorageSize?: number;
}

const ANSWER_MS = 30_000;

/** Collects garbage and measures. Throws Error where the page has no training worker. */
export async function readHeaps(page: Page): Promise<HeapReading> {
  const cdp = await page.context().newCDPSession(page);
  try {
    const workers = await workersOf(cdp);
    let workerBytes = 0;
    for (const ask of workers) {
      await ask("HeapProfiler.collectGarbage");
      workerBytes += bytesOf((await ask("Runtime.getHeapUsage")).result);
    }
    await cdp.send("HeapProfiler.collectGarbage");
    const pageBytes = bytesOf(await cdp.send("Runtime.getHeapUsage"));
    return { pageBytes, workerBytes, holdings: await holdingsOf(page) };
  } finally {
    await cdp.detach();
  }
}

/** Destroys the device that the training worker uses; false where it has none. */
export async function destroyDevice(page: Page): Promise<boolean> {
  return trainingWorker(page).evaluate(() =>
    (self as unknown as { soak: SoakCounter }).soak.destroyDevice(),
  );
}

function holdingsOf(page: Page): Promise<DeviceHoldings> {
  return trainingWorker(page).evaluate(() =>
    (self as unknown as { soak: SoakCounter }).soak.holdings(),
  );
}

function trainingWorker(page: Page) {
  const worker = page.workers().find((each) => each.url().includes("training.worker"));
  if (!worker) throw new Error("The page has no training worker");
  return worker;
}

/** A way to ask each worker of the page; messages go through the page's own session. */
async function workersOf(cdp: CDPSession): Promise<((method: string) => Promise<WorkerReply>)[]> {
  const sessions: string[] = [];
  const waiting = new Map<number, (reply: WorkerReply) => void>();
  cdp.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type === "worker") sessions.push(sessionId);
  });
  cdp.on("Target.receivedMessageFromTarget", ({ message }) => {
    const reply = JSON.parse(message) as WorkerReply;
    if (reply.id !== undefined) waiting.get(reply.id)?.(reply);
  });
  // Attached one after the other before this is answered.
  await cdp.send("Target.setAutoAttach", {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  let serial = 0;
  return sessions.map((sessionId) => async (method) => {
    const id = ++serial;
    const reply = new Promise<WorkerReply>((resolve, reject) => {
      waiting.set(id, resolve);
      setTimeout(() => reject(new Error(`A worker did not answer ${method}`)), ANSWER_MS).unref();
    });
    const message = JSON.stringify({ id, method });
    await cdp.send("Target.sendMessageToTarget", { sessionId, message });
    const { error, ...answered } = await reply;
    if (error) throw new Error(`${method}: ${error.message}`);
    return answered;
  });
}

function bytesOf(usage: HeapUsage | undefined): number {
  return (usage?.usedSize ?? 0) + (usage?.backingStorageSize ?? 0);
}
