// Runs an asynchronous question again and again with only the newest one counting: at most one is
// in flight, at most one waits, everything between is skipped. No timers, so a slow worker is never
// flooded and a fast one answers every keystroke.

export interface LatestWins<A> {
  /** Asks as soon as the question in flight (if any) is answered; replaces one that waits. */
  ask(args: A): void;
  /** Forgets the waiting question and ignores the answer in flight. */
  drop(): void;
  /** True while a question is in flight or waits. */
  isBusy(): boolean;
}

export interface LatestWinsOptions<A, R> {
  run: (args: A) => Promise<R>;
  /** `isNewest` is false where a later question already waits. */
  onAnswer: (answer: R, args: A, isNewest: boolean) => void;
  onError: (error: unknown, args: A) => void;
}

export function createLatestWins<A, R>(options: LatestWinsOptions<A, R>): LatestWins<A> {
  let waiting: { args: A } | null = null;
  let isInFlight = false;
  // Raised by drop(): an answer from before it is ignored.
  let epoch = 0;

  async function pump(): Promise<void> {
    if (isInFlight) return;
    isInFlight = true;
    while (waiting !== null) {
      const { args } = waiting;
      waiting = null;
      const asked = epoch;
      try {
        const answer = await options.run(args);
        if (asked === epoch) options.onAnswer(answer, args, waiting === null);
      } catch (error) {
        if (asked === epoch) options.onError(error, args);
      }
    }
    isInFlight = false;
  }

  return {
    ask(args) {
      waiting = { args };
      void pump();
    },
    drop() {
      waiting = null;
      epoch += 1;
    },
    isBusy: () => isInFlight || waiting !== null,
  };
}
