// Writes the run to the workspace: a checkpoint, the PRM and the new points of the role that trains, now and
// then, and in one piece with what stands of the other roles.
import type { StudioError } from "../base/errors.ts";
import type { HistoryRecord, PrmRole } from "../domain/run.ts";
import type { WorkspaceItem, WorkspaceWrite } from "../domain/workspace.ts";
import { type SavedPrm, writeSafetensors } from "../engine/prm/safetensors.ts";
import { encodeCheckpoint } from "./kept/keptCheckpoint.ts";
import { encodePoints } from "./kept/keptPoints.ts";
import { checkpointPart, prmPart, type RoleItem, type RunItem } from "./kept/runItem.ts";
import type { RestoredRun } from "./restoredRun.ts";
import type { RunStart, TrainingRun } from "./trainingRun.ts";
import type { WorkspaceKeeper } from "./workspaceKeeper.ts";

/** Least time between two checkpoints. */
const SAVE_INTERVAL_MS = 1000;
/** Saving takes at most about this share of the time, where that does not make the checkpoints too rare. */
const SAVE_SHARE = 0.05;
const MOST_INTERVAL_MS = 10_000;
/** Parts with points before they are written anew as one. */
const MOST_POINT_PARTS = 30;

/** What is said of the run as a whole with every write. */
export type RunStanding = Pick<RunItem, "activities" | "recommendation">;

export interface RunKeepingOptions {
  workspace: WorkspaceKeeper;
  corpusId: () => string;
  standing: () => RunStanding;
  now: () => number;
}

/** A role as it was last seen. */
interface Snapshot {
  item: Omit<RoleItem, "points">;
  history: readonly HistoryRecord[];
  /** The two large parts as they go to the storage. */
  checkpoint: () => Uint8Array<ArrayBuffer> | Blob;
  prm: () => Uint8Array<ArrayBuffer> | Blob;
}

/** A role as it was last written. */
interface Written {
  of: Snapshot;
  points: string[];
  last: HistoryRecord | undefined;
}

export class RunKeeping {
  private readonly options: RunKeepingOptions;
  private id: string | null = null;
  private corpusId = "";
  private readonly snapshots = new Map<PrmRole, Snapshot>();
  private written = new Map<PrmRole, Written>();
  private savedAt = Number.NEGATIVE_INFINITY;
  private costMs = 0;
  private isWriting = false;
  private isSaveWanted = false;
  /** Makes names of parts that no part had before. */
  private serial = 0;

  constructor(options: RunKeepingOptions) {
    this.options = options;
  }

  /** A new run; what was kept of the one before goes. */
  begin(id: string): void {
    this.forget();
    this.id = id;
    this.corpusId = this.options.corpusId();
  }

  /** A run that was brought back. */
  adopt(id: string, corpusId: string, runs: Iterable<RestoredRun>, item: WorkspaceItem): void {
    this.id = id;
    this.corpusId = corpusId;
    this.snapshots.clear();
    this.written.clear();
    for (const run of runs) {
      const { role } = run;
      this.snapshots.set(role, {
        item: run.item,
        history: run.history,
        checkpoint: () => item.parts[checkpointPart(role)]!,
        prm: () => item.parts[prmPart(role)]!,
      });
    }
  }

  /** Nothing is kept of the run any more. */
  forget(): void {
    if (this.id === null) return;
    this.id = null;
    this.snapshots.clear();
    this.written.clear();
    void this.options.workspace.remove("run");
  }

  /** The next point is saved, however soon after the last. */
  saveSoon(): void {
    this.isSaveWanted = true;
  }

  isDue(): boolean {
    const { workspace, now } = this.options;
    if (!workspace.isKeeping || this.isWriting) return false;
    const bearable = Math.min(this.costMs / SAVE_SHARE, MOST_INTERVAL_MS);
    const interval = Math.max(SAVE_INTERVAL_MS, bearable);
    return this.isSaveWanted || now() - this.savedAt >= interval;
  }

  /**
   * Takes a snapshot of a training, which must not go on meanwhile, and has it written. `written` tells how the
   * writing went, which goes on by itself: null where all is well.
   */
  async save(run: TrainingRun): Promise<{ written: Promise<StudioError | null> }> {
    const { workspace, now } = this.options;
    if (!workspace.isKeeping || this.id === null) return { written: Promise.resolve(null) };
    const startedAt = now();
    this.isSaveWanted = false;
    const state = await run.state();
    this.snapshots.set(run.role, snapshotOf(run, state));
    this.isWriting = true;
    const written = this.write().then((failure) => {
      this.isWriting = false;
      this.savedAt = now();
      if (failure === null) {
        workspace.say({ saved: { at: new Date().toISOString(), step: state.checkpoint.step } });
      }
      return failure;
    });
    this.costMs = now() - startedAt;
    return { written };
  }

  /** Writes anew what is said of the run as a whole. */
  async saveStanding(): Promise<void> {
    if (this.id !== null && this.snapshots.size > 0) await this.write();
  }

  /** A role that is trained anew: what was kept of it goes with the next write. */
  drop(role: PrmRole): void {
    this.snapshots.delete(role);
  }

  private write(): Promise<StudioError | null> {
    const { workspace, now } = this.options;
    return workspace.write("run", (there) => {
      const startedAt = now();
      const write = this.encode(there);
      this.costMs += now() - startedAt;
      return write;
    });
  }

  /** `there`: names of the parts that stand; after a failure there are none, and all is written anew. */
  private encode(there: ReadonlySet<string>): WorkspaceWrite | null {
    if (this.id === null) return null;
    const parts: WorkspaceWrite["parts"] = {};
    const kept: string[] = [];
    const roles: RoleItem[] = [];
    const written = new Map<PrmRole, Written>();
    for (const [role, snapshot] of this.snapshots) {
      const names = [checkpointPart(role), prmPart(role)];
      const last = this.written.get(role);
      const stands = last && [...names, ...last.points].every((name) => there.has(name));
      const before = stands ? last : undefined;
      if (before?.of === snapshot) kept.push(...names, ...before.points);
      else {
        parts[checkpointPart(role)] = snapshot.checkpoint();
        parts[prmPart(role)] = snapshot.prm();
      }
      const points = this.encodePoints(role, snapshot, before, parts, kept);
      roles.push({ ...snapshot.item, points });
      written.set(role, { of: snapshot, points, last: snapshot.history.at(-1) });
    }
    this.written = written;
    const { corpusId } = this;
    const meta: RunItem = { id: this.id, corpusId, ...this.options.standing(), roles };
    return { meta, parts, kept };
  }

  /** Adds the points that are new to `parts`, names in `kept` those that stay; returns the names of all. */
  private encodePoints(
    role: PrmRole,
    snapshot: Snapshot,
    before: Written | undefined,
    parts: WorkspaceWrite["parts"],
    kept: string[],
  ): string[] {
    if (before?.of === snapshot) return before.points;
    const { history } = snapshot;
    const count = before?.of.history.length ?? 0;
    // Points are never changed: where the last one written is still there, all before it are.
    const isLonger = before !== undefined && count > 0 && history[count - 1] === before.last;
    const goesOn = isLonger && before.points.length < MOST_POINT_PARTS;
    const points = goesOn ? [...before.points] : [];
    kept.push(...points);
    const fresh = goesOn ? history.slice(count) : history;
    if (fresh.length > 0) {
      this.serial++;
      const name = `${role}.points.${Date.now().toString(36)}.${this.serial}`;
      parts[name] = encodePoints(fresh);
      points.push(name);
    }
    return points;
  }
}

function snapshotOf(
  run: TrainingRun,
  state: RunStart & Pick<RoleItem, "choice"> & { checkpoint: NonNullable<RunStart["checkpoint"]> },
): Snapshot {
  const { role, config, domains, data, backend, encoder, fixedWeights, isDone } = run;
  const { checkpoint, choice, elapsedMs, history, evaluations } = state;
  const prm: SavedPrm = run.prmOf(checkpoint.params);
  return {
    item: {
      role,
      config,
      domains,
      data,
      fixedWeights: fixedWeights ? [...fixedWeights] : null,
      choice,
      backend,
      encoderNote: encoder.projection?.note ?? null,
      elapsedMs,
      timing: run.timing(),
      step: checkpoint.step,
      isDone,
      weights: [...run.weights],
      evaluations: [...evaluations],
    },
    history: [...history],
    checkpoint: () => encodeCheckpoint(checkpoint),
    prm: () => writeSafetensors(prm),
  };
}
