// Where Chromium is on this machine and how it is started. The one place that knows; the command
// line, the browser unit tests and the end-to-end tests all ask here.
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { chromium } from "playwright";

/** Variables that name a Chromium or Chrome to use before any other. */
export const CHROMIUM_VARIABLES = [
  "DREAMPRM_CHROMIUM",
  "CHROME_PATH",
  "PUPPETEER_EXECUTABLE_PATH",
] as const;

const LINUX_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** What of the machine decides; replaced in tests. */
export interface ChromiumSurroundings {
  env: Record<string, string | undefined>;
  platform: NodeJS.Platform;
  exists(path: string): boolean;
  /** Where Playwright's own download would be. */
  playwrightPath(): string;
}

const thisMachine: ChromiumSurroundings = {
  env: process.env,
  platform: process.platform,
  exists: existsSync,
  playwrightPath: () => chromium.executablePath(),
};

/**
 * Path of a Chromium (or Chrome, or Edge) that can be started, or null where there is none.
 * Throws an Error when a variable names a file that is not there.
 */
export function findChromium(around: ChromiumSurroundings = thisMachine): string | null {
  for (const variable of CHROMIUM_VARIABLES) {
    const named = around.env[variable];
    if (!named) continue;
    if (around.exists(named)) return named;
    throw new Error(`${variable} names ${named}, which does not exist. Correct or unset it.`);
  }
  const own = around.playwrightPath();
  return [...usualPaths(around), ...(own ? [own] : [])].find((path) => around.exists(path)) ?? null;
}

/** The same, for callers that cannot go on without. Throws an Error saying what to do. */
export function requireChromium(around: ChromiumSurroundings = thisMachine): string {
  const path = findChromium(around);
  if (path === null) throw new Error(NO_CHROMIUM);
  return path;
}

export const NO_CHROMIUM = [
  "No Chromium or Chrome was found. One of these will do:",
  "  - install Chromium or Google Chrome with your system's package manager;",
  "  - npx playwright install --with-deps chromium",
  `  - set ${CHROMIUM_VARIABLES[0]} to the path of a Chromium, Chrome or Edge you have.`,
].join("\n");

function usualPaths({ env, platform }: ChromiumSurroundings): string[] {
  if (platform === "darwin") {
    const apps = ["Google Chrome", "Chromium", "Microsoft Edge"];
    return ["/Applications", join(homedir(), "Applications")].flatMap((folder) =>
      apps.map((app) => `${folder}/${app}.app/Contents/MacOS/${app}`),
    );
  }
  if (platform === "win32") {
    const roots = [env["PROGRAMFILES"], env["PROGRAMFILES(X86)"], env["LOCALAPPDATA"]];
    const programs = [
      "Google\\Chrome\\Application\\chrome.exe",
      "Chromium\\Application\\chrome.exe",
      "Microsoft\\Edge\\Application\\msedge.exe",
    ];
    return roots.flatMap((root) => (root ? programs.map((program) => `${root}\\${program}`) : []));
  }
  const folders = (env["PATH"] ?? "")
    .split(delimiter)
    .concat("/usr/bin", "/usr/local/bin", "/snap/bin");
  return LINUX_NAMES.flatMap((name) => folders.filter(Boolean).map((folder) => join(folder, name)));
}

/**
 * Command-line flags for a headless browser that trains: WebGPU also where it is a software
 * emulation, no traffic of the browser's own. As root there is no sandbox to be had. Without WebGPU
 * the flag is left out: headless Chromium has an emulated adapter only with it.
 */
export function chromiumFlags({ hasWebGpu = true } = {}): string[] {
  return [
    ...(hasWebGpu ? ["--enable-unsafe-webgpu"] : []),
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  ];
}
