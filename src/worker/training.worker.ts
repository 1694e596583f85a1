// The worker's entry: connects the session to the page. Everything else is in session.ts.
import "../base/guardWorker.ts";
import { createEventPost, type StudioScope, serveStudio } from "../protocol/host.ts";
import { createSession } from "./session.ts";

// Declared for a page by the DOM types; this file runs in a dedicated worker only.
const scope = globalThis as unknown as StudioScope;
// A rejection nobody waits for would otherwise pass unseen; thrown anew, it reaches the page as an error.
globalThis.addEventListener("unhandledrejection", (event) => {
  globalThis.setTimeout(() => {
    throw event.reason;
  });
});
serveStudio(scope, createSession({ post: createEventPost(scope), now: () => performance.now() }));
