// How the app is built: a static folder with two pages, the app itself and the bare page that the
// command line drives.
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { contentSecurity } from "./build/contentSecurity.ts";
import { mathFonts } from "./build/mathFonts.ts";
import { serviceWorker } from "./build/serviceWorker.ts";
import { wasmKernels } from "./build/wasmKernels.ts";
import { ISOLATION_HEADERS } from "./src/base/securityHeaders.ts";

const page = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export default defineConfig({
  plugins: [react(), wasmKernels(), mathFonts(), contentSecurity(), serviceWorker()],
  // Under the app's policy no library may put a <style> into the page; this one would.
  resolve: { alias: { "react-style-singleton": page("src/ui/theme/adoptedStyle.ts") } },
  // Relative, so that the built folder works under any path.
  base: "./",
  worker: { format: "es", plugins: () => [wasmKernels()] },
  build: {
    target: "es2023",
    // TensorFlow.js alone is above the default warning limit.
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      input: [page("index.html"), page("headless.html")],
      output: {
        codeSplitting: {
          // What the first picture needs comes in few files: dozens of small ones, one for each set of views that
          // share a module, are a tenth larger compressed and as many requests.
          groups: [
            { name: "client", test: /src\/(protocol\/client|base\/errors)\.ts$/, priority: 2 },
            { name: "app", test: /src\/(ui\/Root\.tsx|store\/studio\.ts|strings\/strings\.ts)$/ },
          ],
        },
      },
    },
  },
  server: { headers: ISOLATION_HEADERS },
});
