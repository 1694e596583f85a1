// Keeps count of what requests cost, those under way at the most they can, so that a cap is never gone over:
// a request that might is not sent.
import { type LabelTotals, NO_TOTALS } from "../domain/labelJournal.ts";
import type { LabelSpec } from "../domain/labelling.ts";
import type { TokenCount } from "./generator.ts";

/** A request's share of the budget, until it is known what it really cost. */
export interface Reservation {
  readonly most: TokenCount;
}

export class Budget {
  private readonly spent: LabelTotals;
  private readonly reserved = new Set<Reservation>();

  constructor(spentBefore: LabelTotals = NO_TOTALS) {
    this.spent = structuredClone(spentBefore);
  }

  get underWay(): number {
    return this.reserved.size;
  }

  /** What has been spent for certain. */
  get totals(): LabelTotals {
    return this.spent;
  }

  /** What may have been spent, should no reply come any more: what the journal keeps. */
  get totalsAtMost(): LabelTotals {
    const totals = structuredClone(this.spent);
    for (const { most } of this.reserved) {
      totals.inputTokens += most.input;
      totals.outputTokens += most.output;
    }
    return totals;
  }

  /** Takes one request into account; null where it could go over a cap. */
  reserve(most: TokenCount, caps: LabelSpec["budget"]): Reservation | null {
    if (caps.requests !== null && this.spent.requests + 1 > caps.requests) return null;
    if (caps.tokens !== null) {
      const { inputTokens, outputTokens } = this.totalsAtMost;
      if (inputTokens + outputTokens + most.input + most.output > caps.tokens) return null;
    }
    const reservation: Reservation = { most };
    this.reserved.add(reservation);
    this.spent.requests++;
    return reservation;
  }

  /** The request came to its end and cost this; null: nobody knows, so the most is taken. */
  settle(reservation: Reservation, cost: TokenCount | null): void {
    if (!this.reserved.delete(reservation)) return;
    const { input, output } = cost ?? reservation.most;
    this.spent.inputTokens += input;
    this.spent.outputTokens += output;
  }

  countRetry(): void {
    this.spent.retried++;
  }

  countRejected(reason: string): void {
    this.spent.rejected[reason] = (this.spent.rejected[reason] ?? 0) + 1;
  }

  addElapsed(ms: number): void {
    this.spent.elapsedMs += ms;
  }
}

/** Money for tokens at the spec's price a million; null where no price is given. */
export function costOf(tokens: TokenCount, price: LabelSpec["price"]): number | null {
  if (price.input === null && price.output === null) return null;
  return (tokens.input * (price.input ?? 0) + tokens.output * (price.output ?? 0)) / 1e6;
}
