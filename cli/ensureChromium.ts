// Finds a Chromium that starts, and installs one where there is none and that can be done without
// asking: with apt as root on Debian-likes, else Playwright's own download.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { findChromium, NO_CHROMIUM } from "./chromium.ts";

/** Path of a Chromium that answers --version. Throws an Error saying what to do when none can be had. */
export function ensureChromium(log: (line: string) => void = console.error): string {
  const found = findChromium();
  if (found !== null && canStart(found)) return found;
  log(
    found === null
      ? "No Chromium found; installing one."
      : `${found} does not start; installing another.`,
  );
  const isRoot = process.getuid?.() === 0;
  if (isRoot && existsSync("/usr/bin/apt-get")) {
    log("apt-get update && apt-get install -y chromium");
    const quiet = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    spawnSync("apt-get", ["update", "-q"], { stdio: ["ignore", 2, 2], env: quiet });
    spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", "chromium"], {
      stdio: ["ignore", 2, 2],
      env: quiet,
    });
    const installed = findChromium();
    if (installed !== null && canStart(installed)) return installed;
  }
  log("npx playwright install chromium");
  const args = [
    "playwright",
    "install",
    ...(isRoot ? ["--with-deps"] : []),
    "--no-shell",
    "chromium",
  ];
  spawnSync("npx", args, { stdio: ["ignore", 2, 2], shell: process.platform === "win32" });
  const downloaded = findChromium();
  if (downloaded !== null && canStart(downloaded)) return downloaded;
  throw new Error(NO_CHROMIUM);
}

/** Ubuntu's chromium package is a stub that only asks for a snap, so being there is not enough. */
function canStart(path: string): boolean {
  // Chrome on Windows opens a window on --version instead of printing it.
  if (process.platform === "win32") return true;
  const answer = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 60_000 });
  return answer.status === 0 && /\d+\.\d+/.test(answer.stdout);
}
