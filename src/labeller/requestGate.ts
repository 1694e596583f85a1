// Sends one task's requests until one is answered: budget first, then the try, then the wait that its failure
// asks for. What an endpoint asks for (Retry-After) holds for all requests, not only for the one that was told.
import type { LabelSpec } from "../domain/labelling.ts";
import type { Budget } from "./budget.ts";
import {
  type Generation,
  type GenerationRequest,
  type Generator,
  RejectedReply,
  UnansweredRequest,
} from "./generator.ts";
import { backoffMs } from "./retryAfter.ts";

export interface GateOptions {
  budget: Budget;
  /** As they are now: a request that waits may find them raised. */
  caps: () => LabelSpec["budget"];
  /** Milliseconds, monotonic. */
  now: () => number;
  sleep: (ms: number) => Promise<void>;
  /** Uniform in [0, 1). */
  random: () => number;
  /** False once nothing more is to be sent: paused, over budget, failed. */
  isSending: () => boolean;
  /** Something went wrong that another try may mend; null: the endpoint answers again. */
  onTrouble: (trouble: string | null) => void;
  /** Awaited before a request is sent, so that no reload forgets what it may cost. */
  onReserved: () => Promise<void>;
  /** Sent or settled something. */
  onChange: () => void;
}

/** What became of a task. */
export type GateResult =
  /** `attempt`: the try that was answered, from 1. */
  | { kind: "made"; generation: Generation; attempt: number }
  /** Sending has stopped; the task is as it was before. */
  | { kind: "stopped" }
  /** The next try could go over the budget. */
  | { kind: "overBudget" }
  /** Replies came, none of them whole. */
  | { kind: "rejected"; reason: string }
  /** No try was answered at all; `fault` is the last one's. */
  | { kind: "unanswered"; fault: UnansweredRequest };

/** Tries while nothing was ever answered and no server can be reached: there is something to set right first. */
const FIRST_TRIES = 2;

export class RequestGate {
  private readonly options: GateOptions;
  /** Nothing is sent before this time. */
  private closedUntil = Number.NEGATIVE_INFINITY;
  /** Any reply at all came. */
  private isReached = false;

  constructor(options: GateOptions) {
    this.options = options;
  }

  /**
   * Sends until there is a whole text that passes `check` (which throws RejectedReply), or `retries` tries after
   * the first have failed. Rejects with what is no matter of the request (a bug, an abort).
   */
  async ask(
    generator: Generator,
    request: GenerationRequest,
    retries: number,
    check: (text: string) => void,
  ): Promise<GateResult> {
    const { budget, onChange, onReserved } = this.options;
    for (let attempt = 1; ; attempt++) {
      await this.untilOpen();
      if (!this.options.isSending()) return { kind: "stopped" };
      const reservation = budget.reserve(generator.mostTokens(request), this.options.caps());
      if (reservation === null) return { kind: "overBudget" };
      if (attempt > 1) budget.countRetry();
      onChange();
      try {
        await onReserved();
        const generation = await generator.generate(request);
        budget.settle(reservation, generation.tokens);
        check(generation.text);
        this.answered();
        return { kind: "made", generation, attempt };
      } catch (error) {
        if (error instanceof RejectedReply) {
          budget.settle(reservation, error.tokens);
          this.answered();
          budget.countRejected(error.reason);
          if (attempt > retries) return { kind: "rejected", reason: error.reason };
          continue;
        }
        const fault = error instanceof UnansweredRequest ? error : null;
        budget.settle(reservation, fault?.mayCost === false ? { input: 0, output: 0 } : null);
        if (fault === null) throw error;
        if (!fault.isRetryable) return { kind: "unanswered", fault };
        const isHopeless = fault.isNetwork && !this.isReached && attempt >= FIRST_TRIES;
        if (attempt > retries || isHopeless) return { kind: "unanswered", fault };
        if (!fault.isNetwork) this.isReached = true;
        await this.backOff(fault, attempt);
      } finally {
        onChange();
      }
    }
  }

  /** Trouble is over, unless the endpoint still wants to be left alone: then it was asked before it said so. */
  private answered(): void {
    this.isReached = true;
    if (this.options.now() >= this.closedUntil) this.options.onTrouble(null);
  }

  /** Waits as the endpoint asks (and lets all others wait), or longer with every failed try. */
  private async backOff(fault: UnansweredRequest, attempt: number): Promise<void> {
    const { now, sleep, random, onTrouble } = this.options;
    const own = backoffMs(attempt, random());
    const wait = fault.retryAfterMs ?? own;
    if (fault.retryAfterMs !== null) {
      this.closedUntil = Math.max(this.closedUntil, now() + fault.retryAfterMs);
    }
    const seconds = Math.max(1, Math.round(wait / 1000));
    onTrouble(`${fault.message}; trying again in ${seconds} s. ${fault.hint}`.trim());
    await sleep(wait);
  }

  private async untilOpen(): Promise<void> {
    const { now, sleep, isSending } = this.options;
    while (isSending() && now() < this.closedUntil) await sleep(this.closedUntil - now());
  }
}
