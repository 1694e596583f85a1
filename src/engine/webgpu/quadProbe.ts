// Whether four consecutive invocations of a workgroup are a quad on this device. WGSL leaves open how
// subgroups are cut out of a workgroup, and kernels that swap values in quads would be silently wrong
// where it is done in another way.

const INVOCATIONS = 64;

/** Tries the swaps once. False also where the device was opened without subgroups. */
export async function hasConsecutiveQuads(device: GPUDevice): Promise<boolean> {
  if (!device.features.has("subgroups")) return false;
  const module = device.createShaderModule({
    code: `enable subgroups;
@group(0) @binding(0) var<storage, read_write> partners: array<vec4u>;
@compute @workgroup_size(${INVOCATIONS})
fn main(@builtin(local_invocation_index) index: u32) {
  partners[index] = vec4u(index, quadSwapX(index), quadSwapY(index), quadSwapDiagonal(index));
}`,
  });
  const pipeline = await device
    .createComputePipelineAsync({ layout: "auto", compute: { module, entryPoint: "main" } })
    .catch(() => null);
  if (!pipeline) return false;
  const size = INVOCATIONS * 16;
  const partners = device.createBuffer({
    size,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
  });
  const staging = device.createBuffer({
    size,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(
    0,
    device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: { buffer: partners } }],
    }),
  );
  pass.dispatchWorkgroups(1);
  pass.end();
  encoder.copyBufferToBuffer(partners, 0, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  const found = new Uint32Array(staging.getMappedRange());
  const isConsecutive = found.every((partner, i) => partner === ((i >> 2) ^ (i & 3)));
  staging.unmap();
  partners.destroy();
  staging.destroy();
  return isConsecutive;
}
