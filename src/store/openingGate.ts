// Holds commands back while the worker brings back what the browser kept: files that are dropped in that
// moment would otherwise be overwritten by the data of before, or the other way round.
import type { StudioClient } from "../protocol/client.ts";

export interface OpeningGate {
  client: StudioClient;
  /** Commands wait until this has settled. */
  holdUntil(work: Promise<unknown>): void;
}

export function createOpeningGate(client: StudioClient): OpeningGate {
  let held: Promise<unknown> | null = null;
  return {
    client: {
      ...client,
      call(name, args) {
        if (held === null || name.startsWith("workspace.")) return client.call(name, args);
        return held.then(() => client.call(name, args));
      },
    },
    holdUntil(work) {
      const open = () => {
        held = null;
      };
      held = work.then(open, open);
    },
  };
}
