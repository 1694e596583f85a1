// Collects what arrives between two frames and hands it on once: however many events the worker
// sends, the page updates its stores at most once a frame.

/** Calls back before the next frame is drawn, or soon where none is drawn (a hidden page). */
export type ScheduleFrame = (callback: () => void) => void;

export interface FrameBatch<T> {
  push(item: T): void;
  /** Hands on at once what has been collected. */
  flush(): void;
}

export function createFrameBatch<T>(
  schedule: ScheduleFrame,
  apply: (items: T[]) => void,
): FrameBatch<T> {
  let waiting: T[] = [];
  let isScheduled = false;

  function flush(): void {
    isScheduled = false;
    if (waiting.length === 0) return;
    const items = waiting;
    waiting = [];
    apply(items);
  }

  return {
    push(item) {
      waiting.push(item);
      if (isScheduled) return;
      isScheduled = true;
      schedule(flush);
    },
    flush,
  };
}
