// What can go wrong with a device, told apart by what helps against it, and the one place that knows
// whether it has: every device has a signal, and whatever waits for the device waits beside it.

/**
 * - lost: gone, or it made an error nobody understands; ask for it again
 * - memory: no room for what was asked; ask for less at once
 * - kernel: its driver could not build a kernel; compute that in another way
 * - closed: given up by this app for another device; nothing is wrong
 */
export type FailureKind = "lost" | "memory" | "kernel" | "closed";

export class DeviceFailure extends Error {
  readonly kind: FailureKind;
  /** The kernel that could not be built. */
  readonly kernel: string | null;
  /** Whether that kernel can be written without subgroups, for drivers that fail at them. */
  readonly usesSubgroups: boolean;

  constructor(
    kind: FailureKind,
    message: string,
    about: { kernel?: string; usesSubgroups?: boolean } = {},
  ) {
    super(message);
    this.name = "DeviceFailure";
    this.kind = kind;
    this.kernel = about.kernel ?? null;
    this.usesSubgroups = about.usesSubgroups ?? false;
  }
}

/** What engines and browsers say where memory is short; a RangeError alone says nothing. */
const NO_MEMORY =
  /out of memory|allocation failed|could not allocate|invalid (typed )?array (buffer )?length|memory\.grow|WebAssembly\.Memory|Memory size|more than (this GPU binds|WebAssembly has)/i;

/** The failure behind an error: itself, a lack of memory by its words, or else a lost device. */
export function asDeviceFailure(error: unknown): DeviceFailure {
  if (error instanceof DeviceFailure) return error;
  const message = error instanceof Error ? error.message : String(error);
  const isMemory = error instanceof Error && NO_MEMORY.test(message);
  return new DeviceFailure(isMemory ? "memory" : "lost", message);
}

/** The browser's own errors of a lost device may be there before the word of its loss. */
const NEWS_MS = 200;

function newsMayCome(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, NEWS_MS));
}

/** Whether a device still works. The first failure is the one that counts: others follow from it. */
export class DeviceSignal {
  /** Resolves with the first failure; stays pending while the device works, and where it was closed. */
  readonly lost: Promise<DeviceFailure>;
  private first: DeviceFailure | null = null;
  private resolveLost!: (failure: DeviceFailure) => void;
  private readonly waiting = new Set<(failure: DeviceFailure) => void>();
  /** Answers that may yet say what is the cause of errors that are reported meanwhile. */
  private pending: Promise<void> | null = null;

  constructor() {
    this.lost = new Promise((resolve) => {
      this.resolveLost = resolve;
    });
  }

  /** Null while the device works. */
  get failure(): DeviceFailure | null {
    return this.first;
  }

  report(failure: DeviceFailure): void {
    if (this.first) return;
    this.first = failure;
    for (const reject of this.waiting) reject(failure);
    this.waiting.clear();
    if (failure.kind !== "closed") this.resolveLost(failure);
  }

  /** The device was given up on purpose: it is not lost, but must not be used any more. */
  close(): void {
    this.report(new DeviceFailure("closed", "the device was closed"));
  }

  /** Errors reported as consequences wait for this answer, which may name their cause. */
  expect(answer: Promise<void>): void {
    const all: Promise<void> = Promise.all([this.pending, answer]).then(() => {
      if (this.pending === all) this.pending = null;
    });
    this.pending = all;
  }

  /** Reports a failure that may follow from one that is about to be known. */
  reportConsequence(failure: DeviceFailure): void {
    if (this.pending === null) this.report(failure);
    else void this.pending.then(() => this.report(failure));
  }

  /** Throws the failure, also one that is about to be known. To be asked before numbers read back are believed. */
  async check(): Promise<void> {
    while (this.pending !== null) await this.pending;
    if (this.first) throw this.first;
  }

  /**
   * Settles as `work` does, or throws the device's failure as soon as there is one. Leaves nothing behind
   * at a device that works, however often it is called.
   */
  async guard<T>(work: () => Promise<T>): Promise<T> {
    await this.check();
    let stopWaiting = () => {};
    try {
      return await new Promise<T>((resolve, reject) => {
        // Since it was asked above, it may have failed.
        if (this.first) throw this.first;
        this.waiting.add(reject);
        stopWaiting = () => this.waiting.delete(reject);
        work().then(resolve, reject);
      });
    } catch (error) {
      // What a failed device throws is less telling than why it failed, which may come a moment later.
      if (error instanceof DOMException) await Promise.race([this.lost, newsMayCome()]);
      await this.check();
      throw error;
    } finally {
      stopWaiting();
    }
  }
}
