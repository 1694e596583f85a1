// Vite plugin: builds the service worker (src/serviceWorker) into the built folder, as the last of its files, and
// tells it which files there are. A build of its own, since it has to be one classic script.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { build, type Plugin } from "vite";
import { SERVICE_WORKER_FILE } from "../src/base/securityHeaders.ts";

const ENTRY = "src/serviceWorker/serviceWorker.ts";
const LIST = "virtual:built-files";

/** Neither is part of the app: the command line's page, and what only hosts read. */
const NOT_KEPT = /^(headless\.html|assets\/headless-.*|_headers|\.nojekyll|serviceWorker\.js)$/;

/** Megabytes that most people never need. */
const LARGE = /\.wasm$/;

interface BuiltFiles {
  precached: { url: string; revision: string | null }[];
  keptOnceUsed: string[];
}

export function serviceWorker(): Plugin {
  let root = "";
  return {
    name: "service-worker",
    apply: "build",
    configResolved(config) {
      root = config.root;
    },
    async writeBundle({ dir }) {
      const folder = resolve(root, dir ?? "dist");
      const files = builtFiles(folder);
      await build({
        configFile: false,
        root,
        base: "./",
        logLevel: "warn",
        publicDir: false,
        plugins: [listOf(files)],
        build: {
          outDir: folder,
          emptyOutDir: false,
          target: "es2023",
          rolldownOptions: {
            input: join(root, ENTRY),
            output: { format: "iife", entryFileNames: SERVICE_WORKER_FILE },
          },
        },
      });
    },
  };
}

/** The files of a built folder as the service worker keeps them. */
export function builtFiles(folder: string): BuiltFiles {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((path) => !NOT_KEPT.test(path))
    .sort();
  return {
    precached: paths
      .filter((path) => !LARGE.test(path))
      .map((path) => ({ url: path, revision: revisionOf(folder, path) })),
    keptOnceUsed: paths.filter((path) => LARGE.test(path)),
  };
}

function revisionOf(folder: string, path: string): string | null {
  if (path.startsWith("assets/")) return null;
  return createHash("sha256")
    .update(readFileSync(join(folder, path)))
    .digest("hex")
    .slice(0, 16);
}

function listOf(files: BuiltFiles): Plugin {
  return {
    name: "built-files",
    resolveId: (id) => (id === LIST ? `\0${LIST}` : null),
    load(id) {
      if (id !== `\0${LIST}`) return null;
      return Object.entries(files)
        .map(([name, list]) => `export const ${name} = ${JSON.stringify(list)};`)
        .join("\n");
    },
  };
}
