// PyTorch in a process of its own, spoken to in lines of JSON. Batches are handed over before its clock starts.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { EncodedTrainSet } from "../../src/engine/encoders/encoded.ts";
import { NORM_EPSILON, prmLayout, ROTARY_BASE } from "../../src/engine/prm/layout.ts";
import type { Problem } from "../problem.ts";
import { lowerBatches, type SessionOptions, startingParams, type TrainingSession } from "./peer.ts";

/** Debian's python3-torch is seen by Debian's python3 alone, whatever else stands first in the path. */
const PYTHONS = ["/usr/bin/python3", "python3"];
const PEER = fileURLToPath(new URL("torch_peer.py", import.meta.url));

const runSchema = z.object({
  ms: z.number(),
  losses: z.array(z.object({ steps: z.number(), sum: z.number() })),
  bytes: z.number(),
});
const devicesSchema = z.object({ cuda: z.boolean(), version: z.string() });

export interface TorchOptions extends SessionOptions {
  device: "cpu" | "cuda";
  isCompiled: boolean;
  /** 0: PyTorch's own choice. */
  threads: number;
}

/** Which PyTorch there is; null where there is none. */
export async function findTorch(): Promise<{
  python: string;
  version: string;
  cuda: boolean;
} | null> {
  for (const python of PYTHONS) {
    const torch = startTorch(python);
    try {
      return { python, ...devicesSchema.parse(await torch.ask({ op: "devices" })) };
    } catch {
      // Not this one: no such program, or no PyTorch in it.
    } finally {
      torch.end();
    }
  }
  return null;
}

function startTorch(python: string) {
  const child: ChildProcess = spawn(python, [PEER], {
    stdio: ["pipe", "pipe", "pipe"],
    // No compiled files beside the sources.
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  let stderr = "";
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  const answers: { resolve(line: string): void; reject(error: Error): void }[] = [];
  const fail = (error: Error) => {
    for (const { reject } of answers.splice(0)) reject(error);
  };
  child.on("error", fail);
  child.on("exit", () => fail(new Error(`PyTorch's process ended: ${stderr.trim().slice(-500)}`)));
  child.stdin?.on("error", () => {}); // the exit says more
  if (child.stdout) {
    createInterface(child.stdout).on("line", (line) => answers.shift()?.resolve(line));
  }
  return {
    async ask(command: object): Promise<unknown> {
      if (child.exitCode !== null) throw new Error(`PyTorch's process ended: ${stderr.trim()}`);
      const line = await new Promise<string>((resolve, reject) => {
        answers.push({ resolve, reject });
        child.stdin?.write(`${JSON.stringify(command)}\n`);
      });
      const answer: unknown = JSON.parse(line);
      const failed = z.object({ error: z.string() }).safeParse(answer);
      if (failed.success) throw new Error(failed.data.error);
      return answer;
    },
    end: () => {
      child.kill();
    },
  };
}

/** Opens the problem in a PyTorch process. Throws an Error with PyTorch's own words. */
export async function openTorchSession(
  python: string,
  problem: Problem,
  { device, isCompiled, threads, readEvery }: TorchOptions,
): Promise<TrainingSession & { bytes(): number }> {
  const folder = mkdtempSync(join(tmpdir(), "prm-bench-"));
  const file = join(folder, "problem.bin");
  writeFileSync(file, problemFile(problem));
  const torch = startTorch(python);
  try {
    const answer = await torch.ask({
      op: "open",
      problem: file,
      device,
      compile: isCompiled,
      threads,
    });
    const nextItems = lowerBatches(problem);
    let bytes = 0;
    return {
      device: z.object({ device: z.string() }).parse(answer).device,
      async run(steps) {
        const batches = Array.from({ length: steps }, () => [...nextItems()]);
        const report = runSchema.parse(await torch.ask({ op: "run", batches, readEvery }));
        ({ bytes } = report);
        return report;
      },
      bytes: () => bytes,
      close: async () => torch.end(),
    };
  } catch (error) {
    torch.end();
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a batch is made of; the peer has no head on vectors. */
function itemArrays(train: EncodedTrainSet): Record<string, Int32Array | Float32Array> {
  switch (train.kind) {
    case "rows":
      return { start: train.rows.start, features: train.rows.features, values: train.rows.values };
    case "sequences": {
      const { tokens, surprisal, scoreAt } = train.sequences;
      return { tokens, surprisal, scoreAt };
    }
    default:
      throw new Error(`there is no PyTorch peer for ${train.kind}`);
  }
}

/** A line of JSON, then the arrays it lists, little-endian. */
function problemFile(problem: Problem): Buffer {
  const { train, config, weights } = problem;
  const layout = prmLayout(config.encoder);
  const arrays: Record<string, Int32Array | Float32Array> = {
    params: Float32Array.from(startingParams(problem)),
    weights: Float32Array.from(weights),
    labels: train.labels,
    domains: train.domains,
    ...itemArrays(train),
  };
  const header = {
    encoder: config.encoder,
    hyper: config.lower,
    blocks: layout.blocks,
    length: problem.spec.tokens,
    scores: problem.spec.stepsAChain,
    rotaryBase: ROTARY_BASE,
    normEpsilon: NORM_EPSILON,
    arrays: Object.fromEntries(
      Object.entries(arrays).map(([name, array]) => [
        name,
        [array instanceof Int32Array ? "i4" : "f4", array.length],
      ]),
    ),
  };
  return Buffer.concat([
    Buffer.from(`${JSON.stringify(header)}\n`),
    ...Object.values(arrays).map((array) =>
      Buffer.from(array.buffer, array.byteOffset, array.byteLength),
    ),
  ]);
}
