// Opens a peer on a workload inside the worker. Libraries are imported here, after the counters are set.

import type { DeviceChoice } from "../../src/engine/device.ts";
import type { TrainingSession } from "../peers/peer.ts";
import type { PagePeer, Workload } from "../peers/workload.ts";
import { makeProblem, type ProblemSpec } from "../problem.ts";

const ENGINES: Partial<Record<PagePeer, DeviceChoice>> = {
  "ours.webgpu": "webgpu",
  "ours.cpu": "cpu",
  "reference.webgpu": "referenceWebgpu",
  "reference.wasm": "referenceWasm",
};

/** Throws what the peer throws where it cannot do this here. */
export async function openSession(peer: PagePeer, workload: Workload): Promise<TrainingSession> {
  const choice = ENGINES[peer];
  if (choice !== undefined) {
    const engines = await import("../peers/enginePeer.ts");
    switch (workload.kind) {
      case "lower":
        return engines.openLowerSession(makeProblem(workload.spec), choice, workload);
      case "bilevel":
        return engines.openBilevelSession(makeProblem(workload.spec), choice);
      case "score":
        return engines.openScoringSession(makeProblem(workload.spec));
      default:
        return workload satisfies never;
    }
  }
  if (workload.kind !== "lower") throw new Error(`${peer} is asked for lower steps only`);
  return openJax(workload.spec, peer === "jax.webgpu" ? "webgpu" : "wasm", workload.readEvery);
}

async function openJax(
  spec: ProblemSpec,
  device: "webgpu" | "wasm",
  readEvery: number,
): Promise<TrainingSession> {
  const [{ openJaxSession }, { jaxLexical }, { jaxTransformer }] = await Promise.all([
    import("../peers/jaxSession.ts"),
    import("../peers/jaxLexical.ts"),
    import("../peers/jaxTransformer.ts"),
  ]);
  const model = spec.encoder === "lexical" ? jaxLexical(device) : jaxTransformer;
  return openJaxSession(makeProblem(spec), device, model, { readEvery });
}
