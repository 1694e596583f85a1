import { describe, expect, it } from "vitest";
import { type ChromiumSurroundings, findChromium, requireChromium } from "./chromium.ts";

function machine(own: Partial<ChromiumSurroundings>, ...files: string[]): ChromiumSurroundings {
  return {
    env: { PATH: "/opt/bin:/usr/bin" },
    platform: "linux",
    exists: (path) => files.includes(path),
    playwrightPath: () => "/cache/playwright/chrome",
    ...own,
  };
}

describe("the search for Chromium", () => {
  it("goes by the variable before anything else", () => {
    const env = { CHROME_PATH: "/own/chrome", PATH: "/usr/bin" };
    expect(findChromium(machine({ env }, "/own/chrome", "/usr/bin/chromium"))).toBe("/own/chrome");
  });

  it("says which variable names a file that is not there", () => {
    const around = machine({ env: { DREAMPRM_CHROMIUM: "/gone" } }, "/usr/bin/chromium");
    expect(() => findChromium(around)).toThrow(
      "DREAMPRM_CHROMIUM names /gone, which does not exist",
    );
  });

  it("looks along PATH and in the usual folders", () => {
    expect(findChromium(machine({}, "/opt/bin/google-chrome"))).toBe("/opt/bin/google-chrome");
    expect(findChromium(machine({ env: {} }, "/snap/bin/chromium"))).toBe("/snap/bin/chromium");
  });

  it("knows where macOS and Windows keep theirs", () => {
    const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
    expect(findChromium(machine({ platform: "darwin" }, mac))).toBe(mac);
    const windows = "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe";
    const env = { PROGRAMFILES: "C:\\Program Files" };
    expect(findChromium(machine({ platform: "win32", env }, windows))).toBe(windows);
  });

  it("falls back to Playwright's download, then says what to do", () => {
    expect(findChromium(machine({}, "/cache/playwright/chrome"))).toBe("/cache/playwright/chrome");
    expect(findChromium(machine({}))).toBeNull();
    expect(() => requireChromium(machine({}))).toThrow("npx playwright install");
  });
});
