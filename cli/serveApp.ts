// Serves the built folder on this machine, for a browser that a command starts or the user opens.
import { type Plugin, preview } from "vite";
import { ROOT } from "./buildApp.ts";

export interface ServedApp {
  /** Ends with a slash. */
  url: string;
  close(): Promise<void>;
}

/** Serves dist on the given port, or the next free one after it; `plugins` may change what is served. */
export async function serveApp(port: number, plugins: Plugin[] = []): Promise<ServedApp> {
  const server = await preview({
    root: ROOT,
    logLevel: "error",
    plugins,
    preview: { host: "127.0.0.1", port, strictPort: false },
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined)
    throw new Error(`The built app could not be served on port ${port} or after it`);
  return { url, close: () => server.close() };
}
