// How the app is built: a static folder with two pages, the app itself and the bare page that the
// command line drives.
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { wasmKernels } from "./build/wasmKernels.ts";

/** Isolates the page from others: finer clocks, and shared memory for whoever needs it. */
export const ISOLATION_HEADERS = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

const page = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  plugins: [react(), wasmKernels()],
  // Relative, so that the built folder works under any path.
  base: "./",
  worker: { format: "es", plugins: () => [wasmKernels()] },
  build: {
    target: "es2023",
    // TensorFlow.js alone is above the default warning limit.
    chunkSizeWarningLimit: 3000,
    rolldownOptions: { input: [page("index.html"), page("headless.html")] },
  },
  server: { headers: ISOLATION_HEADERS },
  preview: { headers: ISOLATION_HEADERS },
});
