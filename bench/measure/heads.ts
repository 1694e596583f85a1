// Heads on a frozen encoder's vectors beside the lexical encoder, in alternation, each with its own default
// settings: lower steps, bilevel steps, and what a head's rows a second are of the lexical encoder's.
import { compareLosses } from "../agreement.ts";
import type { Contender } from "../alternate.ts";
import type { PeerName } from "../peers/workload.ts";
import { FROZEN, LEXICAL, makeProblem, type ProblemSpec } from "../problem.ts";
import { type BenchContext, lowerContender, measured } from "./context.ts";

/** What every other is held against, on a corpus of the same size. */
const YARDSTICK = "lexical";
const AS_MANY_ROWS: ProblemSpec = { ...LEXICAL, items: FROZEN.items };

/** Heads by what the report calls them; the default is a linear one on 256 directions of the vectors. */
const HEADS: Readonly<Record<string, ProblemSpec>> = {
  "linear, 256 directions": FROZEN,
  "linear, 1,536 whole": { ...FROZEN, width: 1536 },
  "attention, 256 directions": { ...FROZEN, head: "attention" },
  "mlp of 64, 256 directions": { ...FROZEN, head: "mlp" },
};

function contender(name: string, peer: PeerName, spec: ProblemSpec, kind: "lower" | "bilevel") {
  const { unroll } = makeProblem({ ...spec, items: spec.batchSize, metaChains: 1 }).config.upper;
  const lower = lowerContender(name, peer, spec, { readEvery: unroll, warmSteps: unroll });
  const workload: Contender["workload"] = kind === "lower" ? lower.workload : { kind, spec };
  return { ...lower, workload };
}

/** The peers that train heads: our engines and TensorFlow.js, whose losses must agree. */
export async function measureHeads(context: BenchContext): Promise<void> {
  for (const peer of context.peers.filter((one) => one.startsWith("ours."))) {
    for (const kind of ["lower", "bilevel"] as const) {
      const specs = Object.entries({ [YARDSTICK]: AS_MANY_ROWS, ...HEADS });
      const alternation = await measured(
        context,
        `frozen.${kind}.${peer}`,
        specs.map(([name, spec]) => contender(name, peer, spec, kind)),
      );
      for (const [name, { head, width, batchSize }] of Object.entries(HEADS)) {
        const key = `frozen.${peer.replace("ours.", "")}.${head}${width}.${kind}.rowsVsLexical`;
        const work = batchSize / LEXICAL.batchSize;
        context.results.ratio(key, alternation, YARDSTICK, name, work);
      }
    }
  }
  await compareEngines(context);
}

/** Each head's lower losses on every engine over the same batches. */
async function compareEngines(context: BenchContext): Promise<void> {
  const peers = context.peers.filter((one) => /^(ours|reference)\./.test(one));
  for (const [name, spec] of Object.entries(HEADS)) {
    const measurement = `frozen.engines.${spec.head}${spec.width}`;
    const { series } = await measured(
      context,
      measurement,
      peers.map((peer) => lowerContender(peer, peer, spec)),
      "scaling",
    );
    const losses = series.map((one) => ({ name: one.contender.name, losses: one.warmLosses }));
    const agreement = compareLosses(losses);
    context.results.agreement(measurement, agreement);
    for (const { name: other, difference } of agreement.differences) {
      context.log(
        `  ${name}: ${other} within ${difference.toExponential(1)} of ${agreement.yardstick}`,
      );
    }
  }
}
