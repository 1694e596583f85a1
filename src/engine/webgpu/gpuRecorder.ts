// Records compute dispatches and hands them to the queue together: what stands between two `submit`s is
// one submission. Owns the buffers (a pool, so that a steady loop allocates nothing), the compiled
// kernels and the bind groups. Knows nothing of vectors, models or losses.

import { DeviceFailure, type DeviceSignal } from "../deviceFailure.ts";

/** A storage buffer of `length` 4-byte elements, floats or unsigned integers as its kernels read it. */
export interface GpuVector {
  readonly buffer: GPUBuffer;
  readonly length: number;
  readonly id: number;
}

export interface KernelBinding {
  name: string;
  /** WGSL type of the whole binding, e.g. "array<f32>". */
  type: string;
  isWritten?: boolean;
}

/** A compute kernel; `code` is the WGSL below the bindings, with a `main` of @workgroup_size(64). */
export interface KernelSource {
  /** Names the kernel and all that its code was made for; the same name is compiled once. */
  name: string;
  /** What WGSL wants before all declarations: "enable …;", "diagnostic(…);". */
  directives?: string;
  bindings: readonly KernelBinding[];
  code: string;
}

export const WORKGROUP_SIZE = 64;
/** Every vector's bytes are a multiple of this, so that it can be read in vec4s to its end. */
const GRANULE_BYTES = 256;
/** WebGPU's own limit of workgroups in one dimension. */
const MAX_WORKGROUPS = 65_535;
/** Steps of some kinds need a few hundred; more pile up where batches are of ever new sizes. */
const MAX_BIND_GROUPS = 8192;

interface Kernel {
  id: number;
  pipeline: GPUComputePipeline;
  layout: GPUBindGroupLayout;
}

/** Sizes grow by an eighth at least, so that batches of varying size share buffers. */
function pooledBytes(length: number): number {
  const bytes = Math.max(1, length) * 4;
  const step = Math.max(GRANULE_BYTES, 2 ** Math.floor(Math.log2(bytes) - 3));
  return Math.ceil(bytes / step) * step;
}

/**
 * Takes the vector made first of this size out of the list. Always the same one, so that steps alike use
 * the same buffers for the same things, and their bind groups are found again.
 */
function takeOldest(list: GpuVector[], bytes: number): GpuVector | undefined {
  let oldest = -1;
  list.forEach(({ buffer, id }, i) => {
    if (buffer.size === bytes && (oldest < 0 || id < list[oldest]!.id)) oldest = i;
  });
  return oldest < 0 ? undefined : list.splice(oldest, 1)[0];
}

export class GpuRecorder {
  readonly device: GPUDevice;
  private readonly signal: DeviceSignal | null;
  /** Since the recorder was made; for tests and benchmarks. */
  readonly counts = { dispatches: 0, submissions: 0, bytes: 0 };

  private readonly kernels = new Map<string, Kernel>();
  private readonly bindGroups = new Map<string, GPUBindGroup>();
  /** Free buffers by size: nothing recorded and not submitted uses them. */
  private readonly idle = new Map<number, GpuVector[]>();
  /** Freed since the last submission: kernels may reuse them, uploads (which come before all that is recorded) may not. */
  private recentlyFreed: GpuVector[] = [];
  private uploads: GpuVector[] = [];
  private readonly readbacks = new Map<number, GPUBuffer[]>();
  private readonly owned = new Set<GPUBuffer>();
  private encoder: GPUCommandEncoder | null = null;
  private pass: GPUComputePassEncoder | null = null;
  private nextId = 1;

  /** signal: told of kernels that could not be built, and asked before numbers read back are believed. */
  constructor(device: GPUDevice, signal: DeviceSignal | null = null) {
    this.device = device;
    this.signal = signal;
  }

  /** A vector with undefined contents, written by a kernel before it is read. */
  allocate(length: number): GpuVector {
    const bytes = pooledBytes(length);
    const reused = takeOldest(this.recentlyFreed, bytes) ?? this.takeIdle(bytes);
    return reused ? { ...reused, length } : this.create(bytes, length);
  }

  /** A vector with these contents. */
  upload(values: Float32Array | Uint32Array | Int32Array): GpuVector {
    const bytes = pooledBytes(values.length);
    const reused = this.takeIdle(bytes);
    const vector = reused
      ? { ...reused, length: values.length }
      : this.create(bytes, values.length);
    this.device.queue.writeBuffer(vector.buffer, 0, values as GPUAllowSharedBufferSource);
    return vector;
  }

  /** An upload for kernels recorded before the next submission; freed by it. */
  uploadOnce(values: Float32Array | Uint32Array | Int32Array): GpuVector {
    const vector = this.upload(values);
    this.uploads.push(vector);
    return vector;
  }

  free(vector: GpuVector): void {
    this.recentlyFreed.push(vector);
  }

  /** Records `workgroups` workgroups of a kernel; vectors in the order of its bindings. */
  dispatch(source: KernelSource, vectors: readonly GpuVector[], workgroups: number): void {
    if (workgroups <= 0) return;
    const kernel = this.kernels.get(source.name) ?? this.compile(source);
    this.encoder ??= this.device.createCommandEncoder();
    this.pass ??= this.encoder.beginComputePass();
    this.pass.setPipeline(kernel.pipeline);
    this.pass.setBindGroup(0, this.bindGroup(kernel, vectors));
    // More than fit in one dimension go into a second; kernels count with `invocationIndex`.
    const rows = Math.ceil(workgroups / MAX_WORKGROUPS);
    this.pass.dispatchWorkgroups(Math.ceil(workgroups / rows), rows);
    this.counts.dispatches++;
  }

  /** Hands everything recorded to the queue. */
  submit(): void {
    if (this.encoder) {
      this.pass?.end();
      this.device.queue.submit([this.encoder.finish()]);
      this.encoder = null;
      this.pass = null;
      this.counts.submissions++;
    }
    for (const vector of [...this.recentlyFreed, ...this.uploads]) {
      const list = this.idle.get(vector.buffer.size) ?? [];
      list.push(vector);
      this.idle.set(vector.buffer.size, list);
    }
    this.recentlyFreed = [];
    this.uploads = [];
  }

  /** Submits what is recorded and copies a vector to the CPU. */
  async read(vector: GpuVector): Promise<Float32Array> {
    const bytes = vector.buffer.size;
    const waiting = this.readbacks.get(bytes) ?? [];
    const staging =
      waiting.pop() ??
      this.own(
        this.device.createBuffer({
          size: bytes,
          usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
        }),
      );
    this.pass?.end();
    this.pass = null;
    this.encoder ??= this.device.createCommandEncoder();
    this.encoder.copyBufferToBuffer(vector.buffer, 0, staging, 0, bytes);
    this.submit();
    await staging.mapAsync(GPUMapMode.READ);
    // What a failed kernel or buffer leaves is zeros, not an error.
    await this.signal?.check();
    const values = new Float32Array(staging.getMappedRange(), 0, vector.length).slice();
    staging.unmap();
    waiting.push(staging);
    this.readbacks.set(bytes, waiting);
    return values;
  }

  /** Destroys every buffer the recorder made. */
  destroy(): void {
    for (const buffer of this.owned) buffer.destroy();
    this.owned.clear();
    this.bindGroups.clear();
    this.idle.clear();
  }

  private takeIdle(bytes: number): GpuVector | undefined {
    const list = this.idle.get(bytes);
    return list && takeOldest(list, bytes);
  }

  private own(buffer: GPUBuffer): GPUBuffer {
    this.owned.add(buffer);
    this.counts.bytes += buffer.size;
    return buffer;
  }

  private create(bytes: number, length: number): GpuVector {
    const limit = Math.min(
      this.device.limits.maxBufferSize,
      this.device.limits.maxStorageBufferBindingSize,
    );
    if (bytes > limit) {
      throw new RangeError(
        `a buffer of ${bytes} bytes is more than this GPU binds at once (${limit})`,
      );
    }
    const buffer = this.own(
      this.device.createBuffer({
        size: bytes,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      }),
    );
    return { buffer, length, id: this.nextId++ };
  }

  private compile(source: KernelSource): Kernel {
    const { device } = this;
    const layout = device.createBindGroupLayout({
      label: source.name,
      entries: source.bindings.map(({ isWritten }, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type: isWritten ? "storage" : "read-only-storage" },
      })),
    });
    const declarations = source.bindings.map(
      ({ name, type, isWritten }, binding) =>
        `@group(0) @binding(${binding}) var<storage, ${isWritten ? "read_write" : "read"}> ${name}: ${type};`,
    );
    const code = `${source.directives ?? ""}\n${declarations.join("\n")}\n${INVOCATION_INDEX}\n${source.code}`;
    const pipeline = this.whileWatched(source, () => {
      const module = device.createShaderModule({ label: source.name, code });
      const built = device.createComputePipeline({
        label: source.name,
        layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
        compute: { module, entryPoint: "main" },
      });
      return { built, module };
    });
    const kernel = { id: this.kernels.size, pipeline, layout };
    this.kernels.set(source.name, kernel);
    return kernel;
  }

  /** Builds a kernel and tells the signal, later, where the browser or the driver could not. */
  private whileWatched(
    { name, directives }: KernelSource,
    build: () => { built: GPUComputePipeline; module: GPUShaderModule },
  ): GPUComputePipeline {
    const { device, signal } = this;
    if (!signal) return build().built;
    // WGSL that is not accepted is a validation error, a driver that fails at it an internal one.
    device.pushErrorScope("internal");
    device.pushErrorScope("validation");
    const { built, module } = build();
    const errors = Promise.all([device.popErrorScope(), device.popErrorScope()]);
    const answer = errors
      .then(async (found) => {
        const error = found.find((one) => one !== null);
        if (!error) return;
        const { messages } = await module.getCompilationInfo();
        const cause = messages.find(({ type }) => type === "error");
        const why = cause ? `line ${cause.lineNum}: ${cause.message}` : error.message;
        const usesSubgroups = directives?.includes("subgroups") ?? false;
        signal.report(new DeviceFailure("kernel", why, { kernel: name, usesSubgroups }));
      })
      // A device lost meanwhile answers nothing; that is told elsewhere.
      .catch(() => {});
    signal.expect(answer);
    return built;
  }

  private bindGroup(kernel: Kernel, vectors: readonly GpuVector[]): GPUBindGroup {
    const key = `${kernel.id}:${vectors.map((vector) => vector.id).join()}`;
    const known = this.bindGroups.get(key);
    if (known) return known;
    if (this.bindGroups.size >= MAX_BIND_GROUPS) this.bindGroups.clear();
    const group = this.device.createBindGroup({
      layout: kernel.layout,
      entries: vectors.map(({ buffer }, binding) => ({ binding, resource: { buffer } })),
    });
    this.bindGroups.set(key, group);
    return group;
  }
}

/** Number of this invocation over both dimensions of the dispatch. */
const INVOCATION_INDEX = `
fn invocationIndex(id: vec3u, groups: vec3u) -> u32 {
  return id.x + id.y * groups.x * ${WORKGROUP_SIZE}u;
}`;

/** The opening of a kernel's main: \`index\` is the invocation's number. */
export const MAIN = `
@compute @workgroup_size(${WORKGROUP_SIZE})
fn main(@builtin(global_invocation_id) id: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let index = invocationIndex(id, groups);`;

/** Workgroups for so many invocations. */
export function workgroupsFor(invocations: number): number {
  return Math.ceil(invocations / WORKGROUP_SIZE);
}
