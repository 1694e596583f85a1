// The benchmark's page: starts a worker a session and passes commands from outside on to it.
import type { PagePeer, Workload } from "../peers/workload.ts";
import type { CountedReport, SessionAnswer, SessionCommand } from "./messages.ts";

export interface BenchPage {
  /** Opens a peer on a workload; the handle names its worker. Rejects with the peer's error. */
  open(peer: PagePeer, workload: Workload): Promise<{ handle: number; device: string }>;
  run(handle: number, steps: number): Promise<CountedReport>;
  /** Ends the worker and, with it, all it holds. */
  close(handle: number): void;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

const workers = new Map<number, Worker>();
let opened = 0;

function ask(worker: Worker, command: SessionCommand): Promise<SessionAnswer> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<SessionAnswer>) =>
      data.op === "failed" ? reject(new Error(data.message)) : resolve(data);
    worker.onerror = (event) => reject(new Error(event.message || "a worker failed"));
    worker.postMessage(command);
  });
}

window.bench = {
  async open(peer, workload) {
    const worker = new Worker(new URL("./session.worker.ts", import.meta.url), { type: "module" });
    try {
      const answer = await ask(worker, { op: "open", peer, workload });
      if (answer.op !== "opened") throw new Error(`unexpected answer ${answer.op}`);
      workers.set(++opened, worker);
      return { handle: opened, device: answer.device };
    } catch (error) {
      worker.terminate();
      throw error;
    }
  },
  async run(handle, steps) {
    const worker = workers.get(handle);
    if (!worker) throw new Error(`no session ${handle}`);
    const answer = await ask(worker, { op: "run", steps });
    if (answer.op !== "ran") throw new Error(`unexpected answer ${answer.op}`);
    return answer.report;
  },
  close(handle) {
    workers.get(handle)?.terminate();
    workers.delete(handle);
  },
};
