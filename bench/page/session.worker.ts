// One peer on one workload, in a worker of its own: nothing is shared with the peers it alternates with.

import type { TrainingSession } from "../peers/peer.ts";
import { countDevices, deviceCounts } from "./deviceCounts.ts";
import type { SessionAnswer, SessionCommand } from "./messages.ts";

countDevices();

let session: TrainingSession | null = null;

async function answer(command: SessionCommand): Promise<SessionAnswer> {
  switch (command.op) {
    case "open": {
      const { openSession } = await import("./openSession.ts");
      session = await openSession(command.peer, command.workload);
      return { op: "opened", device: session.device };
    }
    case "run": {
      if (!session) throw new Error("run before open");
      const before = deviceCounts();
      const report = await session.run(command.steps);
      const after = deviceCounts();
      return {
        op: "ran",
        report: {
          ...report,
          counts: {
            ...after,
            dispatches: after.dispatches - before.dispatches,
            submissions: after.submissions - before.submissions,
          },
        },
      };
    }
    default:
      return command satisfies never;
  }
}

self.onmessage = async ({ data }: MessageEvent<SessionCommand>) => {
  try {
    self.postMessage(await answer(data));
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    self.postMessage({ op: "failed", message } satisfies SessionAnswer);
  }
};
