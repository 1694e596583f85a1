// How the benchmark's page is built and served: apart from the app, into a folder of its own, isolated
// as the app is, so that every peer may use threads.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { wasmKernels } from "../build/wasmKernels.ts";
import { ISOLATION_HEADERS } from "../src/base/securityHeaders.ts";
import app from "../vite.config.ts";

export default defineConfig({
  root: fileURLToPath(new URL("page", import.meta.url)),
  base: "./",
  // Its engines are built here as the app's are there; the peers may compile code, which the app's policy forbids.
  plugins: [wasmKernels()],
  worker: app.worker ?? {},
  build: {
    target: "es2023",
    outDir: fileURLToPath(new URL("../dist/bench", import.meta.url)),
    emptyOutDir: true,
    chunkSizeWarningLimit: 3000,
  },
  preview: { headers: ISOLATION_HEADERS },
});
