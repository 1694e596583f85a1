// What the training worker holds of a device, counted from outside: the server puts this before the worker's own
// script, so that nothing of it is in the app. WebGPU devices and buffers that are alive, WebAssembly memory.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Plugin } from "vite";

export interface DeviceHoldings {
  devices: number;
  gpuBuffers: number;
  gpuBytes: number;
  wasmMemories: number;
  wasmBytes: number;
}

/** What the worker's global scope is given. */
export interface SoakCounter {
  holdings(): DeviceHoldings;
  /** Destroys the newest device; false where there is none. */
  destroyDevice(): boolean;
}

/** Runs in the worker, as text: it may use nothing of this module. */
function install(scope: typeof globalThis & { soak?: SoakCounter }): void {
  const devices = new Set<GPUDevice>();
  const buffers = new Map<symbol, { device: WeakRef<GPUDevice>; bytes: number }>();
  const collected = new FinalizationRegistry<symbol>((id) => buffers.delete(id));
  const forget = (device: GPUDevice) => {
    devices.delete(device);
    for (const [id, buffer] of buffers) {
      if (buffer.device.deref() === device) buffers.delete(id);
    }
  };
  if (scope.GPUAdapter) {
    const { requestDevice } = scope.GPUAdapter.prototype;
    scope.GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...args) {
      const device = await requestDevice.apply(this, args);
      devices.add(device);
      void device.lost.then(() => forget(device));
      return device;
    };
    const { createBuffer, destroy: destroyDevice } = scope.GPUDevice.prototype;
    scope.GPUDevice.prototype.createBuffer = function (this: GPUDevice, descriptor) {
      const buffer = createBuffer.call(this, descriptor);
      const id = Symbol();
      buffers.set(id, { device: new WeakRef(this), bytes: buffer.size });
      collected.register(buffer, id);
      const destroy = buffer.destroy.bind(buffer);
      buffer.destroy = () => {
        buffers.delete(id);
        return destroy();
      };
      return buffer;
    };
    scope.GPUDevice.prototype.destroy = function (this: GPUDevice) {
      forget(this);
      return destroyDevice.call(this);
    };
  }
  const memories = new Set<WeakRef<WebAssembly.Memory>>();
  WebAssembly.Memory = new Proxy(WebAssembly.Memory, {
    construct(target, args) {
      const memory = Reflect.construct(target, args) as WebAssembly.Memory;
      memories.add(new WeakRef(memory));
      return memory;
    },
  });
  scope.soak = {
    holdings() {
      const alive = [...memories].flatMap((memory) => memory.deref() ?? []);
      return {
        devices: devices.size,
        gpuBuffers: buffers.size,
        gpuBytes: [...buffers.values()].reduce((sum, { bytes }) => sum + bytes, 0),
        wasmMemories: alive.length,
        wasmBytes: alive.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
      };
    },
    destroyDevice() {
      const device = [...devices].at(-1);
      device?.destroy();
      return device !== undefined;
    },
  };
}

const WORKER = /\/assets\/training\.worker-[\w-]+\.js$/;

/** Serves the training worker of the built folder with the counter before it. */
export function countingWorker(folder: string): Plugin {
  return {
    name: "soak-counter",
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = request.url?.split("?")[0] ?? "";
        if (!WORKER.test(path)) return next();
        const script = readFileSync(join(folder, "assets", basename(path)), "utf8");
        response.setHeader("Content-Type", "text/javascript");
        // The compiler that runs this file names functions by a helper of its own.
        const helper = "const __name = (named) => named;";
        response.end(`{ ${helper} (${install.toString()})(self); }\n${script}`);
      });
    },
  };
}
