// Keeps what has been trained without being asked: a run once it has ended, however it ended (again after
// its retraining, in the same place), and every training of a comparison. A run that was brought back after a
// reload is kept under the id it had.
import { toErrorReport } from "../base/errors.ts";
import { differingPaths } from "../domain/configPaths.ts";
import type { KeptRunContent } from "../domain/keptRun.ts";
import type { PrmRole, RunState } from "../domain/run.ts";
import type { RunConfig } from "../domain/runConfig.ts";
import type { StudioClient } from "../protocol/client.ts";

/** A run that failed still has its points, and the PRM of the last good step. */
const ENDS: readonly RunState[] = ["finished", "stopped", "failed"];

export interface KeepRequest {
  /** A run that is kept under this id already is renewed; its name, colour and place stay. */
  id: string;
  content: KeptRunContent;
  /** Null: a name is made of what differs. */
  name: string | null;
  /** Id of the kept run it was started from. */
  startedFrom: string | null;
  /** Why it failed, in words; null where it did not. */
  failure: string | null;
}

export interface RunKeeper {
  /** Whether a run is kept, or was kept and deleted, under this id. */
  has(id: string): Promise<boolean>;
  keep(request: KeepRequest): Promise<void>;
  /** The kept run that a run started now would be started from. */
  origin(): string | null;
  /** The next run is started from this one. */
  startFrom(id: string): void;
  report(error: unknown): void;
}

/** The run under way, from its start on. */
interface Recorded {
  id: string;
  config: RunConfig;
  startedFrom: string | null;
  roles: Set<PrmRole>;
  /** It is as it was before the page was loaded: where it is kept already, there is nothing to renew. */
  isAsRestored: boolean;
}

/** Stopped before it began: there is nothing to describe, and nothing to keep. */
function orNothing(error: unknown): null {
  if (toErrorReport(error).code === "state") return null;
  throw error;
}

export function recordRuns(client: StudioClient, keeper: RunKeeper): void {
  let present: Recorded | null = null;
  /** One at a time, in order: a retraining may end while the run before it is still being written. */
  let queue: Promise<void> = Promise.resolve();

  async function prmOf(role: PrmRole): Promise<[PrmRole, Blob] | null> {
    try {
      return [role, (await client.call("prm.export", { id: role })).blob];
    } catch {
      return null; // stopped before there was one
    }
  }

  async function keepRun(recorded: Recorded, failure: string | null): Promise<void> {
    if (recorded.isAsRestored && (await keeper.has(recorded.id))) return;
    // Asked for together, before anything else can be asked of the worker.
    const described = client.call("run.describe", {});
    const exported = Promise.all([...recorded.roles].map(prmOf));
    const [run, files] = await Promise.all([described.catch(orNothing), exported]);
    if (run === null) return;
    // The next run has begun meanwhile: what was described is not what was asked for.
    if (differingPaths(run.config, recorded.config).length > 0) return;
    if (run.history.length === 0) return;
    const prms = Object.fromEntries(files.filter((file) => file !== null));
    const { id, startedFrom } = recorded;
    await keeper.keep({ id, content: { run, prms }, name: null, startedFrom, failure });
    keeper.startFrom(id);
  }

  function enqueue(work: () => Promise<void>): void {
    queue = queue.then(work).catch((error: unknown) => keeper.report(error));
  }

  client.on((event) => {
    if (event.name === "run.started") {
      const isAsRestored = event.restored !== null;
      if (event.role === "main") {
        const { id, config } = event;
        const startedFrom = isAsRestored ? null : keeper.origin();
        present = { id, config, startedFrom, roles: new Set(["main"]), isAsRestored };
      } else if (present !== null) {
        present.roles.add(event.role);
        present.isAsRestored &&= isAsRestored;
      }
    } else if (event.name === "run.progressed") {
      if (present !== null) present.isAsRestored = false;
    } else if (event.name === "run.stateChanged") {
      const { state, error } = event;
      const recorded = present;
      // Where the worker is gone there is nobody to ask; its checkpoint brings the run back.
      const hasEnded = ENDS.includes(state) && error?.code !== "worker";
      if (recorded !== null && hasEnded) {
        enqueue(() => keepRun(recorded, state === "failed" ? (error?.message ?? "") : null));
      } else if (state === "idle") {
        present = null;
      }
    } else if (event.name === "study.runDone") {
      const { id, label, run, prm } = event;
      const role: PrmRole = run.config.mode === "bilevel" ? "retrained" : "main";
      const content = { run, prms: { [role]: prm.blob } };
      enqueue(() => keeper.keep({ id, content, name: label, startedFrom: null, failure: null }));
    }
  });
}
