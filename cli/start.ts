// npm start: builds the app, serves it and opens it in the user's browser.
import { spawn } from "node:child_process";
import { buildApp } from "./buildApp.ts";
import { serveApp } from "./serveApp.ts";

const PORT = 4173;

await buildApp(console.log);
const { url } = await serveApp(PORT);
console.log(`DreamPRM Studio: ${url}  (Ctrl-C ends it)`);
openInBrowser(url);

/** Tries the desktop's own way; on a machine without one the address above is enough. */
function openInBrowser(address: string): void {
  const isHeadless =
    process.platform === "linux" && !process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"];
  if (isHeadless || process.env["CI"]) return;
  const [command, ...args] =
    process.platform === "darwin"
      ? ["open", address]
      : process.platform === "win32"
        ? ["cmd", "/c", "start", "", address]
        : ["xdg-open", address];
  const opener = spawn(command, args, { stdio: "ignore", detached: true });
  opener.on("error", () => console.log("No browser could be opened; open the address yourself."));
  opener.unref();
}
