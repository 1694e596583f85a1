// Long work in short pieces: lets others have their turn when a piece has lasted long enough.

/** Longest stretch without a turn for others; messages and pixels wait meanwhile. */
const STRETCH_MS = 20;

export type Pace = () => Promise<void> | undefined;

/** Call it often; only now and then there is something to wait for. */
export function paceBy(breathe: () => Promise<void>): Pace {
  let since = performance.now();
  return () => {
    if (performance.now() - since < STRETCH_MS) return undefined;
    return breathe().then(() => {
      since = performance.now();
    });
  };
}
