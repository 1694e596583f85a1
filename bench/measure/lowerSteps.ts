// The main comparison: lower steps of every peer on the same batches, losses held against each other.
import { compareLosses } from "../agreement.ts";
import type { Contender } from "../alternate.ts";
import type { PeerName } from "../peers/workload.ts";
import { LEXICAL, type ProblemSpec, TRANSFORMER } from "../problem.ts";
import { type BenchContext, type LearnedEncoder, lowerContender, measured } from "./context.ts";

/** Steps whose losses are compared; one that takes seconds a step makes fewer. */
const COMPARED_STEPS = 20;
const SLOW: Partial<Record<PeerName, number>> = { "reference.webgpu": 2, "jax.webgpu": 8 };

/** The first of these present is what the others' losses are held against. */
const YARDSTICKS: readonly PeerName[] = ["reference.wasm", "ours.cpu", "pytorch.cpu"];

/** Ratios of the main comparison, by the names the issue and the design notes use. */
const RATIOS: readonly { name: string; peer: PeerName; over: PeerName }[] = [
  { name: "webgpu.vsReference", peer: "reference.webgpu", over: "ours.webgpu" },
  { name: "webgpu.vsJaxJs", peer: "jax.webgpu", over: "ours.webgpu" },
  { name: "cpu.vsPyTorch", peer: "pytorch.cpu", over: "ours.cpu" },
  { name: "cpu.vsTfjsWasm", peer: "reference.wasm", over: "ours.cpu" },
  { name: "cpu.vsJaxJsWasm", peer: "jax.wasm", over: "ours.cpu" },
  { name: "webgpu.vsPyTorchCuda", peer: "pytorch.cuda", over: "ours.webgpu" },
  { name: "webgpu.vsPyTorchCudaCompiled", peer: "pytorch.cudaCompiled", over: "ours.webgpu" },
];

function contenderOf(peer: PeerName, spec: ProblemSpec): Contender {
  if (spec.encoder === "lexical") {
    return lowerContender(peer, peer, spec, { warmSteps: COMPARED_STEPS });
  }
  // On the processor a readback costs nothing, and a step of the slow ones dwarfs it; read after every
  // step, they can be compared with one that makes only a few.
  const readEvery = peer === "ours.webgpu" || peer.startsWith("pytorch.cuda") ? 5 : 1;
  return lowerContender(peer, peer, spec, {
    readEvery,
    warmSteps: SLOW[peer] ?? COMPARED_STEPS,
  });
}

export async function measureLowerSteps(
  context: BenchContext,
  encoder: LearnedEncoder,
): Promise<void> {
  const spec = encoder === "lexical" ? LEXICAL : TRANSFORMER;
  const measurement = `${encoder}.lowerStep`;
  const alternation = await measured(
    context,
    measurement,
    context.peers.map((peer) => contenderOf(peer, spec)),
  );
  const losses = alternation.series.map(({ contender, warmLosses }) => ({
    name: contender.name,
    losses: warmLosses,
  }));
  const rank = (name: string) => (YARDSTICKS.indexOf(name as PeerName) + 100) % 100;
  losses.sort((a, b) => rank(a.name) - rank(b.name));
  const agreement = compareLosses(losses);
  context.results.agreement(measurement, agreement);
  for (const { name, difference, steps } of agreement.differences) {
    context.log(
      `  ${name}: losses within ${difference.toExponential(1)} of ${agreement.yardstick} over ${steps} steps`,
    );
  }
  for (const { name, peer, over } of RATIOS) {
    context.results.ratio(`${encoder}.${name}`, alternation, peer, over);
  }
}
