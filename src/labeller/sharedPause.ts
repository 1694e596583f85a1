// Lets queued messages (a command to pause) be handled in the middle of long work that many lanes do at once.
import { yieldToEventLoop } from "../base/yieldToEventLoop.ts";

const EVERY_MS = 12;

export class SharedPause {
  private readonly now: () => number;
  private lastAt = Number.NEGATIVE_INFINITY;
  private pausing: Promise<void> | null = null;

  /** `now`: milliseconds, monotonic. */
  constructor(now: () => number) {
    this.now = now;
  }

  /**
   * Resolves at once, or every few milliseconds after the event loop has had its turn: one pause for all lanes.
   * With one each, they would take their full turns one after another before any message.
   */
  async breathe(): Promise<void> {
    if (this.pausing === null && this.now() - this.lastAt < EVERY_MS) return;
    this.pausing ??= yieldToEventLoop().then(() => {
      this.lastAt = this.now();
      this.pausing = null;
    });
    await this.pausing;
  }
}
