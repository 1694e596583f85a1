// Keeps the work of this page in the browser: one write at a time, the newest of each thing, and the words
// for what could not be kept. It knows keys and opaque items, not what is in them.
import { type ErrorReport, StudioError, toErrorReport } from "../base/errors.ts";
import type {
  WorkspaceItem,
  WorkspaceKey,
  WorkspaceSizes,
  WorkspaceStatus,
  WorkspaceStorage,
  WorkspaceWrite,
} from "../domain/workspace.ts";

const WORDS: Record<WorkspaceKey, string> = {
  corpus: "data",
  features: "vectors",
  run: "run",
  study: "study",
};

export interface WorkspaceKeeperOptions {
  storage: WorkspaceStorage;
  onStatus: (status: WorkspaceStatus) => void;
  /** Something the user should know that is not an error. */
  onNotice: (message: string) => void;
}

/**
 * What to write, made when its turn comes; null: there is nothing to be kept any more. `there` names the parts that
 * stand under the key and need not be written again.
 */
export type MakeWrite = (
  there: ReadonlySet<string>,
) => Promise<WorkspaceWrite | null> | WorkspaceWrite | null;

const NONE: ReadonlySet<string> = new Set();

interface Waiting {
  make: MakeWrite;
  /** Everyone who asked for this key to be written; told of its failure, null when it is written. */
  told: ((failure: StudioError | null) => void)[];
}

export class WorkspaceKeeper {
  private readonly options: WorkspaceKeeperOptions;
  private readonly waiting = new Map<WorkspaceKey, Waiting>();
  /** Names of the parts that this page knows to stand there. */
  private readonly there = new Map<WorkspaceKey, ReadonlySet<string>>();
  private readonly problems = new Map<WorkspaceKey, ErrorReport>();
  private isWriting = false;
  private now: WorkspaceStatus = {
    owner: "opening",
    problem: null,
    saved: null,
    interrupted: null,
  };

  constructor(options: WorkspaceKeeperOptions) {
    this.options = options;
  }

  get status(): WorkspaceStatus {
    return this.now;
  }

  /** Whether what changes is kept. */
  get isKeeping(): boolean {
    return this.now.owner === "this";
  }

  /** Becomes the page that keeps the work, if it can; the status says how that went. */
  async open(isTakingOver: boolean): Promise<void> {
    // Another page may have written meanwhile.
    this.there.clear();
    try {
      const onLost = () => {
        this.dropWaiting();
        this.say({ owner: "other", saved: null });
      };
      const isOwn = await this.options.storage.claim({ isTakingOver, onLost });
      this.problems.clear();
      this.say({ owner: isOwn ? "this" : "other", problem: null });
    } catch (error) {
      this.say({ owner: "nobody", problem: toErrorReport(error) });
    }
  }

  /** What is kept under a key, read by `parse`; null where there is nothing, or (said) nothing that can be read. */
  async read<T>(key: WorkspaceKey, parse: (item: WorkspaceItem) => Promise<T>): Promise<T | null> {
    if (!this.isKeeping) return null;
    try {
      const item = await this.options.storage.read(key);
      if (item === null) return null;
      const parsed = await parse(item);
      this.there.set(key, new Set(Object.keys(item.parts)));
      if (item.damage !== undefined) {
        this.options.onNotice(
          `What was kept last of the ${WORDS[key]} is damaged (${item.damage}); this is what was kept before it.`,
        );
      }
      return parsed;
    } catch (error) {
      this.sayProblem(key, error);
      return null;
    }
  }

  /**
   * Writes in its turn; a write of the same key that still waits is left out. Resolves with null when it is
   * written or nothing is kept in this page, else with what went wrong, which the status says, too.
   */
  write(key: WorkspaceKey, make: MakeWrite): Promise<StudioError | null> {
    if (!this.isKeeping) return Promise.resolve(null);
    return new Promise((resolve) => {
      const told = this.waiting.get(key)?.told ?? [];
      // Put anew, so that things are written in the order of their last change.
      this.waiting.delete(key);
      this.waiting.set(key, { make, told: [...told, resolve] });
      void this.writeAll();
    });
  }

  remove(key: WorkspaceKey): Promise<StudioError | null> {
    return this.write(key, () => null);
  }

  /** What the browser had no room for the last time. */
  get withoutRoom(): WorkspaceKey[] {
    return [...this.problems].filter(([, { code }]) => code === "full").map(([key]) => key);
  }

  sizes(): Promise<WorkspaceSizes> {
    return this.options.storage.sizes();
  }

  say(changed: Partial<WorkspaceStatus>): void {
    this.now = { ...this.now, ...changed };
    this.options.onStatus(this.now);
  }

  private async writeAll(): Promise<void> {
    if (this.isWriting) return;
    this.isWriting = true;
    for (let next = this.takeNext(); next !== null; next = this.takeNext()) {
      const [key, { make, told }] = next;
      const failure = await this.writeOne(key, make);
      for (const tell of told) tell(failure);
    }
    this.isWriting = false;
  }

  private takeNext(): [WorkspaceKey, Waiting] | null {
    const [next] = this.waiting;
    if (next !== undefined) this.waiting.delete(next[0]);
    return next ?? null;
  }

  private async writeOne(key: WorkspaceKey, make: MakeWrite): Promise<StudioError | null> {
    const { storage } = this.options;
    try {
      const item = await make(this.there.get(key) ?? NONE);
      // Where it fails the next one is written whole: the user may have cleared what was there.
      this.there.delete(key);
      if (item === null) await storage.remove(key);
      else {
        await storage.write(key, item);
        this.there.set(key, new Set([...Object.keys(item.parts), ...item.kept]));
      }
      this.sayProblem(key, null);
      return null;
    } catch (error) {
      const failure = asStudioError(error);
      if (this.isKeeping) this.sayProblem(key, failure);
      return failure;
    }
  }

  /** A problem with one thing stands until that thing is well, whatever becomes of the others. */
  private sayProblem(key: WorkspaceKey, problem: unknown): void {
    if (problem !== null) this.problems.set(key, toErrorReport(problem));
    else if (!this.problems.delete(key)) return;
    const [first = null] = this.problems.values();
    this.say({ problem: first });
  }

  private dropWaiting(): void {
    for (const { told } of this.waiting.values()) for (const tell of told) tell(null);
    this.waiting.clear();
  }
}

function asStudioError(error: unknown): StudioError {
  if (error instanceof StudioError) return error;
  const { code, message, hint } = toErrorReport(error);
  return new StudioError(code, message, hint);
}
