// Opens the page's peers in Node itself, on WebGPU from the `webgpu` package (Dawn): for machines with
// a GPU and no browser. All sessions share one process.
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { createServer } from "vite";
import type { PagePeer, Workload } from "./peers/workload.ts";
import type { Session } from "./session.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export interface NodePeers {
  /** The adapter in words. */
  adapter: string;
  open(peer: PagePeer, workload: Workload): Promise<Session>;
  close(): Promise<void>;
}

/** Puts navigator.gpu and WebGPU's classes where a browser has them. */
async function provideWebGpu(): Promise<string> {
  const { create, globals } = await loadDawn();
  Object.assign(globalThis, globals);
  const gpu = create([]);
  if ("navigator" in globalThis) Object.defineProperty(navigator, "gpu", { value: gpu });
  // Libraries look for a browser's name.
  else Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "Node.js" } });
  const adapter = await gpu.requestAdapter();
  if (!adapter) {
    throw new Error(
      "Dawn finds no GPU here. It needs a Vulkan driver; VK_ICD_FILENAMES can name one (a software one too).",
    );
  }
  return [adapter.info.vendor, adapter.info.architecture, adapter.info.description]
    .filter((word) => word !== "")
    .join(" ");
}

async function loadDawn() {
  try {
    return await import("webgpu");
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new Error(`The package "webgpu" cannot be loaded (${reason}); npm ci installs it.`);
  }
}

/** Throws an Error saying what is missing where WebGPU cannot be had. */
export async function openNodePeers(): Promise<NodePeers> {
  const adapter = await provideWebGpu();
  // TensorFlow.js asks for it on Node, also from modules that have none.
  Object.assign(globalThis, { require: createRequire(import.meta.url) });
  // Through Vite, because the engines import files the way the app's build understands them.
  const vite = await createServer({
    configFile: here("vite.config.ts"),
    logLevel: "error",
    appType: "custom",
    server: { middlewareMode: true, hmr: false, ws: false },
    optimizeDeps: { noDiscovery: true },
    // Its modules import folders, which Node does not.
    ssr: { noExternal: [/^@tensorflow\//] },
  });
  const { countDevices, deviceCounts } = (await vite.ssrLoadModule(
    here("page/deviceCounts.ts"),
  )) as typeof import("./page/deviceCounts.ts");
  countDevices();
  const { openSession } = (await vite.ssrLoadModule(
    here("page/openSession.ts"),
  )) as typeof import("./page/openSession.ts");

  return {
    adapter,
    async open(peer, workload) {
      // What this session allocates is what the process does while it works.
      let gpuBytes = 0;
      let wasmBytes = 0;
      const counted = async <T>(work: () => Promise<T>) => {
        const before = deviceCounts();
        const value = await work();
        const after = deviceCounts();
        gpuBytes += after.gpuBytes - before.gpuBytes;
        wasmBytes += after.wasmBytes - before.wasmBytes;
        return {
          value,
          dispatches: after.dispatches - before.dispatches,
          submissions: after.submissions - before.submissions,
        };
      };
      const { value: session } = await counted(() => openSession(peer, workload));
      return {
        device: session.device,
        async run(steps) {
          const { value: report, ...asked } = await counted(() => session.run(steps));
          return { ...report, counts: { ...asked, gpuBytes, wasmBytes } };
        },
        close: () => session.close(),
      };
    },
    close: () => vite.close(),
  };
}
