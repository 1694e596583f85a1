// The test's worker: opens the backend it is sent and answers with its name and 2 + 2 computed on it.
import { openBackend } from "./backend.ts";

self.onmessage = async ({ data }: MessageEvent<"webgpu" | "wasm" | "cpu">) => {
  const backend = await openBackend(data);
  const tf = await import("@tensorflow/tfjs-core");
  const [sum] = await tf.add(tf.tensor1d([2]), tf.tensor1d([2])).data();
  self.postMessage({ name: backend.name, sum });
};
