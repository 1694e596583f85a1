// How the benchmark's page is built and served: apart from the app, into a folder of its own, isolated
// as the app is, so that every peer may use threads.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import app, { ISOLATION_HEADERS } from "../vite.config.ts";

export default defineConfig({
  root: fileURLToPath(new URL("page", import.meta.url)),
  base: "./",
  // The app's own, so that its engines are built here as they are there.
  plugins: app.plugins ?? [],
  worker: app.worker ?? {},
  build: {
    target: "es2023",
    outDir: fileURLToPath(new URL("../dist/bench", import.meta.url)),
    emptyOutDir: true,
    chunkSizeWarningLimit: 3000,
  },
  preview: { headers: ISOLATION_HEADERS },
});
