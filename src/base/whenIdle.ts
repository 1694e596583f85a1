// Work that can wait: begun once the page is loaded and the browser has nothing better to do.

/** Longest wait for an idle moment after the page is loaded. */
const LATEST_MS = 5_000;

/** Calls `act` once, in a page's idle moment. @returns what calls it off */
export function whenIdle(act: () => void): () => void {
  let callOff = () => {};
  const wait = () => {
    // Not every browser tells when it is idle.
    if (typeof requestIdleCallback === "function") {
      const handle = requestIdleCallback(act, { timeout: LATEST_MS });
      callOff = () => cancelIdleCallback(handle);
    } else {
      const handle = setTimeout(act, 1_000);
      callOff = () => clearTimeout(handle);
    }
  };
  if (document.readyState === "complete") wait();
  else {
    addEventListener("load", wait, { once: true });
    callOff = () => removeEventListener("load", wait);
  }
  return () => callOff();
}
