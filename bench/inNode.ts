// npx tsx bench/inNode.ts suiteRun|suiteUtility [options]: runs a script of this folder in Node through
// Vite, because the engines import files the way the app's build understands them.
import { fileURLToPath } from "node:url";
import { createServer } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const [script] = process.argv.splice(2, 1);
if (!script) throw new Error("name the script: npx tsx bench/inNode.ts suiteRun");

const vite = await createServer({
  configFile: here("../vite.config.ts"),
  root: here(".."),
  logLevel: "error",
  appType: "custom",
  server: { middlewareMode: true, hmr: false, ws: false },
  optimizeDeps: { noDiscovery: true },
});
try {
  await vite.ssrLoadModule(here(`${script}.ts`));
} finally {
  await vite.close();
}
