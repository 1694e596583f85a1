// Counts what any library asks of the device, by wrapping the browser's own classes before the library
// is loaded: bytes of GPU buffers and of WebAssembly memories alive, dispatches, submissions.

export interface DeviceCounts {
  gpuBytes: number;
  wasmBytes: number;
  dispatches: number;
  submissions: number;
}

const counts = { gpuBytes: 0, dispatches: 0, submissions: 0 };
const memories = new Set<WebAssembly.Memory>();

/** Counts since the worker began; bytes are those alive now. */
export function deviceCounts(): DeviceCounts {
  let wasmBytes = 0;
  for (const memory of memories) wasmBytes += memory.buffer.byteLength;
  return { ...counts, wasmBytes };
}

/** Call once, before any library that computes is imported. */
export function countDevices(): void {
  if ("GPUDevice" in globalThis) countGpu();
  countWasm();
}

function countGpu(): void {
  const { createBuffer } = GPUDevice.prototype;
  GPUDevice.prototype.createBuffer = function (this: GPUDevice, descriptor) {
    const buffer = createBuffer.call(this, descriptor);
    counts.gpuBytes += buffer.size;
    return buffer;
  };
  const destroyed = new WeakSet<GPUBuffer>();
  const { destroy } = GPUBuffer.prototype;
  GPUBuffer.prototype.destroy = function (this: GPUBuffer) {
    if (!destroyed.has(this)) counts.gpuBytes -= this.size;
    destroyed.add(this);
    return destroy.call(this);
  };
  const pass = GPUComputePassEncoder.prototype;
  const { dispatchWorkgroups, dispatchWorkgroupsIndirect } = pass;
  pass.dispatchWorkgroups = function (this: GPUComputePassEncoder, ...args) {
    counts.dispatches++;
    return dispatchWorkgroups.apply(this, args);
  };
  pass.dispatchWorkgroupsIndirect = function (this: GPUComputePassEncoder, ...args) {
    counts.dispatches++;
    return dispatchWorkgroupsIndirect.apply(this, args);
  };
  const { submit } = GPUQueue.prototype;
  GPUQueue.prototype.submit = function (this: GPUQueue, ...args) {
    counts.submissions++;
    return submit.apply(this, args);
  };
}

/** Memories made by JavaScript and memories a module makes for itself. */
function countWasm(): void {
  const { Memory, Instance, instantiate, instantiateStreaming } = WebAssembly;
  const keep = (instance: WebAssembly.Instance) => {
    for (const value of Object.values(instance.exports)) {
      if (value instanceof Memory) memories.add(value);
    }
    return instance;
  };
  WebAssembly.Memory = new Proxy(Memory, {
    construct(target, args: [WebAssembly.MemoryDescriptor]) {
      const memory = new target(...args);
      memories.add(memory);
      return memory;
    },
  });
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, args: [WebAssembly.Module, WebAssembly.Imports?]) {
      return keep(new target(...args));
    },
  });
  WebAssembly.instantiate = (async (source: WebAssembly.Module, imports?: WebAssembly.Imports) => {
    const result: unknown = await instantiate(source, imports);
    // A module gives an instance, bytes give both.
    keep(
      result instanceof Instance
        ? result
        : (result as WebAssembly.WebAssemblyInstantiatedSource).instance,
    );
    return result;
  }) as typeof WebAssembly.instantiate;
  WebAssembly.instantiateStreaming = async (source, imports) => {
    const result = await instantiateStreaming(source, imports);
    keep(result.instance);
    return result;
  };
}
