// Vite plugin: `virtual:prm-kernels` is the WebAssembly kernels compiled from source, each build as
// base64 text. Inline, so that no worker has to fetch them and any base path will do.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { compileAllKernels, KERNELS_FOLDER } from "./compileKernels.ts";

const NAME = "virtual:prm-kernels";

let compiled: Promise<string> | null = null;

async function moduleText(): Promise<string> {
  const builds = Object.entries(await compileAllKernels());
  return builds
    .map(([name, bytes]) => `export const ${name} = "${Buffer.from(bytes).toString("base64")}";`)
    .join("\n");
}

/** Compiled once a process, and again when a kernel's source changes under a running dev server. */
export function wasmKernels(): Plugin {
  return {
    name: "prm-wasm-kernels",
    resolveId: (id) => (id === NAME ? `\0${NAME}` : null),
    async load(id) {
      if (id !== `\0${NAME}`) return null;
      for (const file of readdirSync(KERNELS_FOLDER)) {
        if (file.endsWith(".ts")) this.addWatchFile(join(KERNELS_FOLDER, file));
      }
      compiled ??= moduleText();
      return compiled;
    },
    watchChange(file) {
      if (file.startsWith(KERNELS_FOLDER)) compiled = null;
    },
    handleHotUpdate({ file, server }) {
      if (!file.startsWith(KERNELS_FOLDER)) return;
      compiled = null;
      const module = server.moduleGraph.getModuleById(`\0${NAME}`);
      if (module) server.moduleGraph.invalidateModule(module);
      server.ws.send({ type: "full-reload" });
    },
  };
}
