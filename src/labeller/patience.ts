// Tells an endpoint that is down or wrongly set up (the job stops, with all tasks still to be done) from a task
// that will never be answered (it is given up, and the job goes on).
import { StudioError } from "../base/errors.ts";
import type { UnansweredRequest } from "./generator.ts";

/** Tasks in a row that got no usable reply before the job stops to say so. */
const MOST_IN_VAIN = 5;
/** Times that a task goes unanswered, while others are answered, before it is given up. */
const MOST_STRIKES = 3;

/** What is to become of a task without a reply: to be done again where both are null. */
export interface Verdict {
  /** Stops the job. */
  error: StudioError | null;
  /** Gives the task up, for this reason. */
  reason: string | null;
}

export class Patience {
  private answeredCount = 0;
  private inVain = 0;
  private readonly strikes = new Map<string, { count: number; answeredBefore: number }>();

  /** The job begins or goes on: what was wrong may have been mended. */
  renew(): void {
    this.inVain = 0;
  }

  answered(task: string): void {
    this.answeredCount++;
    this.inVain = 0;
    this.strikes.delete(task);
  }

  /** Replies came to all tries of a task, and none could be used. */
  rejected(reason: string): StudioError | null {
    if (++this.inVain < MOST_IN_VAIN) return null;
    return new StudioError(
      "state",
      `${MOST_IN_VAIN} tasks in a row got no reply that can be used; the last: ${reason}`,
      "Check the prompt, the limit of tokens and the model.",
    );
  }

  /** `message`: the fault's, without the key. */
  unanswered(task: string, fault: UnansweredRequest, message: string): Verdict {
    const { isRetryable, isNetwork, isOfRequest, hint } = fault;
    const isFirst = this.answeredCount === 0;
    const isSetUpWrongly = isRetryable ? isNetwork && isFirst : !isOfRequest || isFirst;
    if (isSetUpWrongly || ++this.inVain >= MOST_IN_VAIN) {
      return { error: new StudioError("state", message, hint), reason: null };
    }
    if (isOfRequest) return { error: null, reason: "refused by the endpoint" };
    const strike = this.strikes.get(task) ?? { count: 0, answeredBefore: this.answeredCount };
    strike.count++;
    this.strikes.set(task, strike);
    // Others must have been answered meanwhile: else it is the endpoint, and not the task.
    if (strike.count < MOST_STRIKES || this.answeredCount === strike.answeredBefore) {
      return { error: null, reason: null };
    }
    this.strikes.delete(task);
    return { error: null, reason: "no reply after all tries" };
  }
}
