// When the page draws next, or soon after where it draws nothing because nobody sees it.

/** A page that is hidden is brought up to date this often. */
const HIDDEN_PAGE_INTERVAL_MS = 250;

/**
 * Calls back once: at the next frame, or a quarter of a second later at most. A frame that was asked for while the page
 * was shown never comes once it is hidden, so that the timer must run beside it from the start.
 */
export function onNextFrame(callback: () => void): void {
  const timer = setTimeout(() => {
    cancelAnimationFrame(frame);
    callback();
  }, HIDDEN_PAGE_INTERVAL_MS);
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    callback();
  });
}
