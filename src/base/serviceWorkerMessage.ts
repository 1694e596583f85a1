// What the page says to a service worker that waits.

/** Take over now: the page is about to be loaded anew. */
export const USE_NEWER_VERSION = "use newer version";
