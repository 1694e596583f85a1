// End-to-end tests: the built app, served as a user would serve it, in a real Chromium.
import { defineConfig } from "@playwright/test";
import { chromiumFlags, requireChromium } from "./cli/chromium.ts";

const PORT = 4335;

export default defineConfig({
  testDir: "e2e",
  // Software WebGPU on two slow cores is the machine these must pass on.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: "line",
  use: {
    baseURL: `http://127.0.0.1:${PORT}/`,
    viewport: { width: 1440, height: 900 },
    // Each test would keep the whole app; offline.spec.ts and those that record the network let it.
    serviceWorkers: "block",
    trace: "off",
    video: "off",
    screenshot: "only-on-failure",
    launchOptions: { executablePath: requireChromium(), args: chromiumFlags() },
  },
  webServer: {
    command: `npx vite preview --host 127.0.0.1 --port ${PORT} --strictPort`,
    url: `http://127.0.0.1:${PORT}/`,
    reuseExistingServer: false,
    stdout: "ignore",
  },
});
