// One reading of a corpus as it goes on: whether it is paused or stopped, how far it is, and what is said
// about it.
import { StudioError, toErrorReport } from "../base/errors.ts";
import type { ExtractionState, ExtractionStatus, FeatureSet } from "../domain/features.ts";
import type { Unit } from "./extractionUnits.ts";

interface JobOptions {
  onStatus: (status: ExtractionStatus) => void;
  /** Milliseconds. */
  now: () => number;
  /** Says nothing: a few chains are read on the side. */
  isQuiet?: boolean;
}

/** Milliseconds between two reports of progress. */
const REPORT_EVERY_MS = 100;

function count(value: number): string {
  return value.toLocaleString("en-US");
}

export class ExtractionJob {
  readonly id: string;
  /** Where the model runs; null before it is loaded. */
  device: "webgpu" | "wasm" | null = null;
  /** Nothing can be kept, which was said. */
  isUncached = false;
  private readonly options: JobOptions;
  private state: ExtractionState = "loading";
  private detail = "";
  private readonly notes: string[] = [];
  private done = 0;
  private total = 0;
  private cached = 0;
  private cut = 0;
  private costLeft = 0;
  private costRead = 0;
  private loadingSince: number | null = null;
  private readingMs = 0;
  private readingSince: number | null = null;
  private reportedAt = Number.NEGATIVE_INFINITY;
  private isPaused = false;
  private isStopped = false;
  private wake: (() => void) | null = null;
  private units = { done: 0, total: 0 };

  constructor(id: string, options: JobOptions) {
    this.id = id;
    this.options = options;
  }

  say(state: ExtractionState, detail: string): void {
    this.state = state;
    this.detail = detail;
    if (state === "extracting") {
      this.readingSince ??= this.options.now();
      this.done = this.units.done;
      this.total = this.units.total;
    } else if (state === "loading") {
      this.done = 0;
      this.total = 0;
    }
    this.report(true);
  }

  /** Something the user should know of this reading, told along with whatever goes on. */
  note(text: string): void {
    this.notes.push(text);
    this.report(true);
  }

  /** Bytes of the model that came. */
  bytes(done: number, total: number): void {
    if (this.state !== "loading") return;
    this.loadingSince ??= this.options.now();
    this.done = done;
    this.total = total;
    this.report(done >= total);
  }

  begin(units: readonly Unit[], cached: number): void {
    this.cached = cached;
    this.units = { done: cached, total: units.length };
    this.costLeft = units.reduce((sum, unit) => sum + unit.cost, 0) * (1 - cached / units.length);
  }

  /** A batch was read: its cost, the units it completed, and how many questions were cut. */
  advance(cost: number, units: number, cut: number): void {
    this.costRead += cost;
    this.costLeft = Math.max(0, this.costLeft - cost);
    this.units.done += units;
    this.done = this.units.done;
    this.cut += cut;
    this.report(false);
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
    this.wake?.();
  }

  stop(): void {
    this.isStopped = true;
    this.wake?.();
  }

  /** Throws StudioError("cancelled") where it was stopped. */
  check(): void {
    if (this.isStopped) throw new StudioError("cancelled", "The reading was stopped");
  }

  /** Waits while it is paused. Throws StudioError("cancelled") where it was stopped. */
  async gate(): Promise<void> {
    this.check();
    if (!this.isPaused) return;
    this.readingMs += this.options.now() - (this.readingSince ?? this.options.now());
    this.readingSince = null;
    const { state, detail } = this;
    this.say("paused", "Paused; what was read is kept");
    while (this.isPaused && !this.isStopped) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    this.wake = null;
    this.check();
    this.say(state, detail);
  }

  finish(set: FeatureSet): void {
    const vectors = set.values.length / set.width;
    this.units.done = this.units.total;
    this.done = this.total = this.units.total;
    const isAll = this.cached === this.units.total;
    this.say(
      "done",
      `${count(vectors)} vectors of ${count(set.width)} numbers${isAll ? ", all kept from before" : ""}`,
    );
  }

  fail(error: unknown): void {
    if (this.isStopped || (error instanceof StudioError && error.code === "cancelled")) {
      const { done, total } = this.units;
      this.say(
        "idle",
        total > 0
          ? `Stopped after ${count(done)} of ${count(total)}; what was read is kept`
          : "Stopped",
      );
      return;
    }
    const { message, hint } = toErrorReport(error);
    this.state = "failed";
    this.detail = "Failed";
    this.report(true, { message, hint: hint === "" ? null : hint });
  }

  private secondsLeft(): number | null {
    if (this.state === "loading" && this.loadingSince !== null && this.done > 0) {
      const spent = this.options.now() - this.loadingSince;
      return (spent / 1000) * ((this.total - this.done) / this.done);
    }
    if (this.state !== "extracting" || this.costRead === 0) return null;
    const since = this.readingSince;
    const spent = this.readingMs + (since === null ? 0 : this.options.now() - since);
    return (spent / 1000) * (this.costLeft / this.costRead);
  }

  private report(isAtOnce: boolean, error: ExtractionStatus["error"] = null): void {
    const now = this.options.now();
    if (this.options.isQuiet || (!isAtOnce && now - this.reportedAt < REPORT_EVERY_MS)) return;
    this.reportedAt = now;
    const cutNote =
      this.cut === 0
        ? []
        : [
            `${count(this.cut)} ${this.cut === 1 ? "text was" : "texts were"} too long for the model: the beginning of the question was cut.`,
          ];
    this.options.onStatus({
      state: this.state,
      id: this.id,
      detail: [this.detail, ...this.notes, ...cutNote].join(". ").replaceAll("..", "."),
      done: this.done,
      total: this.total,
      cached: this.cached,
      secondsLeft: this.secondsLeft(),
      device: this.device,
      error,
    });
  }
}
