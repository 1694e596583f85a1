// npx tsx bench/inNode.ts upperSweep [--problem planted|clean|noisy|independent] [--seeds 41,44] [--try '{"unroll":20}' …]
// What an upper level costs and gives: processor time of a bilevel run over that of a vanilla run, the gain
// of the PRM retrained with the learned weights, and the order of the weights. The first line is the defaults.
import { parseArgs } from "node:util";
import type { RunConfig, RunConfigInput, SuiteVariant } from "../src/domain/runConfig.ts";
import { generateSuite } from "../src/suite/generateSuite.ts";
import { independentProblem } from "./independentProblem.ts";
import { encodeForNode, measure, orderingAuc, trainInNode } from "./trainInNode.ts";

const { values: args } = parseArgs({
  options: {
    problem: { type: "string", default: "planted" },
    seeds: { type: "string", default: "41,44" },
    try: { type: "string", multiple: true, default: [] },
  },
});

/** Processor milliseconds of this process that the work took. */
async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  return { result, ms: (user + system) / 1000 };
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

interface Tried {
  upper: Partial<RunConfig["upper"]>;
  ratios: number[];
  gains: number[];
  orders: number[];
}

const tried: Tried[] = ["{}", ...args.try].map((text) => ({
  upper: JSON.parse(text),
  ratios: [],
  gains: [],
  orders: [],
}));

for (const seed of args.seeds.split(",").map(Number)) {
  const corpus =
    args.problem === "independent"
      ? independentProblem(seed)
      : await generateSuite({ variant: args.problem as SuiteVariant, seed });
  const data = await encodeForNode(corpus, { seed });
  const ones = data.names.map(() => 1);
  // The first training pays for compiling.
  await trainInNode(data, { seed, lower: { steps: 100 } }, null);
  const vanilla = await timed(() => trainInNode(data, { seed }, ones));
  const { bestOf } = await measure(data, vanilla.result.params, { seed });
  console.log(`seed ${seed}: vanilla best-of-8 ${bestOf[8]!.toFixed(3)}`);
  for (const entry of tried) {
    const config: RunConfigInput = { seed, upper: entry.upper };
    const bilevel = await timed(() => trainInNode(data, config, null));
    const { weights } = bilevel.result;
    const retrained = await trainInNode(data, { seed }, weights);
    const gained = await measure(data, retrained.params, config);
    entry.ratios.push(bilevel.ms / vanilla.ms);
    entry.gains.push(100 * (gained.bestOf[8]! - bestOf[8]!));
    entry.orders.push(orderingAuc(data, weights) ?? Number.NaN);
  }
}
for (const { upper, ratios, gains, orders } of tried) {
  const cells = [
    JSON.stringify(upper),
    `time ${mean(ratios).toFixed(2)}`,
    `gain ${mean(gains).toFixed(1)} (${gains.map((gain) => gain.toFixed(1)).join(" ")})`,
    `order AUC ${mean(orders).toFixed(2)}`,
  ];
  console.log(cells.join(" | "));
}
