// What counts as time of training. Some clocks go on while a laptop sleeps or a browser freezes a page; the
// point that was being made then seems to take hours, and is no measure of anything.

/** Points looked back at. */
const REMEMBERED = 15;
/** Points needed before one can be told from the usual. */
const LEAST = 5;
/** A point this many times as long as the median of those before it, and this long, was slept through. */
const TIMES_THE_USUAL = 20;
const LEAST_SLEEP_MS = 10_000;

export class Stopwatch {
  private readonly recent: number[] = [];

  /**
   * How much of the milliseconds of a point count: all of them, or as many as a usual point's where it took
   * over 20 times the median of the fifteen before it and over ten seconds.
   */
  counted(ms: number): number {
    if (ms < LEAST_SLEEP_MS || this.recent.length < LEAST) return ms;
    const sorted = [...this.recent].sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)]!;
    return ms > TIMES_THE_USUAL * median ? median : ms;
  }

  /** The same, and the point is one of those that later ones are compared with. */
  add(ms: number): number {
    const counted = this.counted(ms);
    this.recent.push(counted);
    if (this.recent.length > REMEMBERED) this.recent.shift();
    return counted;
  }
}
