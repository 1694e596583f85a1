// The app's service worker: keeps the built app in the browser, so that it opens and trains without a network, and
// gives the files the headers that a host left out. A newer version waits until the page asks for it: no file of
// a page changes under it. Built by build/serviceWorker.ts; what is asked of other servers is none of its business.
import { keptOnceUsed, precached } from "virtual:built-files";
import { cacheNames, clientsClaim } from "workbox-core";
import type { WorkboxPlugin } from "workbox-core/types.js";
import {
  addPlugins,
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { CacheFirst } from "workbox-strategies";
import { headersFor } from "../base/securityHeaders.ts";
import { USE_NEWER_VERSION } from "../base/serviceWorkerMessage.ts";

declare const self: ServiceWorkerGlobalScope;

/** Where the app lies; ends with a slash. */
const scope = new URL(self.registration.scope);

/** Large files that not everyone needs; beside the rest, under the same prefix. */
const largeFiles = `${cacheNames.precache}-large`;

/** Adds the headers that are missing, as on hosts where none can be set. */
const headers: WorkboxPlugin = {
  async handlerWillRespond({ request, response }) {
    const wanted = Object.entries(headersFor(new URL(request.url).pathname));
    const missing = wanted.filter(([name]) => !response.headers.has(name));
    if (missing.length === 0) return response;
    const { status, statusText } = response;
    const all = new Headers(response.headers);
    for (const [name, value] of missing) all.set(name, value);
    return new Response(response.body, { status, statusText, headers: all });
  },
};

addPlugins([headers]);
// Settings stand in the query of the page alone.
precacheAndRoute([...precached], { cleanURLs: false });
cleanupOutdatedCaches();

registerRoute(
  new NavigationRoute(createHandlerBoundToURL("index.html"), {
    allowlist: [new RegExp(`^${escaped(scope.pathname)}(index\\.html)?(\\?|$)`)],
  }),
);

const large = new Set(keptOnceUsed.map((file) => new URL(file, scope).href));
registerRoute(
  ({ url }) => large.has(url.href),
  new CacheFirst({ cacheName: largeFiles, plugins: [headers] }),
);

self.addEventListener("activate", (event) => event.waitUntil(dropOldLargeFiles()));
self.addEventListener("message", ({ data }) => {
  if (data === USE_NEWER_VERSION) void self.skipWaiting();
});
// The first visit's page, too, finds here what it has not asked for yet when the network goes.
clientsClaim();

/** Those of earlier versions. */
async function dropOldLargeFiles(): Promise<void> {
  const cache = await caches.open(largeFiles);
  const old = (await cache.keys()).filter(({ url }) => !large.has(url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
