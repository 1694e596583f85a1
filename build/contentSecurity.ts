// Vite plugin: puts the app's policy into the built pages (<meta>), so that it holds on any static host, and sends
// it with the other headers from `vite preview`; writes them in the form some hosts read them in (_headers).
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Plugin } from "vite";
import {
  headersFor,
  PAGE_META_POLICY,
  PROTECTIVE_HEADERS,
  policyFor,
  SERVICE_WORKER_FILE,
} from "../src/base/securityHeaders.ts";

/** Not in `vite dev`. */
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
                attrs: { "http-equiv": "Content-Security-Policy", content: PAGE_META_POLICY },
                injectTo: "head-prepend",
              },
            ],
    },
    generateBundle(_options, bundle) {
      const workers = Object.keys(bundle).filter((file) => /\.worker-[\w-]+\.js$/.test(file));
      this.emitFile({ type: "asset", fileName: "_headers", source: headersFile(workers) });
    },
    configurePreviewServer({ middlewares }) {
      middlewares.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
        const path = (request.url ?? "/").split("?")[0] ?? "/";
        for (const [name, value] of Object.entries(headersFor(path))) {
          response.setHeader(name, value);
        }
        next();
      });
    },
  };
}

/**
 * The headers as Netlify, Cloudflare Pages and others read them from the built folder. Where several paths match
 * they put values of one header together, and two policies would both hold: so each policy stands at exact paths.
 * @param workers files of the built folder
 */
export function headersFile(workers: readonly string[]): string {
  const files = ["", "index.html", "headless.html", SERVICE_WORKER_FILE, ...workers];
  const block = (path: string, headers: Record<string, string>) =>
    [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join("\n");
  return `${[
    block("/*", PROTECTIVE_HEADERS),
    // Their names hold their hash.
    block("/assets/*", { "Cache-Control": "public, max-age=31536000, immutable" }),
    ...files.map((file) => block(`/${file}`, { "Content-Security-Policy": policyFor(`/${file}`) })),
  ].join("\n\n")}\n`;
}
