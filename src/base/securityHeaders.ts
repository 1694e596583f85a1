// What the app's files may load, run and connect to, and the headers they should come with. Known to whoever
// serves them: our own server, the files written for other hosts (build/contentSecurity.ts), and the service
// worker, which adds what a host left out. A worker takes no policy from its page, only from the headers its
// script came with, so those stand apart.
type Policy = Record<string, readonly string[]>;

/**
 * The pages'. Only workers compile WebAssembly and only workers connect, so neither is let in here. Images are
 * the data's (blob:) or small ones built into style sheets (data:).
 */
const PAGE: Policy = {
  "default-src": ["'none'"],
  "script-src": ["'self'"],
  "style-src": ["'self'"],
  "manifest-src": ["'self'"],
  // KaTeX sets the guide's equations in its own.
  "font-src": ["'self'"],
  "img-src": ["'self'", "blob:", "data:"],
  "worker-src": ["'self'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
};

/** A header only: browsers leave it out of account in a <meta>. */
const HEADER_ONLY: Policy = { "frame-ancestors": ["'none'"] };

/** Workers that connect to nothing and start nothing. */
const COMPUTING_WORKER: Policy = {
  "default-src": ["'none'"],
  "script-src": ["'self'", "'wasm-unsafe-eval'"],
};

/**
 * The training worker and that of pretrained models reach the hub or the endpoint a user names, which no policy
 * can list beforehand. Which of these are open is src/base/openConnections.ts's to say.
 */
const CONNECTING_WORKER: Policy = {
  ...COMPUTING_WORKER,
  "connect-src": ["'self'", "http:", "https:"],
  "worker-src": ["'self'"],
};

/** The service worker's: it answers the page's requests from what is kept, or asks the app's own server. */
const SERVICE_WORKER: Policy = {
  "default-src": ["'none'"],
  "script-src": ["'self'"],
  "connect-src": ["'self'"],
};

/** File of the service worker in the built folder. */
export const SERVICE_WORKER_FILE = "serviceWorker.js";

/** Isolates the page from others: finer clocks, and shared memory for whoever needs it. */
export const ISOLATION_HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Sent with every file beside the policy. */
export const PROTECTIVE_HEADERS: Record<string, string> = {
  ...ISOLATION_HEADERS,
  "Cross-Origin-Resource-Policy": "same-origin",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": [
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
  ]
    .map((feature) => `${feature}=()`)
    .join(", "),
};

/** What stands in a page's <meta>: without what browsers leave out of account there. */
export const PAGE_META_POLICY = policyText(PAGE);

/** All headers a file of the app should come with, by name. @param path of its address, with the slash before it */
export function headersFor(path: string): Record<string, string> {
  return { ...PROTECTIVE_HEADERS, "Content-Security-Policy": policyFor(path) };
}

/** A policy as it stands in a header or a <meta>. */
function policyText(policy: Policy): string {
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources].join(" "))
    .join("; ");
}

/** The policy of the built file at this path; pages' for everything that is no worker. */
export function policyFor(path: string): string {
  if (path.endsWith(`/${SERVICE_WORKER_FILE}`)) return policyText(SERVICE_WORKER);
  const worker = /([\w-]+)\.worker-[\w-]+\.js$/.exec(path)?.[1];
  if (worker === undefined) return policyText({ ...PAGE, ...HEADER_ONLY });
  return policyText(worker === "helper" ? COMPUTING_WORKER : CONNECTING_WORKER);
}
