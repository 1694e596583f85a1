// The benchmark's page: one session, in a worker as the app trains in one, and its commands from outside.
import type { PagePeer, Workload } from "../peers/workload.ts";
import type { CountedReport, SessionAnswer, SessionCommand } from "./messages.ts";

export interface BenchPage {
  /** Opens a peer on a workload; answers its device in words. Rejects with the peer's error. */
  open(peer: PagePeer, workload: Workload): Promise<string>;
  run(steps: number): Promise<CountedReport>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

const worker = new Worker(new URL("./session.worker.ts", import.meta.url), { type: "module" });

function ask(command: SessionCommand): Promise<SessionAnswer> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<SessionAnswer>) =>
      data.op === "failed" ? reject(new Error(data.message)) : resolve(data);
    worker.onerror = (event) => reject(new Error(event.message || "the worker failed"));
    worker.postMessage(command);
  });
}

window.bench = {
  async open(peer, workload) {
    const answer = await ask({ op: "open", peer, workload });
    if (answer.op !== "opened") throw new Error(`unexpected answer ${answer.op}`);
    return answer.device;
  },
  async run(steps) {
    const answer = await ask({ op: "run", steps });
    if (answer.op !== "ran") throw new Error(`unexpected answer ${answer.op}`);
    return answer.report;
  },
};
