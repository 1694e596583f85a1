// Builds the app where the built folder is missing or older than the sources.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { SERVICE_WORKER_FILE } from "../src/base/securityHeaders.ts";

/** The repository's root folder. */
export const ROOT = fileURLToPath(new URL("..", import.meta.url));

const SOURCES = [
  "src",
  "public",
  "build",
  "index.html",
  "headless.html",
  "vite.config.ts",
  "package-lock.json",
];

/** Builds if need be and says so through `log`. Throws what the build throws. */
export async function buildApp(log: (line: string) => void): Promise<void> {
  const built = modifiedAt(join(ROOT, "dist", "headless.html"));
  const sources = Math.max(...SOURCES.map((source) => newestIn(join(ROOT, source))));
  if (built >= sources) return;
  log(
    built === 0 ? "Building the app (once)…" : "The sources have changed; building the app again…",
  );
  // Into a folder of its own first: two commands started together must not empty each other's build.
  const own = join(ROOT, "dist", `.building-${process.pid}`);
  try {
    await build({ root: ROOT, logLevel: "error", build: { outDir: own, emptyOutDir: true } });
    moveFiles(own, join(ROOT, "dist"));
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

/**
 * Moves every file of `from` over those in `to`, pages behind what they name and the service worker behind them,
 * so that nothing ever names a missing asset; old assets, whose names hold their hash, stay for whoever is reading them.
 */
function moveFiles(from: string, to: string): void {
  const files = readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(from, join(entry.parentPath, entry.name)))
    .sort((a, b) => turnOf(a) - turnOf(b));
  for (const file of files) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    renameSync(join(from, file), join(to, file));
  }
}

function turnOf(file: string): number {
  return file === SERVICE_WORKER_FILE ? 2 : file.endsWith(".html") ? 1 : 0;
}

function modifiedAt(path: string): number {
  return existsSync(path) ? statSync(path).mtimeMs : 0;
}

function newestIn(path: string): number {
  if (!existsSync(path)) return 0;
  if (!statSync(path).isDirectory()) return modifiedAt(path);
  return readdirSync(path, { recursive: true, withFileTypes: true }).reduce(
    (newest, entry) => Math.max(newest, modifiedAt(join(entry.parentPath, entry.name))),
    0,
  );
}
