// Vite plugin: what the built app may load, run and connect to. The pages carry their policy themselves
// (<meta>), so that it holds on any static host; our own server sends it as a header too, with others. A worker
// takes no policy from its page, only from the headers its script came with, so those stand apart.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";

type Policy = Record<string, readonly string[]>;

/**
 * The pages'. Only workers compile WebAssembly and only workers connect, so neither is let in here. Images are
 * the data's (blob:) or small ones built into style sheets (data:).
 */
const PAGE: Policy = {
  "default-src": ["'none'"],
  "script-src": ["'self'"],
  "style-src": ["'self'"],
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

/** Isolates the page from others: finer clocks, and shared memory for whoever needs it. */
export const ISOLATION_HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

/** Sent with everything beside the policy. */
const PROTECTIVE_HEADERS: Record<string, string> = {
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

/** A policy as it stands in a header or a <meta>. */
function policyText(policy: Policy): string {
  return Object.entries(policy)
    .map(([directive, sources]) => [directive, ...sources].join(" "))
    .join("; ");
}

/** The policy of the built file at this path; pages' for everything that is no worker. */
export function policyFor(path: string): string {
  const worker = /([\w-]+)\.worker-[\w-]+\.js$/.exec(path)?.[1];
  if (worker === undefined) return policyText({ ...PAGE, ...HEADER_ONLY });
  return policyText(worker === "helper" ? COMPUTING_WORKER : CONNECTING_WORKER);
}

/** Puts the policy into built pages, and policy and headers into what `vite preview` serves. Not in `vite dev`. */
export function contentSecurity(): Plugin {
  return {
    name: "content-security",
    transformIndexHtml: {
      // Behind all that others put in: it has to stand before whatever it governs.
      order: "post",
      handler: (_html, { server }) =>
        server
          ? []
          : [
              {
                tag: "meta",
                attrs: { "http-equiv": "Content-Security-Policy", content: policyText(PAGE) },
                injectTo: "head-prepend",
              },
            ],
    },
    configurePreviewServer({ middlewares }) {
      middlewares.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
        const path = (request.url ?? "/").split("?")[0] ?? "/";
        for (const [name, value] of Object.entries(PROTECTIVE_HEADERS)) {
          response.setHeader(name, value);
        }
        response.setHeader("Content-Security-Policy", policyFor(path));
        next();
      });
    },
  };
}
