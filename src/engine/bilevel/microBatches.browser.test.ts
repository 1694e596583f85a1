// Batches in parts on the engines of the browser: the fused one on WebGPU and the reference engine, for every
// encoder, against float64 and its differences; and that the GPU is asked for less memory.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { META_LOSSES, type MetaLoss } from "../../domain/runConfig.ts";
import { errorsAgainstFloat64 } from "../fixtures/engineContract.ts";
import { headProblem } from "../fixtures/headProblem.ts";
import { lexicalProblem } from "../fixtures/lexicalProblem.ts";
import { errorsAgainstDifferences } from "../fixtures/transformerContract.ts";
import { transformerProblem } from "../plain/transformerProblem.ts";
import type { EngineData } from "../prm/engineData.ts";
import { closeBackend, openBackend } from "../tfjs/backend.ts";
import { createTfEngine } from "../tfjs/tfEngine.ts";
import { createGpuEngine } from "../webgpu/gpuEngine.ts";
import { GpuRecorder } from "../webgpu/gpuRecorder.ts";
import { recorderForTests } from "../webgpu/testRecorder.ts";
import { microBatched } from "./microBatches.ts";
import type { PrmEngine } from "./prmEngine.ts";

const ROWS = Int32Array.of(3, 0, 17, 88, 17, 41, 60, 2, 9, 25, 70, 33, 12);
const CHAINS = Int32Array.from({ length: 17 }, (_, i) => (i * 5) % 24);

/** Every encoder's problem in three parts on an engine made by `create`. */
function agreesInParts<V, S, B, M>(
  create: (data: EngineData) => PrmEngine<V, S, B, M>,
  {
    metaLosses = META_LOSSES,
    hasTransformer = true,
  }: { metaLosses?: readonly MetaLoss[]; hasTransformer?: boolean } = {},
): void {
  const expectSmall = (errors: Record<string, number>) => {
    for (const [name, error] of Object.entries(errors)) expect(error, name).toBeLessThan(2e-5);
  };
  it.each(metaLosses)("lexical, %s", async (metaLoss) => {
    const { data, params } = lexicalProblem({ metaLoss, aggregation: "product" });
    const engine = microBatched(create(data), 3);
    expectSmall(await errorsAgainstFloat64(engine, data, params, ROWS, CHAINS));
  });
  it.each(["mlp", "attention"] as const)("%s head", async (head) => {
    const { data, params } = headProblem({ head, metaLoss: "standardized", aggregation: "min" });
    const engine = microBatched(create(data), 3);
    expectSmall(await errorsAgainstFloat64(engine, data, params, ROWS, CHAINS));
  });
  if (!hasTransformer) return;
  it("transformer", async () => {
    const problem = transformerProblem({
      metaLoss: "standardized",
      context: 9,
      layers: 1,
      width: 16,
    });
    const engine = microBatched(create(problem.data), 3);
    expectSmall(await errorsAgainstDifferences(engine, problem, [3, 0, 1, 3, 7], [2, 0, 1, 5, 3]));
  });
}

describe("fused, on WebGPU", () => {
  const recorder = recorderForTests();
  agreesInParts((data) => createGpuEngine(recorder(), data));

  it("takes less memory than the whole, and no more with every step", async () => {
    const { data, params } = lexicalProblem({ embedding: 32, hidden: 32 });
    const rows = Int32Array.from({ length: 4000 }, (_, i) => i % 90);
    const bytesIn = async (parts: number, steps: number) => {
      const own = new GpuRecorder(recorder().device);
      const engine = microBatched(createGpuEngine(own, data), parts);
      const { space } = engine;
      const [phi, weights] = [space.from(params), space.from([1, 1, 1, 1])];
      const resident = own.counts.bytes;
      for (let step = 0; step < steps; step++) {
        const losses = space.scope(
          () => engine.lowerGradient(phi, engine.trainBatch(rows), weights).domainLosses,
        );
        await space.read(losses);
        space.dispose(losses);
      }
      const { bytes } = own.counts;
      own.destroy();
      return bytes - resident;
    };
    expect(await bytesIn(8, 1)).toBeLessThan((await bytesIn(2, 1)) / 2);
    expect(await bytesIn(8, 6)).toBe(await bytesIn(8, 3));
  });
});

describe.each(["webgpu", "wasm"] as const)("the reference engine on %s", (backend) => {
  beforeAll(async () => {
    await openBackend(backend);
  });
  afterAll(closeBackend);
  // The emulated GPU takes half a minute for the transformer; what it would show, wasm shows.
  agreesInParts(createTfEngine, {
    metaLosses: ["standardized", "pairwise"],
    hasTransformer: backend === "wasm",
  });
});
