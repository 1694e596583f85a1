// Pause, resume, stop and single steps for a loop that asks before every point.

/** Thrown to leave work in the middle because it was stopped. */
export class StoppedEarly extends Error {}

export class RunGate {
  private isPauseWanted = false;
  private isStopWanted = false;
  /** Points still to make before pausing by itself; null: no limit. */
  private pointBudget: number | null;
  private waiting: (() => void)[] = [];

  constructor(pointBudget: number | null) {
    this.pointBudget = pointBudget;
  }

  get isStopped(): boolean {
    return this.isStopWanted;
  }

  get isPaused(): boolean {
    return this.isPauseWanted && !this.isStopWanted;
  }

  pause(): void {
    this.isPauseWanted = true;
  }

  /** Goes on, for `points` points or without limit. */
  resume(points: number | null): void {
    this.isPauseWanted = false;
    this.pointBudget = points;
    this.wakeUp();
  }

  stop(): void {
    this.isStopWanted = true;
    this.wakeUp();
  }

  /** Counts one point made; pauses when the budget is spent. */
  countPoint(): void {
    if (this.pointBudget === null) return;
    this.pointBudget--;
    if (this.pointBudget <= 0) {
      this.pointBudget = null;
      this.isPauseWanted = true;
    }
  }

  /** Resolves when resumed or stopped. */
  async waitWhilePaused(): Promise<void> {
    while (this.isPaused) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve);
      });
    }
  }

  private wakeUp(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const wake of waiting) wake();
  }
}
