// PyTorch among the contenders: finds it once, and gives it the number of threads it is quickest with.
import { availableParallelism } from "node:os";
import { findTorch, openTorchSession, type TorchOptions } from "./peers/torchPeer.ts";
import type { Workload } from "./peers/workload.ts";
import { makeProblem } from "./problem.ts";
import type { Session } from "./session.ts";

export interface Torch {
  version: string;
  hasCuda: boolean;
  open(
    peer: "pytorch.cpu" | "pytorch.cuda" | "pytorch.cudaCompiled",
    workload: Workload,
  ): Promise<Session>;
}

/** null where no Python here has PyTorch. */
export async function startTorch(log: (line: string) => void): Promise<Torch | null> {
  const found = await findTorch();
  if (!found) return null;
  const { python, version, cuda } = found;
  /** Quickest number of threads by encoder. */
  const threadsOf = new Map<string, number>();

  async function quickestThreads(workload: Workload & { kind: "lower" }): Promise<number> {
    const { encoder } = workload.spec;
    const known = threadsOf.get(encoder);
    if (known !== undefined) return known;
    const problem = makeProblem(workload.spec);
    const tried = [];
    for (const threads of new Set([1, availableParallelism()])) {
      const options = { device: "cpu", isCompiled: false, threads, readEvery: 5 } as const;
      const session = await openTorchSession(python, problem, options);
      await session.run(5);
      tried.push({ threads, ms: (await session.run(10)).ms / 10 });
      await session.close();
    }
    tried.sort((a, b) => a.ms - b.ms);
    const line = tried.map(({ threads, ms }) => `${threads}: ${ms.toFixed(1)} ms`).join(", ");
    log(`PyTorch, ${encoder}, ms a step by threads: ${line}`);
    const quickest = tried[0]?.threads ?? 0;
    threadsOf.set(encoder, quickest);
    return quickest;
  }

  return {
    version,
    hasCuda: cuda,
    async open(peer, workload) {
      if (workload.kind !== "lower") throw new Error(`${peer} is asked for lower steps only`);
      const options: TorchOptions =
        peer === "pytorch.cpu"
          ? {
              device: "cpu",
              isCompiled: false,
              threads: await quickestThreads(workload),
              readEvery: workload.readEvery,
            }
          : {
              device: "cuda",
              isCompiled: peer === "pytorch.cudaCompiled",
              threads: 0,
              readEvery: workload.readEvery,
            };
      const session = await openTorchSession(python, makeProblem(workload.spec), options);
      return {
        device: session.device,
        async run(steps) {
          const report = await session.run(steps);
          return { ...report, counts: null, processBytes: session.bytes() };
        },
        close: () => session.close(),
      };
    },
  };
}
