// Unit tests in two projects: `node`, and `browser` (*.browser.test.ts) in a real Chromium.
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { wasmKernels } from "./build/wasmKernels.ts";
import { chromiumFlags, findChromium } from "./cli/chromium.ts";
import { modelHubPlugin } from "./e2e/fixtures/modelHub.ts";
import { ISOLATION_HEADERS } from "./src/base/securityHeaders.ts";

/** Looked for here, required only when the browser project runs: Playwright then says what is missing. */
const executablePath = findChromium();

export default defineConfig({
  test: {
    projects: [
      {
        plugins: [wasmKernels()],
        test: {
          name: "node",
          environment: "node",
          include: ["src/**/*.test.{ts,tsx}", "{tests,cli,bench}/**/*.test.ts"],
          exclude: ["**/*.browser.test.*"],
          setupFiles: ["./tests/wordsReady.ts"],
          testTimeout: 120_000,
        },
      },
      {
        plugins: [react(), wasmKernels(), modelHubPlugin()],
        server: { headers: ISOLATION_HEADERS },
        // Found late, these would reload the page in the middle of a test.
        optimizeDeps: {
          include: [
            "@huggingface/transformers",
            "@tensorflow/tfjs-backend-cpu",
            "@tensorflow/tfjs-backend-wasm",
            "@tensorflow/tfjs-backend-webgpu",
            "@tensorflow/tfjs-core",
            "@tensorflow/tfjs-core/dist/register_all_gradients",
            "@zip.js/zip.js/lib/zip-core-native.js",
            "fast-png",
            "fflate",
            "hyparquet",
            "hyparquet-compressors",
            "zod",
          ],
        },
        test: {
          name: "browser",
          include: ["src/**/*.browser.test.{ts,tsx}"],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            api: { port: 4331 },
            provider: playwright({
              launchOptions: {
                ...(executablePath === null ? {} : { executablePath }),
                args: chromiumFlags(),
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
