// How a lower step's time grows with the batch, the context, the number of domains and the corpus.
import type { Contender } from "../alternate.ts";
import type { PeerName } from "../peers/workload.ts";
import { LEXICAL, type ProblemSpec, TRANSFORMER } from "../problem.ts";
import { type BenchContext, type LearnedEncoder, lowerContender, measured } from "./context.ts";

interface Scale {
  name: string;
  base: ProblemSpec;
  values: readonly number[];
  at(value: number): Partial<ProblemSpec>;
  peers: readonly PeerName[];
}

const OURS: readonly PeerName[] = ["ours.webgpu", "ours.cpu"];
const TORCH: readonly PeerName[] = ["pytorch.cpu", "pytorch.cuda"];

const SCALES: readonly Scale[] = [
  {
    name: "batch",
    base: LEXICAL,
    values: [32, 128, 512, 1024],
    at: (batchSize) => ({ batchSize }),
    peers: [...OURS, "reference.wasm", "jax.wasm", ...TORCH],
  },
  {
    name: "domains",
    base: LEXICAL,
    values: [15, 50, 200],
    at: (domains) => ({ domains }),
    peers: OURS,
  },
  {
    // Twenty features a row: at a hundred, a million rows would not fit into a browser's memory.
    name: "corpus",
    base: { ...LEXICAL, featuresARow: 20 },
    values: [1_000, 10_000, 100_000, 1_000_000],
    at: (items) => ({ items }),
    peers: OURS,
  },
  {
    name: "batch",
    base: TRANSFORMER,
    values: [8, 32, 128],
    at: (batchSize) => ({ batchSize }),
    peers: [...OURS, "jax.wasm", ...TORCH],
  },
  {
    name: "context",
    base: TRANSFORMER,
    values: [64, 128, 256],
    at: (tokens) => ({ tokens }),
    peers: [...OURS, ...TORCH],
  },
  {
    name: "domains",
    base: TRANSFORMER,
    values: [15, 50, 200],
    at: (domains) => ({ domains }),
    peers: OURS,
  },
  {
    name: "corpus",
    base: TRANSFORMER,
    values: [1_000, 10_000, 100_000],
    at: (items) => ({ items }),
    peers: OURS,
  },
];

export async function measureScaling(
  context: BenchContext,
  encoder: LearnedEncoder,
): Promise<void> {
  for (const { name, base, values, at, peers } of SCALES) {
    if (base.encoder !== encoder) continue;
    for (const peer of peers.filter((one) => context.peers.includes(one))) {
      // A transformer's step is long beside a readback.
      const reading = encoder === "transformer" ? { readEvery: 1, warmSteps: 2 } : {};
      const contenders: Contender[] = values.map((value) =>
        lowerContender(String(value), peer, { ...base, metaChains: 8, ...at(value) }, reading),
      );
      const alternation = await measured(
        context,
        `${encoder}.scaling.${name}.${peer}`,
        contenders,
        "scaling",
      );
      const [first, last] = [values[0], values.at(-1)];
      context.results.ratio(
        `${encoder}.${peer.replace("ours.", "")}.${name}.${last}vs${first}`,
        alternation,
        String(last),
        String(first),
      );
    }
  }
}
