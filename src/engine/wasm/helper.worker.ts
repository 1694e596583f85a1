// A helper thread of the transformer engine: takes shards from the board in shared memory, and sleeps
// there between jobs. It never returns to its event loop until the engine is closed.
import "../../base/guardWorker.ts";
import { bindKernels } from "./kernels.ts";
import { createShardBoard, createShardRunner } from "./shards.ts";
import { createTransformerPass } from "./transformerPass.ts";
import type { TransformerPlan } from "./transformerPlan.ts";
import { MemoryViews } from "./wasmMemory.ts";

export interface HelperStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  plan: TransformerPlan;
  /** Which workspace is this thread's. */
  thread: number;
}

self.onmessage = ({ data }: MessageEvent<HelperStart>) => {
  const views = new MemoryViews(data.memory);
  const kernels = bindKernels(data.module, data.memory);
  const pass = createTransformerPass(kernels, data.plan, data.thread);
  self.postMessage("ready");
  createShardBoard(views, data.plan).help(createShardRunner(kernels, views, data.plan, pass));
  self.close();
};
