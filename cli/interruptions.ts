// Ctrl-C: the first asks the worker to stop and lets the command write what there is, a later one gives up.
import { EXIT } from "./usageError.ts";

/** npm passes on a Ctrl-C that the terminal has sent us already; only a later one is meant. */
const SAME_CTRL_C_MS = 1000;

export interface Interruptions {
  readonly isInterrupted: boolean;
  /** Leaves Ctrl-C to the system again. */
  end(): void;
}

/** Calls `stop` at the first Ctrl-C; gives up where it is refused. */
export function watchInterruptions(stop: () => Promise<unknown>): Interruptions {
  let stoppedAt: number | null = null;
  const onInterrupt = () => {
    if (stoppedAt !== null) {
      if (performance.now() - stoppedAt > SAME_CTRL_C_MS) process.exit(EXIT.interrupted);
      return;
    }
    stoppedAt = performance.now();
    stop().catch(() => process.exit(EXIT.interrupted));
  };
  process.on("SIGINT", onInterrupt);
  return {
    get isInterrupted() {
      return stoppedAt !== null;
    },
    end: () => process.off("SIGINT", onInterrupt),
  };
}
